"""Linear models

The gradient with respect to the weights of a model that is linear in them.
"""
