"""Units and activations

The functions of one number that networks and losses are made of.
"""
