"""How expressions look: TeX for the page, Unicode for the terminal, plain SymPy text for programs.

One order of terms and factors (``arrange``) serves all three, so that a formula reads the same wherever it stands.
"""

from derivations.notation.in_sympy import in_sympy
from derivations.notation.latex import plain_tex, tex
from derivations.notation.order import arrange
from derivations.notation.prose import unicode_prose
from derivations.notation.relations import tidy_relation, where_zero
from derivations.notation.standard import FUNCTION_NAMES, sympy_text
from derivations.notation.terminal import put_in, unicode_text

__all__ = [
    "FUNCTION_NAMES",
    "arrange",
    "in_sympy",
    "plain_tex",
    "put_in",
    "sympy_text",
    "tex",
    "tidy_relation",
    "unicode_prose",
    "unicode_text",
    "where_zero",
]
