"""Ranking and metric learning

Which comes first, and what lies near what.
"""
