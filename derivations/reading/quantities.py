"""What is made of several signs and yet is one quantity: f(a) and s^2, if one differentiates by them, and V_{t+1}."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from itertools import pairwise

from derivations.reading.compared import maximised
from derivations.reading.names import Names
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.tree import (
    Apply,
    Compare,
    Component,
    Entry,
    Group,
    Minus,
    Name,
    Node,
    Number,
    Plus,
    Power,
    Slice,
    Times,
    Total,
    applied,
    with_parts,
    without_brackets,
)
from derivations.reading.units import UNIT, classes, is_free, letters_below, units, units_of

SQUARE = Number(0, Fraction(2))
PI = applied(0, "arccos", Minus(0, Number(0, Fraction(1))))
HALF = Number(0, Fraction(1, 2))


@dataclass(frozen=True)
class Quantities:
    """What is read as a quantity.

    Args:
        calls: functions, every call of which is one.
        heads: those of them that also stand without their argument, as one differentiates by f, with the name for it.
        entries: those of them whose calls hold indices of sums, as sim(z_i, z_k) does, and are entries of an array.
        squares: letters of which the square is one.
        ahead: indices that nothing counts, so that V_{t+1} is another name than V_t.
        rows: matrices that are not in the loss, each with the vectors x_i that are its rows.
        units: the letters e of vectors e_y that are 1 at the place y.
        labels: numbers of classes, each of which stands for that vector wherever one calculates with it.
        circle: are there both an array pi and the number of 2 pi?
        bound: the indices of all sums.
    """

    calls: frozenset[str] = frozenset()
    heads: Mapping[str, str] = field(default_factory=dict)
    entries: frozenset[str] = frozenset()
    squares: frozenset[str] = frozenset()
    ahead: frozenset[str] = frozenset()
    rows: Mapping[str, str] = field(default_factory=dict)
    units: frozenset[str] = frozenset()
    labels: frozenset[str] = frozenset()
    circle: bool = False
    bound: frozenset[str] = frozenset()

    @property
    def remarks(self) -> list[str]:
        """How they were read."""
        unit = "was read as the vector with 1 at the place {} and 0 elsewhere"
        return [
            *(f"every {full}(...) was read as a quantity of its own" for full in sorted(self.calls)),
            *(f"the square of {x} was read as a quantity of its own, {x}_sq" for x in sorted(self.squares)),
            *(f"{t}+1 below a name was read as a label, as nothing counts {t}" for t in sorted(self.ahead)),
            *(f"{full} was read as the matrix with the rows {row}_i" for full, row in sorted(self.rows.items())),
            *(f"{letter}_y {unit.format('y')}" for letter in sorted(self.units)),
            *(f"{y} in the claim {unit.format(y)}" for y in sorted(self.labels)),
        ]

    def named(self, parts: Parts) -> Parts:
        """The parts with a name for each of them."""
        is_any = self.calls or self.squares or self.ahead or self.rows or self.units or self.labels or self.circle
        return parts.changed(self._change) if is_any else parts

    def _change(self, node: Node) -> Node:
        match node:
            case Apply() if not node.known and node.function.full in self.calls:
                return self._called(node)
            case Apply():  # a function is no letter
                return replace(node, arguments=tuple(map(self._change, node.arguments)))
            case Power(base=base, exponent=exponent) if square := self._square(base):
                above = without_brackets(self._change(exponent))
                is_square = isinstance(above, Number) and above.value == SQUARE.value
                return square if is_square else Power(node.at, square, _half(above), node.by_entries)
            case Entry(base=base, indices=(Plus(terms=(Name(full=letter), step)),)) if letter in self.ahead:
                return Name(node.at, f"{base.full}_{letter}{_in_words(step)}")
            case Name() | Entry() if square := self._square(node):
                return Power(node.at, square, HALF)
            case Times(factors=factors) if self.circle:
                pairs = zip((None, *factors), factors, strict=False)
                factors = tuple(PI if _is_pi(before, each) else self._change(each) for before, each in pairs)
                return replace(node, factors=factors)
            case Name(full=full, below="") if other := {**self.heads, **self.rows}.get(full):
                return replace(node, letter=other)
            case Name(letter=letter, below=below) if below and letter in self.units:
                return applied(node.at, "onehot", Name(node.at, below))
            case Name(letter=letter, below=below) if below and letter in self.labels:
                sides = (Name(node.at, below), Name(node.at, letter))
                return applied(node.at, "KroneckerDelta", *sides)
            case Entry():
                return replace(node, indices=tuple(map(self._below, node.indices)))
            case Component() | Slice() | Compare():
                return with_parts(node, self._below)
            case Plus() | Minus() | Times() | Group():
                return with_parts(node, self._in_sum)
        return with_parts(node, self._change)

    def _below(self, node: Node) -> Node:
        """What is compared or counts entries, where the number of a class is a number."""
        bare = replace(self, labels=frozenset())
        return bare._change(node)  # noqa: SLF001  (it is one of its own kind)

    def _in_sum(self, node: Node) -> Node:
        """A term or a factor: the y of p - y."""
        is_label = isinstance(node, Name) and not node.below and node.letter in self.labels
        return applied(node.at, "onehot", node) if is_label else self._change(node)

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
        letters = [letter for argument in arguments for letter in letters_below(argument)]
        if node.function.full in self.entries:
            return Entry(node.at, node.function, tuple(Name(node.at, letter) for letter in letters))
        names = [part.full for argument in arguments for part in argument.walk() if isinstance(part, Name)]
        if self.bound & {*names, *letters}:
            return replace(node, arguments=arguments)
        return Name(node.at, "_".join((node.function.full, *names)), bold=node.function.bold)


def quantities_of(texts: Mapping[str, Sequence[Parts]], names: Names) -> Quantities:
    """What the texts make quantities of, each under what it is: loss, beside, variable, claim."""
    nodes = [node for parts in texts.values() for part in parts for top in part.nodes() for node in top.walk()]
    beside = (*texts.get("loss", ()), *texts.get("beside", ()))
    own = [node for part in beside for top in part.outside() for node in top.walk()]
    variables = [without_brackets(part.formulas[0]) for part in texts.get("variable", ())]
    claims = texts.get("claim", ())
    taken = {node.full for node in nodes if isinstance(node, Name)}
    bound = {node.index.full for node in nodes if isinstance(node, Total)} | maximised(nodes)
    defined = {defined_name(item.left) for parts in texts.values() for part in parts for item in part.definitions}
    calls = {full for full in map(_function_of, variables) if full and is_free(full, defined, names)}
    squares = {x for x in map(_squared, variables) if x and is_free(x, defined, names) and f"{x}_sq" not in taken}
    heads = {w.full: head for w in variables if isinstance(w, Name) and (head := _head_of(w.full, own))}
    heads = {full: head for full, head in heads.items() if is_free(full, defined, names)}
    calls |= heads.keys()
    entries = {full for full in calls if _has_indices(full, nodes, bound)}
    ahead = {letter for letter in _ahead(nodes, bound) if not names.is_index(letter)}
    claimed = [node for node in nodes if isinstance(node, Name)] if own else []
    rows = {full: row for full, row in _rows(own, claimed).items() if is_free(full, defined, names)}
    is_whole = bool(variables) and all(isinstance(w, Name) and not w.below for w in variables)
    unit = units(own, claimed) if is_whole and not names.is_known(UNIT) else set()
    unit |= set() if texts.get("loss") or names.is_known(UNIT) else units_of(nodes, names)
    numbers = classes(own, bound, defined, variables, names) if own else names.labels
    labels = {y for y in numbers if any(Quantities(labels=frozenset({y})).named(part) != part for part in claims)}
    return Quantities(
        frozenset(calls),
        heads,
        frozenset(entries),
        frozenset(squares),
        frozenset(ahead),
        rows,
        frozenset(unit),
        frozenset(labels),
        _is_circle(nodes),
        frozenset(bound),
    )


def _function_of(variable: Node) -> str:
    """The f of f(a)."""
    match variable:
        case Apply(known=False, primes=0, function=function):
            return function.full
    return ""


def _head_of(full: str, own: Sequence[Node]) -> str:
    """The name of f(x), for the f by which one differentiates; nothing, if it has several arguments or stands alone."""
    calls = [node for node in own if isinstance(node, Apply) and not node.known and node.function.full == full]
    given = {tuple(a.full if isinstance(a, Name) else "" for a in call.arguments) for call in calls}
    heads = {id(call.function) for call in calls}
    is_bare = any(isinstance(node, Name) and node.full == full and id(node) not in heads for node in own)
    (arguments,) = given if len(given) == 1 else ((),)
    return "" if is_bare or not all(arguments) or not arguments else "_".join((full, *arguments))


def _squared(variable: Node) -> str:
    """The s of s^2."""
    match variable:
        case Power(base=Name(letter=letter), exponent=Number(value=SQUARE.value)):
            return letter
        case Power(base=Entry(base=Name(full=full)), exponent=Number(value=SQUARE.value)):
            return full
    return ""


def _is_pi(before: Node | None, node: Node) -> bool:
    """Is it the pi of 2 pi?"""
    return isinstance(before, Number) and isinstance(node, Name) and node.full == "pi"


def _is_circle(nodes: Sequence[Node]) -> bool:
    """Does pi stand for an array, and after a number for a number as well?"""
    is_array = any(isinstance(n, Name) and n.letter == "pi" and n.below for n in nodes)
    is_array |= any(isinstance(n, Entry) and n.base.full == "pi" for n in nodes)
    products = [node.factors for node in nodes if isinstance(node, Times)]
    return is_array and any(_is_pi(*pair) for factors in products for pair in pairwise(factors))


def _has_indices(full: str, nodes: Sequence[Node], bound: set[str]) -> bool:
    """Does every call of the function hold equally many indices below names, some of them of a sum?"""
    calls = [node for node in nodes if isinstance(node, Apply) and node.function.full == full]
    letters = [[letter for argument in call.arguments for letter in letters_below(argument)] for call in calls]
    return len(set(map(len, letters))) == 1 and bool(bound & {letter for each in letters for letter in each})


def _rows(own: Sequence[Node], claimed: Sequence[Name]) -> dict[str, str]:
    """The X of X^T (X w - y) beside a loss that holds x_i and neither X nor a bare x."""
    mine = [name for name in own if isinstance(name, Name)]
    found = {letter: letter.lower() for name in claimed if not name.below and (letter := name.letter)[:1].isupper()}
    below = {name.letter for name in mine if len(name.below) == 1} | {e.base.full for e in own if isinstance(e, Entry)}
    bases = {id(entry.base) for entry in own if isinstance(entry, Entry)}
    bare = {name.full for name in mine if id(name) not in bases}
    return {full: row for full, row in found.items() if row in below - bare and full not in {n.letter for n in mine}}


def _ahead(nodes: Sequence[Node], bound: set[str]) -> set[str]:
    """The t of V_{t+1}, if t stands nowhere but below names, and no sum runs over it or over the entries of V.

    Nor if V stands without an index, as a whole array.
    """
    bases = {id(node.base) for node in nodes if isinstance(node, Entry)}
    whole = {node.full for node in nodes if isinstance(node, Name) and not node.below and id(node) not in bases}
    whole |= {
        node.base.full for node in nodes if isinstance(node, Entry) and any(isinstance(i, Slice) for i in node.indices)
    }
    counted = {e.base.full for e in nodes if isinstance(e, Entry) and bound & _names_below(e)}
    counted |= whole | {node.letter for node in nodes if isinstance(node, Name) and node.below in bound}
    below = [index for node in nodes if isinstance(node, Entry) for index in node.indices]
    inner = {id(part) for index in below for part in index.walk()}
    alone = {node.full for node in nodes if isinstance(node, Name) and id(node) not in inner}
    found: dict[str, bool] = {}
    for node in nodes:
        match node:
            case Entry(base=base, indices=(Plus(terms=(Name(full=letter), step)),)) if base.full not in counted:
                found[letter] = found.get(letter, True) and bool(_in_words(step))
            case Entry(indices=indices):
                found |= {part.full: False for index in indices for part in index.walk() if isinstance(part, Name)}
    return {letter for letter, is_label in found.items() if is_label and letter not in bound | alone}


def _names_below(entry: Entry) -> set[str]:
    """The letters in the indices of an entry."""
    return {part.full for index in entry.indices for part in index.walk() if isinstance(part, Name)}


def _in_words(step: Node) -> str:
    """The plus1 of t + 1; empty for anything but a number."""
    number, sign = (step.inner, "minus") if isinstance(step, Minus) else (step, "plus")
    return f"{sign}{number.value}" if isinstance(number, Number) and number.value.denominator == 1 else ""


def _half(exponent: Node) -> Node:
    match exponent:
        case Number(value=value):
            return Number(exponent.at, value / 2)
        case Minus(inner=inner):
            return Minus(exponent.at, _half(inner))
    return Group(exponent.at, Times(exponent.at, (Group(exponent.at, exponent), HALF)))
