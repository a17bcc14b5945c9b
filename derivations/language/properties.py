"""The properties of losses: what they are called, and what a script may declare of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from sympy import Basic, Expr, oo

from derivations.errors import LossaryError

CONVEX, CONCAVE, STRICTLY, STRONGLY = "convex", "concave", "strictly convex", "strongly convex"
LIPSCHITZ, SMOOTH, ORDER = "Lipschitz", "smooth", "differentiable"
BELOW, INFIMUM, MINIMUM = "bounded below", "infimum", "minimum"
SYMMETRIC, CALIBRATED = "symmetric", "classification-calibrated"
MAY_HAVE_VALUE = {STRONGLY, LIPSCHITZ, SMOOTH, BELOW}
MUST_HAVE_VALUE = {ORDER, INFIMUM, MINIMUM}
OF_WHAT_MOVES = {CONVEX, CONCAVE, STRICTLY, STRONGLY, LIPSCHITZ, SMOOTH}  # may hold of each component and not of all
NAMES = (  # in the order in which they are told
    CONVEX,
    CONCAVE,
    STRICTLY,
    STRONGLY,
    LIPSCHITZ,
    SMOOTH,
    ORDER,
    BELOW,
    INFIMUM,
    MINIMUM,
    SYMMETRIC,
    CALIBRATED,
)
NOT = "not "
FORM = 'a name such as "convex" or "not convex", or with its value ("Lipschitz", delta)'


@dataclass(frozen=True)
class Declared:
    """A property that a script declares.

    Args:
        name: one of NAMES.
        holds: does it say that it holds, or that it does not?
        value: the constant, the infimum, how often the loss can be differentiated; None if none is said.
    """

    name: str
    holds: bool = True
    value: Any = None

    def __str__(self) -> str:
        return f"{'' if self.holds else NOT}{self.name}{'' if self.value is None else f' {self.value}'}"

    def read(self, read: Any) -> Declared:
        """The same in the symbols of the loss."""
        return self if self.value is None else replace(self, value=read("properties", self.value))


def declared(stated: Any) -> tuple[Declared, ...]:
    """What a script declares.

    Raises:
        LossaryError: something that is no property, one that lacks its value or has none, or one that stands there
            twice.
    """
    if not isinstance(stated, list | tuple) or _is_one(stated):
        msg = f"properties must be a list of items, each {FORM}, not {stated!r}"
        raise LossaryError(msg)
    found = tuple(map(_read, stated))
    for again in _twice(one.name for one in found):
        msg = f"properties: {again!r} occurs twice: leave one out"
        raise LossaryError(msg)
    return found


def _is_one(stated: Any) -> bool:
    """Is it one item, and not a list of them?"""
    return isinstance(stated, tuple) and len(stated) == 2 and stated[0] in NAMES and not _is_name(stated[1])  # noqa: PLR2004


def _is_name(item: Any) -> bool:
    return isinstance(item, str) and item.removeprefix(NOT) in NAMES


def _read(item: Any) -> Declared:
    if isinstance(item, Declared):
        return item
    name, *values = item if isinstance(item, tuple) else (item,)
    if not _is_name(name) or len(values) > 1 or not all(isinstance(v, Basic | int) for v in values):
        msg = f"properties: {item!r} must be {FORM}; the names are {', '.join(NAMES)}"
        raise LossaryError(msg)
    plain, holds = name.removeprefix(NOT), not name.startswith(NOT)
    cure = _cure(plain, holds=holds, has_value=bool(values))
    if cure:
        msg = f"properties: {item!r}: {cure}"
        raise LossaryError(msg)
    value = values[0] if values else None
    if holds and plain == ORDER and value not in (0, 1, 2, oo):
        msg = f"properties: {item!r}: how often the loss can be differentiated is 0, 1, 2 or oo"
        raise LossaryError(msg)
    return Declared(plain, holds, value)


def _cure(name: str, *, holds: bool, has_value: bool) -> str:
    """What to do about a value that is missing, or too much; empty, if that is right."""
    if not holds and has_value:
        return f'"{NOT}{name}" takes no value'
    if holds and name in MUST_HAVE_VALUE and not has_value:
        return f'write ("{name}", value)'
    if has_value and name not in MUST_HAVE_VALUE | MAY_HAVE_VALUE:
        return f'write "{name}" alone, as it has no value'
    return ""


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def values(stated: Iterable[Declared]) -> list[tuple[str, Expr]]:
    """The expressions in them, each with the name of the field."""
    return [("properties", one.value) for one in stated if one.value is not None]
