"""What is known of a loss as one variable moves: one property each, that holds or does not."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from sympy import Expr

from derivations.evidence.properties.far import Far
from derivations.evidence.report import Failure
from derivations.language.properties import NAMES, OF_WHAT_MOVES


@dataclass(frozen=True)
class Property:
    """A property that is proved, or refuted.

    Args:
        name: which one, of `derivations.language.properties`.
        holds: does it hold?
        value: the constant, the infimum, how often the loss can be differentiated; None if none is known.
        why: what decided it, as a clause with {0}, {1} for formulas.
        parts: these formulas.
        point: where it fails, or what the other names are worth there.
        least: of a constant that bounds, is it shown that no smaller one does?
        elsewhere: a value of a setting for which it is proved although it does not hold for all of them; of how often
            the loss can be differentiated, one for which it is more often.
        componentwise: is it proved of each component, while all others stay, and not of all of them together?
    """

    name: str
    holds: bool
    value: Expr | None = None
    why: str = ""
    parts: tuple[Any, ...] = ()
    point: tuple[tuple[Expr, Any], ...] = ()
    least: bool = True
    elsewhere: tuple[tuple[Expr, Any], ...] = ()
    componentwise: bool = False


@dataclass(frozen=True)
class Properties:
    """All properties that were decided.

    Args:
        found: the properties, in the order in which they are told.
        far: what the slope does at the ends of the domain, as far as that is known.
        failures: what the script declares and is not confirmed.
    """

    found: tuple[Property, ...] = ()
    far: tuple[Far, ...] = ()
    failures: tuple[Failure, ...] = ()
    _named: Mapping[str, Property] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_named", {one.name: one for one in self.found})

    def with_one(self, one: Property) -> Properties:
        """The same with a property, in its place; instead of that of this name, if there is one."""
        others = (other for other in self.found if other.name != one.name)
        return replace(self, found=tuple(sorted((*others, one), key=lambda each: NAMES.index(each.name))))

    def in_each_component(self) -> Properties:
        """The same of an array, of which one component has moved; what fails for one of them fails for all together."""
        is_of_one = (one.holds and one.name in OF_WHAT_MOVES for one in self.found)
        found = (replace(one, componentwise=of_one) for one, of_one in zip(self.found, is_of_one, strict=True))
        return replace(self, found=tuple(found))

    def get(self, name: str) -> Property | None:
        """The property of this name; None if it is not decided."""
        return self._named.get(name)

    def has(self, name: str) -> bool:
        """Is it proved to hold?"""
        one = self.get(name)
        return one is not None and one.holds

    def lacks(self, name: str) -> bool:
        """Is it proved not to hold?"""
        one = self.get(name)
        return one is not None and not one.holds
