"""What libraries return, in words: for each call of a page, and at kinks. It was measured, not derived."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sympy import Symbol

from derivations.catalogue.frameworks import MINIMUM, NONE, OTHER, SAME, SHIFTED, Compared, Seen, measured
from derivations.language.about import Code
from derivations.language.domains import Size
from derivations.language.loss import Loss
from derivations.notation import tex
from derivations.publish.numbers import as_prose, place

ELSEWHERE = "Not compared: it takes what this page has no symbol for."
FITTED = {
    MINIMUM: "Fitted to {points} sets of data, its weights were the minimum of this loss as far as points around tell.",
    OTHER: "Fitted to {points} sets of data, its weights are not the minimum of this loss.",
}


@dataclass(frozen=True)
class CallView:
    """A call, and what was found of it, as sentences with formulas between dollar signs and code between backticks."""

    code: Code
    said: list[str]


def call_view(code: Code, loss: Loss) -> CallView:
    """A call of a loss; of one that was not measured, such as of a library that was left out, nothing is said."""
    found = measured().of(loss.id, code.call)
    return CallView(code, list(_Sentences(loss).about(found)) if found else [])


class _Sentences:
    def __init__(self, loss: Loss) -> None:
        self.names: Mapping[str, Any] = {str(symbol): symbol for symbol in loss.all_symbols}
        self.sizes = {name for name, symbol in self.names.items() if isinstance(loss.all_symbols[symbol], Size)}
        self.several = bool(loss.others)

    def about(self, found: Compared) -> Iterator[str]:
        if not found.points:
            yield ELSEWHERE
            return
        yield self.compared(found)
        yield from (self.apart(seen) for seen in found.seen if seen.kind == "differs")
        yield from (self.on_kink(seen) for seen in found.seen if seen.kind == "kink")
        edges = [seen for seen in found.seen if seen.kind == "edge"]
        without = [seen for seen in edges if seen.ours and seen.ours[0] == "nan"]
        if without:
            yield f"Where the formula has no value, it returns one: {'; '.join(map(self.returned_at, without))}."
        yield from (self.apart(seen) for seen in edges if seen not in without)

    def compared(self, found: Compared) -> str:
        """The call as a whole."""
        if ".fit(" in found.call:
            return FITTED[found.value].format(points=found.points)
        at = f"at {found.points} points"
        if OTHER in (found.value, found.gradient):
            return f"Another loss: compared {at}."
        if found.value == SHIFTED:
            return f"Same gradient{self.times(found.gradient)} {at}; the value differs by a constant."
        if found.gradient == NONE:
            return f"Same value{self.times(found.value)} {at}; it gives no gradient."
        return f"Same value and gradient{self.times(found.value)} {at}."

    def times(self, factor: str) -> str:
        """What a call has more than this page."""
        return "" if factor == SAME else f", times $1/{tex(self.names[factor.removeprefix('1/')])}$,"

    def place(self, seen: Seen) -> str:
        return place({name: number for name, number in seen.at.items() if name not in self.sizes})

    def slope(self, seen: Seen, number: Any) -> str:
        word = "gradient" if isinstance(number, list) else "slope"
        by = f" with respect to ${tex(self.names.get(seen.by, Symbol(seen.by)))}$" if self.several else ""
        return f"the {word}{by} {as_prose(number)}"

    def on_kink(self, seen: Seen) -> str:
        return f"On the kink, at {self.place(seen)}, it returns {self.slope(seen, seen.theirs[1])}."

    def pair(self, seen: Seen, pair: tuple[Any, Any]) -> str:
        """A value and its slope, if there is one."""
        value, slope = pair
        return as_prose(value) if slope is None else f"{as_prose(value)} and {self.slope(seen, slope)}"

    def returned_at(self, seen: Seen) -> str:
        return f"{self.pair(seen, seen.theirs)} at {self.place(seen)}"

    def apart(self, seen: Seen) -> str:
        """Where it returns something else than the loss says."""
        ours = self.pair(seen, seen.ours or ("nan", None))
        return f"At {self.place(seen)} it returns {self.pair(seen, seen.theirs)}; the loss has {ours}."
