"""The last step to code: products with an exponential, or a quotient, that alone may be beyond the range."""

from __future__ import annotations

from itertools import permutations

from sympy import Add, Basic, Expr, Mul, Pow, S, Sum, exp
from sympy.tensor.indexed import Indexed

from derivations.code.functions import (
    damped,
    exp_rest,
    exp_rest_product,
    exp_rest_times,
    exp_sigma,
    exp_times,
    exp_times_both,
    expm1,
    expm1_times,
    expm1_times_both,
    power_less,
    power_less_times,
    ratio_power,
    ratio_rest,
    ratio_rest_times,
    sigma_times,
    sigma_times_over,
    softplus_over,
    softplus_rest,
    softplus_rest_sigma,
    softplus_times,
    softplus_times_by,
    times,
)
from derivations.code.stable import rebuilt, stable
from derivations.code.terms import PAIR, negative, product, seen, split
from derivations.language.functions import Branches, Named, otherwise, sigma, smallest

GROWING = (exp, expm1, exp_rest, power_less, ratio_rest, softplus_rest)
ODDS = (sigma_times, softplus_times)
BESIDE_SIGMA = {exp: exp_sigma, softplus_rest: softplus_rest_sigma}
TIMES = {expm1: expm1_times, exp_rest: exp_rest_times, ratio_rest: ratio_rest_times}


def in_range(node: Basic, *, is_case: bool = False) -> Expr:
    """The same, every product u exp(v) as a function that does not work out exp(v) if that is beyond the range.

    In a case of several exp(v) - 1 stays as it is: the case is mostly that in which v is negative.
    """
    if isinstance(node, Named):
        return Named(node.name, in_range(node.definition, is_case=is_case))
    if not node.args or not _may_leave(node) or isinstance(node, Sum | Indexed):
        return node
    if isinstance(node, softplus_times):
        u, quotient = node.args
        above, below = quotient.as_numer_denom()
        if not above.is_number and not below.is_number:
            return softplus_over(u, above, below)
    if (found := _by_odds(node)) is not None:
        return found
    if isinstance(node, Mul | damped) and not node.has(Sum, Indexed) and (found := _by_sigma(node)) is not None:
        return in_range(found, is_case=is_case)
    if _is_power(node):
        above, below = node.base.as_numer_denom()
        if not above.is_number and not below.is_number:
            return ratio_power(*map(in_range, (above, below, node.exp)))
    inside = is_case or isinstance(node, Branches)
    if isinstance(node, Mul) and not node.has(Sum, Indexed):
        for factor, rest in split(node):
            found = _beside(factor, rest) or _over_its_scale(factor, rest)
            if found is None and not inside:
                found = _beside_outside(factor, rest)
            if found is not None:
                return product(*(in_range(part, is_case=is_case) for part in found[:-1]), _each_in_range(found[-1]))
    return rebuilt(node, [in_range(part, is_case=inside) for part in node.args])


def _may_leave(node: Basic) -> bool:
    return node.has(*GROWING, *ODDS) or any(map(_is_power, node.atoms(Pow)))


def _is_power(node: Basic) -> bool:
    """Is it a power of numbers with an exponent that is no number?"""
    return isinstance(node, Pow) and not node.exp.is_number and not node.has(Indexed)


def _each_in_range(node: Expr) -> Expr:
    """A function that keeps to the range, of arguments that do."""
    return node.func(*map(in_range, node.args))


def _beside(factor: Expr, rest: Expr) -> tuple[Expr, ...] | None:
    """A factor that may be beyond the range and what is beside it: the function of both, and before it what is left."""
    one = _first_above(rest)
    if one is None:
        return None
    other = _first_above(rest / one)
    if isinstance(factor, power_less):
        return rest / one, power_less_times(one, *factor.args)
    if (cases := _of_smaller(seen(factor), one, other)) is not None:
        return rest / one / (other or S.One), cases
    if not isinstance(factor, exp) or factor.args[0].is_nonpositive:
        return None
    if other is not None:
        return rest / one / other, exp_times_both(one, other, *factor.args)
    return rest / one, exp_times(one, *factor.args)


