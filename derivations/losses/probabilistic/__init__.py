"""Probabilistic

The negative logarithm of a probability or a density, with respect to its parameters, and scores of whole forecasts.
"""
