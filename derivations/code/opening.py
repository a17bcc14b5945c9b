"""Named intermediates opened where terms then cancel, as in (y - h) I - h U with U = A - I: they are cancelled here.

What is left may still be a difference of two sums of which each is at most the other, term by term, as a minimum is at
most what it is the minimum of: min(a, b) - a = -(a - b)_+. So w v - u v is -(u - w) v, where u - w has no such terms.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from itertools import permutations

from sympy import Add, Expr, Mul, Pow, S, Sum
from sympy.tensor.indexed import Indexed

from derivations.code.terms import PAIR, negative, product, seen
from derivations.language.functions import Branches, Named, largest, positive_part, smallest

MOST = 3  # factors that are matched
EXTREMES = (smallest, largest)
Terms = list[Expr]


def opened(node: Expr) -> Expr | None:
    """The same, names opened where that cancels terms; None where it does nowhere."""
    if not node.has(Named) or node.has(Sum, Indexed):
        return None
    if isinstance(node, Add) and (found := _sum(node)) is not None:
        return found
    if isinstance(node, Named) or not isinstance(node, Add | Mul | Pow | Branches):
        return None
    parts = [opened(part) if isinstance(part, Expr) else None for part in node.args]
    if all(part is None for part in parts):
        return None
    args = [part if part is not None else old for part, old in zip(parts, node.args, strict=True)]
    return product(*args) if isinstance(node, Mul) else node.func(*args)


def _sum(node: Add) -> Expr | None:
    """Fractions with the same parts in the denominator together, each numerator with its names opened."""
    groups: defaultdict[tuple[Expr, ...], Terms] = defaultdict(list)
    for term in node.args:
        for part in _distributed(term):
            groups[tuple(sorted(_below(part), key=str))].append(part)
    total, some = [], False
    for bases, terms in groups.items():
        powers = {b: max(_below(t).get(b, 0) for t in terms) for b in bases}
        raised = [_raised(t, powers) for t in terms]
        better = _numerator(raised)
        some = some or better is not None
        total.append(product(Add(*terms) if better is None else product(better, *[b**-n for b, n in powers.items()])))
    return Add(*total) if some else None


def _distributed(term: Expr) -> Iterator[Expr]:
    """A product with a sum in which there is a name, term by term."""
    factors = Mul.make_args(term)
    for n, factor in enumerate(factors):
        if isinstance(factor, Add) and any(isinstance(f, Named) for t in factor.args for f in Mul.make_args(t)):
            for part in factor.args:
                yield from _distributed(Mul(part, *factors[:n], *factors[n + 1 :]))
            return
    yield term


def _below(term: Expr) -> dict[Expr, int]:
    return {f.base: -int(f.exp) for f in Mul.make_args(term) if isinstance(f, Pow) and f.exp.is_Integer and f.exp < 0}


def _raised(term: Expr, powers: dict[Expr, int]) -> Expr:
    """The numerator of a term over the common denominator."""
    return Mul(term, *[b**n for b, n in powers.items()])


def _numerator(terms: Terms) -> Expr | None:
    """What is left of a sum when its names are opened; None if nothing cancels."""
    if len(terms) < PAIR:
        return None
    total, some = terms, False
    for name in _names(terms):
        more = _replaced(total, name)
        if len(Add.make_args(Add(*more))) < len(more):
            total, some = list(Add.make_args(Add(*more))), True
    if some:
        return _closed(total)[0]
    names = _names(terms)
    if not names and not any(term.has(*EXTREMES) for term in terms):
        return None
    areas = [name for name in names if not any(isinstance(part, EXTREMES) for part in _parts(name))]
    for several in (*((name,) for name in names), areas):
        more = terms
        for name in several:
            more = _replaced(more, name)
        closed, shorter = _closed(more)
        if shorter:
            return closed
    return None


def _names(terms: Terms) -> list[Named]:
    """The names among the factors that stand for sums, or for multiples of them, the longest first."""
    found = {f for t in terms for f in Mul.make_args(t) if isinstance(f, Named) and len(_parts(f)) > 1}
    return sorted(found, key=lambda name: (-name.definition.count_ops(), str(name)))


def _parts(name: Named) -> tuple[Expr, ...]:
    """The terms of what a name stands for."""
    number, total = name.definition.as_coeff_Mul()
    return tuple(number * term for term in Add.make_args(total))


def _replaced(terms: Terms, name: Named) -> Terms:
    """A name opened, in the terms in which it is a factor."""
    found: Terms = []
    for term in terms:
        if name in (factors := list(Mul.make_args(term))):
            factors.remove(name)
            found += [Mul(part, *factors) for part in _parts(name)]
        else:
            found.append(term)
    return found


def _closed(terms: Terms) -> tuple[Expr, bool]:
    """The sum with factors taken out, and is a difference in it shorter than it was?"""
    terms = [Mul(*[_product(f) for f in Mul.make_args(t)]) for t in terms]
    common = set.intersection(*(set(Mul.make_args(t)) for t in terms)) - {S.NegativeOne}
    rest = _collected([Mul(*[f for f in Mul.make_args(t) if f not in common]) for t in terms])
    left, some = _paired(rest)
    return product(*common, Add(*left)), some


def _product(factor: Expr) -> Expr:
    """A name for a product opened."""
    is_product = isinstance(factor, Named) and isinstance(factor.definition, Mul) and len(_parts(factor)) == 1
    return factor.definition if is_product else factor


def _collected(terms: Terms) -> Terms:
    """The sum a w + b w as (a + b) w, where a + b is a factor elsewhere."""
    for total in sorted({f for t in terms for f in Mul.make_args(t) if isinstance(f, Add)}, key=str):
        for term in terms:
            if total.args[0] in Mul.make_args(term):
                cofactor = term / total.args[0]
                parts = [Mul(part, cofactor) for part in total.args]
                if all(part in terms for part in parts):
                    return _collected([*(t for t in terms if t not in parts), Mul(cofactor, total)])
    return terms


def _paired(terms: Terms) -> tuple[Terms, bool]:
    """A v - c v as (a - c) v, and a b - c d as (a - c) b + c (b - d), where the differences get shorter."""
    for one, other in permutations(terms, 2):
        if one.as_coeff_Mul()[0] > 0 > other.as_coeff_Mul()[0] and (found := _difference(one, -other)) is not None:
            rest, _ = _paired([t for t in terms if t not in (one, other)])
            return [*found, *rest], True
    shorter = _less(Add(*terms), S.Zero) if len(terms) > 1 else None
    return ([shorter], True) if shorter is not None else (terms, False)


def _difference(above: Expr, below: Expr) -> Terms | None:
    """The difference of two products, by the differences of their factors."""
    ours, theirs = map(_single, (above, below))
    shared = list((Counter(ours) & Counter(theirs)).elements())
    ours, theirs = (list((Counter(factors) - Counter(shared)).elements()) for factors in (ours, theirs))
    if not len(ours) == len(theirs) <= MOST:
        return None
    for matched in permutations(theirs):
        gaps = [_gap(u, v) for u, v in zip(ours, matched, strict=True)]
        if None in gaps:
            continue
        found, pairs = [], list(zip(ours, matched, gaps, strict=True))
        while pairs:
            u, v, gap = pairs.pop(0)
            if (u, v, gap) in pairs and (total := _gap(u, -v)) is not None:  # u^2 - v^2
                pairs.remove((u, v, gap))
                found.append(product(*shared, gap, total, *(one for one, _, _ in pairs)))
                shared = [*shared, v, v]
            else:
                found.append(product(*shared, gap, *(one for one, _, _ in pairs)))
                shared = [*shared, v]
        return found
    return None


def _single(term: Expr) -> Terms:
    """The factors of a product, those of a square twice."""
    powers = [f.as_base_exp() for f in Mul.make_args(term)]
    return [b for base, n in powers for b in ([base] * int(n) if n.is_Integer and n > 0 else [base**n])]


def _gap(u: Expr, v: Expr) -> Expr | None:
    """U - v, if terms cancel in it or in v - u."""
    less = _less(u, v)
    return less if less is not None else (negative(more) if (more := _less(v, u)) is not None else None)


def _flat(u: Expr) -> Iterator[Expr]:
    """The terms of a sum, and those of sums that are subtracted in it."""
    for term in Add.make_args(u):
        number, rest = term.as_coeff_Mul()
        if isinstance(rest, Add) and number == -1:
            yield from (-t for t in _flat(rest))
        else:
            yield term


def _less(u: Expr, v: Expr) -> Expr | None:
    """U - v, if terms cancel in it."""
    terms = [*_flat(seen(u)), *(-t for t in _flat(seen(v)))]
    left = list(Add.make_args(Add(*terms)))
    for t in tuple(left):
        sign, extreme = (-1, -t) if t.could_extract_minus_sign() else (1, t)
        if isinstance(extreme, EXTREMES) and len(extreme.args) == PAIR and t in left:
            for a, b in permutations(extreme.args):
                if -sign * a in left:
                    over = a - b if isinstance(extreme, smallest) else b - a
                    left.remove(t)
                    left.remove(-sign * a)
                    left.append(sign * (-positive_part(over) if isinstance(extreme, smallest) else positive_part(over)))
                    break
    return Add(*left) if len([t for t in left if t != 0]) < len([t for t in terms if t != 0]) else None
