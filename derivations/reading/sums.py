"""Sums over an index, in every way in which they are written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivations.reading.cursor import Cursor
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import Compare, Listing, Name, Node, Number, Range, Total


class Sums(Cursor):
    """Reads sums."""

    body_power = 0  # how tightly signs must bind to stand inside a sum without brackets

    def total(self, token: Token) -> Node:
        if self.sees("(") and not token.below:
            return self.total_of_arguments(token)
        index, low, high = self.limits_of_sum(token)
        return Total(token.at, self.parse(self.body_power), index, low, high)

    def limits_of_sum(self, token: Token) -> tuple[Name, Node, Node | None]:
        start: Node | None = Name(token.at, token.below) if token.below else None
        high: Node | None = None
        while sign := self.accept("_", "^"):
            if (start if sign.text == "_" else high) is not None:
                self.fail("this sum has two of its limits twice", sign.at)
            if sign.text == "_":
                start = self.one_argument()
            else:
                high = self.one_argument()
        if start is None:
            self.fail("a sum over what? write sum_{i=1}^n ... or sum(..., i=1..n)", token.at)
        index, low = self._start_of_sum(start)
        return index, low, high

    def _start_of_sum(self, start: Node) -> tuple[Name, Node]:
        match start:
            case Name():
                return start, Number(start.at, Fraction(1))
            case Compare(first=Name() as index, rest=(("==", low),)):
                return index, low
        return self.fail("the index of a sum is written i or i=1", start.at)

    def one_argument(self) -> Node:
        """One number, name or bracket."""
        if self.sees("{", "("):
            opened = self.take()
            return self.inside(opened, self.parse)
        token = self.take()
        if token.kind == "number":
            return Number(token.at, token.value)
        if token.is_name:
            return Name(token.at, token.text, token.below)
        return self.fail(f"expected a number, a name or a bracket, not {shown(token)}", token.at)

    def total_of_arguments(self, token: Token) -> Node:
        opened = self.take()
        match self.inside_items(opened):
            case (body, Compare(first=Name() as index, rest=(("==", Range(low=low, high=high)),))):
                return Total(token.at, body, index, low, high)
            case (body, *totals) if totals and all(isinstance(limits_, Listing) for limits_ in totals):
                return self._nested(token, body, totals)
            case (body, Name() as index, low, high):
                return Total(token.at, body, index, low, high)
        return self.fail("a sum is written sum(u, i=1..n), Sum(u, (i, 1, n)) or sum_{i=1}^n u", token.at)

    def _nested(self, token: Token, body: Node, totals: Sequence[Node]) -> Node:
        for limits_ in totals:
            match limits_:
                case Listing(items=(Name() as index, low, high)):
                    body = Total(token.at, body, index, low, high)
                case _:
                    self.fail("the limits of a sum are written (i, 1, n)", limits_.at)
        return body
