"""Lines: steps grouped by weight, marks in the right place, conditions that matter and no others."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, KroneckerDelta, Ne, Sum, log, symbols

from derivations.calculus.derive import derive
from derivations.calculus.marks import Marked, unmarked
from derivations.catalogue import Entry, the_catalogue
from derivations.language.domains import Index, Intermediate, Label01, Model, Positive, Probability, Real, Size
from derivations.language.functions import D, Named, Prime, magnitude, model, sigma, sign
from derivations.language.loss import Loss

ENTRIES = the_catalogue().parts
each_entry = pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.family.slug}/{entry.slug}")

p, t, w = symbols("p t w")
m = model("m_x")


def a_loss(**fields: object) -> Loss:
    symbols_of = {p: Real("prediction"), t: Real("target")}
    return Loss(**{"id": "L222", "wrt": p, "symbols": symbols_of, "source": "a test", **fields})


@each_entry
def test_every_line_and_step_is_without_holes_in_the_end(entry: Entry) -> None:
    assert not entry.derivation.gradient.has(D, Marked)
    assert all(not step.result.has(D) for step in entry.derivation.tree)


@each_entry
def test_a_derivation_is_as_long_as_a_textbook_prints_it(entry: Entry) -> None:
    assert 1 <= len(entry.derivation.lines) <= 12


@each_entry
def test_marks_change_nothing(entry: Entry) -> None:
    """Without its marks, a line as shown is equal to the line as checked."""
    for line in (*entry.derivation.lines, *entry.derivation.other_forms):
        assert unmarked(line.shown) == line.expression


@each_entry
def test_what_one_line_marks_as_old_the_next_one_marks_as_new(entry: Entry) -> None:
    lines = entry.derivation.lines
    for line in lines[:-1]:
        assert any(mark.kind == "old" for mark in line.shown.atoms(Marked))
    assert not any(mark.kind == "old" for mark in lines[-1].shown.atoms(Marked))


def test_that_a_size_is_positive_is_said_once() -> None:
    """The power needs |p - t| > 0, the absolute value p != t: the same."""
    assert derive(a_loss(expression=magnitude(p - t) ** 3)).conditions == ()
    entry = the_catalogue().find("power")
    (condition,) = entry.derivation.conditions
    assert isinstance(condition, Ne)


def test_the_founding_formula() -> None:
    loss = a_loss(
        expression=magnitude(m(w) - t),
        wrt=w,
        symbols={w: Real("weight"), t: Real("target"), m: Model("model")},
    )
    derivation = derive(loss)
    weight, target = loss.wrt, next(s for s in loss.symbols if str(s) == "t")
    assert derivation.gradient == sign(m(weight) - target) * Prime(m(weight))
    assert derivation.conditions == (Ne(m(weight) - target, 0),)
    named = [[reason.rule.name for reason in line.named] for line in derivation.lines]
    quiet = [[reason.rule.name for reason in line.quiet] for line in derivation.lines]
    assert named == [["Chain rule", "Absolute value"], ["Sum and difference", "Constant"]]
    assert quiet == [[], ["Unspecified model"]]


def test_rashids_node() -> None:
    j, k, n, K, o_k = symbols("j k n K o_k")
    weights, o, targets = IndexedBase("w"), IndexedBase("o"), IndexedBase("t")
    loss = a_loss(
        name="E",
        expression=(targets[k] - o_k) ** 2,
        wrt=weights[j, k],
        definitions=[(o_k, sigma(Sum(weights[j, k] * o[j], (j, 1, n))))],
        symbols={
            o_k: Intermediate("output of this node"),
            weights: Real("weight", shape=(n, K)),
            o: Real("output", shape=(n,)),
            targets: Real("target", shape=(K,)),
            j: Index("from", last=n),
            k: Index("to", last=K),
            n: Size("inputs"),
            K: Size("outputs"),
        },
    )
    derivation = derive(loss)
    free_j, free_k = loss.wrt.indices
    out = next(iter(loss.expression.atoms(Named)))
    assert str(derivation.gradient) == str(-2 * (targets[free_k] - out) * out * (1 - out) * o[free_j])
    assert any(line.expression.has(KroneckerDelta) for line in derivation.lines)
    assert not derivation.gradient.has(KroneckerDelta)
    assert derivation.conditions == ()


def test_what_the_domains_grant_is_not_said_again() -> None:
    loss = a_loss(
        expression=-t * log(p) - (1 - t) * log(1 - p),
        symbols={p: Probability("probability"), t: Label01("label")},
    )
    assert derive(loss).conditions == ()


def test_what_they_do_not_grant_is() -> None:
    loss = a_loss(expression=log(p - t))
    (condition,) = derive(loss).conditions
    assert str(condition) == "p - t > 0"


def test_closing_lines_come_last_with_their_reason() -> None:
    loss = a_loss(expression=log(p), symbols={p: Positive("rate")}, closing=[(p**-1, "the same")])
    line = derive(loss).lines[-1]
    assert [(reason.rule.name, reason.remark) for reason in line.reasons] == [("Equal form", "the same")]
