"""A script that states something wrong is told what, and how to mend it."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Function, IndexedBase, Sum, log, symbols

from derivations.errors import LossaryError
from derivations.language.cases import branches
from derivations.language.domains import Index, Intermediate, Model, Positive, Real, Size
from derivations.language.functions import Named, magnitude, model
from derivations.language.loss import Loss
from derivations.language.shapes import free_names

p, t, i, j, n = symbols("p t i j n")
w, y = IndexedBase("w"), IndexedBase("y")
m = model("m")

RIGHT: dict[str, Any] = {
    "id": "L222",
    "expression": (p - t) ** 2,
    "wrt": p,
    "symbols": {p: Real("prediction"), t: Real("target")},
    "source": "a test",
}


def test_symbols_take_the_assumptions_of_their_domains() -> None:
    loss = Loss(**{**RIGHT, "symbols": {p: Positive("rate"), t: Real("target")}})
    assert {str(s): (s.is_positive, s.is_real) for s in loss.expression.free_symbols} == {
        "p": (True, True),
        "t": (None, True),
    }
    assert loss.wrt in loss.expression.free_symbols


@pytest.mark.parametrize(
    "field,value,message",
    [
        ("id", "l222", r"id 'l222' is not of the form L4K7"),
        ("id", "LOO0", r"take one from `lossary new`"),
        ("source", "", "source is empty"),
        ("expression", "(p - t)**2", r"expression must be a SymPy expression, not '\(p - t\)\*\*2'"),
        (
            "expression",
            p - t - log(w[i]),
            r"the free index i in expression has no range: bind it by a Sum, or add i: Index",
        ),
        ("expression", p - t - log(j), r"the symbol j in expression has no domain: add it to symbols"),
        ("expression", m(p), r"the symbol m in expression has no domain"),
        ("wrt", p**2, r"wrt must be a symbol or an indexed symbol"),
        ("wrt", j, r"the symbol j in wrt has no domain"),
        ("expression", t**2, r"the loss does not depend on p"),
        ("symbols", {p: Real("prediction")}, r"the symbol t in expression has no domain"),
        ("symbols", {p: "real", t: Real("target")}, r"the domain of p must be one such as Real"),
        ("symbols", {"p": Real("prediction")}, r"symbols: 'p' is not a symbol"),
        ("mistakes", [p], r"mistakes must hold pairs"),
        ("closing", [(p, 3)], r"closing must hold pairs"),
        ("mistakes", [(j, "why")], r"the symbol j in mistakes has no domain"),
    ],
)
def test_a_wrong_field_is_named(field: str, value: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        Loss(**{**RIGHT, field: value})


def test_only_free_names_need_a_domain() -> None:
    inner = Named("o", Sum(w[j] * y[j], (j, 1, n)))
    assert {str(name) for name in free_names(inner + m(p))} == {"w", "y", "n", "m", "p"}


c = symbols("c")
WITH_C: dict[str, Any] = {
    **RIGHT,
    "expression": c**2,
    "definitions": [(c, p - t)],
    "symbols": {**RIGHT["symbols"], c: Intermediate("the error")},
}
LINES = ["closing", "other_forms", "mistakes"]


@pytest.mark.parametrize("field", LINES)
def test_a_name_stands_for_what_the_loss_says(field: str) -> None:
    by_hand, plain = (Loss(**{**WITH_C, field: [(2 * u, "why")]}) for u in (Named("c", p - t), c))
    assert getattr(by_hand, field) == getattr(plain, field)


@pytest.mark.parametrize("field", LINES)
@pytest.mark.parametrize(
    "loss,name,message",
    [
        (RIGHT, Named("c", p - t), r"the loss does not define c: add \(c, p - t\) to definitions"),
        (WITH_C, Named("c", t - p), r"c is p - t by definition, not -p \+ t: write c alone"),
        (WITH_C, Named("d", p - t), r"the loss does not define d"),
        (WITH_C, Named("c", 2 * Named("c", p - t)), r"c is p - t by definition"),
    ],
)
def test_a_name_that_stands_for_something_else_is_refused(
    field: str, loss: dict[str, Any], name: Named, message: str
) -> None:
    with pytest.raises(LossaryError, match=f"{field}: {message}"):
        Loss(**{**loss, field: [(2 * name, "why")]})


def test_the_printed_indices_of_a_name_must_be_those_of_its_value() -> None:
    o = IndexedBase("o")
    right: dict[str, Any] = {
        "id": "L222",
        "expression": Sum(o[i] ** 2, (i, 1, n)),
        "wrt": w[j],
        "definitions": [(o[i], w[i] * y[i])],
        "symbols": {
            w: Real("", (n,)),
            y: Real("", (n,)),
            o: Intermediate("", (n,)),
            j: Index("", last=n),
            n: Size(""),
        },
        "source": "a test",
    }
    assert Loss(**right, closing=[(2 * Named(o[j], w[j] * y[j]) * y[j], "why")]).closing[0].expression.has(Named)
    with pytest.raises(LossaryError, match=r"closing: o\[1\] is w\[1\]\*y\[1\] by definition"):
        Loss(**right, closing=[(2 * Named(o[1], w[j] * y[j]) * y[j], "why")])


def test_sizes_and_indices_take_their_assumptions() -> None:
    loss = Loss(
        id="L222",
        expression=Sum(w[j] * y[j], (j, 1, n)),
        wrt=w[j],
        symbols={
            w: Real("weight", shape=(n,)),
            y: Real("data", shape=(n,)),
            j: Index("one of", last=n),
            n: Size("size"),
        },
        source="a test",
    )
    (size,) = loss.symbols[w].shape
    assert size.is_positive
    assert loss.symbols[loss.wrt.indices[0]].last == size


@pytest.mark.parametrize("assumption", ["positive", "integer", "nonzero", "negative"])
def test_sympy_is_told_no_more_than_the_domain_says(assumption: str) -> None:
    """Of |p| SymPy makes p before the loss is read, if it was told so: the page would be one of another loss."""
    told = symbols("p", **{assumption: True})
    one, entries, f = (
        symbols("t", real=True),
        IndexedBase("w", **{assumption: True}),
        Function("m", **{assumption: True}),
    )
    for loss in (
        {"wrt": told, "expression": abs(told) - one, "symbols": {told: Real("prediction"), one: Real("target")}},
        {"wrt": entries[1], "expression": abs(entries[1]), "symbols": {entries: Real("weight", shape=(2,))}},
        {"wrt": one, "expression": abs(f(one)), "symbols": {one: Real("weight"), f: Model("model")}},
    ):
        with pytest.raises(LossaryError, match=r"SymPy was told of [pwm] that \w+ is \w+, which its domain does not"):
            Loss(**{**RIGHT, **loss})


def test_sympy_may_be_told_what_the_domain_says() -> None:
    rate = symbols("p", positive=True)
    assert Loss(**{**RIGHT, "wrt": rate, "expression": abs(rate), "symbols": {rate: Positive("rate")}}).wrt.is_positive


def test_a_model_needs_a_domain_of_its_own() -> None:
    loss = Loss(**{**RIGHT, "expression": m(p) - t, "symbols": {**RIGHT["symbols"], m: Model("model")}})
    assert loss.expression.has(m)


@pytest.mark.parametrize("cases", [[(p, p > 0)], [(p, magnitude(p)), (t, True)]])
def test_branches_takes_comparisons_and_ends_with_otherwise(cases: list[Any]) -> None:
    with pytest.raises(ValueError, match="branches"):
        branches(*cases)
