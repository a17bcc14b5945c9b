"""The hunt: where the numbers, roots, sizes and curves of a claim itself would put a difference not seen so far."""

from derivations.evidence.hunt.hints import sizes_in
from derivations.evidence.hunt.hunting import hunted, on_curves
from derivations.evidence.hunt.lines import Course, Line, bisected, landmarks, sign_or_zero
from derivations.evidence.hunt.search import Search, curves_of, subjects_of

__all__ = [
    "Course",
    "Line",
    "Search",
    "bisected",
    "curves_of",
    "hunted",
    "landmarks",
    "on_curves",
    "sign_or_zero",
    "sizes_in",
    "subjects_of",
]
