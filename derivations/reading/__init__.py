"""Reads the formulas that people type, and can execute nothing.

A text is cut into tokens (``tokens``, ``latex_tokens``), the tokens make a tree (``grammar``, ``latex``), and the tree
an expression of our vocabulary (``build``), out of the functions of one table (``vocabulary``). What is not listed is
refused, and so is what can be read in two ways: a ``ReadingError`` points at the character. How large anything may be
stands in ``limits``.
"""

from derivations.reading.errors import ReadingError, ShapeError
from derivations.reading.forms import FORMS
from derivations.reading.kinds import Kind
from derivations.reading.known import Known
from derivations.reading.reading import Reading, read, read_latex, read_together
from derivations.reading.texts import Doubt, Role, Together
from derivations.reading.vocabulary import FUNCTIONS, help_text
from derivations.reading.written import Places

__all__ = [
    "FORMS",
    "FUNCTIONS",
    "Doubt",
    "Kind",
    "Known",
    "Places",
    "Reading",
    "ReadingError",
    "Role",
    "ShapeError",
    "Together",
    "help_text",
    "read",
    "read_latex",
    "read_together",
]
