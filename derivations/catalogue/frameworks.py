"""What libraries return for the losses and at kinks, as it was measured: benchmarks/frameworks.py writes the data."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from derivations.errors import LossaryError
from derivations.language.about import LIBRARIES

FILE = Path(__file__).with_name("frameworks.json")
SAME, SHIFTED, OTHER, NONE, MINIMUM = "same", "shifted", "other", "none", "minimum"  # how a call compares with a loss


@dataclass(frozen=True)
class AtKink:
    """What a function returns at a kink.

    Args:
        kink: the name of the kink.
        call: the function, with u at the kink.
        slope: the number, or those of a vector, that it returns as its gradient there.
        allowed: is that a subgradient?
    """

    kink: str
    call: str
    slope: Any
    allowed: bool


@dataclass(frozen=True)
class Seen:
    """What a call returned at a point that is worth telling.

    Args:
        kind: "kink", "edge" (an end of the domain, or far out) or "differs" (the call is of another loss).
        by: the name of the variable.
        at: the numbers and arrays by name; what counts from 1 on a page counts from 0.
        theirs: the value and the gradient that were returned; None for a gradient that it does not give.
        ours: the same of the loss; None on a kink.
        boundary: on a kink, its number on the page.
    """

    kind: str
    by: str
    at: Mapping[str, Any]
    theirs: tuple[Any, Any]
    ours: tuple[Any, Any] | None
    boundary: int | None = None


@dataclass(frozen=True)
class Compared:
    """How a call compares with the loss whose script states it.

    Args:
        points: at how many points it was called; at none, if it has arguments that are no symbols of the loss.
        value: SAME, a factor such as ``1/m``, SHIFTED by a constant, MINIMUM of fitted weights, or OTHER.
        gradient: SAME, a factor, OTHER, or NONE if the call gives none.
        reduction: what becomes of a batch, if that could be told.
        seen: points worth telling.
    """

    loss: str
    call: str
    points: int = 0
    value: str = NONE
    gradient: str = NONE
    reduction: str | None = None
    seen: tuple[Seen, ...] = ()


@dataclass(frozen=True)
class Measured:
    """All that was measured: when, with which versions, at kinks, and of the calls of scripts."""

    date: str
    versions: Mapping[str, str]
    kinks: tuple[AtKink, ...]
    calls: Mapping[tuple[str, str], Compared]

    def of(self, loss: str, call: str) -> Compared | None:
        """What was found of a call of a loss; None if it was not measured."""
        return self.calls.get((loss, call))

    @property
    def libraries(self) -> str:
        """The libraries with their versions, in one phrase."""
        named = [f"{LIBRARIES[name]} {number}" for name, number in self.versions.items() if name in LIBRARIES]
        return f"{', '.join(named[:-1])} and {named[-1]}"


def measured() -> Measured:
    """The data of this version.

    Raises:
        LossaryError: they cannot be read.
    """
    try:
        return _parsed(FILE.read_text(encoding="utf-8"))
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        msg = f"{FILE}: not readable ({' '.join(str(error).split())}): write it with benchmarks/frameworks.py --write"
        raise LossaryError(msg) from error


@lru_cache(maxsize=1)
def _parsed(text: str) -> Measured:
    data = json.loads(text)
    calls = [_compared(**record) for record in data["calls"]]
    kinks = tuple(AtKink(**record) for record in data["kinks"])
    return Measured(data["measured"], data["versions"], kinks, {(one.loss, one.call): one for one in calls})


def _compared(*, seen: Any = (), **fields: Any) -> Compared:
    return Compared(**fields, seen=tuple(Seen(**one) for one in seen))
