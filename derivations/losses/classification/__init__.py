"""Classification

A label against a probability, a logit or a margin.
"""
