"""The names of a question: what may stand on the left side of a claim, and what may not."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from sympy import Symbol

from derivations.catalogue import Catalogue, Entry
from derivations.cli.asked import Own
from derivations.cli.lefts import Spelled, label_of
from derivations.cli.typed import Typed, entry_meant, sides
from derivations.errors import LossaryError
from derivations.language.domains import Index, Indices, Size
from derivations.language.shapes import base_of
from derivations.reading.kinds import Kind

COUNTING = (Index, Indices, Size)  # what no loss is differentiated by
KINDS = ("index", "size")  # the same, of a loss that was typed


@dataclass(frozen=True)
class Named:
    """The names of a question.

    Args:
        letters: those of the loss and of what stands beside it, but for indices and sizes.
        variables: what it is differentiated by.
        label: what the loss is called.
        numbers: those letters that stand for one number each.
    """

    letters: frozenset[str]
    variables: tuple[str, ...]
    label: Spelled
    numbers: frozenset[str] = frozenset()


def named_in(typed: Typed, catalogue: Catalogue, claims: Sequence[str]) -> Named:
    """The names of a question.

    Raises:
        LossaryError: the loss cannot be read.
    """
    entry = entry_meant(typed, catalogue)
    return _of_own(typed, claims) if entry is None else _of_entry(typed, entry)


def _of_entry(typed: Typed, entry: Entry) -> Named:
    loss = entry.loss
    names = [s for s, domain in loss.symbols.items() if not isinstance(domain, COUNTING)]
    letters = frozenset(str(base_of(name)) for name in (*names, *(d.name for d in loss.definitions)))
    numbers = frozenset(str(name) for name in names if isinstance(name, Symbol))
    return Named(letters, typed.wrt or (str(loss.wrt),), Spelled(loss.name), numbers)


def _of_own(typed: Typed, claims: Sequence[str]) -> Named:
    own = Own(typed, claims)
    loss = own.read(typed.loss, own.shared)
    letters = _letters(loss.symbols)
    for text in typed.where:
        left, equals, right = sides(text)
        for side in (left, right) if equals else (text,):
            with suppress(LossaryError):
                letters |= _letters(typed.read(side, own.shared, beside=own.beside, at=()).symbols)
    variable = () if loss.variable is None else (str(loss.variable),)
    numbers = frozenset(name for name, kind in loss.symbols.items() if kind.kind == "scalar")
    return Named(frozenset(letters), typed.wrt or variable, label_of(typed.loss), numbers)


def _letters(symbols: Mapping[str, Kind]) -> set[str]:
    return {name for name, kind in symbols.items() if kind.kind not in KINDS}
