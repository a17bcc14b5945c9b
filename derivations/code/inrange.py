"""The last step to code: products with an exponential, or a quotient, that alone may be beyond the range."""

from __future__ import annotations

from sympy import Add, Basic, Expr, Mul, Sum, exp
from sympy.tensor.indexed import Indexed

from derivations.code.functions import (
    damped,
    exp_rest,
    exp_rest_product,
    exp_rest_times,
    exp_sigma,
    exp_times,
    expm1,
    expm1_times,
    power_less,
    power_less_times,
    ratio_rest,
    ratio_rest_times,
    softplus_over,
    softplus_rest,
    softplus_rest_sigma,
    softplus_times,
)
from derivations.code.stable import rebuilt, stable
from derivations.code.terms import product, split
from derivations.language.functions import Branches, Named, sigma

GROWING = (exp, expm1, exp_rest, power_less, ratio_rest, softplus_rest)
BESIDE_SIGMA = {exp: exp_sigma, softplus_rest: softplus_rest_sigma}
PAIR = 2
TIMES = {expm1: expm1_times, exp_rest: exp_rest_times, ratio_rest: ratio_rest_times}


def in_range(node: Basic, *, is_case: bool = False) -> Expr:
    """The same, every product u exp(v) as a function that does not work out exp(v) if that is beyond the range.

    In a case of several exp(v) - 1 stays as it is: the case is mostly that in which v is negative.
    """
    if isinstance(node, Named):
        return Named(node.name, in_range(node.definition, is_case=is_case))
    if not node.args or not node.has(*GROWING) or isinstance(node, Sum | Indexed):
        return node
    if isinstance(node, softplus_times):
        u, quotient = node.args
        above, below = quotient.as_numer_denom()
        if not above.is_number and not below.is_number:
            return softplus_over(u, above, below)
    if isinstance(node, Mul | damped) and not node.has(Sum, Indexed) and (found := _by_sigma(node)) is not None:
        return in_range(found, is_case=is_case)
    inside = is_case or isinstance(node, Branches)
    if isinstance(node, Mul) and not node.has(Sum, Indexed):
        for factor, rest in split(node):
            if isinstance(factor, exp) and not factor.args[0].is_nonpositive and not rest.is_number:
                if (one := _first_above(rest)) is None:
                    continue
                return product(in_range(rest / one), exp_times(in_range(one), in_range(factor.args[0])))
            if not inside and isinstance(factor, exp_rest) and (pair := _two_factors(factor.args[0])):
                return exp_rest_product(in_range(rest), *map(in_range, pair))
            if isinstance(factor, power_less) and (one := _first_above(rest)) is not None:
                return product(in_range(rest / one), power_less_times(in_range(one), *map(in_range, factor.args)))
            if not inside and type(factor) in TIMES and _may_be_small(rest):
                return TIMES[type(factor)](in_range(rest), *map(in_range, factor.args))
    return rebuilt(node, [in_range(part, is_case=inside) for part in node.args])


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
