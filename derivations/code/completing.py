"""Rules for sums of which a part alone is beyond the range, as twice a number or as a square: written without it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product as iterate

from sympy import Add, Expr, Integer, Mul, S

from derivations.code.terms import PAIR, product, size_of, split
from derivations.language.functions import magnitude

POWERS = (2, 4)  # of 2, by which nothing is rounded


def less_half(total: Add, c: Expr, n: Expr, remaining: Expr) -> Expr | None:
    """(2 u - c)/c^3 = 2 (u/c - 1/2)/c^2: twice u/c may be beyond the range."""
    (less,) = (t for t in total.args if c in Mul.make_args(t))
    numbers = {t.as_coeff_Mul()[0] for t in total.args if t != less}
    k = numbers.pop() if len(numbers) == 1 else S.One
    if k not in POWERS:
        return None
    return product(k, remaining, Add(*[product(t, 1 / c, 1 / k) for t in total.args]), c ** (n + 1))


def squares_less(node: Mul) -> Expr | None:
    """(2 a u v - u^2 - v^2)/(a - 1) = 2 u v - (u - v)^2/(a - 1): of the squares each may be beyond the range."""
    for total, rest in split(node):
        terms = Add.make_args(total)
        squares = [-t for t in terms if (-t).as_base_exp()[1] == PAIR]
        if len(terms) != PAIR + 1 or len(squares) != PAIR:
            continue
        u, v = (size_of(square.base) for square in squares)
        (cross,) = (t for t in terms if -t not in squares)
        for u_size, v_size in _with_sizes(u, v):
            a = cross / (2 * u_size * v_size)
            if a.is_Symbol and 1 / (a - 1) in Mul.make_args(rest):
                both = Add(product(Integer(PAIR), u_size, v_size), -((u_size - v_size) ** 2) / (a - 1))
                return Add(*[product(rest * (a - 1), t) for t in both.args])
    return None


def _with_sizes(u: Expr, v: Expr) -> Iterator[tuple[Expr, Expr]]:
    """The two, and their sizes."""
    return iterate((u, magnitude(u)), (v, magnitude(v)))
