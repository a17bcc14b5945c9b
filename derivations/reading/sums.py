"""Sums, products and maxima over an index, in every way in which they are written; and indicators."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction
from itertools import pairwise
from typing import TypeGuard

from derivations.reading.beginnings import beginning
from derivations.reading.cursor import CLOSING
from derivations.reading.kinds import OVER_INDEX
from derivations.reading.letters import WORD
from derivations.reading.ranges import Ranges
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Infinity,
    Listing,
    Logic,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Range,
    Times,
    Total,
    applied,
    iverson,
    without_brackets,
)

Start = tuple[Node, Node | None]  # index with its first value, and a condition
Bound = tuple[Name, Node, Node | None, Node | None]  # index, first value, last value, condition
POSITIVE_FACTORS = "the product over an index was read as exp(sum(log(...))): its factors are positive"
PAIRED = "ijkl"  # letters that are indices rather than labels
LOGIC = {"And": "and", "Or": "or", "Not": "not"}
COMPARISONS = {"Eq": "==", "Ne": "!=", "Lt": "<", "Le": "<=", "Gt": ">", "Ge": ">="}  # as SymPy names them
ENDS_OF_TERM = {"+", "-", ",", ";", "=", "<", ">", "<=", ">=", "==", "!=", "column", "newline"}


class Sums(Ranges):
    """Reads sums."""

    def indicator(self) -> Node:
        """What follows the 1 of 1{x > 0} or 1_{x > 0}."""
        self.accept("_")
        if not self.sees("(", "[", "{"):
            self.fail("expected a condition in brackets, such as {x > 0}")
        opened = self.take()
        condition = without_brackets(self.inside(opened, self.parse))
        if isinstance(condition, Cases):  # as in 1_{[x > 0]}
            return condition
        if not isinstance(condition, Compare | Logic):
            self.fail("expected a condition such as x > 0", condition.at)
        return iverson(condition)

    def condition_of(self, token: Token, arguments: tuple[Node, ...]) -> Node:
        """And(c, d), Eq(u, v) and the like."""
        if token.full in COMPARISONS:
            if len(arguments) != 2:  # noqa: PLR2004
                self.fail(f"{token.full} compares two things: write {token.full}(u, v)", token.at)
            return Compare(token.at, arguments[0], ((COMPARISONS[token.full], arguments[1]),))
        word = LOGIC[token.full]
        parts = tuple(map(without_brackets, arguments))
        for part in parts:
            if not isinstance(part, Compare | Logic | Always):
                self.fail("expected a condition such as x > 0", part.at)
        if word == "not" and len(parts) != 1:
            self.fail("Not takes one condition: write Not(x > 0)", token.at)
        return Logic(token.at, word, parts) if word == "not" or len(parts) > 1 else parts[0]

    def total(self, token: Token, term: Callable[[Node], Node] = lambda body: body) -> Node:
        """A sum; `term` makes the term of it out of what is written there."""
        if self.sees("(") and not token.below and token.kind != "command" and not self.is_sign(token):
            return self.total_of_arguments(token, term)
        start = self.place
        bounds = self.limits_of_sum(token)
        body = self._body_of(bounds)
        pairs = [self._pair(condition, body, start) for *_, condition in bounds]
        bounds = [*((other, *bounds[0][1:3], None) for other in pairs if other), *bounds]
        body = term(body)
        for index, low, high, condition in reversed(bounds):
            counted = body if condition is None else Times(body.at, (iverson(condition), body))
            first = low if high else beginning(index.full, low, body, self.names.remarks)
            body = Total(token.at, counted, index, first, high)
        return body

    def _body_of(self, bounds: Sequence[Bound]) -> Node:
        self.around += (own := [index.full for index, *_ in bounds])
        body = self._with_terms(self.parse(self.body_power), own)
        del self.around[len(self.around) - len(own) :]
        return body

    def _with_terms(self, body: Node, own: Sequence[str]) -> Node:
        """The body with the further terms that hold an index of the sum, though no bracket stands around them."""
        letters = {index for index in own if index and index not in {*self.around[: -len(own)], *self.names.places}}
        while self.sees("+", "-") and letters & self._letters_of_term():
            sign = self.take()
            term = self.parse(self.body_power)
            terms = body.terms if isinstance(body, Plus) else (body,)
            body = Plus(body.at, (*terms, Minus(sign.at, term) if sign.text == "-" else term))
            words = "the sum was taken over all terms that hold its index: brackets around them would say so"
            self.names.remarks += [words] if words not in self.names.remarks else []
        return body

    def _letters_of_term(self) -> set[str]:
        """The letters in the term after the sign that comes next, and below its names; none if it holds a sum."""
        found: set[str] = set()
        depth = 0
        for before, token in pairwise(self.tokens[self.place :]):
            depth += token.is_op and (token.text in CLOSING) - (token.text in CLOSING.values())
            is_end = token.is_op and token.text in ENDS_OF_TERM and not (before.is_op and before.text in "*/^_")
            if depth < 0 or token.kind == "end" or (is_end and not depth):
                break
            if token.text in ("sum", "prod", *OVER_INDEX):
                return set()
            found |= {token.text, *(token.below if len(token.below) < WORD else ())} if token.is_name else set()
        return found

    def _pair(self, condition: Node | None, body: Node, start: int) -> Name | None:
        """The j of a sum over i != j that is a sum over both, as j stands nowhere but in it."""
        match condition:
            case Compare(first=Name(letter=one), rest=(("!=", Name(letter=letter, below="") as other),)) if (
                letter in PAIRED
            ):
                outside = (*self.tokens[: start - 1], *self.tokens[self.place :])
                is_outer = self._is_outer(letter) or any(letter in (t.text, *t.below) for t in outside if t.is_name)
                inner = {name.full for name in body.walk() if isinstance(name, Name)}
                inner |= {sign for name in body.walk() if isinstance(name, Name) for sign in name.below}
                if letter in inner and not is_outer and letter not in self.names.told.varied:
                    self.names.remarks.append(f"the sum over {one} != {letter} was taken over both")
                    return other
        return None

    def _is_outer(self, letter: str) -> bool:
        """Is it the index of a sum around this one, or that of the entry which is claimed?"""
        return letter in self.around or letter in self.names.places

    def product_over(self, token: Token) -> Node:
        """A product over an index, by the sum of the logarithms."""
        total = self.total(token, lambda body: _applied("log", body))
        match total:
            case Total(index=index, body=Apply(arguments=(Times(factors=(*first, last)),))) if any(
                _holds(factor, index.full) for factor in first
            ) and not _holds(last, index.full):
                self.fail("does this still belong to the product? write (prod_i u_i)*v, or prod_i (u_i*v)", last.at)
        self.names.remarks.append(POSITIVE_FACTORS)
        return _applied("exp", total)

    def over_an_index(self, token: Token) -> Node:
        """max_{j=1..K, j != y} s_j; the place of it, argmax_j s_j, likewise."""
        bounds = self.limits_of_sum(token)
        index = bounds[0][0]
        if not index.full or any(other.full != index.full for other, *_ in bounds):
            self.fail(f"{token.text} is taken over one index, as in {token.text}_{{j=1..n}} s_j", token.at)
        starts = [(low, high) for _, low, high, _ in bounds if high is not None]
        ends = starts[0] if starts else bounds[0][1:2]
        left_out = [self._left_out(index, condition) for *_, condition in bounds if condition is not None]
        listing = Listing(token.at, (index, *ends))
        body = self._body_of(bounds)
        return applied(token.at, token.text, body, listing, *left_out)

    def _left_out(self, index: Name, condition: Node) -> Node:
        match condition:
            case Compare(rest=(("!=", value),)):
                return value
        return self.fail(f"of the values of {index.full} some may be left out, as in {index.full} != y", condition.at)

    def limits_of_sum(self, token: Token) -> list[Bound]:
        """Index, first and last value and condition of each sum; a name without letters, if nothing is said."""
        starts: tuple[Start, ...] = ((Name(token.at, token.below), None),) if token.below else ()
        high: Node | None = None
        while sign := self.accept("_", "^"):
            if starts if sign.text == "_" else high:
                self.fail("this sum has two of its limits twice", sign.at)
            if sign.text == "_":
                opened = self.accept("{", "(")
                starts = self.inside(opened, self._starts) if opened else ((self.one_argument(), None),)
            else:
                high = self.one_argument()
        if not starts:
            return [(Name(token.at, ""), Number(token.at, Fraction(1)), None, None)]
        return [bound for start, only in starts for bound in self._bounds(start, high, only)]

    def _starts(self) -> tuple[Start, ...]:
        """Indices, each with what holds for those of its values that are meant, after a colon: i: y_i > 0."""
        found: list[Start] = []
        while not found or self.accept(",", ";"):
            start = self.parse()
            start = self._member(start) if self.accept("in") else start
            found.append((start, self.parse() if self.accept(":") else None))
        return tuple(found)

    def _member(self, index: Node) -> Node:
        """The i in P of a sum over a set of indices: as many as P says, the first of all; or i in {1, ..., n}."""
        opened = self.accept("{", "(")
        members = self.inside(opened, self.parse) if opened else self.parse()
        if isinstance(index, Name) and isinstance(members, Range):
            return Compare(index.at, index, (("==", members),))
        if not (isinstance(index, Name) and isinstance(members, Name) and not members.below):
            self.fail("a set below a sum is read where it is one letter, as in i in P: write i=1..n", index.at)
        among = f"{index.full} in {members.full} was read as {index.full} from 1 to {members.full}, a number of entries"
        self.names.remarks += [among] if among not in self.names.remarks else []
        return Compare(index.at, index, (("==", Range(index.at, Number(index.at, Fraction(1)), members)),))

    def _bounds(self, start: Node, high: Node | None, only: Node | None) -> list[Bound]:
        *bounds, (index, low, last, condition) = self._starts_of_sum(start, high)
        both = [part for part in (condition, only) if part is not None]
        among = Logic(start.at, "and", tuple(both)) if len(both) > 1 else next(iter(both), None)
        return [*bounds, (index, low, last, among)]

    def _starts_of_sum(self, start: Node, high: Node | None) -> list[Bound]:
        one = Number(start.at, Fraction(1))
        match start:
            case Name():
                return [(start, one, high, None)]
            case Compare(first=Name() as index, rest=(("==", Range(low=low, high=last)),)):
                return [(index, low, last, None)]
            case Compare(first=Name() as index, rest=(("==", low),)):
                return [(index, low, high, None)]
            case Compare(first=low, rest=(("<=", Name() as index), ("<=", last))):
                return [(index, low, last, None)]
            case Compare(first=Name() as index, rest=(("!=", _),)):
                return [(index, one, high, start)]
            case Compare(first=low, rest=((_, Name() as index), ("<", Name() as other), ("<=", last))):
                among = Compare(start.at, index, (("<", other),))
                return [(index, low, last, None), (other, low, last, among)]
            case Compare(first=Name() as index, rest=(("<" | ">" | "<=" | ">=", Name() as other),)):
                if self._is_outer(other.full):
                    return [(index, one, high, start)]
                if self._is_outer(index.full):
                    return [(other, one, high, start)]
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
        if token.kind == "infinity":
            return Infinity(token.at)
        if token.is_name:
            return Name(token.at, token.text, token.below)
        return self.fail(f"expected a number, a name or a bracket, not {shown(token)}", token.at)


def _holds(node: Node, index: str) -> bool:
    return not index or any(isinstance(n, Name) and (n.full == index or index in n.below) for n in node.walk())


def place_of_extreme(node: Node) -> TypeGuard[Apply]:
    """Is it argmax(...)? Its value is an index."""
    return isinstance(node, Apply) and node.known and node.function.full in ("argmax", "argmin")


def sum_of_logarithms(node: Apply) -> Total | None:
    """That of log(prod_i u_i), which needs no exponential."""
    match node.function.full, tuple(map(without_brackets, node.arguments)):
        case "log" | "ln", (Apply(known=True, function=Name(letter="exp"), arguments=(Total() as total,)),):
            return total
    return None


def _applied(function: str, argument: Node) -> Apply:
    return applied(argument.at, function, argument)
