"""What is made of several signs and yet is one quantity: f(a) and s^2, if one differentiates by them, and V_{t+1}."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction

from derivations.reading.names import Names
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.tree import (
    Apply,
    Entry,
    Group,
    Listing,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Times,
    Total,
    with_parts,
    without_brackets,
)

SQUARE = Number(0, Fraction(2))
HALF = Number(0, Fraction(1, 2))


@dataclass(frozen=True)
class Quantities:
    """What is read as a quantity.

    Args:
        calls: functions, every call of which is one.
        squares: letters of which the square is one.
        ahead: indices that nothing counts, so that V_{t+1} is another name than V_t.
        bound: the indices of all sums.
        remarks: how they were read.
    """

    calls: frozenset[str] = frozenset()
    squares: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    bound: frozenset[str] = frozenset()
    remarks: list[str] = field(default_factory=list)

    def named(self, parts: Parts) -> Parts:
        """The parts with a name for each of them."""
        return parts.changed(self._change) if self.calls or self.squares or self.ahead else parts

    def _change(self, node: Node) -> Node:
        match node:
            case Apply() if not node.known and node.function.full in self.calls:
                return self._called(node)
            case Apply():  # a function is no letter
                return replace(node, arguments=tuple(map(self._change, node.arguments)))
            case Power(base=base, exponent=exponent) if square := self._square(base):
                above = without_brackets(self._change(exponent))
                is_square = isinstance(above, Number) and above.value == SQUARE.value
                return square if is_square else Power(node.at, square, _half(above), node.starred)
            case Entry(base=base, indices=(Plus(terms=(Name(full=letter), step)),)) if letter in self.ahead:
                return Name(node.at, f"{base.full}_{letter}{_in_words(step)}")
            case Name() | Entry() if square := self._square(node):
                return Power(node.at, square, HALF)
            case Entry():
                return replace(node, indices=tuple(map(self._change, node.indices)))
        return with_parts(node, self._change)

    def _square(self, node: Node) -> Node | None:
        """The name of the square of this letter."""
        match without_brackets(node):
            case Name(letter=letter) as name if letter in self.squares:
                return replace(name, letter=f"{letter}_sq")
            case Entry(base=base) as entry if base.full in self.squares:
                return replace(entry, base=Name(base.at, f"{base.full}_sq"))
        return None

    def _called(self, node: Apply) -> Node:
        """The entry q_i of q(x_i), the name f_a for f(a); of a call within a maximum over a, nothing."""
        arguments = tuple(map(self._change, node.arguments))
        letters = [letter for argument in arguments for letter in _letters_below(argument)]
        if letters and self.bound.issuperset(letters):
            return Entry(node.at, node.function, tuple(Name(node.at, letter) for letter in letters))
        names = [part.full for argument in arguments for part in argument.walk() if isinstance(part, Name)]
        if self.bound & {*names, *letters}:
            return replace(node, arguments=arguments)
        return Name(node.at, "_".join((node.function.full, *names)), bold=node.function.bold)


def quantities_of(variables: Sequence[Node], parts: Sequence[Parts], names: Names) -> Quantities:
    """What the texts make quantities of, `variables` being what one differentiates by."""
    nodes = [node for part in parts for top in part.nodes() for node in top.walk()]
    taken = {node.full for node in nodes if isinstance(node, Name)} | {defined_name(d.left) for p in parts
                                                                        for d in p.definitions}  # fmt: skip
    bound = {node.index.full for node in nodes if isinstance(node, Total)} | _maximised(nodes)
    defined = {defined_name(item.left) for part in parts for item in part.definitions}
    calls, squares, remarks = set(), set(), []
    for variable in map(without_brackets, variables):
        match variable:
            case Apply(known=False, primes=0, function=function) if _is_free(function.full, defined, names):
                calls.add(function.full)
                remarks.append(f"every {function.full}(...) was read as a quantity of its own")
            case Power(base=Name() | Entry() as base, exponent=Number(value=SQUARE.value)):
                letter = base.letter if isinstance(base, Name) else base.base.full
                if _is_free(letter, defined, names) and f"{letter}_sq" not in taken:
                    squares.add(letter)
                    remarks.append(f"the square of {letter} was read as a quantity of its own, {letter}_sq")
    ahead = _ahead(nodes, bound)
    remarks += [f"{letter}+1 below a name was read as a label, as nothing counts {letter}" for letter in sorted(ahead)]
    return Quantities(frozenset(calls), frozenset(squares), frozenset(ahead), frozenset(bound), remarks)


def _is_free(full: str, defined: set[str], names: Names) -> bool:
    return full not in defined and not names.is_known(full)


def _maximised(nodes: Sequence[Node]) -> set[str]:
    """The indices of maxima."""
    listings = [part for node in nodes if isinstance(node, Apply) and node.known for part in node.arguments[1:2]]
    first = [listing.items[0] for listing in listings if isinstance(listing, Listing) and listing.items]
    return {name.full for name in first if isinstance(name, Name)}


def _ahead(nodes: Sequence[Node], bound: set[str]) -> set[str]:
    """The t of V_{t+1}, if t stands nowhere but below names and no sum runs over it."""
    below = [index for node in nodes if isinstance(node, Entry) for index in node.indices]
    inner = {id(part) for index in below for part in index.walk()}
    alone = {node.full for node in nodes if isinstance(node, Name) and id(node) not in inner}
    found: dict[str, bool] = {}
    for node in nodes:
        match node:
            case Entry(indices=(Plus(terms=(Name(full=letter), step)),)):
                found[letter] = found.get(letter, True) and bool(_in_words(step))
            case Entry(indices=indices):
                found |= {part.full: False for index in indices for part in index.walk() if isinstance(part, Name)}
    return {letter for letter, is_label in found.items() if is_label and letter not in bound | alone}


def _in_words(step: Node) -> str:
    """The plus1 of t + 1; empty for anything but a number."""
    number, sign = (step.inner, "minus") if isinstance(step, Minus) else (step, "plus")
    return f"{sign}{number.value}" if isinstance(number, Number) and number.value.denominator == 1 else ""


def _letters_below(node: Node) -> list[str]:
    match node:
        case Name(below=below):
            return list(below)
        case Entry(indices=indices):
            return [part.full for index in indices for part in index.walk() if isinstance(part, Name)]
    return []


def _half(exponent: Node) -> Node:
    match exponent:
        case Number(value=value):
            return Number(exponent.at, value / 2)
        case Minus(inner=inner):
            return Minus(exponent.at, _half(inner))
    return Group(exponent.at, Times(exponent.at, (Group(exponent.at, exponent), HALF)))
