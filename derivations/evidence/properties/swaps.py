"""Symmetric in prediction and target; and, of a loss of the margin, classification-calibrated."""

from __future__ import annotations

import re
from collections.abc import Iterator
from random import Random
from typing import Any

from sympy import Expr, Indexed, IndexedBase, Integer, Symbol

from derivations.evidence.balls import precision
from derivations.evidence.curvature.signs import without_names
from derivations.evidence.places import BITS
from derivations.evidence.points import Point, describe, nice
from derivations.evidence.proof import Prover
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Subject
from derivations.evidence.sampling import sample
from derivations.evidence.settings import settings_of
from derivations.evidence.verdicts import compare
from derivations.language.domains import LabelSign
from derivations.language.loss import Loss
from derivations.language.properties import CALIBRATED, SYMMETRIC
from derivations.language.shapes import base_of

PARTNERS = {"prediction": r"target", "vector": r"vector"}  # the first words of the meanings of a pair
SAME = "nothing changes where {0} and {1} change places"
OTHER = "it is {0}, and {1} where {2} and {3} have changed places"
# By theorem 2 of P. L. Bartlett, M. I. Jordan and J. D. McAuliffe, Convexity, classification, and risk bounds, 2006.
THEOREM = "it is convex in the margin, and at the margin 0 the slope is {0}, which is negative"
KINK = "it is convex in the margin, and has a kink at the margin 0"
RISES = "it is convex in the margin, and at the margin 0 the slope is {0}, which is not negative"
DRAWN = 12  # points at which two formulas are compared


def symmetric(subject: Subject) -> Iterator[Property]:
    """Does the loss stay as it is where the variable and its partner change places?"""
    loss, one = subject.loss, base_of(subject.w)
    other = _partner(loss, one)
    if other is None:
        return
    left = without_names(loss.expression)
    right = _with_places_changed(left, one, other)
    if Prover(loss).equation(left, right).proved:
        yield Property(SYMMETRIC, holds=True, why=SAME, parts=(one, other))
        return
    for point in _drawn(loss):
        verdict = compare(left, right, point.scope())
        if verdict.kind == "differ":
            parts = (verdict.left, verdict.right, one, other)
            yield Property(SYMMETRIC, holds=False, why=OTHER, parts=parts, point=tuple(describe(point)))
            return


def _partner(loss: Loss, one: Any) -> Any:
    """The only name of the same domain and shape that is to the variable as a target is to a prediction."""
    own = loss.symbols[one]
    word = next((word for word in PARTNERS if own.meaning.startswith(word)), "")
    alike = [
        name
        for name, domain in loss.symbols.items()
        if name != one
        and word
        and re.match(PARTNERS[word], domain.meaning)
        and (type(domain), domain.shape, domain.interval) == (type(own), own.shape, own.interval)
    ]
    return alike[0] if len(alike) == 1 else None


def _with_places_changed(u: Expr, one: Any, other: Any) -> Expr:
    pairs: dict[Any, Any] = {one: other, other: one}
    if isinstance(one, IndexedBase):
        pairs = {node: pairs[node.base][node.indices] for node in _cells(u) if node.base in pairs}
    return u.xreplace(pairs)


def _cells(u: Expr) -> list[Any]:
    return sorted(u.atoms(Indexed), key=str)


def _drawn(loss: Loss) -> Iterator[Point]:
    rng = Random(0)
    with precision(BITS):
        for setting in settings_of(loss):
            for _ in range(DRAWN):
                yield sample(setting, loss.expression, rng, nice)


def calibrated(subject: Subject) -> Iterator[Property]:
    """Of a convex loss of the margin: so it is if, and only if, there is a slope at 0, and it is negative."""
    label = _label(subject)
    if (
        label is None
        or not subject.curvature.convex
        or not subject.ends
        or any(end.place.is_finite for end in subject.ends)
    ):
        return
    numbers = {label: Integer(1)} if label != subject.w else {}
    below, above = (subject.tends_to(subject.gradient, end, numbers) for end in subject.beside(Integer(0)))
    if below is None or above is None or below[0] or above[0]:
        return
    signs = subject.signs.of
    if signs(above[1] - below[1]) == {1}:
        yield Property(CALIBRATED, holds=False, why=KINK)
    elif signs(above[1] - below[1]) == {0}:
        yield from _by_slope(above[1], signs(above[1]))


def _by_slope(slope: Expr, signs: frozenset[int]) -> Iterator[Property]:
    if signs == {-1}:
        yield Property(CALIBRATED, holds=True, why=THEOREM, parts=(slope,))
    elif -1 not in signs:
        yield Property(CALIBRATED, holds=False, why=RISES, parts=(slope,))


def _label(subject: Subject) -> Expr | None:
    """Of a loss of the margin the variable; of one of score and label, in which the margin alone counts, the label."""
    loss, w = subject.loss, subject.w
    if not isinstance(w, Symbol):
        return None
    if loss.symbols[w].meaning.startswith("margin"):
        return w
    labels = [s for s, domain in loss.symbols.items() if isinstance(domain, LabelSign) and isinstance(s, Symbol)]
    if (
        len(labels) != 1
        or labels[0] not in loss.expression.free_symbols
        or not loss.symbols[w].meaning.startswith("score")
    ):
        return None
    turned = loss.expression.xreplace({w: -w, labels[0]: -labels[0]})
    return labels[0] if Prover(loss).equation(loss.expression, turned).proved else None