def _beside_outside(factor: Expr, rest: Expr) -> tuple[Expr, ...] | None:
    """Likewise, of what mostly is small where it stands in one of several cases."""
    if isinstance(factor, exp_rest) and (pair := _two_factors(factor.args[0])):
        return (exp_rest_product(rest, *pair),)
    one = _first_above(rest)
    other = _first_above(rest / one) if one is not None and isinstance(factor, expm1) else None
    if other is not None:
        return rest / one / other, expm1_times_both(one, other, *factor.args)
    if type(factor) in TIMES and _may_be_small(rest):
        return (TIMES[type(factor)](rest, *factor.args),)
    if isinstance(factor, exp) and rest.is_number and abs(rest) < 1 and not factor.args[0].is_nonpositive:
        return (exp_times(rest, *factor.args),)
    return None


def _by_odds(node: Basic) -> Expr | None:
    """1/(1 + c exp(u)), where c exp(u) may be beyond the range, and log(1 + c exp(u))/c, where it may vanish."""
    if isinstance(node, Pow) and node.exp == -1 and isinstance(node.base, Add) and len(node.base.args) == PAIR:
        for factor, c in split(node.base - 1):
            if isinstance(factor, exp) and c.is_positive and not c.is_number:
                return sigma_times_over(negative(factor.args[0]), S.One, c)
    if isinstance(node, Mul):
        for factor, rest in split(node):
            if isinstance(factor, softplus_times) and 1 / factor.args[1] in Mul.make_args(rest):
                return product(in_range(rest * factor.args[1]), softplus_times_by(*factor.args))
    return None


def _of_smaller(least: Expr, one: Expr, other: Expr | None) -> Expr | None:
    """What min(exp(u), c) is multiplied by, case by case: where exp(u) is the smaller, it may have vanished."""
    if not isinstance(least, smallest) or len(least.args) != PAIR:
        return None
    for grown, c in permutations(least.args):
        if isinstance(seen(grown), exp):
            u = seen(grown).args[0]
            beside = exp_times(one, u) if other is None else exp_times_both(one, other, u)
            return Branches(beside, exp(u) < c, product(one, c) if other is None else times(one, c, other), otherwise)
    return None


def _over_its_scale(factor: Expr, rest: Expr) -> tuple[Expr, ...] | None:
    """V exp(u)/(w + v exp(u)) beside 1/v: what is left keeps to the range where v/w does not."""
    if not isinstance(factor, sigma_times):
        return None
    u, quotient = factor.args
    above, below = quotient.as_numer_denom()
    divides = any(f.as_base_exp()[0] == above and f.as_base_exp()[1].is_negative for f in Mul.make_args(rest))
    return (product(rest, above), sigma_times_over(u, above, below)) if divides and not below.is_number else None


def _first_above(rest: Expr) -> Expr | None:
    """The first factor above the line that is no number, a power once."""
    for factor in Mul.make_args(rest):
        base, n = factor.as_base_exp()
        if not factor.is_number and not (factor.is_Pow and n.is_negative):
            return base if factor.is_Pow and n.is_positive else factor
    return None


def _may_be_small(rest: Expr) -> bool:
    """May a product with it be within the range where the other factor is not?"""
    return bool(abs(rest) < 1) if rest.is_number else not rest.has(*GROWING)


def _two_factors(u: Expr) -> tuple[Expr, Expr] | None:
    """A product of two that are no numbers, taken apart."""
    parts = Mul.make_args(u)
    return (parts[0], parts[1]) if len(parts) == PAIR and not any(f.is_number for f in parts) else None


def _by_sigma(node: Expr) -> Expr | None:
    """exp(u) sigma(v) with v a multiple of u: where exp(u) is beyond the range sigma(v) may have vanished."""
    for falling, rest in split(node):
        if not isinstance(falling, sigma):
            continue
        for other, remaining in split(rest):
            if isinstance(other, Add) and any(_grows_along(f, falling) for t in other.args for f, _ in split(t)):
                return stable(Add(*[product(falling, remaining, t) for t in other.args]))
            if _grows_along(other, falling):
                both = BESIDE_SIGMA[type(other)](other.args[0], falling.args[0])
                bounded = [f for f in Mul.make_args(remaining) if isinstance(f, sigma)]
                far = remaining / Mul(*bounded)
                return product(far, both, *bounded) if far.is_number else damped(product(both, *bounded), far)
    return None


def _grows_along(factor: Expr, falling: Expr) -> bool:
    """Is it a function of u that grows, beside sigma(v) with v a multiple of u, but not u itself?"""
    if type(factor) not in BESIDE_SIGMA:
        return False
    ratio, u = falling.args[0] / factor.args[0], factor.args[0]
    return not ratio.is_number and ratio.free_symbols.isdisjoint(u.free_symbols)
