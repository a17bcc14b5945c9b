"""What stands beside a loss: what --where says, what claims define on the way, and means that nobody defines."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Protocol

from sympy import Basic, Expr, Indexed, IndexedBase, Sum, Symbol

from derivations.cli.typed import Known, outside, sides
from derivations.language.domains import Domain
from derivations.language.shapes import base_of
from derivations.reading import Places, Reading, ReadingError, Together

Pair = tuple[Expr, Expr]
FORMULA = "0, "
SIGN = r"[<>=≤≥≠]|\\(?:[lgn]eq?|[lg]t)(?![A-Za-z])"
RELATION = re.compile(r"[<>=≤≥≠∈]|\\(?:[lgn]eq?|[lg]t|in)\b|\bin\b")
SIDELESS = re.compile(rf"^\s*(?:{SIGN})|(?:{SIGN})\s*$")  # one of its sides is empty
EMPTY = "one side of the sign is empty: a condition is written x > 0, a constraint p + q = 1, a definition o = sigma(z)"
KINDS = "no condition (x > 0), no constraint (p + q = 1) and no definition (o = sigma(z))"


class OwnLike(Protocol):
    """The question that it is said of."""

    beside: Together

    def read(self, text: str, known: Known, at: Places | None = None, outer: Sequence[str] = ()) -> Reading:
        """A text of it."""
        ...


class Beside:
    """What all --where say together; the names of each are known to those after it."""

    def __init__(self, own: OwnLike, seen: set[str]) -> None:
        self.own, self.seen = own, seen
        self.conditions: list[Basic] = []
        self.constraints: list[Pair] = []
        self.definitions: list[Pair] = []
        self.needs: list[Expr] = []

    def add(self, text: str, known: Known) -> None:
        def reading(part: str, at: Places | None = None, outer: Sequence[str] = ()) -> Reading:
            said = self.own.read(part, known, at, outer)
            self.seen |= set(said.symbols)
            known.update({name: kind.domain() for name, kind in said.symbols.items() if name not in known})
            return said

        if SIDELESS.search(text):
            raise ReadingError(EMPTY, text, 0 if SIDELESS.match(text) else len(text))
        left, equals, right = sides(text)
        compared = any(sign in "<>" for _, sign in outside(left)) or left.endswith("!") or right.startswith("=")
        if not equals or compared:
            self.conditions += self._conditions(text, reading)
            return
        if text in self.own.beside.put_in:
            return
        name = reading(left, ())  # first, as its indices are those of the value
        sizes = dict((places_of(name.expression, known) if name.indices else None) or ())
        own = [str(index) for index in name.expression.indices] if isinstance(name.expression, Indexed) else []
        value = reading(right, [(index, sizes[index]) for index in name.indices] if sizes else None, own)
        if value.definitions or value.conditions:
            msg = "more than one statement is left unread here: give each a --where of its own"
            raise ReadingError(msg, text, len(left) + 1)
        (self.definitions if _defines(name.expression, value.expression) else self.constraints).append(
            (name.expression, value.expression)
        )
        self.needs += value.needs if name.expression.is_Symbol else ()

    @staticmethod
    def _conditions(text: str, reading: Callable[[str], Reading]) -> tuple[Basic, ...]:
        """The conditions that a text states; they are read beside a formula, of which an error shall say nothing."""
        try:
            found = reading(f"{FORMULA}{text}").conditions
        except ReadingError as error:
            msg = error.message if RELATION.search(text) else f"this is {KINDS}"
            raise ReadingError(msg, text, max(error.position - len(FORMULA), 0)) from error
        if not found:
            msg = f"this is {KINDS}"
            raise ReadingError(msg, text, 0)
        return found


def places_of(variable: Expr, names: Mapping[str, Domain]) -> Places | None:
    """The indices of a variable, each with the size of its axis."""
    if not isinstance(variable, Indexed) or not all(
        i.is_Symbol or i.is_Integer or isinstance(i, Indexed) for i in variable.indices
    ):
        return None
    name = variable.base.label.name
    shape = next((domain.shape for key, domain in names.items() if str(getattr(key, "label", key)) == name), ())
    sizes = shape if len(shape) == len(variable.indices) else [None] * len(variable.indices)
    return [(str(index), size) for index, size in zip(variable.indices, sizes, strict=True)]


def _defines(left: Expr, right: Expr) -> bool:
    """Is the left side the name of an intermediate: z, or z_k with letters for indices? Not so A^T = A."""
    is_name = left.is_Symbol or (isinstance(left, Indexed) and all(index.is_Symbol for index in left.indices))
    is_turned = isinstance(right, Indexed) and right.base == getattr(left, "base", None) and right.has(*left.indices)
    return is_name and not is_turned and not right.is_number


def defined_in(claims: Sequence[Reading], before: Sequence[Pair], remarks: list[str]) -> list[Pair]:
    """What claims define that nothing else does, as in "p_k - t_k, p_k = ..."."""
    known = {base_of(name) for name, _ in before}
    found: dict[Basic, Pair] = {}
    for name, value in (pair for claim in claims for pair in claim.definitions):
        if base_of(name) in known:
            remarks.append(f"{base_of(name)} was taken as the loss defines it")
        found.setdefault(base_of(name), (name, value))
    return [pair for base, pair in found.items() if base not in known]


def means_in(readings: Iterable[Reading], known: Known, before: Sequence[Pair], remarks: list[str]) -> Iterator[Pair]:
    """The x_bar that nobody defines, where x has one index: its mean."""
    names = {name for said in readings for name, kind in said.symbols.items() if kind.kind == "scalar"}
    for name in sorted(names - {str(base_of(left)) for left, _ in before}):
        array = name.removesuffix("bar").rstrip("_") if name.endswith("bar") else ""
        (size, *others) = known[array].shape if array in known and known[array].shape else (None,)
        if size is not None and not others:
            remarks.append(f"the mean of {array} was read for {name}")
            index = Symbol("i", integer=True, positive=True)
            yield Symbol(name, real=True), Sum(IndexedBase(array)[index], (index, 1, size)) / size
