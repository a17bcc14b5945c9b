r"""Margins

A score against a label of $-1$ or $+1$: what counts is by how much it is right.
"""
