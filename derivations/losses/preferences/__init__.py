"""Preferences and reinforcement

Policies and language models, taught by rewards and by which answer people prefer.
"""
