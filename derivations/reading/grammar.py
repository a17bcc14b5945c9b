"""The grammar, a Pratt parser: how tightly each sign binds, and where a product may go without a sign.

Where a text can be read in two ways it is refused, and the message says how to write either.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

from derivations.reading import limits
from derivations.reading.bars import join_norms, pair_bars
from derivations.reading.brackets import CHOICE, Brackets
from derivations.reading.cursor import CLOSING, begins_with_slope, is_to_be_taken
from derivations.reading.factors import as_factor, is_count, times
from derivations.reading.letters import GREEK_NAMES
from derivations.reading.names import SPELLED, Names
from derivations.reading.sums import place_of_extreme
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Compare,
    Equation,
    Group,
    Inverse,
    Joined,
    Listing,
    Logic,
    Minus,
    Name,
    Node,
    Number,
    Partial,
    Plus,
    Power,
    Range,
    Times,
    applied,
    is_derivative,
    iverson,
)
from derivations.reading.vocabulary import KNOWN, takes_bare

OR, AND, NOT, COMPARISON, RANGE, SUM, NEGATIVE, PRODUCT, POWER = range(2 * CHOICE, 55, CHOICE)
BINDS = {
    "@": PRODUCT, "odot": PRODUCT, "?": CHOICE, "if": CHOICE,
    "or": OR, "and": AND, "..": RANGE, "+": SUM, "-": SUM, "*": PRODUCT, "/": PRODUCT, "^": POWER,
    **dict.fromkeys(("<", "<=", ">", ">=", "==", "!="), COMPARISON),
}  # fmt: skip
WORD = 3  # so many Latin letters are a word
# Words that may stand beside a factor: what follows is in brackets.
BRACKETED = ("sum", "Sum", "mean", "max", "min", "clip")


@dataclass
class Statement:
    """The parts of a text between its commas, and the remarks beside them."""

    items: list[Node] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    variable: Name | None = None


class Grammar(Brackets):
    """Reads tokens into a tree. `names` says which names are functions, and which are not."""

    body_power = NEGATIVE
    factor_power = PRODUCT

    def __init__(self, tokens: list[Token], text: str, names: Names) -> None:
        super().__init__(tokens, text, names)
        following = pairwise(tokens)
        self.separating = {token.at for token, after in following if token.text == "where" and after.text != "("}
        join_norms(tokens, text)
        pair_bars(tokens, text, lambda token: takes_bare(token) and not names.is_known(token.full))

    # -- the whole text

    def statement(self) -> Statement:
        """Everything up to the end: formulas, definitions and conditions between commas."""
        found = Statement()
        self.accept("=")  # as a spreadsheet begins, and a line of a derivation
        while True:
            found.items.append(self._item() if found.items else self._first())
            if self.sees("in"):
                found.remarks.append(self._membership(found.items))
            self.remarks(found)
            if not self._separator():
                break
        if self.next.kind != "end":
            self.fail(f"expected an operator or the end, not {shown(self.next)}")
        return found

    def remarks(self, found: Statement) -> None:
        """What stands after a formula and is no part of it; only LaTeX has such."""

    def _first(self) -> Node:
        """The first item; of d/dw (w x - t)^2 = ... only what the equals sign says of it."""
        at = self.next.at
        if self.is_plain and not self.left_side and is_to_be_taken(self.tokens[self.place :]):
            self.fail("a derivative to be taken is not read: give the function alone, and --wrt")
        if not (self.left_side > self.place and begins_with_slope(self.tokens[self.place : self.left_side])):
            return self._item()
        self.place = self.left_side
        return Equation(self.take().at, Partial(at, Name(at, "L")), self.parse())

    def _item(self) -> Node:
        left = self.parse()
        if equals := self.accept("="):
            return Equation(equals.at, left, self.parse())
        return left

    def _membership(self, items: list[Node]) -> str:
        """The "y in {0, 1}" beside a formula, as a remark: it changes nothing in the formula."""
        name, opened = items.pop(), 0
        if not items or not isinstance(name, Name):
            self.fail("a set is read only beside a formula, as in ..., y in {0, 1}")
        while self.next.kind != "end" and (opened or not self.sees(",", ";")):
            opened += self.sees("(", "{", "[") - self.sees(")", "}", "]")
            self.take()
        return self.text[name.at : self.last.end]

    def _separator(self) -> bool:
        if self.is_where(self.next):
            self.take()
            return True
        return self.accept(",", ";") is not None

    def is_where(self, token: Token) -> bool:
        """Is it the word `where`, rather than the function where(...)?"""
        return token.kind == "name" and token.text == "where" and token.at in self.separating

    # -- expressions

    def parse(self, power: int = 0) -> Node:
        """The longest expression whose signs all bind more tightly than `power`."""
        self.depth += 1
        if self.depth > limits.DEPTH:
            self.fail(f"this is nested too deeply: at most {limits.DEPTH} levels are read")
        left = self.operand(power)
        while self.next.kind != "end":
            grown = self._grown(left, power)
            if grown is None:
                break
            left = grown
        self.depth -= 1
        return left

    def _grown(self, left: Node, power: int) -> Node | None:
        """The expression with the next sign and what follows it, if that binds tightly enough."""
        token = self.next
        if found := self.postfix(left):
            return found
        sign = "==" if self.brackets and self.sees("=") else token.text if token.is_op else ""
        if sign in BINDS:
            return self.infix(left, sign) if BINDS[sign] > power else None
        if not self.starts_operand(token):
            return None
        if power >= PRODUCT:
            return None
        self._check_product(left, token)
        right = self.parse(PRODUCT)
        return times(left, as_factor(right) if isinstance(left, Number) and left.value == 1 else right)

    def infix(self, left: Node, sign: str) -> Node:
        token = self.take()
        at = token.at
        if sign == "^":
            return Power(at, left, self.exponent(), by_entries=self.goes_by_entries(at))
        if sign in ("if", "?"):
            return self._choice(left) if sign == "if" else self._chosen(left)
        right = self.parse(BINDS[sign])
        match sign:
            case "+" | "-":
                terms = left.terms if isinstance(left, Plus) else (as_factor(left),)
                return Plus(left.at, (*terms, as_factor(right) if sign == "+" else Minus(at, as_factor(right))))
            case "*":
                return times(as_factor(left), as_factor(right), token.below or ("star" if self.is_plain else ""))
            case "@" | "odot":
                return Joined(left.at, ".*" if self.goes_by_entries(at) else sign, as_factor(left), as_factor(right))
            case "/":
                return times(as_factor(left), Inverse(at, right, by_entries=self.goes_by_entries(at)))
            case "..":
                return Range(at, left, right)
            case "and" | "or":
                parts = left.conditions if isinstance(left, Logic) and left.word == sign else (left,)
                return Logic(at, sign, (*parts, right))
            case _:
                rest = left.rest if isinstance(left, Compare) else ()
                return Compare(left.at, left.first if isinstance(left, Compare) else left, (*rest, (sign, right)))

    def exponent(self) -> Node:
        found = self.parse(POWER - 1)
        self.open_exponent = -1 if isinstance(found, Group) else self.place
        return found

    # -- products without a sign

    def starts_operand(self, token: Token) -> bool:
        if token.is_op:
            return (token.text in CLOSING and token.text != "{") or token.text == "grid"
        return token.kind == "number" or (token.is_name and not self.is_where(token))

    def _check_product(self, left: Node, token: Token) -> None:
        """Refuse a product without a sign that could be meant otherwise."""
        after = self.tokens[self.place + 1]
        is_indicator = token.text == "1" and after.text in ("[", "{") and not after.spaced  # as in x 1[x > 0]
        if token.kind == "number" and not is_indicator:
            self.fail(
                f"a number right after a value: write an operator before {token.text}, or x_{token.text} for a name"
            )
        if isinstance(left, Times) and isinstance(left.factors[-1], Inverse):
            self._check_after_division(left, token)
        if self.open_exponent == self.place and not token.spaced:
            self._check_after_exponent(left, token)
        for word in (self.last, token):
            if token.spaced and self.is_plain and self._is_word(word) and not self._is_called(word):
                self.fail(
                    f"two things side by side, one of them the word {word.text}: write * between them for a product"
                )

    def _check_after_division(self, left: Times, token: Token) -> None:
        match left.factors:
            case (Number(), Inverse(inner=Number())):
                is_half = token.spaced  # as in 1/2 x
            case (Number() | Name(), Inverse(inner=below)):
                is_half = token.spaced and self.is_plain and is_count(below)  # as in 2/n X^T e
            case _:
                is_half = False
        if is_derivative(left):
            self.fail("a derivative to be taken is not read: give the function alone", left.at)
        if not is_half and token.text not in ("sum", "Sum", "mean"):
            self.fail("does this still belong below the fraction stroke? write a/(b*c) or (a/b)*c")

    def _check_after_exponent(self, left: Node, token: Token) -> None:
        last = left.factors[-1] if isinstance(left, Times) else left
        is_plain = isinstance(last, Power) and isinstance(last.exponent, Number)
        if token.is_name or not is_plain:
            self.fail("does this still belong to the exponent? write x^2*y or x^(2*y)")

    def _is_word(self, token: Token) -> bool:
        is_long = token.kind == "name" and len(token.text) >= WORD and token.text.isalpha()
        is_function = token.text in KNOWN and (takes_bare(token) or token.text in BRACKETED)
        return is_long and not (
            token.text in {*GREEK_NAMES, *SPELLED} or is_function or token.below or self.names.is_known(token.full)
        )

    def _is_called(self, token: Token) -> bool:
        """Is it the function of 2 softplus(x)?"""
        after = self.tokens[self.place + 1] if token is self.next else self.next
        return token.text in KNOWN and after.text == "(" and not after.spaced and not self.names.is_known(token.full)

    # -- operands

    def operand(self, power: int) -> Node:  # noqa: C901, PLR0912  (a case for each sign)
        token = self.take()
        if token.kind == "number":
            is_indicator = token.text == "1" and (self.sees("_") or (self.sees("{") and self.is_plain))
            return self.indicator() if is_indicator else Number(token.at, token.value)
        if token.is_name and not self.is_where(token):
            return self.name(token)
        match token.text if token.is_op else "":
            case "-":
                return Minus(token.at, as_factor(self.parse(max(power, NEGATIVE))))
            case "+":
                return self.parse(max(power, NEGATIVE))
            case "not":
                return Logic(token.at, "not", (self.parse(NOT),))
            case "true" | "false":
                return Always(token.at, token.text == "true")
            case "(" | "{":
                return self.bracketed(token)
            case "|(":
                return self._magnitude(token)
            case "‖(":
                return self._norm(token, self.inside(token, self.parse))
            case "⟨":
                return applied(token.at, "dot", *self.inside_items(token))
            case "grid":
                return self._grid(token)
            case "[":
                return self._square(token)
            case "!":
                self.fail("the sign ! is not read: factorials are not", token.at)
            case "if":
                self.fail("a choice is written where(x > 0, u, v), or u if x > 0 else v", token.at)
        return self.of_calls(token)

    def bracketed(self, opened: Token) -> Node:
        inner = self.inside_items(opened)
        return self._cut_off(opened, inner[0]) if len(inner) == 1 else Listing(opened.at, inner)

    def _square(self, opened: Token) -> Node:
        """[condition] is 1 or 0; any other square bracket is a bracket."""
        inner, *more = self.inside_items(opened)
        if more:
            return self.grid_of(opened, (inner, *more))
        match inner:
            case Compare(first=one, rest=(("==", other),)) if place_of_extreme(one) or place_of_extreme(other):
                return applied(opened.at, "KroneckerDelta", one, other)
        return iverson(inner) if isinstance(inner, Compare | Logic) else self._cut_off(opened, inner)

    def _cut_off(self, opened: Token, inner: Node) -> Node:
        """(u)_+ as max(0, u), any other bracket as what is in it."""
        below = [token.text if token.is_op else "" for token in self.tokens[self.place : self.place + 4]]
        length = 2 if below[:2] == ["_", "+"] else 4 if below == ["_", "{", "+", "}"] else 0
        self.place += length
        return applied(opened.at, "relu", inner) if length else Group(opened.at, inner)
