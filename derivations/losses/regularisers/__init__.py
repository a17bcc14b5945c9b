"""Regularisers

A penalty on the weights or on the output, added to a loss.
"""
