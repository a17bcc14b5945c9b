"""Numerically stable code for a loss, its gradient and its second derivative, and how exact that code is."""
