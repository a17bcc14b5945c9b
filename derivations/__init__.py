"""Lossary: losses and their gradients, derived line by line and checked by machine."""

import os

import derivations.loading  # noqa: F401  (before anything that takes time)

os.environ.setdefault("SYMPY_CACHE_SIZE", "30000")  # results that SymPy remembers: of its 1,000 few are asked for twice

from importlib import import_module

from sympy import Add, Basic, Sum
from sympy.core.parameters import global_parameters

# A textbook writes 2(p - t); SymPy would multiply it out as soon as it is written.
global_parameters.distribute = False

# Then -(-x - y) stays as it is, and sin(-x - y) would look in it for a sum with fewer minus signs for ever. So no sum
# hands out its sign: a function of a sum keeps the signs that its author wrote. SymPy has no setting for this.
_of_sympy = Add.could_extract_minus_sign
Add.could_extract_minus_sign = lambda self: global_parameters.distribute and _of_sympy(self)

# SymPy asks in random order what is known of an expression. Of one that is not evaluated, such as 0 x, the answer may
# depend on the order; so it is the same one always. (The module is hidden behind a function of the same name.)
import_module("sympy.core.assumptions").shuffle = list.sort  # type: ignore[attr-defined]


def _free_symbols(total: Sum) -> set[Basic]:
    """What SymPy says, which makes the whole term of a sum anew whenever somebody asks for its names."""
    found: set[Basic] = set(total.function.free_symbols)
    for index, low, high in total.limits:  # the inner first
        found.discard(index)
        found |= low.free_symbols | high.free_symbols
    return found


Sum.free_symbols = property(_free_symbols)

SELDOM = 100_000  # objects that our programs make before Python looks for cycles: those are few, and objects many

__version__ = "0.1.0"
