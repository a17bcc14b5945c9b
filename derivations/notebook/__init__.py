"""The catalogue in Python: what an entry hands up to be answered (see `catalogue.interactive`), for notebooks too."""

from derivations.notebook.judging import judged
from derivations.notebook.listing import numpy_text
from derivations.notebook.typeset import html, latex

__all__ = ["html", "judged", "latex", "numpy_text"]
