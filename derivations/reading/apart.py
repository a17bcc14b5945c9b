"""Signs of sums before a term in brackets: Σ (y - p)², and sum (y - p)^2 with a space, rather than sum(y - p)^2."""

from __future__ import annotations

from derivations.reading.calls import Calls
from derivations.reading.cursor import CLOSING
from derivations.reading.letters import WORD
from derivations.reading.tokens import Token
from derivations.reading.tree import Node, applied

SIGNS = "Σ∑"
MEANS = ("mean", "average")
SUMS = ("sum", "Sum", "prod", *MEANS)
BEHIND_BRACKETS = ("ᵀ", "'", "_")  # what belongs to the bracket before it


class Apart(Calls):
    """Tells whether the word of a sum or a mean stands for itself, or calls what is in the brackets behind it."""

    body_power = 0  # how tightly signs must bind to stand inside a sum without brackets

    def is_sign(self, token: Token) -> bool:
        """Is it the sign of a sum before a bracket that opens here, which is only a part of what is added up?"""
        is_symbol = self.text[token.at] in SIGNS
        if not is_symbol and (not self.next.spaced or not self.is_plain or self.is_of_library(token)):
            return False
        end = self._end_of_term()
        if end is None:
            return False
        return self._has_power(token, self.tokens[end]) or is_symbol or self._has_factor(token, end)

    def sees_factor(self) -> bool:
        """Does a factor come next, as in x'y and x'*A*x?"""
        return self.starts_operand(self.next) or self.sees("*", "@")

    def mean(self, token: Token) -> Node | None:
        """The mean of what stands behind the word without brackets around it all: mean x (y - p), mean (y - p)^2."""
        if token.text not in MEANS or token.below or self.sees("["):
            return None
        if not (self.is_sign(token) if self.sees("(") else self.starts_operand(self.next)):
            return None
        return applied(token.at, token.text, self.parse(self.body_power))

    def _end_of_term(self) -> int | None:
        """The place behind the bracket that opens here; None if there are several things in it, or no end."""
        depth = 0
        for place, token in enumerate(self.tokens[self.place :], self.place):
            depth += (token.text in CLOSING) - (token.text in CLOSING.values()) if token.is_op else 0
            if not depth:
                return place + 1
            if token.kind == "end" or (depth == 1 and token.is_op and token.text in (",", ";")):
                return None
        return None

    def _has_power(self, token: Token, after: Token) -> bool:
        if not after.is_op or after.text != "^":
            return after.is_op and after.text in BEHIND_BRACKETS
        what, is_symbol = _named(token), self.text[token.at] in SIGNS
        if not is_symbol and self.text.startswith("**", after.at):
            self.fail(
                f"{token.text} (u)**p may be the {what} of the powers or a power of the {what}: "
                f"write {token.text}((u)**p) or ({token.text}(u))**p",
                token.at,
            )
        sign, other = (self.text[token.at], "sum(...)^p") if is_symbol else (token.text, f"({token.text}(...))^p")
        self.names.remarks.append(f"{sign} (...)^p was read as the {what} of the powers; write {other} for the other")
        return True

    def _has_factor(self, token: Token, end: int) -> bool:
        """Does a factor follow with an index of the bracket, which only the sum can bind: sum (y_i - w x_i) x_i?"""
        after, own = self.tokens[end], _below(self.tokens[self.place : end])
        is_beside = self.starts_operand(after)
        if not (is_beside or (after.is_op and after.text in ("*", "/"))):
            return False
        factor = self.tokens[end : self._end_of_factor(end)]
        if _below(factor) & own - {*self.around, *self.names.places}:
            what = _named(token)
            self.names.remarks.append(f"{token.text} (...) with a factor was read as the {what} of the products")
            return True
        if is_beside and not own and after.kind != "number" and after.text not in SUMS:
            word = token.text
            self.fail(
                f"{word} (u) v may be the {_named(token)} of the products or a product with it: "
                f"write {word}(u*v) or {word}(u)*v",
                token.at,
            )
        return False

    def _end_of_factor(self, place: int) -> int:
        """The place behind the factors that begin here, up to the next sum."""
        depth = 0
        for end, token in enumerate(self.tokens[place:], place):
            opens = token.is_op and token.text in CLOSING
            depth += opens - (token.is_op and token.text in CLOSING.values())
            is_other = token.is_op and not opens and token.text not in ("*", "/", "^", "_", "ᵀ", "'")
            if (
                depth < 0
                or token.kind == "end"
                or token.text in SUMS
                or (not depth and is_other and token.text not in CLOSING.values())
            ):
                return end
        return len(self.tokens)


def _named(token: Token) -> str:
    return "mean" if token.text in MEANS else "sum"


def _below(tokens: list[Token]) -> set[str]:
    """The letters below names, as indices."""
    return {sign for token in tokens if token.is_name and len(token.below) < WORD for sign in token.below}
