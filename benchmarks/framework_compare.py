"""A call of a library beside the loss whose script states it: the same value, the same gradient, and what is seen."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from typing import Any

import numpy as np
from flint import fmpq
from framework_calls import NotCalledError, Returned, library_of, python_name, returned, settings_of
from framework_points import Spot, edges, name_of, nice_spots, number_at, slopes_at, spot, spot_on, spots
from sympy.tensor.indexed import Indexed

from derivations.catalogue import Entry
from derivations.catalogue.frameworks import MINIMUM, NONE, OTHER, SAME, SHIFTED
from derivations.language.domains import Positive, Size

CLOSE, SINGLE = {"rtol": 1e-7, "atol": 1e-9}, {"rtol": 1e-5, "atol": 1e-5}
IN_SINGLE = ("keras",)  # libraries that take means in single precision, whatever they are told
BATCH = 3  # examples that are put together to see how they are reduced
AROUND, NEAR = 40, (0.1, 0.01)  # points around fitted weights, and how far off
SLACK = 1e-4  # solvers stop early


@dataclass(frozen=True)
class Met:
    """A point, what the loss says there, and what the call returned."""

    call: str
    spot: Spot
    value: float
    slopes: dict[str, Any]
    returned: Returned

    def has_value(self, factor: float = 1) -> bool:
        """Is the value ours times the factor?"""
        return is_close(self.call, np.sum(self.returned.value), factor * self.value)

    def has_slope(self, name: str, factor: float = 1) -> bool:
        """Is the gradient by this name, if there is any, ours times the factor?"""
        theirs = self.returned.gradients
        return theirs is None or is_close(self.call, np.ravel(theirs[name]), factor * np.ravel(self.slopes[name]))

    def has_slopes(self, factor: float = 1) -> bool:
        return all(self.has_slope(name, factor) for name in self.slopes)


def is_close(call: str, theirs: Any, ours: Any) -> bool:
    """Are the numbers equal, but for rounding?"""
    return bool(np.allclose(theirs, ours, **(SINGLE if library_of(call) in IN_SINGLE else CLOSE)))


def compared(entry: Entry, call: str) -> dict[str, Any]:
    """What is found of a call; that it is refused, if it is at every point."""
    if ".fit(" in call:
        return _fitted(entry, call)
    groups = spots(entry)
    met = list(_met(entry, call, (place for group in groups for place in group)))
    if not met:
        return {"points": 0}
    value, gradient = _values(entry, met), _gradients(entry, met)
    factor = _factors(entry).get(value)
    seen = _seen(entry, call, factor) if factor and gradient != OTHER else _difference(entry, call, value)
    reduction = next(filter(None, (_reduction(entry, call, group) for group in groups)), None)
    return {"points": len(met), "value": value, "gradient": gradient, "reduction": reduction, "seen": list(seen)}


def _seen(entry: Entry, call: str, factor: Callable[[Spot], float]) -> Iterator[dict[str, Any]]:
    """What the call of the same loss returns on kinks; and elsewhere, where that is not the loss."""
    for part in entry.parts:
        name = name_of(part.loss.wrt)
        for number, one in _on_kinks(part, entry, call):
            if one.returned.gradients is not None:
                yield remark(one, "kink", name, boundary=number)
        for one in _met(entry, call, edges(part)):
            surprising = not (one.has_value(factor(one.spot)) and one.has_slope(name, factor(one.spot)))
            if surprising and not np.isinf(one.value):  # what no double holds is no surprise
                yield remark(one, "edge", name)


def _on_kinks(part: Entry, entry: Entry, call: str) -> Iterator[tuple[int, Met]]:
    """An exact point on each kink of a part of the page."""
    for number, boundary in enumerate(part.derivation.boundaries):
        place = spot_on(part, boundary) if boundary.kind in ("kink", "tie") else None
        yield from ((number, one) for one in _met(entry, call, [place] if place else []))


def _met(entry: Entry, call: str, places: Iterable[Spot]) -> Iterator[Met]:
    """The points at which the call returns anything."""
    for place in places:
        with suppress(NotCalledError):
            yield meet(entry, call, place)


def meet(entry: Entry, call: str, place: Spot) -> Met:
    """The call and the loss at one point."""
    slopes = {name_of(part.loss.wrt): slopes_at(part, place.point) for part in entry.parts}
    return Met(call, place, number_at(entry.loss.expression, place.point), slopes, _at(call, place, tuple(slopes)))


def _at(call: str, place: Spot, wrt: tuple[str, ...]) -> Returned:
    """The call for the numbers as they are; if there are no arrays or it refuses, for a batch of one example."""
    if any(np.ndim(array) for array in place.arrays.values()):
        with suppress(NotCalledError):
            return _one_number(returned(call, place.arrays, wrt), call)
    return _one_number(returned(call, _batch([place], call), wrt), call)


def _one_number(found: Returned, call: str) -> Returned:
    if np.size(found.value) != 1:
        msg = f"{call}: returns {np.size(found.value)} numbers"
        raise NotCalledError(msg)
    return found


def _batch(places: list[Spot], call: str) -> dict[str, Any]:
    """The arrays of several examples in one; settings and sizes are those of the first."""
    first, fixed = places[0].arrays, settings_of(call)
    return {
        name: value
        if isinstance(value, int) or (name in fixed and np.ndim(value) == 0)
        else np.stack([place.arrays[name] for place in places])
        for name, value in first.items()
    }


def _factors(entry: Entry) -> dict[str, Callable[[Spot], float]]:
    """By what a call may differ: one, or one over a number of things, or over a setting."""
    found: dict[str, Callable[[Spot], float]] = {SAME: lambda _: 1.0}
    for symbol, domain in entry.loss.symbols.items():
        if isinstance(domain, Size | Positive) and not domain.shape:
            name = python_name(symbol)
            found[f"1/{symbol}"] = lambda place, name=name: 1 / float(place.arrays[name])  # type: ignore[misc]
    return found


def _values(entry: Entry, met: list[Met]) -> str:
    gaps = [float(np.sum(one.returned.value)) - one.value for one in met]
    found = (name for name, of in _factors(entry).items() if all(one.has_value(of(one.spot)) for one in met))
    return next(found, SHIFTED if is_close(met[0].call, gaps, gaps[0]) else OTHER)


def _gradients(entry: Entry, met: list[Met]) -> str:
    if met[0].returned.gradients is None:
        return NONE
    return next(
        (name for name, of in _factors(entry).items() if all(one.has_slopes(of(one.spot)) for one in met)), OTHER
    )


def _difference(entry: Entry, call: str, value: str) -> Iterator[dict[str, Any]]:
    """A simple point at which another loss returns something else: another value, if that differs anywhere."""
    met = _met(entry, call, nice_spots(entry))
    apart = (one for one in met if not (one.has_slopes() if value == SAME else one.has_value()))
    yield from (remark(one, "differs", name_of(entry.loss.wrt)) for one in islice(apart, 1))


def remark(one: Met, kind: str, name: str, **more: Any) -> dict[str, Any]:
    """What was seen at a point, by one variable."""
    theirs = one.returned.gradients
    return {
        "kind": kind,
        "by": name,
        **more,
        "at": one.spot.arrays,
        "ours": None if kind == "kink" else [one.value, one.slopes[name]],
        "theirs": [
            np.ravel(one.returned.value)[0],
            None if theirs is None else _shaped(theirs[name], one.slopes[name]),
        ],
    }


def _shaped(theirs: Any, ours: Any) -> Any:
    return np.reshape(theirs, np.shape(ours))


def _reduction(entry: Entry, call: str, group: list[Spot]) -> str | None:
    """What becomes of several examples: each its own, their mean or their sum; None if the call takes no batch."""
    wrt, places = (
        tuple(name_of(part.loss.wrt) for part in entry.parts),
        _with_settings_of(group[0], group[:BATCH], call),
    )
    try:
        each = [float(np.sum(_at(call, place, wrt).value)) for place in places]
        whole = np.ravel(returned(call, _batch(places, call), wrt).value)
    except NotCalledError:
        return None
    ways = {"none": each, "mean": [np.mean(each)], "sum": [np.sum(each)]}
    return next((n for n, way in ways.items() if len(whole) == len(way) and is_close(call, whole, way)), None)


def _with_settings_of(first: Spot, places: list[Spot], call: str) -> list[Spot]:
    """The points, with the settings of the first."""
    domains = first.point.setting.loss.symbols.items()
    fixed = [symbol for symbol, d in domains if python_name(symbol) in settings_of(call) and not d.shape]
    found = []
    for place in places:
        point = place.point
        for symbol in fixed:
            point = point.changed(symbol, first.point.get(symbol))
        found.append(spot(point))
    return found


def _fitted(entry: Entry, call: str) -> dict[str, Any]:
    """Do the fitted weights minimise the loss, as far as points around them tell?"""
    verdicts = []
    for place in (place for group in spots(entry, whole_labels=True) for place in group):
        with suppress(NotCalledError):  # of labels that are all alike
            verdicts.append(_is_least(entry, call, place))
    if not verdicts:
        return {"points": 0}
    value = MINIMUM if all(verdicts) else OTHER
    return {"points": len(verdicts), "value": value, "gradient": NONE, "reduction": None, "seen": []}


def _is_least(entry: Entry, call: str, place: Spot) -> bool:
    weights = np.ravel(returned(call, place.arrays, ()).value)
    rng, least = np.random.default_rng(4), _loss_of(entry, place, weights)
    steps = [rng.normal(size=weights.shape) * distance for distance in NEAR for _ in range(AROUND)]
    return all(_loss_of(entry, place, weights + step) > least - SLACK * max(1, abs(least)) for step in steps)


def _loss_of(entry: Entry, place: Spot, weights: Any) -> float:
    assert isinstance(entry.loss.wrt, Indexed)  # noqa: S101  (what is fitted is an array of weights)
    point = place.point
    for number, weight in enumerate(weights, start=1):
        point = point.changed((entry.loss.wrt.base, number), fmpq(*float(weight).as_integer_ratio()))
    return number_at(entry.loss.expression, point)
