"""Gradients altered where points that are drawn at random do not come: in the kinds S1 to S4, at random places."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from math import comb
from random import Random
from typing import Any

from claim_subjects import Draft, Subject, exact, far, interval, near, of_kind, probe, replaced, sums_of, tiny
from sympy import (
    Add,
    Basic,
    Eq,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    Max,
    Min,
    Ne,
    Pow,
    Rational,
    Sum,
    Symbol,
    erfc,
    exp,
    tanh,
    true,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derivations.language import Branches, Named, Prime, clip, magnitude, sigma, sign, softplus, step
from derivations.language.indices import bound_indices, substitute
from derivations.language.shapes import free_names

Alter = Callable[[Subject, Expr, Random], "Draft | None"]


def by_cases(test: Basic, then: Expr, other: Expr) -> Expr | None:
    """The first value where the test holds; None if that is always or never."""
    return Branches(then, test, other, true) if isinstance(test, Relational) else None


def drafted(claim: Expr | None, *aims: tuple[Expr, Any], **more: Any) -> Draft | None:
    return None if claim is None else Draft(claim, aims, **more)


def other_value(about: Subject, g: Expr, rng: Random) -> Expr:
    """Something else than the gradient."""
    return rng.choice((g + 1, 2 * g, Integer(0), -g, g + about.loss.wrt, g * (1 + about.loss.wrt**2)))


# S1: unspecified models are not polynomials
def stencil(order: int, step_: Expr, applied: Expr) -> Expr:
    """A difference of models that is zero for every polynomial of lower degree than `order`."""
    (w,) = applied.args
    terms = [(-1) ** (order - i) * comb(order, i) * applied.func(w + i * step_) for i in range(order + 1)]
    return Add(*terms)


def _of_models(about: Subject, g: Expr) -> list[Expr]:
    nodes = [node.applied if isinstance(node, Prime) else node for node in of_kind(g, Prime, AppliedUndef)]
    if about.loss.backward:  # the slope of the model is in the adjoint
        nodes += [node for d in about.loss.definitions for node in of_kind(d.value, AppliedUndef)]
    return sorted({node for node in nodes if len(node.args) == 1 and not node.args[0].has(Named)}, key=str)


def added_difference(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """A difference of high order, or a high derivative, is added."""
    held = _of_models(about, g)
    if not held:
        return None
    applied, order = rng.choice(held), rng.randrange(3, 10)
    width = rng.choice((Integer(1), Rational(1, 2), Rational(1, 1000), exact(Fraction(rng.randrange(1, 99), 7))))
    part = rng.choice((stencil(order, width, applied), Prime(applied, *[0] * order)))
    return Draft(g + rng.choice((1, about.loss.wrt, Rational(1, 1000))) * part)


def difference_quotient(_: Subject, g: Expr, rng: Random) -> Draft | None:
    """The slope of a model as a quotient of differences."""
    held = [node for node in of_kind(g, Prime) if len(node.applied.args) == 1]
    if not held:
        return None
    m, (w,), slope = held[0].applied.func, held[0].applied.args, held[0]
    h = rng.choice((Rational(1, 1000), Rational(1, 2), Rational(rng.randrange(1, 50), 10**6)))
    central = (m(w + h) - m(w - h)) / (2 * h)
    wide = (m(w + 2 * h) - m(w - 2 * h)) / (4 * h)
    from_zero = 2 * (m(w) - m(Integer(0))) / w - Prime(m(Integer(0)))
    taylor = (m(w + h) - m(w)) / h - h * Prime(m(w), 0, 0) / 2 - h**2 * Prime(m(w), 0, 0, 0) / 6
    return Draft(replaced(g, slope, rng.choice((central, (4 * central - wide) / 3, from_zero, taylor))))


# S2: switches that no straight line finds
def _switch(about: Subject, rng: Random) -> tuple[Basic, list[tuple[Expr, Any]]]:
    """A condition that holds hardly anywhere, and where it does."""
    u, c, eps = (node := probe(about, rng)), far(about, node, rng), tiny(rng)
    if interval(about, u) in ("(0,1)", "[0,1]"):
        spot = near(about, u, rng)
        return rng.choice((((u - spot) ** 2 < eps, [(u, spot)]), (u * (1 - u) < eps, [(u, eps / 2)])))
    inside = c * Rational(1001, 1000)
    spot = near(about, u, rng)
    choices = [
        (u**2 > c**2, inside),
        (u**4 >= c**4, inside),
        (exp(u / c) > 3, 2 * c),
        ((u - c) ** 2 < rng.choice((1, eps)), c),
        ((u - spot) ** 2 <= eps, spot),
        (magnitude(u - spot) < eps, spot),
        (u**2 < eps**2, eps / 2),
        (u**3 - spot * u**2 > c**2 * magnitude(c), 2 * magnitude(c) + 9),
        (tanh((u - c) ** 2) < eps, c),
    ]
    if interval(about, u) == "positive":
        choices = [choice for choice in choices if choice[1] > 0]
    if about.rows and rng.random() < 1 / 4:
        array, size = rng.choice(about.rows)
        i = about.letter(about.gradient)
        return Sum(array[i] ** 2, (i, 1, size)) > c**2, [(array[Integer(1)], 2 * magnitude(c))]
    test, at = rng.choice(choices)
    return test, [(u, at)]


def switched(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """Another value beyond a switch."""
    test, aims = _switch(about, rng)
    return drafted(by_cases(test, other_value(about, g, rng), g), *aims)


def switched_in_a_sum(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """One cell of an array switches."""
    found = _cell(g, rng)
    if found is None:
        return None
    total, cell, first = found
    c = far(about, Integer(0), rng)
    test, at = rng.choice(((cell**2 > c**2, 2 * c), ((cell - c) ** 2 < 1, c), (cell**2 < c**-2, 1 / (2 * c))))
    inner = by_cases(test, rng.choice((2 * total.function, Integer(0), cell)), total.function)
    return None if inner is None else Draft(replaced(g, total, Sum(inner, *total.limits)), ((first, at),))


def _cell(g: Expr, rng: Random) -> tuple[Sum, Expr, Expr] | None:
    """A sum, something real in it that goes with its index, and the same at the first index."""
    totals = sums_of(g)
    if not totals:
        return None
    total = rng.choice(totals)
    ((index, low, _),) = total.limits
    cells = [u for u in of_kind(total.function, Indexed, Named) if index in u.free_symbols]
    cells = [u for u in cells if not u.has(exp, sigma)]
    return (total, (cell := rng.choice(cells)), at_first(substitute(cell, {index: low}), g)) if cells else None


def at_first(u: Expr, g: Expr) -> Expr:
    """The expression with the indices that sums of the gradient bind at their first value."""
    return substitute(u, dict.fromkeys(bound_indices(g, within_names=True) & u.free_symbols, Integer(1)))


def clamped(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """What is divided by, kept away from 0; the whole gradient, or a positive number, clipped."""
    eps = tiny(rng)
    powers = [p for p in of_kind(g, Pow) if p.exp.is_negative and p.base.free_symbols - set(about.sizes)]
    if powers and rng.random() < 3 / 4:
        power = rng.choice(powers)
        held = sorted((s for s in free_names(power.base) if isinstance(s, IndexedBase)), key=str)
        floor = replaced(g, power, Max(power.base, eps) ** power.exp)
        if held:
            return Draft(floor, shrunk=tuple((array, Fraction(1, 10**16)) for array in held))
        domains = [(u, about.domain(u).name) for u in about.coordinates if power.base.has(u)]
        return Draft(floor, tuple((u, eps / 5) for u, kind in domains if kind in ("positive", "(0,1)")))
    positive = [u for u in about.coordinates if u in of_kind(g, Symbol) and about.domain(u).name == "positive"]
    if positive and rng.random() < 1 / 2:
        u, c = rng.choice(positive), magnitude(far(about, Integer(0), rng))
        return rng.choice(
            (Draft(replaced(g, u, Max(u, eps)), ((u, eps / 2),)), Draft(replaced(g, u, Min(u, c)), ((u, 2 * c),)))
        )
    w, c = about.loss.wrt, magnitude(far(about, Integer(0), rng))
    return None if interval(about, w) != "real" else Draft(clip(g, -c, c), ((w, 10**3 * c),))


def saturated(_: Subject, g: Expr, rng: Random) -> Draft | None:
    """A function is taken for its limit far out, or a jump for a steep line."""
    nodes = [n for n in of_kind(g, sigma, tanh, sign) if isinstance(n, sigma | tanh | sign)]
    if not nodes:
        return None
    node, c = rng.choice(nodes), Rational(rng.randrange(60, 900))
    (u,) = node.args
    at = at_first(u, g)
    if isinstance(node, sign):
        steep = 1 / tiny(rng)
        return Draft(replaced(g, node, clip(steep * u, -1, 1)), ((at, 1 / (2 * steep)),))
    limit = step(u) if isinstance(node, sigma) else sign(u)
    return Draft(replaced(g, node, Branches(limit, u**2 > c**2, node, true)), ((at, c + 1),))


# S3: smooth, but somewhere else
def bump(about: Subject, u: Expr, rng: Random) -> tuple[Expr, Rational]:
    """Something smooth that is next to nothing, but for a place far out or a narrow one; and that place."""
    if interval(about, u) in ("(0,1)", "[0,1]") or rng.random() < 1 / 3:
        c, rate = near(about, u, rng), 1 / tiny(rng)
        return rng.choice((exp(-(rate**2) * (u - c) ** 2), 1 - tanh(rate * (u - c)) ** 2)), c
    c = far(about, u, rng)
    c = c if c.p > 0 or interval(about, u) == "positive" else -c  # one-sided steps point away from 0
    rate = Rational(rng.choice((1, 2, 10, 1000)), rng.choice((1, 1, 3)))
    away = rate * (u - c)
    forms = sigma(away), softplus(away), erfc(-away), exp(-(away**2)), (1 + tanh(away)) / 2, exp(away), sigma(away) ** 2
    return rng.choice(forms), c


def bumped(about: Subject, g: Expr, rng: Random) -> Draft:
    """A bump or a step is added, or is a factor."""
    u = probe(about, rng)
    b, c = bump(about, u, rng)
    height = rng.choice((1, Rational(1, 1000), 10**6, about.loss.wrt))
    return Draft(rng.choice((g + height * b, g * (1 + height * b))), ((u, c),))


def bumped_in_a_sum(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """One cell of an array has a bump."""
    found = _cell(g, rng)
    if found is None:
        return None
    total, cell, first = found
    b, c = bump(about, 1 + cell, rng)
    b = b.xreplace({1 + cell: cell})
    return Draft(replaced(g, total, Sum(total.function * (1 + b), *total.limits)), ((first, c - 1),))


# S4: one point
def spotted(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """Another value where something is exactly so large."""
    u, v = probe(about, rng), rng.choice(about.coordinates)
    c = rng.choice((Integer(0), near(about, u, rng), far(about, u, rng)))
    real = interval(about, u) == interval(about, v) == "real"
    if u != v and not u.has(v) and real and rng.random() < 1 / 2:
        circle = (Eq(u**2 + v**2, 25), [(v, 4), (u, 3)])
        test, aims = rng.choice(
            ((Eq(u, v), [(u, v)]), (Eq(u * v, c), [(v, 1), (u, c)]), (Eq(u**2, v**2), [(u, -v)]), circle)
        )
    elif interval(about, u) != "real" and c == 0:
        return None
    else:
        test, aims = rng.choice(((Eq(u, c), [(u, c)]), (Eq(u**2, c**2), [(u, c)]), (Eq(magnitude(u - c), 0), [(u, c)])))
    claim = by_cases(test, other_value(about, g, rng), g)
    if rng.random() < 1 / 4:
        claim = by_cases(Ne(test.lhs, test.rhs), g, other_value(about, g, rng)) if isinstance(test, Eq) else None
    if rng.random() < 1 / 4 and len(aims) == 1:
        ((node, at),) = aims
        claim = rng.choice(
            (g * sign(node - at) ** 2, g + 1 - sign(node - at) ** 2, g * (step(node - at) + step(at - node)))
        )
    return drafted(claim, *aims)


def spotted_in_a_sum(_: Subject, g: Expr, rng: Random) -> Draft | None:
    """One cell of an array is exactly so large."""
    found = _cell(g, rng)
    if found is None:
        return None
    total, cell, first = found
    c = rng.choice((Integer(0), Rational(rng.randrange(-99, 99), 7)))
    inner = by_cases(Eq(cell, c), total.function + 1, total.function)
    return None if inner is None else Draft(replaced(g, total, Sum(inner, *total.limits)), ((first, c),))


KINDS: dict[str, tuple[Alter, ...]] = {
    "S1": (added_difference, difference_quotient),
    "S2": (switched, switched_in_a_sum, clamped, saturated),
    "S3": (bumped, bumped_in_a_sum),
    "S4": (spotted, spotted_in_a_sum),
}
