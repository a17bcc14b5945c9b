"""The matrix form against differences of the loss, written out in index notation at 70 digits."""

from __future__ import annotations

from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from flint import arb, ctx, fmpq
from mpmath import mp, mpf
from sympy import Rational, Sum
from textbook_losses import CASES, Case, K, d, j, loss_of, m, n, w
from written_out import AGREED, DIGITS, exact, places, point_of, slopes

from derivations.language import functions
from derivations.matrix import FLOATS, MatrixForm, matrix_form, numbers_with_methods, reverse
from derivations.matrix.algebra import plus, product, scale, whole
from derivations.matrix.tensors import Factor, Node, Plus, Product

BITS = 320
SIZES = [{n: 1, d: 1, K: 1, m: 1}, {n: 2, d: 3, K: 2, m: 1}, {n: 5, d: 2, K: 3, m: 2}]
BALLS = numbers_with_methods(lambda q: arb(fmpq(int(q.p), int(q.q))))
BALLS = replace(BALLS, functions={**BALLS.functions, "f": lambda v: v.sin(), "f'": lambda v: v.cos()})


def to_ball(v: Any) -> Any:
    return arb(fmpq(v.numerator, v.denominator)) if isinstance(v, Fraction) else v


def component(nested: Any, place: tuple[int, ...]) -> Any:
    for index in place:
        nested = nested[index]
    return nested


def disagreement(form: MatrixForm, sizes: dict[Any, int]) -> Any:
    """The largest distance of a component from its slope, in units of the slopes."""
    env = point_of(form.loss, sizes, seed=sum(sizes.values()))
    expected = slopes(form.loss, env)
    former, ctx.prec = ctx.prec, BITS
    try:
        balls = form.value({symbol: exact(value, to_ball) for symbol, value in env.items()}, BALLS)
        got = {place: component(balls, place) for place in places(balls)}
        assert all(v.rad() < arb(10) ** -50 for v in got.values())
        middles = {place: v.mid().str(DIGITS, radius=False) for place, v in got.items()}
    finally:
        ctx.prec = former
    assert got.keys() == expected.keys()
    with mp.workdps(DIGITS):
        largest = max(abs(v) for v in expected.values()) + 1
        return max(abs(mpf(middles[place]) - v) for place, v in expected.items()) / largest


def form_of(case: Case) -> MatrixForm:
    form = matrix_form(case.loss)
    assert form is not None
    return form


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
@pytest.mark.parametrize("sizes", SIZES, ids=["ones", "small", "larger"])
def test_every_component_agrees_with_the_slope(case: Case, sizes: dict[Any, int]) -> None:
    assert disagreement(form_of(case), sizes) < AGREED


def mutants(node: Node) -> list[Node]:
    """The node a billionth off, with its sign turned, and without a term."""
    return [scale(1 + Rational(1, 10**9), node), scale(-1, node), *without_a_term(node)]


def without_a_term(node: Node) -> list[Node]:
    if isinstance(node, Plus):
        return [plus(node.terms[1:], node.shape), plus(node.terms[:-1], node.shape)]
    if isinstance(node, Product):
        for place, factor in enumerate(node.factors):
            for shorter in without_a_term(factor.node):
                factors = [*node.factors[:place], Factor(shorter, factor.letters), *node.factors[place + 1 :]]
                return [product(factors, node.out, node.coefficient)]
    return []


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_mutants_are_refused(case: Case) -> None:
    form = form_of(case)
    for mutant in mutants(form.node):
        assert disagreement(replace(form, node=mutant), SIZES[2]) > 1000 * AGREED, mutant


def sum_of(name: str) -> MatrixForm:
    function = getattr(functions, name, None) or getattr(__import__("sympy"), name)
    term = function(w[j] ** 2 + 1 if name == "log" else w[j])
    form = matrix_form(loss_of(Sum(term * w[j], (j, 1, d)), w[j], w=(d,)))
    assert form is not None
    return form


@pytest.mark.parametrize("name", reverse.SLOPES)
def test_every_slope_of_the_table_is_right(name: str) -> None:
    assert disagreement(sum_of(name), SIZES[1]) < AGREED


@pytest.mark.parametrize("name", reverse.SLOPES)
def test_a_wrong_slope_is_found(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    right = reverse.SLOPES[name]
    monkeypatch.setitem(
        reverse.SLOPES, name, lambda u: plus([right(u), scale(Rational(1, 10**6), whole(u).node)], u.shape)
    )
    assert disagreement(sum_of(name), SIZES[1]) > 1000 * AGREED


def test_floats_give_the_same_to_their_precision() -> None:
    form = form_of(CASES[0])
    env = point_of(form.loss, SIZES[2], seed=1)
    with mp.workdps(DIGITS):
        expected = slopes(form.loss, env)
    got = form.value({symbol: exact(value, float) for symbol, value in env.items()}, FLOATS)
    assert [got[0], got[1]] == pytest.approx([float(expected[0,]), float(expected[1,])], rel=1e-12)
