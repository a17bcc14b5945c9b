"""Functions of conditions, indices and whole arrays: what stands in their brackets is looked at as typed."""

from __future__ import annotations

from derivations.reading.known import Known
from derivations.reading.whole import ALONG, AXIS, KEEPS, WHOLE

FORMS: tuple[Known, ...] = (
    Known(
        names=("where", "ite", "IF"),
        takes="c, u, v",
        named="condition, input, other",
        least=3,
        most=3,
        says="u if the condition c holds, else v; also `u if c else v`",
    ),
    Known(
        names=("Piecewise",),
        takes="(u, c), (v, True)",
        most=20,
        says="the value of the first pair whose condition holds",
    ),
    Known(names=("indicator", "Indicator"), takes="c", says="1 if the condition c holds, else 0; [c] is the same"),
    Known(
        names=("Derivative", "diff"),
        takes="m(w), w",
        least=2,
        most=6,
        says="derivative of an unspecified function; m'(w) is the same",
    ),
    Known(names=("KroneckerDelta",), takes="i, j", least=2, most=2, says="1 if i = j, else 0"),
    Known(names=("log_det",), takes="S", says="logarithm of the determinant of the square array S"),
    Known(names=("inverse_entry",), takes="S[i, j]", says="entry of the inverse of S"),
    Known(
        names=("argmax",),
        takes="u, (j, 1, n)",
        least=2,
        most=9,
        options=f"; {AXIS}, {KEEPS}",
        says="the j at which u is the largest; further arguments are left out; max(u, (j, 1, n)) is that u",
    ),
    Known(
        names=("argmin",),
        takes="u, (j, 1, n)",
        least=2,
        most=9,
        options=f"; {AXIS}, {KEEPS}",
        says="likewise, the smallest",
    ),
    Known(
        names=("sum", "Sum"),
        takes="u, (i, 1, n)",
        options=ALONG,
        says="sum over i; also sum(u, i=1..n), sum_{i=1}^n u, and sum(u) of all entries of u",
    ),
    *WHOLE,
)
