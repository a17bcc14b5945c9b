"""Points that ordinary ones miss: in a thin strip between two boundaries, beyond one that is far out, large or tiny."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction
from itertools import pairwise
from random import Random

from flint import fmpq
from sympy import Expr, Symbol

from derivations.evidence.constraints import exact_root
from derivations.evidence.points import Point, contains, exact, stress
from derivations.evidence.settings import Setting
from derivations.language.domains import Domain, Index
from derivations.language.shapes import free_names

# Times as far from zero as before, in small steps first; and that far from zero.
FURTHER = tuple(fmpq(sign * 2**power) for power in (2, 4, 6, 9, 13, 18) for sign in (1, -1))
CLOSER = tuple(fmpq(1, 2**power) for power in (4, 8, 12, 16, 20, 30, 40))
MOST_NAMES = 6
FEW_SETTINGS = 6


def along(switches: Sequence[Expr], start: Point) -> Iterator[Point]:
    """Points that differ from the start in one coordinate: one in each interval between its boundaries."""
    for key in _movable(start, set().union(*map(free_names, switches))):
        low, high = start.setting.domains[key].interval
        found = (exact_root(u, start, {}, key) for u in switches if key in free_names(u))
        roots = {root for root in found if root is not None}
        if roots:
            stops = sorted({*roots, *_ends(roots, start.get(key), low, high)})
            yield from _inside(start, key, [(one + other) / 2 for one, other in pairwise(stops)])


def beyond(switch: Expr, start: Point) -> Iterator[Point]:
    """Points that differ from the start in one coordinate and may lie on the other side of the switch."""
    for key in _movable(start, free_names(switch)):
        yield from _inside(start, key, [factor * start.get(key) for factor in (*CLOSER, *FURTHER)])


def _ends(roots: set[fmpq], here: fmpq, low: Fraction | None, high: Fraction | None) -> Iterator[fmpq]:
    """The ends of the domain; where it has none, a place well beyond the last boundary."""
    wide = 2 * (max(roots) - min(roots) + abs(here - min(roots)) + 1)
    yield min(roots) - wide if low is None else exact(low)
    yield max(roots) + wide if high is None else exact(high)


def _movable(start: Point, names: set[Expr]) -> list[Symbol]:
    domains = start.setting.domains
    return [k for k in domains if k in names and k in start.numbers and not domains[k].values][:MOST_NAMES]


def _inside(start: Point, key: Symbol, values: Sequence[fmpq]) -> Iterator[Point]:
    yield from (point for point in (start.changed(key, value) for value in values) if point.is_inside())


def wide(rng: Random, domain: Domain) -> Fraction:
    """A number that is large, tiny, or next to an end of the domain, but at no special place."""
    number = stress(rng, domain)
    jitter = Fraction(rng.randrange(1, 2**12), 2**26)
    return next((v for v in (number + jitter, number - jitter) if contains(domain, v)), number)


def few_of(settings: list[Setting]) -> list[Setting]:
    """A few settings, large ones among them, and one in which all indices are 2: what holds at 1 may not hold there."""
    if len(settings) <= FEW_SETTINGS:
        return settings
    few = settings[:: len(settings) // FEW_SETTINGS]
    return few + [setting for setting in settings if setting not in few and _indices(setting) == {2}][:1]


def _indices(setting: Setting) -> set[fmpq]:
    """The values of the free indices."""
    return {setting.fixed[s] for s, domain in setting.loss.symbols.items() if isinstance(domain, Index)}
