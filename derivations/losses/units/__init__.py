"""Units

Functions that a rule takes as known, such as the sigmoid: here their slopes are derived from what they are made of.
"""
