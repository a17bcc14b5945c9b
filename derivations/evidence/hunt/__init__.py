"""The hunt: where the numbers, roots, sizes and curves of a claim itself would put a difference not seen so far."""

from derivations.evidence.hunt.hints import MOST_SIZE, numbers_in, sizes_in
from derivations.evidence.hunt.hunting import hunted, on_curves
from derivations.evidence.hunt.lines import Course, Line, closer, landmarks, sign_or_zero, simplest
from derivations.evidence.hunt.parts import Part, parts_of, parts_of_slope
from derivations.evidence.hunt.roots import Root, Zero, zeros
from derivations.evidence.hunt.search import (
    CURVED,
    LABELLED,
    MOST,
    MOST_BOUND,
    STARTS,
    Search,
    curves_of,
    on_unseen_sides,
    subjects_of,
)

__all__ = [
    "CURVED",
    "LABELLED",
    "MOST",
    "MOST_BOUND",
    "MOST_SIZE",
    "STARTS",
    "Course",
    "Line",
    "Part",
    "Root",
    "Search",
    "Zero",
    "closer",
    "curves_of",
    "hunted",
    "landmarks",
    "numbers_in",
    "on_curves",
    "on_unseen_sides",
    "parts_of",
    "parts_of_slope",
    "sign_or_zero",
    "simplest",
    "sizes_in",
    "subjects_of",
    "zeros",
]
