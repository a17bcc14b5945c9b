"""Sides of switches that nobody entered are told of what is not proved, and of nothing else."""

from __future__ import annotations

from importlib import import_module
from random import Random
from typing import Any

import pytest
from evidence_cases import CASES, n, p, r, t
from sympy import (
    Abs,
    Basic,
    Eq,
    Expr,
    IndexedBase,
    Max,
    Min,
    Mul,
    Ne,
    Rational,
    Sum,
    Symbol,
    exp,
    log,
    polygamma,
    sqrt,
    symbols,
    tanh,
)

from derivations.evidence import Equation, examine, in_words, settings_of
from derivations.evidence.balls import precision
from derivations.evidence.places import BITS, Switch, switches_in
from derivations.evidence.points import nice, plain, stress
from derivations.evidence.proof import Prover
from derivations.evidence.proof.cells import is_never_zero
from derivations.evidence.sampling import sample, sign_at
from derivations.evidence.unseen import Unseen, with_zeros
from derivations.language.cases import branches
from derivations.language.domains import Index, Label01, LabelSign, Positive, Probability, Real, Size
from derivations.language.functions import (
    magnitude,
    otherwise,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.loss import Loss

a, b, d, q, x, y, i, k, m = symbols("a b d q x y i k m")
z = IndexedBase("z")
DOMAINS: dict[Any, Any] = {
    a: Real("one"),
    b: Real("another"),
    d: Positive("width"),
    q: Probability("share"),
    x: Label01("label"),
    y: LabelSign("sign"),
    m: Size("size"),
    i: Index("names a component", last=m),
    z: Real("numbers", shape=(m,)),
}


def loss_of(expression: Any, *constraints: Any) -> Loss:
    return Loss(id="", expression=expression, wrt=a, symbols=DOMAINS, source=(), constraints=constraints)


def settled(loss: Loss, node: Any) -> Any:
    typed = {str(s): s for s in loss.symbols}
    return node.xreplace({s: typed[s.name] for s in (a, b, d, q, x, y, i, m)})


ALL = a * b * d * q * x * y * z[i] * i
PLAIN = loss_of(ALL)
ORDERED = loss_of(ALL, a < b)
FIRST = loss_of(ALL + log(a) + sqrt(b + 1))  # has a value where a > 0 and b >= -1 only
EMPTY: list[tuple[Loss, Expr, set[int]]] = [
    (PLAIN, a, set()),
    (PLAIN, a**2, {-1}),
    (PLAIN, -(a**2), {1}),
    (PLAIN, 1 + ((a - b) / d) ** 2, {-1, 0}),
    (PLAIN, (a - b) ** 2 + (b - 3) ** 2, {-1}),
    (PLAIN, a**2 - 2 * a * b + b**2, {-1}),
    (PLAIN, 1 + Sum((z[k] - b) ** 2, (k, 1, m)), {-1, 0}),
    (PLAIN, d, {-1, 0}),
    (PLAIN, q - 1, {0, 1}),
    (PLAIN, q - Rational(1, 2), set()),
    (PLAIN, x - 1, {1}),
    (PLAIN, y, {0}),
    (PLAIN, y - 1, {1}),
    (PLAIN, m - i, {-1}),
    (PLAIN, 2 * m - 5, {0}),
    (PLAIN, i, {-1, 0}),
    (PLAIN, sigma(a) - 1, {0, 1}),
    (PLAIN, tanh(a) - 1, {0, 1}),
    (PLAIN, tanh(a) ** 2 - 2, {0, 1}),
    (PLAIN, exp(a) - 1, set()),
    (PLAIN, softplus(a), {-1, 0}),
    (PLAIN, magnitude(a) + d, {-1, 0}),
    (PLAIN, positive_part(a), {-1}),
    (PLAIN, step(a) - 2, {0, 1}),
    (PLAIN, sign(a) - 1, {1}),
    (PLAIN, Max(a, b) - a, {-1}),
    (PLAIN, z[i] ** 2, {-1}),
    (PLAIN, x**q, {-1}),  # which is 0 at x = 0
    (PLAIN, a**2 + b - 10**6, set()),  # no point was ever drawn where it is positive
    (ORDERED, a - b, {0, 1}),
    (ORDERED, b - a + 1, {-1, 0}),
    (ORDERED, magnitude(b - a) - b + a, {-1, 1}),
    (ORDERED, a, set()),
    (loss_of(ALL, a <= b), a - b, {1}),
    (loss_of(ALL, (a + b, 1)), a + b - 1, {-1, 1}),
    (loss_of(ALL, (a + b, 1)), a, set()),
    (FIRST, a, {-1, 0}),
    (FIRST, b + 1, {-1}),
    (FIRST, b + 2, {-1, 0}),
    (FIRST, b, set()),
    (FIRST, a - 1, set()),
]


@pytest.mark.parametrize("loss, expression, empty", EMPTY, ids=[str(u) for _, u, _ in EMPTY])
def test_a_side_is_empty_if_algebra_says_so(loss: Loss, expression: Expr, empty: set[int]) -> None:
    prover, switch = Prover(loss), Switch(settled(loss, expression))
    assert {side for side in (-1, 0, 1) if prover.is_empty((switch, side))} == empty
    with precision(BITS):
        for seed, setting in enumerate(settings_of(loss)):
            for how in (nice, plain, stress) * 4:
                point = sample(setting, loss.expression, Random(seed), how)
                assert sign_at(switch.expression, point.scope()) not in empty


@pytest.mark.parametrize(
    "stated, expression, empty",
    [
        ((Ne(a, b),), a - b, {0}),
        ((Ne(a, b), Ne(a, 0)), a * (a - b), {0}),
        ((a > b,), a - b, {-1, 0}),
        ((a > b, b > 1), a, {-1, 0}),
        ((a > 0,), a * d, {-1, 0}),
        ((), a - b, set()),
        ((a * (d + 1) > d,), a, {-1, 0}),
        ((a / (d + 1) > d,), a - 1, set()),
        ((a * (d + 1) > -d,), a, set()),
        ((a * (d - 1) > d,), a, {0}),
        ((a * (d + 1) < d,), a, set()),
        ((a * b > d,), a, {0}),
        ((a * b**2 > d,), a, {0}),
        ((a * (b**2 + 1) > b,), a, set()),
    ],
)
def test_what_was_stated_makes_sides_empty(stated: tuple[Basic, ...], expression: Expr, empty: set[int]) -> None:
    prover, switch = Prover(PLAIN), Switch(settled(PLAIN, expression))
    relations = tuple(settled(PLAIN, relation) for relation in stated)
    assert {side for side in (-1, 0, 1) if prover.is_empty((switch, side), relations)} == empty


def test_an_unevaluated_product_with_zero_is_not_taken_for_something_else() -> None:
    """SymPy takes 0 x for no number at all, once it was asked whether it is even."""
    product = Mul(0, Symbol("x", real=True), evaluate=False)
    assert (product.is_even, product.is_zero) == (False, False)
    assert not is_never_zero(product)


def test_what_sympy_knows_does_not_depend_on_chance() -> None:
    """Asking leaves its random numbers alone."""
    chance = vars(import_module("sympy.core.random"))["_assumptions_rng"]
    before = chance.getstate()
    asked_nowhere_else = Symbol("asked_nowhere_else", real=True)
    assert (asked_nowhere_else**2 + asked_nowhere_else).is_zero is None
    assert chance.getstate() == before


def test_what_the_proofs_do_not_understand_is_not_empty() -> None:
    strange = settled(PLAIN, polygamma(b, 1 + a**2))
    assert not any(Prover(PLAIN).is_empty((Switch(strange), side)) for side in (-1, 0, 1))


ZEROS: list[tuple[Expr, bool]] = [
    (magnitude(a), False),
    (Abs(a), False),
    (positive_part(a), False),
    (Max(a, b) + Min(a, b), False),
    (step(a), False),
    (step(a) * branches((b, a <= 0), (1, otherwise)), False),
    (branches((b, a < 0), (1, a < 0), (2, otherwise)), False),
    (sign(a), True),
    (step(a) + step(-a), True),
    (branches((b, Eq(a, 0)), (1, otherwise)), True),
    (branches((b, Ne(a, 0)), (1, otherwise)), True),
    (branches((b, a < 0), (1, a > 0), (2, otherwise)), True),
    (branches((b, a < 0), (1, a <= 0), (2, otherwise)), True),
    (branches((b, a < 0), (1, -a <= 0), (2, otherwise)), False),
    (Sum(sign(z[k]), (k, 1, m)), True),
]


@pytest.mark.parametrize("formula, alone", ZEROS, ids=[str(u) for u, _ in ZEROS])
def test_where_zero_has_a_formula_of_its_own(formula: Expr, *, alone: bool) -> None:
    assert bool(list(with_zeros(switches_in(formula), [(formula, ())]))) == alone


THIN = (p**2 - 2 * t**2) ** 2 + (p * t - 7) ** 2 < Rational(1, 10**60)  # a region that the hunt does not find
SLOPE = 2 * r
UNSEEN: dict[str, tuple[Expr, list[str]]] = {
    "a thin region": (branches((0, THIN), (SLOPE, otherwise)), ["(p**2 - 2*t**2)**2 + (p*t - 7)**2 - 1/10**60 < 0"]),
    "a curve without a rational point": (
        branches((0, Eq(p**2 + t**2, 3)), (SLOPE, otherwise)),
        ["Eq(p**2 + t**2 - 3, 0)"],
    ),
    "a number that is not rational": (branches((0, Eq(exp(p), 5)), (SLOPE, otherwise)), ["Eq(exp(p) - 5, 0)"]),
    "between the two sides": (
        branches((SLOPE, p**2 < 3), (SLOPE, p**2 > 3), (0, otherwise)),
        ["Eq(p**2 - 3, 0)"],
    ),
    "with the side next to it": (branches((0, p**2 + t**2 < 0), (SLOPE, otherwise)), []),
    "nowhere": (branches((0, (p - t) ** 2 + 1 < 0), (SLOPE, otherwise)), []),
}


def told(unseen: tuple[Unseen, ...]) -> list[str]:
    return [str(u.relation).replace(str(10**60), "10**60") for u in unseen]


@pytest.mark.parametrize("name", UNSEEN)
def test_a_gradient_and_a_line_tell_where_they_were_not_tried(name: str) -> None:
    claim, sides = UNSEEN[name]
    given = CASES["squared"]
    wrong = given.settle(claim)
    assert sorted(told(examine(given.loss, [], wrong).unseen)) == sides
    line = Equation("L222.1", given.gradient, wrong)
    report = examine(given.loss, [line], given.gradient)
    assert report.gradient == "proved"
    assert sorted(told(report.unseen)) == sides
    assert (report.levels["L222.1"] == "proved") == (not sides)


def test_what_is_proved_tells_nothing() -> None:
    given = CASES["huber"]
    report = examine(given.loss, [Equation("L222.1", given.gradient, given.gradient)], given.gradient)
    assert report.proved == report.equations
    assert report.unseen == ()


def test_a_size_that_was_not_tried_is_told() -> None:
    given = CASES["least squares"]
    wrong = given.settle(branches((0, Eq(n, 400)), (given.gradient, otherwise)))
    assert told(examine(given.loss, [], wrong).unseen) == ["Eq(n - 400, 0)", "n - 400 > 0"]


def test_in_words() -> None:
    one, other = Unseen(a, -1), Unseen(z[k], 0, (k,))
    assert in_words([], str) == ""
    assert in_words([one], str) == "no point was found where a < 0"
    assert in_words([one, other], str) == "no point was found where a < 0, or where Eq(z[k], 0) for any k"
