"""Deriving gradients: rules, steps, lines, and where they fail."""
