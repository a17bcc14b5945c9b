"""Sums that are called like functions: sum(u, i=1..n), sum(u, i=1..n, j=1..i, j != k), Sum(u, (i, 1, n))."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeGuard

from derivations.reading.apart import Apart
from derivations.reading.calls import is_axis
from derivations.reading.tokens import Token
from derivations.reading.tree import (
    Compare,
    Keyword,
    Listing,
    Name,
    Node,
    Range,
    Times,
    Total,
    applied,
    iverson,
)


class Ranges(Apart):
    """Reads the brackets of a sum."""

    def total_of_arguments(self, token: Token, term: Callable[[Node], Node]) -> Node:
        opened = self.take()
        match self.arguments(opened, "sum"):
            case (body, *limits_) if any(map(_is_range, limits_)) and all(
                isinstance(part, Compare) for part in limits_
            ):
                return self._over_ranges(token, term(body), limits_)
            case (_, axis, *_) as arguments if self.is_of_library(token) and is_axis(axis):
                return self.call(applied(token.at, "sum", *arguments))
            case (body, *totals) if totals and all(isinstance(limits_, Listing) for limits_ in totals):
                return self._nested(token, term(body), totals)
            case (body, Name() as index, low, high):
                return Total(token.at, term(body), index, low, high)
            case _ if token.text == "prod":
                self.fail("a product over an index is written prod(u, i=1..n) or prod_{i=1}^n u", token.at)
            case (_, *options) as arguments if all(isinstance(option, Keyword) for option in options):
                return self.call(applied(token.at, "sum", *arguments))
        return self.fail("a sum is written sum(u, i=1..n), Sum(u, (i, 1, n)) or sum_{i=1}^n u", token.at)

    def _over_ranges(self, token: Token, body: Node, limits_: Sequence[Node]) -> Node:
        """The sum of u over i=1..n, j=1..i, where j != k holds: what is said of an index after it may hang on it."""
        ranges = [(part.first, span) for part in limits_ if _is_range(part) for _, span in part.rest]
        names = [index.full for index, _ in ranges if isinstance(index, Name)]
        for part in (part for part in limits_ if not _is_range(part)):
            self._check_condition(part, names)
            body = Times(body.at, (iverson(part), body))
        hangs_on_later = any(
            isinstance(name, Name) and name.full in names[place + 1 :]
            for place, (_, span) in enumerate(ranges)
            for name in span.walk()
        )
        for index, span in ranges if hangs_on_later else reversed(ranges):
            if isinstance(index, Name) and isinstance(span, Range):
                body = Total(token.at, body, index, span.low, span.high)
        return body

    def _check_condition(self, part: Node, names: Sequence[str]) -> None:
        """A condition beside the indices of a sum must be about one of them, and bring no further index."""
        letters = {sign for name in part.walk() if isinstance(name, Name) for sign in (name.full, *name.below)}
        if not letters & {*names}:
            self.fail("this condition says nothing of an index of the sum: write i != k", part.at)
        first = part.first if isinstance(part, Compare) else part
        if isinstance(first, Name) and not first.below and first.full not in names:
            self.fail(f"give {first.full} its bounds, or begin with the index that is summed: i != k", part.at)

    def _nested(self, token: Token, body: Node, totals: Sequence[Node]) -> Node:
        for limits_ in totals:
            match limits_:
                case Listing(items=(Name() as index, low, high)):
                    body = Total(token.at, body, index, low, high)
                case _:
                    self.fail("the limits of a sum are written (i, 1, n)", limits_.at)
        return body


def _is_range(node: Node) -> TypeGuard[Compare]:
    """Is it the i=1..n of a sum?"""
    return isinstance(node, Compare) and isinstance(node.first, Name) and isinstance(node.rest[0][1], Range)
