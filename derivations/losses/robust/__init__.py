"""Robust regression

A real prediction against a real target, when some targets are wild.
"""
