"""Sums of which two terms may be infinite, one of them with a minus: there what they share is taken out.

So 1/v - u^2/v^2 is (1 - u^2/v)/v where 1/v may overflow: what stands in the brackets decides the sign, and no infinity
is taken from another. Elsewhere the sum stays as it is, since u^2/v alone may be beyond the range.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from sympy import Add, Basic, Expr, Integer, Mul, Pow, Rational, S, Sum, Symbol, exp
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.code.functions import damped, exp_times, expm1, square_and_product
from derivations.code.stable import rebuilt
from derivations.code.terms import PAIR, product, seen
from derivations.language.functions import Branches, Named, Prime, otherwise

DIGITS = 300  # of what is within the range by a wide margin
FARTHEST = Integer(690)  # an exponent whose exponential has no more


def with_one_infinity(node: Basic, bounded: frozenset[Any] = frozenset()) -> Expr:
    """The same, such sums in two cases, or as a function that keeps the sign.

    Args:
        node: the expression.
        bounded: the symbols that are never beyond 1 and -1.
    """
    if isinstance(node, Named):
        return Named(node.name, with_one_infinity(node.definition, bounded))
    if not node.args or isinstance(node, Sum | Indexed) or not node.has(Pow, exp, expm1):
        return node
    node = rebuilt(node, [with_one_infinity(part, bounded) for part in node.args])
    if not isinstance(node, Add) or node.has(Sum, Indexed):
        return node
    found = None if node.free_symbols <= bounded else _square_beside(node)
    return found or _in_cases(node)


def _square_beside(total: Add) -> Expr | None:
    """U^2 + v w, whose terms may be infinities of unlike signs."""
    squares = [t.base for t in total.args if t.is_Pow and t.exp == PAIR]
    others = [t.args for t in total.args if t.is_Mul]
    if len(total.args) != PAIR or not squares or not others or len(others[0]) != PAIR:
        return None
    parts = (squares[0], *others[0])
    is_plain = all(isinstance(seen(part), Symbol | Add | AppliedUndef | Prime) for part in parts)
    return square_and_product(*parts) if is_plain and not Mul(*others[0]).is_nonnegative else None


def _in_cases(total: Add) -> Expr:
    for term in total.args:
        for scale, base, is_within in _scales(term):
            parts = {t: ratio for t in total.args if (ratio := _over(t, scale, base)) is not None}
            if len(parts) > 1 and not _have_one_sign(parts):
                both = Branches(Add(*parts), is_within, product(scale, Add(*parts.values())), otherwise)
                return Add(*[t for t in total.args if t not in parts], both)
    return total


def _scales(term: Expr) -> Iterator[tuple[Expr, Expr, Relational]]:
    """What a term that is a number times a power below the line, or times an exponential, is a multiple of.

    And what that is a power of, and where it is surely within the range. A power of any exponent may stand above.
    """
    _, factor = term.as_coeff_Mul()
    base, n = factor.as_base_exp()
    if isinstance(factor, exp | expm1) and not factor.args[0].is_nonpositive:
        yield exp(factor.args[0]), S.Exp1, factor.args[0] < FARTHEST
        return
    for part in Mul.make_args(factor):
        base, n = part.as_base_exp()
        above = factor / part
        is_power = above == 1 or (above.is_Pow and above.base == base and above.exp.is_nonnegative)
        if is_power and base.is_Symbol and base.is_positive and n.is_Integer and n < 0:
            yield factor, base, base > Rational(1, 10 ** (DIGITS // -n))


def _over(term: Expr, scale: Expr, base: Expr) -> Expr | None:
    """The term by the scale, if it has a power of what the scale is made of that may overflow too."""
    flat = _flat(term, base)
    for factor in Mul.make_args(flat):
        other, m = factor.as_base_exp()
        if isinstance(scale, exp):
            grows = isinstance(factor, exp) and (factor.args[0] / scale.args[0]).is_positive
        else:
            grows = other == base and m.is_Integer and m < 0
        if grows:
            return flat / scale
    return None


def _flat(term: Expr, below: Expr) -> Expr:
    """The term as a plain product; names of quotients by that opened, exp(u) - 1 as exp(u)."""
    found = []
    for factor in Mul.make_args(term):
        base, n = factor.as_base_exp()
        if isinstance(base, Named) and below in Mul.make_args(base.definition.as_numer_denom()[1]):
            base = base.definition
        elif isinstance(base, exp_times):
            base = base.args[0] * exp(base.args[1])
        elif isinstance(base, damped):
            base = Mul(*[_flat(part, below) for part in base.args])
        elif isinstance(base, expm1):
            base = exp(base.args[0])
        found.append(base**n)
    return Mul(*found)


def _have_one_sign(terms: dict[Expr, Expr]) -> bool:
    return all(t.is_nonnegative for t in terms) or all(t.is_nonpositive for t in terms)
