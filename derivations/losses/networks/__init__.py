"""Networks

The gradient with respect to the weights of a network.
"""
