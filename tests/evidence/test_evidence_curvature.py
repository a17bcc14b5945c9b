"""Convex or not: what is proved, what a point refutes, and what must not be claimed."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from flint import fmpq
from sympy import Expr, IndexedBase, Ne, Rational, Sum, Symbol, exp, log, sin, sqrt, symbols, tanh

from derivations.calculus.derive import derive
from derivations.catalogue import Entry, the_catalogue
from derivations.evidence import Curvature, Point, curvature_of, evaluate, precision
from derivations.evidence.balls import Undecided, Undefined, finite, head
from derivations.evidence.controls import simple_points
from derivations.evidence.values import key_of
from derivations.language.cases import branches
from derivations.language.domains import (
    Domain,
    Index,
    Interval,
    Label01,
    LabelSign,
    Model,
    Nonnegative,
    Positive,
    Probability,
    Real,
    Size,
)
from derivations.language.functions import (
    largest,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.language.loss import Loss

p, t, q, c, w, s, y, z, a, b = symbols("p t q c w s y z a b")
i, j, n = symbols("i j n")
X, Y = map(IndexedBase, ("x", "y"))
m = model("m")
r = p - t
CONVEX = {  # what is proved to be convex: the constant, if strongly so; the bound of the curvature, if there is one
    "squared": (r**2, p, {}, 2, 2),
    "absolute": (magnitude(r), p, {}, None, None),
    "log-cosh": (log(exp(r) + exp(-r)), p, {}, None, 1),
    "softplus": (softplus(z) - t * z, z, {}, None, Rational(1, 4)),
    "of a label": (softplus(-y * s), s, {y: LabelSign}, None, Rational(1, 4)),
    "by probability": (-t * log(p) - (1 - t) * log(1 - p), p, {p: Probability, t: Label01}, None, None),
    "Huber": (
        branches((r**2 / 2, magnitude(r) <= c), (c * (magnitude(r) - c / 2), otherwise)),
        p,
        {c: Positive},
        None,
        1,
    ),
    "fair": (c * magnitude(r) - c**2 * log(1 + magnitude(r) / c), p, {c: Positive}, None, 1),
    "hinge": (positive_part(1 - y * s), s, {y: LabelSign}, None, None),
    "squared hinge": (positive_part(1 - y * s) ** 2, s, {y: LabelSign}, None, 2),
    "pinball": (largest(q * (t - p), (q - 1) * (t - p)), p, {q: Probability}, None, None),
    "insensitive": (positive_part(magnitude(r) - c), p, {c: Positive}, None, None),
    "cubed distance": (magnitude(r) ** 3, p, {}, None, None),
    "entropy": (w * log(w), w, {w: Positive}, None, None),
    "reciprocal": (1 / w, w, {w: Positive}, None, None),
    "cube": (w**3, w, {w: Nonnegative}, None, None),
    "two kinks": (magnitude(w) + magnitude(w - a), w, {}, None, None),
    "ridge": (magnitude(w) + w**2, w, {}, 2, None),
    "length": (sqrt(1 + w**2), w, {}, None, 1),
    "pseudo-Huber": (c**2 * (sqrt(1 + (r / c) ** 2) - 1), p, {c: Positive}, None, 1),
    "tip": (sqrt(w**2), w, {}, None, None),
    "tail": (branches((1 - w, w <= c / (c + 1)), (c**c / (c + 1) ** (c + 1) * w ** (-c), otherwise)), w, {c: Positive},
             None, None),
    "pole outside": (branches((1 - 2 * w, w < 1), (1 / w**2 - 2, otherwise)), w, {}, None, None),
}  # fmt: skip
NOT_CONVEX = {  # refuted by a point
    "Cauchy": (log(1 + r**2 / c**2), p, {c: Positive}),
    "Geman-McClure": (r**2 / (1 + r**2), p, {}),
    "tanh unit": ((tanh(z) - t) ** 2, z, {}),
    "sigmoid unit": ((sigma(z) - t) ** 2, z, {}),
    "power": (magnitude(r) ** q, p, {q: Positive}),
    "root": (sqrt(magnitude(r)), p, {}),
    "cube": (w**3, w, {}),
    "odd pole": (1 / w, w, {}),
    "logarithm": (log(w), w, {w: Positive}),
    "product": (magnitude(w) * magnitude(w - a), w, {}),
    "wave": (sin(w), w, {}),
    "of a model": (m(w) ** 2, w, {m: Model}),
}
NOTHING = {  # not convex, though the second derivative is never negative where there is one; or not known
    "kink downwards": (w**2 - magnitude(w), w, {}),
    "clipped distance": (smallest(magnitude(r), c), p, {c: Positive}),
    "ramp": (smallest(1, positive_part(1 - y * s)), s, {y: LabelSign}),
    "least of two": (smallest(w**2, 1), w, {}),
    "tip downwards": (w**2 - sqrt(w**2), w, {}),
    "even pole": (1 / w**2, w, {}),
    "jump": (step(w) + w**2, w, {}),
    "a pit": (w**2 + sign(w) ** 2, w, {}),
    "jump between branches": (branches((w**2, w < 0), (w**2 + 1, otherwise)), w, {}),
    "wrong Huber": (branches((r**2 / 2, magnitude(r) <= c), (c * magnitude(r), otherwise)), p, {c: Positive}),
    "slopes in any order": (branches((a * w, w < 0), (b * w, otherwise)), w, {a: Positive, b: Positive}),
    "flat for a while": (-magnitude(positive_part(w)), w, {}),
    "label in front": ((2 * y - 1) * magnitude(w), w, {y: Label01}),
    "pole in a branch": (branches((1 - w, w < -1), (1 + 1 / w**2, otherwise)), w, {}),
    "pole at a seam": (branches((1 - w, w <= 0), (1 / w**2, otherwise)), w, {}),
    "pole before a seam": (branches((1 / w**2, w < 0), (1 - w, otherwise)), w, {}),
    "two poles at a seam": (branches((1 / w**2, w < 0), (1, w <= 0), (1 / w**2, otherwise)), w, {}),
    "logarithm at a seam": (branches((w**2, w <= 0), (-log(w), otherwise)), w, {}),
    "power at a seam": (branches((w**2, w <= 0), (w ** (-c), otherwise)), w, {c: Positive}),
    "steep at a seam": (branches((w**2, w <= 0), (-sqrt(w), otherwise)), w, {}),
    "steep power at a seam": (branches((w**2, w <= 0), (-(w**c), otherwise)), w, {c: Probability}),
    "steep logarithm at a seam": (branches((w**2, w <= 0), (w * log(w), otherwise)), w, {}),
    "pole in a tail": (branches((1 - w, w <= c - 1), (1 / w**2, otherwise)), w, {c: Positive}),
    "power in a tail": (branches((1 - w, w <= c - 1), (w ** (-c), otherwise)), w, {c: Positive}),
}
Claim = tuple[Expr, Symbol, dict[Any, type[Domain]]]


def found(expression: Any, wrt: Any, domains: dict[Any, Any], **more: Any) -> Curvature:
    names = sorted(expression.free_symbols, key=str)
    given = {name: domains.get(name, Real)("x") for name in names} | {f: d("x") for f, d in domains.items()}
    loss = Loss(id="", expression=expression, wrt=wrt, symbols=given, source="x", **more)
    gradient = derive(loss).gradient
    return curvature_of(loss, gradient, derive(loss.sloped(gradient)).gradient, proved=True)


@pytest.mark.parametrize("name", CONVEX)
def test_what_is_convex_is_proved(name: str) -> None:
    expression, wrt, domains, constant, bound = CONVEX[name]
    curvature = found(expression, wrt, domains)
    assert curvature.convex
    assert curvature.strongly == (constant is not None)
    assert not curvature.strongly or curvature.low == constant
    assert curvature.bounded == (bound is not None)
    assert not curvature.bounded or curvature.high == bound


@pytest.mark.parametrize("name", NOT_CONVEX)
def test_what_is_not_convex_is_refuted_by_a_point(name: str) -> None:
    curvature = found(*NOT_CONVEX[name])
    assert not curvature.convex
    assert curvature.negative is not None
    assert str(curvature.negative.value).startswith("-")


@pytest.mark.parametrize("name", NOTHING)
def test_nothing_is_claimed_of_pieces_alone(name: str) -> None:
    curvature = found(*NOTHING[name])
    assert not curvature.convex
    assert curvature.negative is None


@pytest.mark.parametrize("name", CONVEX)
def test_minus_a_convex_loss_is_concave_and_not_convex(name: str) -> None:
    expression, wrt, domains, *_ = CONVEX[name]
    curvature = found(-expression, wrt, domains)
    assert curvature.concave
    assert not curvature.convex


def test_a_straight_loss_with_a_kink_is_not_concave() -> None:
    curvature = found(magnitude(w) + a * w, w, {})
    assert (curvature.convex, curvature.concave, curvature.smooth) == (True, False, False)
    assert curvature.low == curvature.high == 0


def test_a_kink_that_only_an_excluded_value_would_move_stays() -> None:
    loss = Loss(
        id="",
        expression=magnitude(a * w),
        wrt=w,
        symbols={a: Real("x"), w: Real("x")},
        source="x",
        constraints=[Ne(a, 0)],
    )
    assert curvature_of(loss, derive(loss).gradient, loss.expression * 0, proved=True).jumps == {0, 1}


def test_what_is_not_proved_is_not_called_convex() -> None:
    loss = Loss(id="", expression=r**2, wrt=p, symbols={p: Real("x"), t: Real("x")}, source="x")
    assert not curvature_of(loss, derive(loss).gradient, loss.expression * 0 + 2, proved=False).convex


def test_a_variable_that_is_tied_to_others_does_not_move_alone() -> None:
    total = Sum(X[i] ** 2, (i, 1, n))
    symbols_ = {X: Real("x", shape=(n,)), n: Size("n"), j: Index("j", last=n)}
    loss = Loss(
        id="", expression=total, wrt=X[j], symbols=symbols_, source="x", constraints=[(Sum(X[i], (i, 1, n)), 1)]
    )
    assert curvature_of(loss, derive(loss).gradient, loss.expression * 0 + 2, proved=True) == Curvature()


def test_an_exponent_makes_it_convex_only_where_it_is_large_enough() -> None:
    assert found(magnitude(r) ** q, p, {q: lambda about: Interval(about, within="(0, 1)")}).negative is not None
    assert found(magnitude(r) ** q, p, {q: lambda about: Interval(about, within="(2, oo)")}).negative is None


@pytest.mark.parametrize("growing", [sigma, exp, tanh])
def test_a_difference_of_what_grows_has_the_sign_of_that_of_the_arguments(growing: Any) -> None:
    scaled = (growing(b) - growing(a)) * w**2
    assert found(scaled, w, {}, constraints=[a < b]).convex
    assert found(scaled, w, {}, constraints=[b < a]).concave
    assert not found(scaled, w, {}).convex
    assert not found((growing(b) - 2 * growing(a)) * w**2, w, {}, constraints=[a < b]).convex


def test_a_difference_of_sigmoids_is_convex_behind_minus_a_logarithm() -> None:
    share = -log(sigma(b - z) - sigma(a - z))
    assert found(share, z, {}, constraints=[a < b]).high == Rational(1, 2)
    assert not found(share, z, {}, constraints=[b < a]).convex


def claimed() -> list[Entry]:
    """A third of the catalogue: those that the pages call convex are proved when the site is built."""
    return [part for part in the_catalogue().parts[::3] if part.second]


STEPS = fmpq(1, 10), fmpq(1), fmpq(3)


@pytest.mark.parametrize("part", claimed(), ids=lambda part: part.slug)
def test_the_chord_lies_above_a_loss_that_is_called_convex(part: Entry) -> None:
    """By values of the loss alone, also across kinks."""
    assert part.second is not None
    gradient = part.derivation.gradient
    curvature = curvature_of(part.loss, gradient, part.second.derivation.gradient, proved=True)
    bends = list(bends_of(part, simple_points(part.loss)[:40]))
    assert not curvature.convex or all(bend > -1e-9 for bend in bends)
    assert not curvature.concave or all(bend < 1e-9 for bend in bends)
    assert bends or part.loss.expression.has(m) or not curvature.convex


def bends_of(part: Entry, points: list[Point]) -> Iterator[float]:
    for point in points:
        key = key_of(part.loss.wrt, point.scope())
        for step_ in STEPS if key in point.numbers else ():
            there = [point.changed(key, point.get(key) + side * step_) for side in (-1, 0, 1)]
            if all(each.is_inside() for each in there):
                try:
                    with precision(128):
                        below, here, above = (
                            finite(head(evaluate(part.loss.expression, each.scope()))) for each in there
                        )
                except (Undefined, Undecided):
                    continue
                yield float(below - 2 * here + above)


def test_the_catalogue_says_what_textbooks_say() -> None:
    said = {
        "squared": "strong",
        "absolute": "convex",
        "huber": "bounded",
        "log-cosh": "bounded",
        "binary-cross-entropy": "convex",
        "binary-cross-entropy-with-logit": "bounded",
        "softmax-cross-entropy": "bounded",
        "hinge": "convex",
        "ridge": "strong",
        "lasso": "convex",
        "group-lasso": "convex",
        "linear-svm": "strong",
        "logistic-regression": "bounded",
        "poisson-regression": "convex",
        "cosine-distance": "not",
        "contrastive": "not",
        "sigmoid-node": "not",
        "svm-dual": "strong",  # the diagonal of a positive definite matrix is positive
        "proportional-odds": "bounded",
    }
    assert {slug: word_of(slug) for slug in said} == said


def word_of(slug: str) -> str:
    part = the_catalogue().find(slug)
    assert part.second is not None
    found = curvature_of(part.loss, part.derivation.gradient, part.second.derivation.gradient, proved=True)
    words = {"strong": found.strongly, "bounded": found.convex and found.bounded, "convex": found.convex}
    return next((word for word, holds in words.items() if holds), "not" if found.negative else "")
