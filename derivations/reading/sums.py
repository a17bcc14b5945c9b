"""Sums over an index, in every way in which they are written."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivations.reading.cursor import Cursor
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Listing,
    Name,
    Node,
    Number,
    Range,
    Times,
    Total,
)

Bound = tuple[Name, Node, Node | None, Node | None]  # index, first value, last value, condition
KEYWORDS = {"axis", "dim", "keepdims", "keepdim", "dtype", "min", "max", "ord", "p"}  # of functions in code


class Sums(Cursor):
    """Reads sums."""

    body_power = 0  # how tightly signs must bind to stand inside a sum without brackets

    def total(self, token: Token) -> Node:
        if self.sees("(") and not token.below and token.kind != "command":
            return self.total_of_arguments(token)
        bounds = self.limits_of_sum(token)
        body = self.parse(self.body_power)
        for index, low, high, condition in reversed(bounds):
            counted = body if condition is None else Times(body.at, (iverson(condition), body))
            body = Total(token.at, counted, index, low, high)
        return body

    def limits_of_sum(self, token: Token) -> list[Bound]:
        """Index, first and last value and condition of each sum; a name without letters, if nothing is said."""
        starts: tuple[Node, ...] = (Name(token.at, token.below),) if token.below else ()
        high: Node | None = None
        while sign := self.accept("_", "^"):
            if starts if sign.text == "_" else high:
                self.fail("this sum has two of its limits twice", sign.at)
            if sign.text == "_":
                starts = self.inside_items(self.take()) if self.sees("{", "(") else (self.one_argument(),)
            else:
                high = self.one_argument()
        if not starts:
            return [(Name(token.at, ""), Number(token.at, Fraction(1)), None, None)]
        return [bound for start in starts for bound in self._starts_of_sum(start, high)]

    def _starts_of_sum(self, start: Node, high: Node | None) -> list[Bound]:
        one = Number(start.at, Fraction(1))
        match start:
            case Name():
                return [(start, one, high, None)]
            case Compare(first=Name() as index, rest=(("==", Range(low=low, high=last)),)):
                return [(index, low, last, None)]
            case Compare(first=Name() as index, rest=(("==", low),)):
                return [(index, low, high, None)]
            case Compare(first=Name() as index, rest=(("!=", _),)):
                return [(index, one, high, start)]
            case Compare(first=Name() as index, rest=(("<" | ">" | "<=" | ">=", Name() as other),)):
                return [(index, one, high, None), (other, one, high, start)]
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
            case (_, *keywords) as arguments if all(map(is_keyword, keywords)):
                return Apply(token.at, Name(token.at, "sum"), arguments, known=True)
        return self.fail("a sum is written sum(u, i=1..n), Sum(u, (i, 1, n)) or sum_{i=1}^n u", token.at)

    def _nested(self, token: Token, body: Node, totals: Sequence[Node]) -> Node:
        for limits_ in totals:
            match limits_:
                case Listing(items=(Name() as index, low, high)):
                    body = Total(token.at, body, index, low, high)
                case _:
                    self.fail("the limits of a sum are written (i, 1, n)", limits_.at)
        return body


def is_keyword(node: Node) -> bool:
    """Is it an argument with its name, such as axis=0?"""
    return isinstance(node, Compare) and isinstance(node.first, Name) and node.first.full in KEYWORDS


def iverson(condition: Node) -> Cases:
    """1 where the condition holds, else 0."""
    one, zero = Number(condition.at, Fraction(1)), Number(condition.at, Fraction(0))
    return Cases(condition.at, ((one, condition), (zero, Always(condition.at))))
