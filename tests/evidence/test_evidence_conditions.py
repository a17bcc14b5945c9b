"""The conditions of a gradient are claims: they must be enough, and each must be needed."""

from __future__ import annotations

from typing import Any

import pytest
from evidence_cases import Case, W, X, case, i, j, n, p, r, t
from sympy import Expr, Ge, Gt, Lt, Ne, S, Sum, cos, log

from derivations.catalogue import the_catalogue
from derivations.evidence import Condition, examine
from derivations.language.cases import branches
from derivations.language.domains import Index, Positive, Real, Size
from derivations.language.functions import magnitude, otherwise, positive_part, sign, step

REALS = {p: Real(""), t: Real("")}
ABSOLUTE = case(magnitude(r), p, REALS, sign(r))
LOGARITHM = case(log(p) * t, p, REALS, t / p)
SQUARED = case(r**2, p, REALS, 2 * r)
SQUARED_HINGE = case(positive_part(r) ** 2, p, REALS, 2 * positive_part(r))
JUMP = case(branches((p, p > t), (p + 1, otherwise)), p, REALS, 1 + 0 * p)
LASSO = case(
    Sum(magnitude(W[i] - X[i]), (i, 1, n)),
    W[j],
    {W: Real("", (n,)), X: Real("", (n,)), j: Index("", last=n), n: Size("")},
    sign(W[j] - X[j]),
)
ENTROPY = case(p * log(p) + t, p, {p: Positive(""), t: Real("")}, log(p) + 1)


def complaints(given: Case, *relations: Any, binders: Any = ()) -> list[str]:
    conditions = [Condition(given.settle(relation), binders) for relation in relations]
    report = examine(given.loss, [], given.gradient, conditions=conditions)
    return [failure.told() for failure in report.failures if failure.address.endswith("conditions")]


RIGHT = [
    (ABSOLUTE, Ne(p - t, 0)),
    (LOGARITHM, Gt(p, 0)),
    (JUMP, Ne(p - t, 0)),
    (LASSO, Ne(W[j] - X[j], 0)),
]


@pytest.mark.parametrize("given,relation", RIGHT)
def test_conditions_that_are_enough_and_needed_pass(given: Case, relation: Expr) -> None:
    assert complaints(given, relation) == []


@pytest.mark.parametrize("given", [SQUARED, SQUARED_HINGE, ENTROPY])
def test_where_nothing_fails_no_condition_is_asked_for(given: Case) -> None:
    assert complaints(given) == []


@pytest.mark.parametrize("given", [ABSOLUTE, JUMP, LASSO])
def test_a_condition_that_is_missing_is_noticed(given: Case) -> None:
    assert any("the conditions hold, but the gradient does not" in claim for claim in complaints(given))


NEEDLESS = [
    (SQUARED, Ne(p - t, 0)),
    (SQUARED, Gt(p - t, 0)),
    (SQUARED_HINGE, Ne(p - t, 0)),
    (ENTROPY, Gt(p - 1, 0)),
    (ENTROPY, Lt(t, 0)),
    (LOGARITHM, Gt(p - 1, 0)),
]


@pytest.mark.parametrize("given,relation", NEEDLESS)
def test_a_condition_that_leaves_out_what_is_well_is_refused(given: Case, relation: Expr) -> None:
    assert any("is not needed" in claim for claim in complaints(given, relation))


def test_a_condition_that_holds_nowhere_is_refused() -> None:
    (claim,) = complaints(SQUARED, Gt(cos(p), 2))
    assert "holds at no point that was tried" in claim


def test_a_condition_turned_round_is_refused() -> None:
    assert complaints(LOGARITHM, Lt(p, 0))


def test_a_condition_for_every_index_is_tried_for_each() -> None:
    given = case(
        Sum(positive_part(t - X[i] * p), (i, 1, n)),
        p,
        {**REALS, X: Real("", (n,)), n: Size("")},
        -Sum(X[i] * step(t - X[i] * p), (i, 1, n)),
    )
    (size,) = given.loss.symbols[X].shape
    assert complaints(given, Ne(t - X[i] * p, 0), binders=((i, S.One, size),)) == []
    assert complaints(given, Ge(t - X[i] * p, 0), binders=((i, S.One, size),))


def test_the_catalogue_hands_its_conditions_to_the_referee() -> None:
    """Without the condition of its kink the page fails."""
    entry = the_catalogue().find("absolute")
    assert entry.report.ok
    bare = examine(entry.loss, [], entry.derivation.gradient, entry.derivation.boundaries, [])
    assert {failure.address for failure in bare.failures} == {f"{entry.id} conditions"}
