"""Linear and classic models

The gradient with respect to the weights of a model that is linear in them, and other models of statistics.
"""
