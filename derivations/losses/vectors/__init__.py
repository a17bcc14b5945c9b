"""Vectors and matrices

Losses of whole vectors: embeddings, penalties, densities and layers.
"""
