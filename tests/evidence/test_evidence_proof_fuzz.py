"""The prover has a referee too: what it proves of random pairs is never refuted in balls, at random points."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from fractions import Fraction
from functools import lru_cache
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from sympy import (
    Abs,
    Add,
    Basic,
    Eq,
    Expr,
    Ge,
    Gt,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Le,
    Lt,
    Max,
    Min,
    Mul,
    Ne,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    exp,
    log,
    sin,
    sqrt,
    tanh,
)

from derivations.errors import LossaryError
from derivations.evidence.balls import precision
from derivations.evidence.constraints import value_at
from derivations.evidence.points import Point, contains, nice, plain
from derivations.evidence.proof import Proof, Prover
from derivations.evidence.proof.quotients import Unproved
from derivations.evidence.proof.slopes import slope
from derivations.evidence.proof.trees import rebuilt
from derivations.evidence.sampling import sample
from derivations.evidence.settings import settings_of
from derivations.evidence.verdicts import compare
from derivations.language.cases import branches
from derivations.language.domains import Domain, Index, Label01, LabelSign, Model, Positive, Probability, Real, Size
from derivations.language.functions import (
    Branches,
    D,
    Prime,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.loss import Loss

ROUNDS = int(os.environ.get("PROOF_FUZZ", "80"))  # of each kind; far more for a search of hours
HALF = 0.5
LEAST, POOL = 10_000, 200
POINTS = 110  # at which a proved pair is evaluated


class Few(Size):
    """A number of things, tried at each size from 1 to 8."""

    tried = (1, 2, 3, 4, 5, 6, 7, 8)


x, y, a, r, s, b, n, k, l, c, d = (Symbol(name) for name in "xyarsbnklcd")
U, V, A = map(IndexedBase, "uvq")
m, g = model("m"), model("g")
DOMAINS: dict[Any, Domain] = {
    x: Real(""), y: Real(""), a: Positive(""), r: Probability(""), s: LabelSign(""), b: Label01(""), n: Few(""),
    k: Index("", last=n), l: Index("", last=n), U: Real("", (n,)), V: Positive("", (n,)), A: Real("", (n, n)),
    m: Model(""), g: Model(""),
}  # fmt: skip
NAMES = x * y * a * r * s * b + U[k] * V[l] * A[k, l] + m(x) + g(x, y)


def loss_of(expression: Expr, wrt: Expr) -> Loss:
    return Loss(id="L222", expression=expression, wrt=wrt, symbols=DOMAINS, source="a test")


EVERYTHING = loss_of(NAMES, x)
SETTINGS = settings_of(EVERYTHING)
TYPED = {Symbol(u.name): u for u in EVERYTHING.symbols if isinstance(u, Symbol)}
NAME = {u.name: u for u in TYPED.values()}
X, Y, K, L, N = (NAME[name] for name in "xykln")
C, E = (Symbol(name, integer=True, positive=True) for name in "cd")


class Maker:
    """Random expressions; bound indices are those of the sums around."""

    def __init__(self, rng: Random) -> None:
        self.rng = rng

    def atom(self, bound: tuple[Symbol, ...]) -> Expr:
        index: Callable[[], Expr] = lambda: self.rng.choice((*bound, *bound, *bound, K, L))  # noqa: E731
        kinds: list[Callable[[], Expr]] = [
            lambda: NAME[self.rng.choice("xyxyarsb")],
            lambda: Rational(self.rng.choice((1, 2, 3, -1, -2)), self.rng.choice((1, 1, 2))),
            lambda: U[index()],
            lambda: V[index()],
            lambda: A[index(), index()],
            lambda: self.rng.choice((m(X), m(Y), g(X, Y), Prime(m(X)), Prime(g(X, Y), 1))),
            lambda: KroneckerDelta(index(), index(), evaluate=False) if bound else NAME["x"],
        ]
        weights = (6, 2, 5, 2, 2, 1, 1) if bound else (9, 2, 1, 1, 1, 1, 0)
        return self.rng.choices(kinds, weights)[0]()

    def expression(self, depth: int, bound: tuple[Symbol, ...] = ()) -> Expr:
        if depth <= 0:
            return self.atom(bound)
        inner = lambda: self.expression(depth - self.rng.choice((1, 1, 2)), bound)  # noqa: E731
        kind = self.rng.randrange(18)
        if kind < 4:
            return inner() + inner()
        if kind < 7:
            return inner() * inner()
        if kind == 7:
            return inner() / self.positive(depth - 1, bound)
        if kind == 8:
            return Pow(self.positive(depth - 1, bound), self.rng.choice((Rational(1, 2), NAME["r"], Rational(3, 2))))
        if kind == 9:
            return log(self.positive(depth - 1, bound))
        if kind < 12 and len(bound) < 2:
            letter = (C, E)[len(bound)]
            inside = self.expression(depth - 1, (*bound, letter))
            low = self.rng.choice((1, 1, 1, 1, 2, *bound, K))
            return Sum(inside, (letter, low, self.rng.choice((N, N, N, N - 1, *bound))))
        if kind < 14:
            return self.rng.choice((magnitude, sign, positive_part, step))(inner())
        if kind == 14:
            return self.rng.choice((Max, Min))(inner(), inner())
        if kind == 15:
            relation = self.rng.choice((Gt, Ge, Lt, Le, Eq, Ne))(inner(), self.atom(bound), evaluate=False)
            return branches((inner(), relation), (inner(), otherwise)) if relation.is_Relational else inner()
        if kind == 16:
            return self.rng.choice((sigma, softplus, tanh, exp, sin, cos))(self.atom(bound))
        return inner() ** self.rng.choice((2, 3, -1))

    def positive(self, depth: int, bound: tuple[Symbol, ...]) -> Expr:
        inner = self.expression(depth - 1, bound)
        return self.rng.choice(
            (inner, inner**2, exp(inner), magnitude(inner), NAME["a"] + inner**2, NAME["b"], NAME["b"] * inner)
        )


def _shifted(u: Sum) -> Expr:
    *others, (index, low, high) = u.limits
    return Sum(u.function.xreplace({index: index - 1}), *others, (index, low + 1, high + 1)) if not others else u


def _split(u: Sum) -> Expr:
    return Add(*(Sum(part, *u.limits) for part in u.function.expand().args)) if u.function.expand().is_Add else u


def _swapped(u: Branches) -> Expr:
    negated = {Gt: Le, Ge: Lt, Lt: Ge, Le: Gt, Eq: Ne, Ne: Eq}
    (one, condition), (two, _) = u.cases
    return branches((two, negated[type(condition)](*condition.args, evaluate=False)), (one, otherwise))


# What a node may be replaced by without changing its value.
REWRITES: list[tuple[Any, Callable[[Any], Expr]]] = [
    (magnitude, lambda u: u.args[0] * sign(u.args[0])),
    (magnitude, lambda u: Max(u.args[0], -u.args[0], evaluate=False)),
    (magnitude, lambda u: sqrt(u.args[0] ** 2)),
    (sign, lambda u: step(u.args[0]) - step(-u.args[0])),
    (positive_part, lambda u: (u.args[0] + magnitude(u.args[0])) / 2),
    (positive_part, lambda u: u.args[0] * step(u.args[0])),
    (step, lambda u: branches((1, u.args[0] > 0), (0, otherwise))),
    (step, lambda u: (sign(u.args[0]) + sign(u.args[0]) ** 2) / 2),
    (Max, lambda u: u.args[0] + positive_part(Max(*u.args[1:]) - u.args[0])),
    (Min, lambda u: -Max(*(-v for v in u.args))),
    (Branches, _swapped),
    (Sum, _shifted),
    (Sum, _split),
    (sigma, lambda u: 1 - sigma(-u.args[0])),
    (softplus, lambda u: u.args[0] + softplus(-u.args[0])),
    (tanh, lambda u: 2 * sigma(2 * u.args[0]) - 1),
    (cos, lambda u: 1 - 2 * sin(u.args[0] / 2) ** 2),
    (log, lambda u: log(u.args[0] ** 2) / 2),
    (log, lambda u: Add(log(2 * u.args[0]), -log(2), evaluate=False)),
    (exp, lambda u: Mul(exp(u.args[0] / 2), exp(u.args[0] / 2), evaluate=False)),
    (Pow, lambda u: u.base ** (u.exp - 1) * u.base),
    (Pow, lambda u: exp(u.exp * log(u.base)) if not u.exp.is_Integer else u),
    (Add, lambda u: u.expand()),
    (Mul, lambda u: u.expand()),
    (Mul, lambda u: u * (1 + u**2) / (1 + u**2)),
]  # fmt: skip
# What changes it, mostly.
ALTERATIONS: list[tuple[Any, Callable[[Any], Expr]]] = [
    (magnitude, lambda u: u.args[0]),
    (magnitude, lambda u: positive_part(u.args[0])),
    (sign, lambda u: 2 * step(u.args[0]) - 1),
    (step, lambda u: branches((1, u.args[0] >= 0), (0, otherwise))),
    (positive_part, lambda u: u.args[0]),
    (Branches, lambda u: branches((u.cases[0][0], _other(u.cases[0][1])), (u.cases[1][0], otherwise))),
    (Max, lambda u: u.args[0]),
    (Sum, lambda u: Sum(u.function, *u.limits[:-1], (u.limits[-1][0], u.limits[-1][1], u.limits[-1][2] - 1))),
    (Sum, lambda u: u.function.xreplace({u.limits[0][0]: K}) if len(u.limits) == 1 else u),
    (Sum, lambda u: Sum(u.function.xreplace({C: E, E: C}), *u.limits)),
    (KroneckerDelta, lambda _: Integer(1)),
    (Pow, Abs),
    (Pow, lambda u: u * sign(u.base)),
    (Add, lambda u: u - 2 * u.args[0]),
    (Mul, lambda u: -u),
    (object, lambda u: u + Rational(1, 10**9)),
    (object, lambda u: u * sign(u) ** 2 if not u.is_number else u + 1),
    (object, lambda u: branches((7, Eq(X, 0)), (u, otherwise))),
    (object, lambda u: branches((7, Eq(X, Y)), (u, otherwise))),
    (object, lambda u: Pow(X, -1) * (X * u + X**2) - X),
    (object, lambda u: u + log(1 + Y) - log((1 + Y) * (1 + X**2)) + log(1 + X**2)),
]


def _other(condition: Any) -> Any:
    return {Gt: Ge, Ge: Gt, Lt: Le, Le: Lt, Eq: Le, Ne: Lt}[type(condition)](*condition.args, evaluate=False)


def places(node: Basic, path: tuple[int, ...] = ()) -> list[tuple[tuple[int, ...], Any]]:
    """The parts of an expression that stand for numbers and are no indices."""
    found: list[tuple[tuple[int, ...], Any]] = [(path, node)] if isinstance(node, Expr) else []
    if isinstance(node, Prime) or node.is_Indexed or isinstance(node, KroneckerDelta):
        return found
    parts = [node.args[0]] if isinstance(node, Sum) else list(node.args)
    return found + [place for i, part in enumerate(parts) for place in places(part, (*path, i))]


def put(node: Any, path: tuple[int, ...], value: Expr) -> Any:
    if not path:
        return value
    parts = list(node.args)
    parts[path[0]] = put(parts[path[0]], path[1:], value)
    return rebuilt(node, parts)


def changed(u: Expr, rng: Random, table: list[tuple[Any, Callable[[Any], Expr]]]) -> Expr:
    """With one change at a random place."""
    found = [(path, node, make) for path, node in places(u) for kind, make in table if isinstance(node, kind)]
    if not found:
        return u
    path, node, make = rng.choice(found)
    return put(u, path, make(node))


def tied(rng: Random, domain: Domain) -> Fraction:
    """One of few numbers, so that many are equal or zero."""
    known = [value for value in map(Fraction, ("-1", "0", "1", "1/2")) if contains(domain, value)]
    return Fraction(rng.choice(domain.values or known or [Fraction(1, 3)]))


@lru_cache(maxsize=1)
def pool() -> list[Point]:
    """Points in all sizes, a third of each sort."""
    rng = Random(0)
    draws = (tied, plain, nice) * max(POOL, ROUNDS)
    return [sample(SETTINGS[i % len(SETTINGS)], EVERYTHING.expression, rng, how) for i, how in enumerate(draws)]


def refuted(found: Proof, left: Expr, right: Expr, rng: Random, *, strict: bool) -> tuple[int, str]:
    """The number of evaluations, and the first that shows that what was proved is false."""
    tried = 0
    with precision(256):
        for point in rng.sample(pool(), POINTS):
            verdict = compare(left, right, point.scope())
            tried += 1
            lacks = verdict.kind == "undefined" and strict and value_at(left, point.scope()) is not None
            if (verdict.kind == "differ" or lacks) and not any(
                value_at(u, point.scope()) in (0, None) for u in found.missing
            ):
                return tried, f"{left}\n   = {right}\n   {verdict.kind} at {point.numbers} {point.models}"
    return tried, ""


TALLY: Counter[str] = Counter()


def attempt(seed: int, *, gradient: bool) -> None:
    rng = Random(seed)
    u = Maker(rng).expression(rng.choice((2, 3, 3, 4)))
    wrt = rng.choice([v for v in (X, X, Y, U[K]) if u.has(v)] or [X])
    u = u if u.has(wrt) or not gradient else u * X
    try:
        loss = loss_of(u, wrt) if gradient else EVERYTHING
        left = slope(loss.expression, wrt) if gradient else u
    except (LossaryError, Unproved, ValueError, TypeError):
        TALLY["none"] += 1
        return
    right, kind = left, "altered" if rng.random() < HALF else "true"
    try:
        for table in (*[REWRITES] * rng.choice((1, 2)), *([ALTERATIONS] if kind == "altered" else [])):
            right = changed(right, rng, table)
    except (ValueError, TypeError):  # SymPy cannot build it
        return
    prover = Prover(loss)
    found = prover.gradient(right, wrt) if gradient else prover.equation(left, right)
    TALLY[f"{kind} {'proved' if found.proved else 'open'}"] += 1
    if found.proved:
        hole = D(loss.expression, wrt) if gradient else left
        tried, fault = refuted(found, hole, right, rng, strict=gradient)
        TALLY["points"] += tried
        assert not fault, f"seed {seed}: {fault}"


@settings(derandomize=True, deadline=None, max_examples=ROUNDS, database=None)
@given(st.integers(0, 10**9))
def test_equations(seed: int) -> None:
    attempt(seed, gradient=False)


@settings(derandomize=True, deadline=None, max_examples=ROUNDS, database=None)
@given(st.integers(0, 10**9))
def test_gradients(seed: int) -> None:
    attempt(seed, gradient=True)


def test_enough_was_tried() -> None:
    """The two tests above, which run before it in one process, evaluate at so many points."""
    if not TALLY:
        test_equations()
        test_gradients()
    assert TALLY["points"] >= LEAST
