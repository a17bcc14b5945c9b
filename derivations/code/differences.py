"""Rules for differences of products and quotients: of squares, with a common factor, over a common denominator."""

from __future__ import annotations

from itertools import permutations

from sympy import Add, Expr, Mul, Pow, S, atan, expand, together

from derivations.code.functions import atan_gap, grouped, hypot
from derivations.code.terms import PAIR, Rule, negative, product, split
from derivations.language.functions import Branches, magnitude, otherwise


def _over_length(node: Add) -> Expr | None:
    """C + k u^2/hypot(u, v)^2 = (c + k) (u/hypot(u, v))^2 + c (v/hypot(u, v))^2, of which the first may be small."""
    if len(node.args) != PAIR or not any(t.is_Rational for t in node.args):
        return None
    c, term = sorted(node.args, key=lambda t: not t.is_Rational)
    for length, rest in split(term):
        base, n = length.as_base_exp()
        for u, v in (base.args, base.args[::-1]) if isinstance(base, hypot) and n == -2 else ():
            k = rest / u**2
            if not k.has(u) and not k.is_number:
                return product(expand(c + k), (u / base) ** 2) + product(c, (v / base) ** 2)
    return None


def _squares(node: Add) -> Expr | None:
    """u^2 - v^2 = (u - v)(u + v), which neither loses digits nor overflows so soon."""
    roots = [(n, _root(t)) for n, t in enumerate(node.args)]
    squares = [(n, *found) for n, found in roots if found]
    for n, sign, u in squares:
        for m, other, v in squares:
            if sign > 0 > other and not (u.is_number and v.is_number):
                rest = [t for k, t in enumerate(node.args) if k not in (n, m)]
                if not rest:
                    a, b = (grouped(w) if isinstance(w, Add) else w for w in (u, v))
                    return product(Add(a, -b), Add(a, b))
    return None


def _angles(node: Add) -> Expr | None:
    """C atan(u/v) - c atan(x/y): where both quotients are large the angles are nearly equal."""
    found = [(t, f.args[0], c) for t in node.args for f, c in split(t) if isinstance(f, atan) and f.args[0].is_positive]
    for term, one, c in found:
        for other, two, d in found:
            if c == -d and not c.could_extract_minus_sign():
                rest = [t for t in node.args if t not in (term, other)]
                return Add(*rest, product(c, atan_gap(*one.as_numer_denom(), *two.as_numer_denom())))
    return None


def _between(node: Add) -> Expr | None:
    """U + (b - 2) (u - v) = (b - 1) u + (2 - b) v, which is between u and v for 1 < b < 2: there nothing cancels."""
    for u, term in permutations(node.args, PAIR):
        for total, k in split(term):
            if (
                u.is_Symbol
                and isinstance(total, Add)
                and u in total.args
                and isinstance(k, Add)
                and k.args[0].is_Rational
            ):
                v = Add(*[-t for t in total.args if t != u])
                apart = Add(product(k + 1, u), product(negative(k), v))
                rest = [t for t in node.args if t not in (u, term)]
                return Add(*rest, Branches(grouped(apart), k < 0, grouped(u + term), otherwise))
    return None


def _root(term: Expr) -> tuple[int, Expr] | None:
    """The sign and the root of a square."""
    sign = -1 if term.could_extract_minus_sign() else 1
    square = -term if sign < 0 else term
    if square == 1:
        return sign, S.One
    if isinstance(square, Pow) and square.exp == 2:
        return sign, square.base
    return None


def _common_factor(node: Add) -> Expr | None:
    """C u - c v = c (u - v) for a symbol c: both terms may be beyond the range, and rounding them loses digits."""
    plain = [t for t in node.args if all(f.as_base_exp()[0].is_Symbol or f.is_number for f in Mul.make_args(t))]
    for c in sorted(set().union(*(t.free_symbols for t in plain)), key=str):
        alike = [t for t in plain if c in Mul.make_args(t)]
        if len(alike) == PAIR and alike[0].could_extract_minus_sign() != alike[1].could_extract_minus_sign():
            return Add(*[t for t in node.args if t not in alike], product(c, Add(*[t / c for t in alike])))
    return None


def _common_size(node: Add) -> Expr | None:
    """C |u| - k u^2 = |u| (c - k |u|): both terms may be beyond the range."""
    if len(node.args) != PAIR:
        return None
    for term, other in permutations(node.args):
        for size, c in split(term):
            if isinstance(size, magnitude):
                k = other / size.args[0] ** 2
                if not k.has(*size.args) and k.could_extract_minus_sign() != c.could_extract_minus_sign():
                    return product(size, c + k * size)
    return None


def _common_denominator(node: Add) -> Expr | None:
    """1/u - v/u^2 = (u - v)/u^2, and u/v^2 - 1/u = (u - v)(u + v)/(u v^2): where they cancel u - v is exact."""
    if len(node.args) != PAIR or not all(
        f.as_base_exp()[0].is_Symbol for t in node.args for f in Mul.make_args(t) if f != -1
    ):
        return None
    above, below = together(node).as_numer_denom()
    terms = Add.make_args(above)
    if below == 1 or len(terms) != PAIR or terms[0].could_extract_minus_sign() == terms[1].could_extract_minus_sign():
        return None
    roots = [-t if t.could_extract_minus_sign() else t for t in terms]
    if all(r.is_Symbol or _is_square_of_symbol(r) for r in roots) and roots[0].is_Symbol == roots[1].is_Symbol:
        parts = Mul.make_args(_squares(above) or above)
        return product(*[grouped(part) if isinstance(part, Add) else part for part in parts], 1 / below)
    return None


def _is_square_of_symbol(node: Expr) -> bool:
    return bool(node.is_Pow and node.exp == 2 and node.base.is_Symbol)


RULES: tuple[Rule, ...] = (_over_length, _squares, _angles, _between)
RULES_LAST: tuple[Rule, ...] = (_common_factor, _common_size, _common_denominator)
