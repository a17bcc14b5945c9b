"""Gradients altered in kinds S5 to S9: sizes, names, indices out of range, and where there is a value at all."""

from __future__ import annotations

from random import Random

from altered_values import KINDS as VALUES
from altered_values import Alter, at_first, by_cases, drafted
from claim_subjects import Draft, Subject, far, interval, near, of_kind, probe, replaced, sums_of
from sympy import Eq, Expr, Indexed, Integer, KroneckerDelta, Min, Mul, Rational, Sum, Symbol, exp, log, loggamma, sqrt

from derivations.language import Classes, Named, inverse_entry


# S5: some sizes only
def _size(about: Subject, rng: Random) -> tuple[Symbol, int, int] | None:
    """A size, a value of it, and the least value."""
    if not about.sizes:
        return None
    size = rng.choice(about.sizes)
    least = 2 if isinstance(about.loss.symbols[size], Classes) else 1
    return size, rng.choice((3, 4, 4, 6, 6, 7, 8, 9, 10, 12)), least


def wrong_for_a_size(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """Another value for one size, for large ones, or where a polynomial in the size is not zero."""
    chosen = _size(about, rng)
    if chosen is None:
        return None
    n, at, least = chosen
    wrong = rng.choice((g + 1, Integer(0), g + about.loss.wrt, g * (1 + about.loss.wrt**2)))
    roots = rng.choice(((1, 2, 5), (2, 3, 7), (1, 2, 4), range(least, at), (1, 2, 3, 5, 7, 11)))
    polynomial = Mul(*[n - root for root in roots if root != at])
    claims = (
        by_cases(Eq(n, at), wrong, g),
        by_cases(n < at, g, wrong),
        by_cases(n <= at - 1, g, wrong),
        g + rng.choice((1, about.loss.wrt)) * polynomial,
        g + KroneckerDelta(n, at) * about.loss.wrt,
    )
    return drafted(rng.choice(claims), fixed={n: at})


def bounded(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """A sum that ends early, or a mean over fewer."""
    chosen = _size(about, rng)
    if chosen is None:
        return None
    n, at, _ = chosen
    most = Min(n, at - 1)
    totals = [total for total in sums_of(g) if total.limits[0][2] == n]
    if totals:
        total = rng.choice(totals)
        ((index, low, _),) = total.limits
        return Draft(replaced(g, total, Sum(total.function, (index, low, most))), fixed={n: at})
    claim = replaced(g, n, most)
    return None if claim == g else Draft(claim, fixed={n: at})


def wrong_for_an_index(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """Another value in one component."""
    held = [(s, about.loss.symbols[s].last) for s in about.indices if about.loss.symbols[s].last in about.sizes]
    if not held:
        return None
    (k, n), at = rng.choice(held), rng.choice((3, 4, 6, 8))
    claims = (by_cases(Eq(k, at), g + 1, g), by_cases(k < at, g, 2 * g), g + KroneckerDelta(k, at))
    return drafted(rng.choice(claims), fixed={n: at + rng.randrange(2), k: at})


# S6: the name that is printed is not that of the value
def misnamed(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """A coordinate, or the whole gradient, under the name of another coordinate."""
    held = [u for u in about.coordinates if u in of_kind(g, type(u))]
    u = rng.choice(held) if held else g
    others = [v for v in about.coordinates if v != u]
    if not others:
        return None
    v, more = rng.choice(others), rng.choice((0, 1, Rational(-1, 2)))
    return Draft(replaced(g, u, Named(v, u + more) - more), reading=replaced(g, u, v - more))


# S7: indices out of range
def _entries(about: Subject, g: Expr) -> list[Expr]:
    drawn = [n for n in of_kind(g, Indexed) if n.base in about.loss.symbols]
    return [*drawn, *of_kind(g, inverse_entry)]


def _shape(about: Subject, node: Expr) -> tuple[Expr, ...]:
    base = node.array if isinstance(node, inverse_entry) else node.base
    return about.loss.symbols[base].shape


def wrapped(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """An index less its own size: of a list, that would be the same entry."""
    held = [(node, place) for node in _entries(about, g) for place, index in enumerate(node.indices) if index.is_Symbol]
    if not held:
        return None
    node, place = rng.choice(held)
    size = _shape(about, node)[place]
    indices = [index - size if number == place else index for number, index in enumerate(node.indices)]
    new = (
        inverse_entry(node.args[0].base[tuple(indices)])
        if isinstance(node, inverse_entry)
        else node.base[tuple(indices)]
    )
    outside = at_first(indices[place], g)
    claim = replaced(g, node, new)
    return Draft(claim, beyond=(outside, size)) if claim.has(new) else None


def shifted(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """The next entry, which the last one does not have."""
    held = [(node, place) for node in _entries(about, g) for place, index in enumerate(node.indices) if index.is_Symbol]
    held = [(node, place) for node, place in held if node.indices[place] in about.indices]
    if not held:
        return None
    node, place = rng.choice(held)
    k, size, by = node.indices[place], _shape(about, node)[place], rng.choice((1, 2))
    new = node.xreplace({k: k + by})
    at = size if about.loss.symbols[k].last == size else about.loss.symbols[k].last
    claim = replaced(g, node, new)
    return Draft(claim, fixed={k: at}, beyond=(k + by, size)) if claim.has(new) else None


def overrun(_: Subject, g: Expr, rng: Random) -> Draft | None:
    """A sum that begins before the first entry, or ends behind the last."""
    totals = [
        total
        for total in sums_of(g)
        if total.limits[0][0] in {s for n in of_kind(total, Indexed, Named, inverse_entry) for s in n.free_symbols}
    ]
    if not totals:
        return None
    total = rng.choice(totals)
    ((index, low, high),) = total.limits
    limits = rng.choice(((index, low - 1, high), (index, low, high + 1), (index, low - 1, high - 1)))
    beyond = (low - 1, high) if limits[1] != low else (high + 1, high)
    return Draft(replaced(g, total, Sum(total.function, limits)), beyond=beyond)


# S9: no value on a part of the domain
def halved(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """The same value, but for those numbers whose logarithm or root there is not."""
    real = [u for u in (about.loss.wrt, *about.coordinates) if interval(about, u) == "real"]
    if not real:
        return None
    u = rng.choice(real)
    c = rng.choice((Integer(0), Integer(1), near(about, u, rng), far(about, u, rng)))
    below, above, r = u - c, c - u, magnitude_of(c) + 1
    forms: tuple[tuple[Expr, Expr], ...] = (
        (Mul(g, exp(log(below), evaluate=False), 1 / below, evaluate=False), c - 1),
        (g + log(above) - log(2 * above) + log(2), c + 1),
        (g * sqrt(below) * sqrt(below + 1) / sqrt(below**2 + below), c - 3),
        (g + loggamma(below + 1) - loggamma(below) - log(below), c - Rational(5, 2)),
        (g + sqrt(r**2 - u**2) - sqrt(r - u) * sqrt(r + u), r + 1),
        (g + log(below**2) - 2 * log(below), c - 1),
        (g + Mul(Integer(0), log(below), evaluate=False), c - 1),
        (g + about.loss.wrt * (log(below / (1 + u**2)) - log(below) + log(1 + u**2)), c - 1),
    )
    claim, at = rng.choice(forms)
    return Draft(claim, ((u, at),))


def pierced(about: Subject, g: Expr, rng: Random) -> Draft | None:
    """The same value, but at one point, where it is 0/0."""
    u = probe(about, rng)
    c = near(about, u, rng)
    hole = rng.choice(
        (
            (u**2 - c**2) / ((u - c) * (u + c)),
            (u**3 - c**3) / ((u - c) * (u**2 + c * u + c**2)),
            ((u - c) ** 2 + u - c) / ((u - c) * (u - c + 1)),
        )
    )
    return Draft(g * hole, ((u, c),))


def magnitude_of(c: Expr) -> Expr:
    return c if c >= 0 else -c


PLACES: dict[str, tuple[Alter, ...]] = {
    "S5": (wrong_for_a_size, bounded, wrong_for_an_index),
    "S6": (misnamed,),
    "S7": (wrapped, shifted, overrun),
    "S9": (halved, pierced),
}
# S8: lines before the last are altered in any of these kinds.
ALTERATIONS: dict[str, tuple[Alter, ...]] = {
    **VALUES,
    **PLACES,
    "S8": tuple(alter for kind in ("S1", "S2", "S3", "S4", "S5", "S9") for alter in {**VALUES, **PLACES}[kind]),
}
