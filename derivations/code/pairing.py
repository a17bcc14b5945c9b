"""The order of the factors of a quotient: what is divided by what, so that the way to the result keeps to the range."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Mul, Pow, S, exp, sin, tanh

from derivations.code.functions import (
    exp_times,
    expm1,
    grouped,
    hypot,
    power_less,
    sech,
    sech_softplus,
    sigma_distance_power,
    sigma_slope,
)
from derivations.code.terms import PAIR, seen
from derivations.language.functions import phi, sigma, sign, smallest, step

Pairs = list[tuple[Expr, list[Expr]]]
BOUNDED = (sigma, sigma_slope, phi, sech, sech_softplus, sin)
MAY_BE_SMALL = (
    exp,
    expm1,
    exp_times,
    sigma,
    sigma_slope,
    sigma_distance_power,
    sech,
    sech_softplus,
    phi,
    power_less,
    smallest,
)
SHORT_POWER = 4  # longer ones are not written as products


def sides(node: Expr) -> tuple[Expr, list[tuple[Expr, int]], list[tuple[Expr, int]]]:
    """The numbers in a product, and what stands above and below the line, with its powers."""
    numbers: list[Expr] = []
    above: list[tuple[Expr, int]] = []
    below: list[tuple[Expr, int]] = []
    for factor in Mul.make_args(node):
        base, n = factor.as_base_exp()
        if factor.is_number:
            numbers.append(factor)
        elif isinstance(factor, Pow) and n.is_Integer and abs(n) <= SHORT_POWER:
            (above if n > 0 else below).append((base, abs(int(n))))
        elif isinstance(factor, Pow) and n.is_Rational and n < 0:
            below.append((base ** (-n), 1))
        else:
            above.append((factor, 1))
    return Mul(*numbers), above, below


def paired(tops: list[Expr], bottoms: list[Expr], bounded: frozenset[Any]) -> tuple[Pairs, list[Expr]]:
    """Each numerator with its share of the denominators, and the denominators that come last.

    Those in turn, first what every numerator has below it; but what some numerators are divided by inside, as u/v - 1
    is by v, does not divide these again but at the end, and no step is divided. Unless one numerator alone may be huge,
    and the others are bounded, by themselves or over a hypot of what they are sums of: then these multiply it before
    anything divides it.

    Args:
        tops: the numerators, one at least.
        bottoms: the denominators.
        bounded: the symbols that are never beyond 1 and -1.
    """
    lengths = [b for b in bottoms if isinstance(seen(b), hypot)]
    sums = [t for t in tops if isinstance(t, Add) and any(_is_within(t, seen(b)) for b in lengths)]
    small = [t for t in tops if _is_bounded(t, bounded)]
    far = [t for t in tops if t not in sums and t not in small]
    last = [b for b in bottoms if b not in lengths]
    if len(far) == 1 and last and len(sums) == len(lengths) and sums:
        return [(far[0], []), *((t, [b]) for t, b in zip(sums, lengths, strict=True)), *((t, []) for t in small)], last
    if bottoms and all(isinstance(seen(t), (*BOUNDED, tanh)) for t in tops):
        return [(t, []) for t in tops], bottoms
    if len(far) == 1 and small and bottoms and all(_is_bounded(b, bounded) for b in bottoms):
        return [(far[0], []), *((t, []) for t in small)], bottoms
    if lengths == bottoms and len(bottoms) == PAIR and len(tops) == PAIR + 1:
        twice = next((t for t in tops if tops.count(t) == PAIR and t in seen(bottoms[0]).args), None)
        if twice is not None and bottoms[0] == bottoms[1]:  # so the product only becomes smaller
            (other,) = (t for t in tops if t != twice)
            return [(twice, bottoms[:1]), (other, []), (twice, bottoms[1:])], []
    each = [b for b in bottoms if bottoms.count(b) == len(tops)]
    bottoms = [*each, *(b for b in bottoms if b not in each)]
    heads = [t for t in tops if not isinstance(t, step | sign)] or tops
    if len(bottoms) > len(heads) and all(isinstance(seen(t), Add | grouped) for t in heads):
        heads = sorted(heads, key=lambda t: all(part.is_positive for part in _terms(t)))  # a difference is smaller
    inside = {(t, b) for t in heads for b in bottoms if _is_over(t, b) and not all(_is_over(h, b) for h in heads)}
    shares = [(t, bottoms[n :: len(heads)]) for n, t in enumerate(heads)]
    pairs = [(t, [b for b in below if (t, b) not in inside]) for t, below in shares]
    return [*pairs, *((t, []) for t in tops if t not in heads)], [b for t, bs in shares for b in bs if (t, b) in inside]


def _terms(total: Expr) -> tuple[Expr, ...]:
    return Add.make_args(total.args[0] if isinstance(total, grouped) else total)


def begins_with_a_side(pairs: Pairs) -> bool:
    """Is the first quotient one of a side over its hypotenuse?"""
    (one, under), *_ = pairs or [(S.One, [])]
    return (
        bool(under)
        and isinstance(seen(under[0]), hypot)
        and one in [side.as_coeff_Mul()[1] for side in seen(under[0]).args]
    )


def is_square(pairs: Pairs) -> bool:
    """Is it a product of four quotients, the second of which comes again at the end?"""
    return len(pairs) == PAIR**2 and pairs[1] == pairs[-1] and all(len(under) == 1 for _, under in pairs)


def _is_over(total: Expr, below: Expr) -> bool:
    """Is a term of it divided by that?"""
    return any(1 / below in Mul.make_args(term) for term in Add.make_args(total))


def _is_within(total: Add, length: Expr) -> bool:
    """Is every term one of the sides, or a factor of one?"""
    sides = {f for side in length.args for f in (side, *Mul.make_args(side))}
    terms = [-term if term.could_extract_minus_sign() else term for term in total.args]
    return all(term in sides or (isinstance(term, grouped) and term.args[0] in sides) for term in terms)


def _is_bounded(node: Expr, bounded: frozenset[Any]) -> bool:
    """Is it of the size of 1 at most?"""
    if isinstance(node, Add | Mul):
        return all(_is_bounded(part, bounded) for part in node.args)
    return bool(node.is_number or isinstance(node, (*BOUNDED, tanh)) or node in bounded)


def decays_second(factors: list[tuple[Expr, int]], bounded: frozenset[Any]) -> list[tuple[Expr, int]]:
    """What falls comes early, so that 0 meets no infinity; not first, so that what is next to 0 meets a factor."""
    late = [f for f in factors[1:] if isinstance(f[0], MAY_BE_SMALL) or f[0] in bounded]
    return [*factors[:1], *late, *(f for f in factors[1:] if f not in late)]


def in_turn(factors: list[tuple[Expr, int]]) -> list[Expr]:
    """Each base once, then those with a higher power once more, and so on."""
    most = max((n for _, n in factors), default=0)
    return [base for level in range(most) for base, n in factors if n > level]
