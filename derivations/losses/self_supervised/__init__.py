"""Self-supervised and embeddings

Representations that are learned from the data alone.
"""
