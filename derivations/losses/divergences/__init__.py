"""Divergences

How far one distribution is from another.
"""
