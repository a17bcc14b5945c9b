"""Powers of the distance between a number and a sigmoid, and what stands beside them."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Add, Dummy, Expr, Mul, Poly, Pow, Sum, Symbol, expand, factor
from sympy.polys.polyerrors import PolynomialError
from sympy.tensor.indexed import Indexed

from derivations.code.functions import grouped, sigma_distance_power
from derivations.code.terms import Rule, negative, product, seen, split
from derivations.language.functions import Branches, Named, magnitude, otherwise, sigma


def by_distance(node: Expr) -> Expr:
    """The same, a polynomial in t beside a power of |t - p| as one in t - p, if that has fewer terms."""
    if isinstance(node, Named) or not node.has(magnitude) or node.has(Sum, Indexed):
        return node
    args = [by_distance(part) for part in node.args]
    if not isinstance(node, Mul):
        return node.func(*args)
    for power, rest in split(Mul(*args)):
        for t, p in _ends(power):
            for total, remaining in split(rest):
                if isinstance(total, Add) and (found := _opened(total, t, p)) is not None:
                    return product(remaining, power, found)
    return product(*args)


def _ends(power: Expr) -> Iterator[tuple[Symbol, Named]]:
    """The t and p of a power of |t - p|, if its exponent is no number."""
    if isinstance(power, Pow) and isinstance(power.base, magnitude) and not power.exp.is_number:
        (distance,) = power.base.args
        for u in (distance, negative(distance)):
            names = [term for term in Add.make_args(negative(u)) if isinstance(term, Named)]
            if len(names) == 1 and isinstance(t := u + names[0], Symbol):
                yield t, names[0]


def _opened(total: Add, t: Symbol, p: Named) -> Expr | None:
    """The sum in powers of t - p, each coefficient factored; None if that has no fewer terms."""
    letters = {named: Dummy() for named in total.atoms(Named)}
    if p not in letters:
        return None
    back = {letter: named for named, letter in letters.items()}
    plain, distance = total.xreplace(letters), Dummy()
    before, after = expand(plain), expand(plain.xreplace({t: distance + letters[p]}))
    if len(Add.make_args(after)) >= len(Add.make_args(before)):
        return None
    try:
        terms = Poly(after, distance).terms()
    except PolynomialError:
        return None
    return Add(*[product(factor(c).xreplace(back), (t - p) ** n) for (n,), c in terms])


def _power(node: Expr) -> Expr | None:
    """|u - sigma(v)|^w: where the distance is near 1, its power depends on digits that it has lost.

    So it is with (sigma(v) - u)^w where the distance is positive; elsewhere it stays what it is, mostly no number.
    """
    base, w = node.as_base_exp()
    distance = seen(base.args[0] if isinstance(base, magnitude) else base)
    if w.is_number or w.is_integer or not isinstance(distance, Add):
        return None
    for one in (distance, negative(distance)):
        for term in one.args:
            if isinstance(seen(-term), sigma):
                found = sigma_distance_power(one - term, seen(-term).args[0], w)
                return found if isinstance(base, magnitude) else Branches(found, base > 0, grouped(node), otherwise)
    return None


RULES: tuple[Rule, ...] = (_power,)
