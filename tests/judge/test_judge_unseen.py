"""A claim that is right wherever it was tried tells on which sides of its switches it was not."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from sympy import Eq, Integer, erf, erfc, true

from derivations.catalogue import the_catalogue
from derivations.judge import Judgement, ask_about, judge
from derivations.language.functions import Branches

Bench = Callable[..., Judgement]
SQUARE = ("(p - t)^2", "p:real:param t:real", "p")
# Regions that the hunt does not find.
THIN, OTHER = "(p^2 - 2*t^2)^2 + (p*t - 7)^2 < 10^-60", "(p^2 - 5*t^2)^2 + (p*t - 3)^2 < 10^-60"

# Claims that are wrong on a side that nobody finds: with what is said of it.
UNSEEN = [
    (*SQUARE, f"where({THIN}, 0, 2*(p - t))", "exact", "where (p² − 2 t²)² + (p t − 7)² < 1/10⁶⁰"),
    (*SQUARE, f"where({THIN}, 0, 6*(p - t))", "positive-scale", "where (p² − 2 t²)² + (p t − 7)² < 1/10⁶⁰"),
    (*SQUARE, f"where({THIN}, 0, 2*(t - p))", "negated", "where (p² − 2 t²)² + (p t − 7)² < 1/10⁶⁰"),
    (
        *SQUARE,
        f"where({THIN}, 0, where({OTHER}, 0, 2*(p - t)))",
        "exact",
        "where (p² − 2 t²)² + (p t − 7)² < 1/10⁶⁰, or where (p² − 5 t²)² + (p t − 3)² < 1/10⁶⁰",
    ),
]
# Claims that are wrong where an equation holds that no rational number solves.
FOUND = ["where(p^2 + t^2 = 3, 0, {})", "where(exp(p) = 5, 0, {})", "where(p^2 < 3, {}, where(p^2 > 3, {}, 0))"]
# Claims about which there is nothing of the kind to say: they are proved, or all sides were tried, or are empty.
NOTHING = [
    (*SQUARE, "2*(p - t)"),
    (*SQUARE, "where((p - t)^2 + 1 < 0, 0, 2*(p - t))"),
    (*SQUARE, "where(|p| + t^2 < 0, 0, 2*(p - t))"),
    ("|p - t|", "p:real:param t:real", "p", "sign(p - t)"),
    ("|p^2 - 3|", "p:real:param", "p", "2*p*sign(p^2 - 3)"),
    ("max(0, 1 - p)^2", "p:real:param", "p", "where(p < 1, 2*(p - 1), 0)"),
    ("p*log(t)", "p:real:param t:positive", "p", "where(t < 0, 0, log(t))"),
    ("p*log(t)", "p:real:param t:real", "p", "where(t < 0, 0, log(t))"),
    ("x*p^2", "p:real:param x:{0,1}:label", "p", "where(x > 1, 5, 2*p*x)"),
    ("|a - b|", "a:real:param b:real", "a", "-1", "a < b"),
    ("(a - b)^2", "a:real:param b:real", "a", "where(a = b, 7, 2*(a - b))", "a != b"),
    ("gamma(1 + exp(p))", "p:real:param", "p", "exp(p)*digamma(1 + exp(p))*gamma(1 + exp(p))"),
]


def of(judged: Bench, loss: str, symbols: str, wrt: str, claim: str, *assumed: str) -> Judgement:
    return judged(loss, symbols, wrt, claim, **({"assume": list(assumed)} if assumed else {}))


def test_a_cell_beyond_its_array_has_no_value_even_where_it_cancels() -> None:
    entry = the_catalogue().find("maxout")
    z, l, K = (next(s for s in entry.loss.symbols if str(s) == name) for name in ("z", "l", "K"))
    one = erf(z[l - K]) + erfc(z[l - K])
    assert judge(ask_about(entry.loss, [entry.derivation.gradient * one])).verdict == "wrong"


@pytest.mark.parametrize("case", UNSEEN, ids=lambda case: case[3])
def test_a_side_that_was_not_tried_is_told(judged: Bench, case: tuple[Any, ...]) -> None:
    *asked, verdict, where = case
    found = of(judged, *asked)
    assert (found.verdict, found.level) == (verdict, "checked")
    assert str(found.reason).endswith(f"; no point was found {where}")
    assert found.data()["unseen"] == [str(part) for part in found.data()["unseen"]]
    assert len(found.data()["unseen"]) == where.count("where")


@pytest.mark.parametrize("claim", FOUND)
def test_a_side_without_a_rational_point_is_tried(judged: Bench, claim: str) -> None:
    assert judged(*SQUARE, claim.replace("{}", "2*(p - t)")).verdict == "wrong"


@pytest.mark.parametrize("case", NOTHING, ids=lambda case: case[3])
def test_nothing_is_told_of_what_was_tried_or_is_empty(judged: Bench, case: tuple[Any, ...]) -> None:
    found = of(judged, *case)
    assert found.verdict in ("exact", "negated")
    assert "no point" not in str(found.reason)
    assert found.data()["unseen"] == []


def test_what_is_wrong_tells_nothing_of_the_kind(judged: Bench) -> None:
    found = judged(*SQUARE, f"where({THIN}, 0, p - 2*t)")
    assert found.verdict == "wrong"
    assert "no point" not in f"{found.reason} {found.evidence}"
    assert found.data()["unseen"] == []


def test_a_size_that_was_not_tried_is_told() -> None:
    entry = the_catalogue().find("least-squares")
    size = next(name for name in entry.loss.symbols if str(name) == "m")
    found = judge(ask_about(entry.loss, [Branches(Integer(0), Eq(size, 400), entry.derivation.gradient, true)]))
    assert (found.verdict, found.level) == ("exact", "checked")
    assert str(found.reason).endswith("no point was found where m = 400, or where m > 400")
