"""What is known of the symbols of a loss before anything is derived, its intermediates among them."""

from __future__ import annotations

from typing import Any

from derivations.calculus.granted import Known
from derivations.calculus.ranges import EVERYWHERE, INFINITE, Range
from derivations.language.domains import Intermediate
from derivations.language.loss import Definition, Loss


def known_of(loss: Loss) -> Known:
    """What is known of the symbols of a loss, its intermediates among them."""
    values: dict[Any, Range] = {}
    for definition in loss.definitions:
        sizes = loss.symbols[definition.base].shape
        bound = {index: (1, size) for index, size in zip(definition.indices, sizes, strict=True)}
        start = _stated_of(loss, definition)
        assumed = {} if start is None else {definition.base: start}
        known = Known(loss.symbols, values | assumed, bound, tuple(loss.relations)).range(definition.value)
        values[definition.base] = known if start is None or known.lies_in(start) else EVERYWHERE
    return Known(loss.symbols, values, stated=tuple(loss.relations))


def _stated_of(loss: Loss, definition: Definition) -> Range | None:
    """Where the script says that the values of a recursion lie.

    So it is for the row from which it starts; and for all, if each next one lies there too where those before it do.
    """
    domain = loss.symbols[definition.base]
    if not (definition.value.has(definition.base) and isinstance(domain, Intermediate)):
        return None
    low, high = domain.reach
    if low is None and high is None:
        return None
    ends = -INFINITE if low is None else low, INFINITE if high is None else high
    return Range(*ends, *domain.reached)
