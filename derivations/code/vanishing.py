"""The last step to code: a sigmoid, its slope, a squared sech or an exponential beside numbers of any size.

Far from 0 a sigmoid has lost its digits, or has vanished, where the product has not; and the product with the smaller
of the numbers alone may vanish.
"""

from __future__ import annotations

from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, Sum, exp
from sympy.tensor.indexed import Indexed

from derivations.code.functions import (
    damped,
    exp_times,
    exp_times_both,
    grouped,
    product_over_square,
    sech,
    sech_square_by,
    sigma_beside,
    sigma_by,
    sigma_slope,
    slope_beside,
    slope_by,
)
from derivations.code.scales import degree
from derivations.code.stable import rebuilt
from derivations.code.terms import PAIR, product, split_up
from derivations.language.functions import Branches, Named, magnitude, otherwise, sigma

FAR = Integer(10) ** 300
BESIDE = {sigma: sigma_beside, sigma_slope: slope_beside, exp: exp_times_both}
BY = {sigma: sigma_by, sigma_slope: slope_by, sech: sech_square_by, exp: exp_times}  # exp may grow, and comes last


def before_it_vanishes(node: Basic, bounded: frozenset[Any]) -> Expr:
    """The same, what falls beside what may be large as one function with that.

    Args:
        node: the expression.
        bounded: the symbols that are never beyond 1 and -1.
    """
    if isinstance(node, Named):
        return Named(node.name, before_it_vanishes(node.definition, bounded))
    if not node.args or isinstance(node, Sum | Indexed) or not node.has(*BY, Pow):
        return node
    if isinstance(node, Mul | damped) and not node.has(Sum, Indexed):
        factors = [before_it_vanishes(factor, bounded) for factor in split_up(node)]
        found = _one_by_one(factors, bounded) or _over_square(factors, bounded)
        if found is not None:
            return found
    return rebuilt(node, [before_it_vanishes(part, bounded) for part in node.args])


def _one_by_one(factors: list[Expr], bounded: frozenset[Any]) -> Expr | None:
    """What is large by each factor that falls in turn: so the product only becomes smaller.

    What is large must have a symbol of its own: a sigmoid of beta u has vanished by far before beta is large.
    """
    large = [f for f in factors if _kind(f) is None and _degree(f, bounded) > 0]
    if not 1 <= len(large) <= PAIR or any(f.is_Function or f.is_Pow or _degree(f, bounded) > 1 for f in large):
        return None
    rest, own = [f for f in factors if f not in large], product(*large).free_symbols
    falling = [(kind, n) for kind in BY for n, f in enumerate(rest) if _kind(f) is kind]
    falling = [(kind, n) for kind, n in falling if own - rest[n].free_symbols]
    if not falling:
        return None
    if len(large) == PAIR and len(falling) == 1 and falling[0][0] in BESIDE:
        ((kind, n),) = falling
        return product(BESIDE[kind](*large, *rest[n].args), *rest[:n], *rest[n + 1 :])
    total, *others = sorted(large, key=lambda f: not f.is_Symbol)
    last = (
        next((one for one in reversed(falling) if one[0] in BESIDE), None) if others and others[0].is_Symbol else None
    )
    for kind, n in falling:
        if (kind, n) != last:
            total = BY[kind](total, *(rest[n].base if kind is sech else rest[n]).args)
    if last is not None:
        total, others = BESIDE[last[0]](total, *others, *rest[last[1]].args), []
    taken = {n for _, n in falling}
    total = damped(total, *others) if others and not others[0].is_Symbol else product(total, *others)
    return product(total, *[f for n, f in enumerate(rest) if n not in taken])


def _over_square(factors: list[Expr], bounded: frozenset[Any]) -> Expr | None:
    """U v/w^2, of which neither u/w nor u v need be within the range."""
    squares = [f for f in factors if f.is_Pow and f.base.is_Symbol and f.exp == -PAIR]
    counts = [f for f in factors if f.is_Pow and f.exp == -1 and f.base.is_integer and f.base.is_positive]
    rest = [f for f in factors if f not in squares and f not in counts]
    large = [f for f in rest if _degree(f, bounded) > 0]
    sums = [f for f in large if isinstance(f.args[0] if isinstance(f, grouped) else f, Add)]
    if len(squares) != 1 or len(large) != PAIR or len(sums) != 1 or not any(f.is_Symbol for f in large):
        return None
    (u,) = (f for f in large if f not in sums)
    w = squares[0].base
    found = product_over_square(u, product(*sums, *counts), w)
    quotients = [t for t in sums[0].args if 1 / w in Mul.make_args(t)]
    if len(quotients) == 1 and all(t.is_number for t in sums[0].args if t not in quotients):
        (far,) = quotients  # which alone may be beyond the range
        beyond = product_over_square(u, product(far * w, *counts), w) / w
        found = Branches(found, (far if far.is_nonnegative else magnitude(far)) < FAR, beyond, otherwise)
    return product(found, *[f for f in rest if f not in large])


def _kind(factor: Expr) -> type | None:
    """The kind of a factor that falls; of a squared sech that is sech."""
    base, n = factor.as_base_exp()
    return sech if isinstance(base, sech) and n == PAIR else next((k for k in BESIDE if isinstance(factor, k)), None)


def _degree(factor: Expr, bounded: frozenset[Any]) -> int:
    return degree(factor.xreplace(dict.fromkeys(bounded, Rational(1, 2))))
