"""Lossary: losses and their gradients, derived line by line and checked by machine."""

from sympy.core.parameters import global_parameters

# A textbook writes 2(p - t); SymPy would multiply it out as soon as it is written.
global_parameters.distribute = False

__version__ = "0.1.0"
