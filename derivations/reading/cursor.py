"""A place in a list of tokens, moving on."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from itertools import pairwise
from typing import NoReturn, TypeVar

from derivations.reading.errors import ReadingError
from derivations.reading.names import Names
from derivations.reading.plain_signs import BY_ENTRIES
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import Node

T = TypeVar("T")
CLOSING = {"(": ")", "[": "]", "{": "}", "|(": ")|", "‖(": ")‖", "⟨": "⟩"}


class Cursor(ABC):
    """What every part of the grammar stands on."""

    is_plain = True  # plain text, where a space means something; LaTeX otherwise

    def __init__(self, tokens: list[Token], text: str, names: Names) -> None:
        self.tokens, self.text, self.names = tokens, text, names
        self.place = 0
        self.depth = 0
        self.brackets = 0  # how many are open
        self.left_side = left_side(tokens)
        self.around: list[str] = []  # the indices of the sums that are open
        self.open_exponent = -1  # where an exponent without brackets ended last

    @abstractmethod
    def parse(self, power: int = 0) -> Node:
        """The longest expression whose signs all bind more tightly than `power`."""

    @abstractmethod
    def exponent(self) -> Node:
        """What stands after ^."""

    @abstractmethod
    def starts_operand(self, token: Token) -> bool:
        """Could a number, a name or a bracket start here?"""

    @property
    def is_left(self) -> bool:
        """Does the token that was taken last stand in the L(w) of "L(w) = formula", which is only a name?"""
        return self.place <= self.left_side

    def goes_by_entries(self, at: int) -> bool:
        """Does a program write the sign there so that it goes entry by entry?"""
        return self.text.startswith(BY_ENTRIES, at)

    def has_another(self, token: Token) -> bool:
        """Does an entry with another index stand in the same text and is not applied, as the p_j of p_i (1 - p_j)?"""
        others = [one for one, after in pairwise(self.tokens) if one.text == token.text and after.text not in CLOSING]
        return any(one.is_name and one.below and one.below != token.below for one in others)

    @property
    def next(self) -> Token:
        return self.tokens[self.place]

    @property
    def last(self) -> Token:
        return self.tokens[self.place - 1]

    def take(self) -> Token:
        token = self.next
        self.place += token.kind != "end"
        return token

    def sees(self, *signs: str) -> bool:
        return self.next.is_op and self.next.text in signs

    def accept(self, *signs: str) -> Token | None:
        return self.take() if self.sees(*signs) else None

    def expect(self, sign: str, opened: Token | None = None) -> Token:
        if not self.sees(sign):
            wanted = sign.strip("()") or sign
            why = (
                f" to close the '{opened.text.strip('()') or opened.text}' at character {opened.at + 1}"
                if opened
                else ""
            )
            self.fail(f"expected '{wanted}'{why}, not {shown(self.next)}")
        return self.take()

    def fail(self, message: str, at: int | None = None) -> NoReturn:
        raise ReadingError(message, self.text, self.next.at if at is None else at)

    def inside(self, opened: Token, read: Callable[[], T]) -> T:
        """What stands between an opening token and its partner."""
        self.brackets += 1
        found = read()
        self.expect(CLOSING[opened.text], opened)
        self.brackets -= 1
        return found

    def inside_items(self, opened: Token) -> tuple[Node, ...]:
        """What stands between brackets, with commas."""
        return self.inside(opened, self.items)

    def items(self, read: Callable[[], Node] | None = None) -> tuple[Node, ...]:
        """Expressions between commas, or whatever is to be read there."""
        read = read or self.parse
        found = [read()]
        while self.accept(",", ";"):
            found.append(read())
        return tuple(found)


def left_side(tokens: list[Token]) -> int:
    """How many tokens stand left of the first = that is in no bracket and behind no comma."""
    depth = 0
    for place, token in enumerate(tokens):
        if token.is_op:
            depth += (token.text in CLOSING) - (token.text in CLOSING.values())
        is_word = token.text == "where" or (token.kind == "text" and place > 0)
        if not depth and (is_word or (token.is_op and token.text in (",", ";"))):
            break
        if not depth and token.is_op and token.text == "=":
            return place
    return 0


def begins_with_slope(tokens: list[Token]) -> bool:
    """Does d/dw, a partial derivative, or a gradient stand first? What follows it is to be differentiated."""
    first, second, third = (*tokens, *tokens[-1:] * 2)[:3]
    if first.kind != "command":
        return first.full == "d" and second.text == "/" and _is_d(third)
    ends = [place for place, token in enumerate(tokens) if token.is_op and token.text == "}"]
    below = tokens[ends[0] + 2 :] if ends else []
    is_quotient = first.text == "frac" and _is_d(third) and bool(below) and _is_d(below[0])
    return first.text in ("nabla", "partial") or is_quotient


def is_to_be_taken(tokens: list[Token]) -> bool:
    """Does a derivative stand first, with a factor behind it? Not so d/d_0 - 1, and d/delta."""
    first, *rest = tokens
    if first.kind == "command":
        return first.text == "nabla"
    is_quotient = len(rest) > 2 and begins_with_slope(tokens) and not rest[1].text.startswith("del")  # noqa: PLR2004
    return is_quotient and (rest[2].is_name or rest[2].text in CLOSING)


def _is_d(token: Token) -> bool:
    return token.text == "partial" or (token.is_name and token.text.startswith("d"))
