"""One-sided limits at a boundary, and whether two of them differ: said only where it is sure."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from random import Random

from sympy import (
    Basic,
    Dummy,
    Expr,
    KroneckerDelta,
    Max,
    Min,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    expand,
    expand_power_base,
    oo,
    powsimp,
)
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded, over_common_denominator, with_letters
from derivations.calculus.granted import Known
from derivations.calculus.parts import written_out
from derivations.language.cases import decided
from derivations.language.functions import Branches, Prime, clip
from derivations.language.indices import same_letters
from derivations.language.over import Place

LETTERS = Symbol, Indexed, AppliedUndef, Prime, Sum  # parts that can have any value whatever the others have
TRIED, DIGITS, LEAST = 6, 30, Rational(1, 10**12)


def limits(formulas: Iterable[Expr], pivot: Expr, value: Expr, known: Known) -> tuple[Expr, Expr] | None:
    """Those of the formulas on the two sides; None if one of them is not known."""
    below, above = (_limit(formula, pivot, value, known) for formula in formulas)
    return None if below is None or above is None else (below, above)


def _limit(formula: Expr, pivot: Expr, value: Expr, known: Known) -> Expr | None:
    """The limit at pivot = value of a formula without switches; None if it has no value there.

    The slopes of a model do not move with its value. SymPy's own limits are not used: they may fail, or never end.
    """
    slopes = {prime: Dummy(real=True) for prime in sorted(formula.atoms(Prime), key=str)}
    plain = _holding(formula.xreplace(slopes), pivot)
    for form in _forms(plain):
        powers = [power for power in form.atoms(Pow) if _is_of_zero(power, pivot, value)]
        if not all(known.is_positive(expanded(power.exp.xreplace({pivot: value}))) for power in powers):
            continue  # 0^a times 0 would pass for 0, whatever a is
        there = _value(form.xreplace(dict.fromkeys(powers, S.Zero)), pivot, value)
        if not there.has(S.NaN, S.ComplexInfinity, oo, -oo):
            return there.xreplace({dummy: prime for prime, dummy in slopes.items()})
    return None


def _value(formula: Expr, pivot: Expr, value: Expr) -> Expr:
    """The formula at pivot = value; none where a side of a condition in it has none there."""
    try:
        return decided(formula.xreplace({pivot: value}))
    except TypeError:  # SymPy's, which compares real numbers only
        return S.NaN


def _holding(u: Expr, pivot: Expr) -> Expr:
    """The formula with the pivot for every sum that is the same multiplied out: else that would stay where it was."""
    if not isinstance(pivot, Sum):
        return u
    same = (node for node in u.atoms(Sum) if node.limits == pivot.limits)
    return u.xreplace({node: pivot for node in same if expand(node.function - pivot.function) == 0})


def _is_of_zero(power: Pow, pivot: Expr, value: Expr) -> bool:
    """Is it u^a with u = 0 there, and a no number?"""
    return not power.exp.is_number and expanded(power.base.xreplace({pivot: value})) == 0


def _forms(formula: Expr) -> Iterator[Expr]:
    yield formula
    yield over_common_denominator(formula)


def differ(pair: tuple[Expr, Expr], known: Known) -> bool | None:
    """Are the two different, but for coincidences? None if that cannot be told."""
    gap = over_common_denominator(_powers_joined(pair[0] - pair[1]))
    if gap == 0:
        return False
    _, parts = with_letters(gap)
    apart = all(isinstance(part, LETTERS) for part in parts.values()) or known.is_nonzero(gap)
    return True if apart or any(_is_apart(gap, known, seed) for seed in range(TRIED)) else None


def _powers_joined(u: Expr) -> Expr:
    """With a^q b^q for (a b)^q, and a^(q + r) for a^q a^r."""
    joined = powsimp(expand_power_base(u), combine="exp", deep=True)
    return joined.xreplace({node: node.base ** expand(node.exp) for node in joined.atoms(Pow)})


def _is_apart(gap: Expr, known: Known, seed: int) -> bool:
    """Is the gap another number than 0 for one choice of its letters?"""
    plain, rng = same_letters(written_out(gap)), Random(seed)
    places = [delta for delta in plain.atoms(KroneckerDelta) if delta.has(Place)]  # which of them it is, is not known
    plain = plain.xreplace({delta: Dummy(nonnegative=True) for delta in sorted(places, key=str)})
    numbers = {letter: known.some_value(letter, rng) for letter in sorted(_letters_of(plain), key=str)}
    found = _decided(plain.xreplace(numbers)).evalf(DIGITS)
    return bool(found.is_Float or found.is_Rational) and abs(found) > LEAST


def _decided(u: Basic) -> Basic:
    """With each function by cases as the case that holds for the numbers in it."""
    if isinstance(u, Branches):
        return next((_decided(value) for value, condition in u.cases if condition == S.true), u)
    if isinstance(u, clip):
        value, low, high = map(_decided, u.args)
        return Min(Max(value, low), high)
    return u.func(*map(_decided, u.args)) if u.args else u


def _letters_of(u: Basic) -> set[Basic]:
    if isinstance(u, LETTERS):
        return {u}
    return set().union(*map(_letters_of, u.args))
