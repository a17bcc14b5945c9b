"""Regression

A real prediction against a real target.
"""
