"""Segmentation and detection

How far a mask or a box overlaps with the true one.
"""
