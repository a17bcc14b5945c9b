"""Maxima and minima over an index: derived, proved, their ties stood on, printed, read back, and what is not right."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from flint import fmpq
from sympy import Basic, Expr, IndexedBase, Integer, KroneckerDelta, Mul, Sum, Symbol, exp, log, symbols

from derivations.calculus.derive import derive
from derivations.errors import LossaryError
from derivations.evidence import Condition, Scope, evaluate, examine, precision
from derivations.evidence.balls import Undefined
from derivations.evidence.proof import Prover
from derivations.evidence.scope import Graph
from derivations.language.domains import Classes, Domain, Index, Positive, Real, Size
from derivations.language.functions import largest, magnitude, positive_part, sign, smallest, step
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.over import Extreme, arg_largest, arg_smallest
from derivations.matrix import Names, NoMatrixForm, matrix_form
from derivations.notation import sympy_text, tex, unicode_text
from derivations.publish.boundaries import boundary_view
from derivations.publish.symbols import symbol_rows
from derivations.reading import read

i, j, k, l, y, n, K = (Symbol(name, integer=True, positive=True) for name in "ijklynK")
a = Symbol("a", positive=True)
s, x, t = map(IndexedBase, "sxt")
top = arg_largest(s[j], (j, 1, K))
rival = arg_largest(s[j], (j, 1, K), but=y)
peak = arg_largest(magnitude(s[j]), (j, 1, K))
SYMBOLS: dict[Any, Domain] = {
    s: Real("scores", shape=(K,)),
    x: Real("inputs", shape=(n, K)),
    t: Real("targets", shape=(n,)),
    a: Positive("scale"),
    y: Index("class", last=K),
    k: Index("which", last=K),
    l: Index("row", last=n),
    K: Classes("classes"),
    n: Size("rows"),
}

# A loss, its variable, its gradient, wrong gradients.
LOSSES: dict[str, tuple[Expr, Expr, Expr, list[Expr]]] = {
    "largest": (largest(s[j], (j, 1, K)), s[k], KroneckerDelta(k, top), [Integer(1), s[k]]),
    "smallest": (
        smallest(s[j], (j, 1, K)),
        s[k],
        KroneckerDelta(k, arg_smallest(s[i], (i, 1, K))),
        [KroneckerDelta(k, top)],
    ),
    "length by the largest entry": (
        largest(magnitude(s[j]), (j, 1, K)),
        s[k],
        KroneckerDelta(k, peak) * sign(s[k]),
        [sign(s[k]), KroneckerDelta(k, peak), KroneckerDelta(k, top) * sign(s[k])],
    ),
    "all but one": (
        positive_part(1 - s[y] + largest(s[j], (j, 1, K), but=y)),
        s[k],
        step(1 - s[y] + s[rival]) * (KroneckerDelta(k, rival) - KroneckerDelta(k, y)),
        [step(1 - s[y] + s[k]) - KroneckerDelta(k, y), KroneckerDelta(k, rival) - KroneckerDelta(k, y)],
    ),
    "a margin for all others": (
        largest(s[j] + 1 - KroneckerDelta(j, y), (j, 1, K)) - s[y],
        s[k],
        KroneckerDelta(k, arg_largest(s[j] - KroneckerDelta(j, y), (j, 1, K))) - KroneckerDelta(k, y),
        [KroneckerDelta(k, top) - KroneckerDelta(k, y)],
    ),
    "in each row": (
        Sum((largest(x[i, j], (j, 1, K)) - t[i]) ** 2, (i, 1, n)),
        x[l, k],
        2 * (x[l, k] - t[l]) * KroneckerDelta(k, arg_largest(x[l, j], (j, 1, K))),
        [2 * (x[l, k] - t[l]), KroneckerDelta(k, arg_largest(x[l, j], (j, 1, K)))],
    ),
    "of a scale": (
        largest(a * s[j], (j, 1, K)),
        a,
        s[top],
        [Sum(s[j], (j, 1, K)), s[arg_smallest(s[j], (j, 1, K))]],
    ),
    "inside a logarithm": (
        log(Sum(exp(s[j] - largest(s[i], (i, 1, K))), (j, 1, K))) + largest(s[i], (i, 1, K)),
        s[k],
        exp(s[k]) / Sum(exp(s[j]), (j, 1, K)),
        [exp(s[k]) / Sum(exp(s[j]), (j, 1, K)) + KroneckerDelta(k, top)],
    ),
    "of a largest": (
        largest(smallest(x[i, j], (j, 1, K)), (i, 1, n)),
        x[l, k],
        KroneckerDelta(l, arg_largest(smallest(x[i, j], (j, 1, K)), (i, 1, n)))
        * KroneckerDelta(k, arg_smallest(x[l, j], (j, 1, K))),
        [KroneckerDelta(k, arg_smallest(x[l, j], (j, 1, K)))],
    ),
}


def loss_of(expression: Expr, wrt: Expr) -> Loss:
    known = {symbol.name for u in (expression, wrt) for symbol in u.atoms(Symbol)} | {"K", "n"}
    used = {name: domain for name, domain in SYMBOLS.items() if str(getattr(name, "label", name)) in known - {"i", "j"}}
    used = {name: d for name, d in used.items() if name != n or any("n" in map(str, o.shape) for o in used.values())}
    return Loss(id=ANONYMOUS, expression=expression, wrt=wrt, symbols=used, source="")


@pytest.mark.parametrize("name", LOSSES)
def test_it_is_derived_and_proved(name: str) -> None:
    expression, wrt, gradient, _ = LOSSES[name]
    loss = loss_of(expression, wrt)
    found, prover = derive(loss), Prover(loss)
    assert prover.gradient(found.gradient, loss.wrt).proved
    assert prover.equation(found.gradient, gradient).proved
    conditions = [Condition(*claimed) for claimed in found.claimed_conditions]
    report = examine(loss, [], found.gradient, found.boundaries, conditions if name != "inside a logarithm" else None)
    assert report.ok, [str(failure) for failure in report.failures]
    assert "tie" in {boundary.kind for boundary in found.boundaries}


@pytest.mark.parametrize("name", LOSSES)
def test_a_wrong_slope_is_neither_proved_nor_let_through(name: str) -> None:
    expression, wrt, _, wrong = LOSSES[name]
    loss = loss_of(expression, wrt)
    for claim in wrong:
        assert not Prover(loss).gradient(claim, loss.wrt).proved
        assert not examine(loss, [], claim).ok


def test_a_tie_that_is_not_mentioned_is_found() -> None:
    loss = loss_of(*LOSSES["largest"][:2])
    report = examine(loss, [], LOSSES["largest"][2], boundaries=[])
    assert any(failure.kind == "boundary" for failure in report.failures)


def test_a_place_that_stays_as_a_constant_factor_has_a_tie_too() -> None:
    """As in the gradient of the nearest squared distance, whose slope jumps where two are equally near."""
    loss = loss_of(KroneckerDelta(k, arg_smallest((s[j] - a) ** 2, (j, 1, K))) * (s[k] - a), s[k])
    found = derive(loss)
    conditions = [Condition(*claimed) for claimed in found.claimed_conditions]
    assert len(conditions) == 1
    assert [boundary.kind for boundary in found.boundaries] == ["open"]
    assert examine(loss, [], found.gradient, found.boundaries, conditions).ok
    assert not examine(loss, [], found.gradient, [], []).ok  # neither a boundary nor a condition says it


@pytest.mark.parametrize("factor", [Integer(2), Integer(-1), 1 + s[k]])
def test_a_wrong_set_of_slopes_at_a_tie_is_refused(factor: Expr) -> None:
    loss = loss_of(*LOSSES["largest"][:2])
    found = derive(loss)
    (tie,) = found.boundaries
    assert tie.active is not None
    assert tie.active.convex
    false = replace(tie, active=replace(tie.active, slope=factor * tie.active.slope))
    assert examine(loss, [], found.gradient, [tie]).ok
    assert not examine(loss, [], found.gradient, [false]).ok


def test_a_minimum_is_not_called_convex() -> None:
    loss = loss_of(*LOSSES["smallest"][:2])
    found = derive(loss)
    (tie,) = found.boundaries
    assert tie.active is not None
    assert not tie.active.convex
    false = replace(tie, active=replace(tie.active, convex=True))
    assert not examine(loss, [], found.gradient, [false]).ok


def test_a_page_says_what_a_tie_is() -> None:
    loss = loss_of(*LOSSES["largest"][:2])
    (tie,) = derive(loss).boundaries
    view = boundary_view(tie, loss, unicode_text)
    assert view.place == "points where several s_j are the largest"
    assert view.said[-1].brief == "conv{∂s_j/∂s : j shares it}"


def at(*values: int, more: dict[Any, fmpq] | None = None) -> Scope:
    numbers = {(s, place): fmpq(value) for place, value in enumerate(values, start=1)}
    return Scope({**numbers, K: fmpq(len(values)), **(more or {})}, {}, Graph(Integer(0), {}))


def test_its_value_is_known_at_a_tie_and_its_place_is_not() -> None:
    maximum = largest(s[j], (j, 1, K))
    with precision(64):
        assert evaluate(maximum, at(1, 3, 2)) == 3
        assert evaluate(maximum.place, at(1, 3, 2)) == 2
        assert evaluate(maximum.second, at(1, 3, 2)) == 2
        assert evaluate(maximum, at(3, 1, 3)) == evaluate(maximum.second, at(3, 1, 3)) == 3
        assert evaluate(maximum.place, at(1, 1, 3)) == 3  # a tie below the top is none
        with pytest.raises(Undefined):
            evaluate(maximum.place, at(3, 1, 3))
        with pytest.raises(Undefined):
            evaluate(largest(s[j], (j, 1, K), but=1), at(3))  # of no terms


def test_an_excluded_value_is_not_looked_at() -> None:
    rest = largest(s[j], (j, 1, K), but=(y, 1))
    with precision(64):
        assert evaluate(rest, at(9, 8, 2, 4, more={y: fmpq(2)})) == 4
        assert evaluate(smallest(s[j], (j, 1, K), but=y), at(9, 2, 8, more={y: fmpq(2)})) == 8


def test_its_letter_is_captured_by_nothing() -> None:
    """Whatever is put in keeps its meaning, also a letter that the author gave the index."""
    maximum = largest(s[j] * t[i], (j, 1, K))
    assert maximum == largest(s[l] * t[i], (l, 1, K))
    assert maximum.xreplace({i: j}).free_symbols >= {j}
    assert maximum.xreplace({i: j}) != largest(s[j] * t[j], (j, 1, K))
    nested = largest(smallest(x[i, j], (j, 1, K)), (i, 1, n))
    inner = nested.at(top)
    assert inner == smallest(x[top, j], (j, 1, K))
    assert inner.free_symbols.isdisjoint(symbols("_1:4", integer=True, positive=True))


def test_a_sum_does_not_bind_what_a_sum_around_it_binds() -> None:
    best = smallest(Sum(x[j, l], (l, 1, n)), (j, 1, K)).best
    (letter, _, _), (inner,) = best.limits[0], best.function.atoms(Sum)
    assert inner.limits[0][0] != letter


def test_the_printed_letter_is_one_that_is_free() -> None:
    assert unicode_text(largest(s[i], (i, 1, K))) == "max_{j=1..K} s_j"
    assert unicode_text(largest(s[i] * t[j], (i, 1, K), but=y)) == "max_{i=1..K, i≠y} s_i t_j"
    assert tex(KroneckerDelta(k, top)) == r"\Bigl[k = \arg\max_j s_j\Bigr]"
    assert tex(smallest(s[j], (j, 1, K), but=y)) == r"\min_{1\le j\le K,\,j \ne y} s_j"


SETTLED: list[Basic] = [
    largest(s[j], (j, 1, K)),
    smallest(s[j] ** 2, (j, 1, K), but=k),
    Mul(KroneckerDelta(k, rival), s[k]),
    s[arg_smallest(s[j], (j, 1, K))],
]


@pytest.mark.parametrize("expression", SETTLED, ids=str)
def test_what_is_printed_for_sympy_is_read_back(expression: Expr) -> None:
    loss = loss_of(expression, s[k])
    names = {name if isinstance(name, Symbol) else name.label: domain for name, domain in loss.symbols.items()}
    assert names
    text = sympy_text(expression)
    again = read(text).expression
    assert sympy_text(again) == text


def test_it_has_no_matrix_form_and_says_so() -> None:
    with pytest.raises(NoMatrixForm):
        matrix_form(loss_of(*LOSSES["largest"][:2]), Names(str, str))


def test_the_page_lists_it_among_its_symbols() -> None:
    loss = loss_of(*LOSSES["largest"][:2])
    meanings = [row.meaning for row in symbol_rows(loss.symbols, [loss.expression, KroneckerDelta(k, top)])]
    assert "the largest of the $u_j$" in meanings
    assert any("at which $u_j$ is the largest" in meaning for meaning in meanings)


@pytest.mark.parametrize(
    "wrong, message",
    [
        (lambda: largest(s[j], (j, 1)), "write largest"),
        (lambda: largest(s[j], s[k], (j, 1, K)), "write largest"),
        (lambda: largest(s[j], but=y), "write largest"),
        (lambda: arg_smallest(s[j]), "write arg_smallest"),
        (lambda: largest(s[k], (j, 1, K)), "does not depend on j"),
    ],
)
def test_what_an_author_gets_wrong_is_said_in_a_line(wrong: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message) as error:
        wrong()
    assert "\n" not in str(error.value)


def test_an_index_that_runs_too_far_is_refused() -> None:
    with pytest.raises(LossaryError, match=r"the index j runs to K \+ 1, but s has the shape \(K,\)"):
        loss_of(largest(s[j], (j, 1, K + 1)), s[k])
    with pytest.raises(LossaryError, match="begins at 0"):
        loss_of(largest(s[j], (j, 0, K)), s[k])
    with pytest.raises(LossaryError, match="no domain"):
        loss_of(largest(s[j], (j, 1, K), but=Symbol("q", integer=True, positive=True)), s[k])


def test_a_place_may_stand_below_an_array_of_its_size_only() -> None:
    with pytest.raises(LossaryError, match="but t has the shape"):
        loss_of(t[arg_largest(s[j], (j, 1, K))] * s[k], s[k])


def test_extremes_are_told_from_their_places() -> None:
    assert isinstance(largest(s[j], (j, 1, K)), Extreme)
    assert not isinstance(top, Extreme)
    assert top.is_integer
    assert largest(s[1], s[2]).func is largest
