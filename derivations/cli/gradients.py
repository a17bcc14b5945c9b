"""A gradient that is typed without its loss."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import replace

from sympy import Expr

from derivations.catalogue import Entry
from derivations.cli.beside import places_of
from derivations.cli.stated import stated
from derivations.cli.typed import Known
from derivations.errors import LossaryError
from derivations.language.domains import Index, Real
from derivations.reading import Reading, read, read_together

EULER = re.compile(r"(?<![\w.])e\s*(?:\^|\*\*|[⁰¹²³⁴-⁹⁻ⁿ])")  # e as the base of a power; else it is an error, as r
UNIT = re.compile(r"(?<![\w.\\])e_(?:\{([a-z])\}|([a-z])(?!\w))")
SAME = re.compile(  # two letters of which something says whether they are equal
    r"(?<![\w.])([a-z])\s*(?:={1,2}|\\neq?\b|≠|!=)\s*([a-z])(?![\w.(\[])"
    r"|(?:\bdelta|δ)_\{?([a-z]),?\s*([a-z])\b"
)


def gradients_typed(formula: str, symbols: Sequence[str], *, latex: bool) -> Iterator[Reading]:
    """The readings of a gradient: the e_y of p - e_y may be the unit vector of a label, or the entry of a name.

    Raises:
        LossaryError: it cannot be read.
    """
    letters = {letter for pair in UNIT.findall(formula) for letter in pair if letter}
    elsewhere = set(re.findall(r"[A-Za-z]", UNIT.sub("", formula)))
    if letters and not letters & elsewhere:
        with suppress(LossaryError):
            yield gradient_typed(formula, symbols, latex=latex, indices=letters)
    yield gradient_typed(formula, symbols, latex=latex)


def gradient_typed(formula: str, symbols: Sequence[str], *, latex: bool, indices: Iterable[str] = ()) -> Reading:
    """A gradient without its loss; of a vector, one entry. `indices` are letters that are taken for indices.

    Raises:
        LossaryError: it cannot be read.
    """
    said = stated(symbols)
    given: Known = {**{letter: Index("") for letter in (*_compared_indices(formula), *indices)}, **said.shaped}
    given |= {} if indices or EULER.search(formula) else {"e": Real("")}
    beside = read_together([("claim", formula)], given, said.ranks, latex=latex)
    reading = read(formula, {**given, **said.domains, **beside.known}, latex=latex, beside=beside, at=())
    return replace(reading, remarks=tuple(dict.fromkeys((*beside.remarks, *reading.remarks))))


def _compared_indices(formula: str) -> set[str]:
    """The k and y of p_k - [k = y] and of p_k - delta_ky: letters of which one stands below a name."""
    below = set(re.findall(r"(?:_\{?|\[)([a-z])(?![A-Za-z])", formula))
    pairs = [set(filter(None, match.groups())) for match in SAME.finditer(formula)]
    return {letter for pair in pairs if below & pair for letter in pair}


def in_names_of(formula: str, entry: Entry, *, latex: bool) -> Expr | None:
    """A gradient in whole arrays, read in the names and sizes of a loss; None if it does not fit."""
    names = dict(entry.loss.symbols)
    with suppress(LossaryError):
        beside = read_together([("claim", formula)], names, latex=latex)
        said = read(formula, names, closed=True, latex=latex, beside=beside, at=places_of(entry.loss.wrt, names))
        return None if said.turned else said.expression
    return None
