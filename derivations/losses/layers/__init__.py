"""Layers

What a layer passes back to its input and to its weights.
"""
