"""Classification

A label against a probability or a logit.
"""
