"""Generative models

Models that make new data: autoencoders, adversaries, diffusion, flows and scores.
"""
