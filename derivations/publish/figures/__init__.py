"""Figures of losses and of their gradients, in floating-point numbers: drawn at build time, moved by a script."""
