"""The arguments of a call: each is taken for what its function says that it is, or refused by its name.

Nothing is left out in silence: what ``Known`` does not list is refused here, and what it lists is refused by
``Reductions.of_whole`` if nothing has looked at it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import TypeVar

from derivations.reading.axes import UnreadFault, unread
from derivations.reading.cursor import CLOSING, Cursor
from derivations.reading.factors import of_code
from derivations.reading.known import Known
from derivations.reading.options import as_typed
from derivations.reading.plain_signs import LEFT_OUT, NO_NUMBER
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Apply,
    Compare,
    Infinity,
    Keyword,
    Listing,
    Minus,
    Name,
    Node,
    Number,
    Range,
    Word,
)
from derivations.reading.vocabulary import KNOWN
from derivations.reading.whole import NAMES as WHOLE

FLOATS = {"float", "double", "float32", "float64"}
CURES = {
    "out": "leave it out, as it only says where the result goes",
    "where": "write where(condition, u, 0) in the place of u",
    "initial": "write it as a further term",
    "start": "write it as a further term",
    "approximate": "write 0.5*x*(1 + tanh(sqrt(2/pi)*(x + 0.044715*x^3)))",
    "rounding_mode": "rounding has no useful slope",
    "dtype": "a number of another kind may be another number",
    "ignore_index": "leave these examples out of the sum",
    "size_average": "write reduction='mean' or reduction='sum'",
    "reduce": "write reduction='mean' or reduction='sum'",
    "eps": "write the loss out with it",
    "sample_weight": "write np.average(..., weights=w)",
}
REST = "write out what it does"
CLASSES = {name for name in WHOLE if name[:1].isupper()}  # as in nn.MSELoss(reduction='sum')(p, t)
WHICH_AXIS = ("max", "min", "amax", "amin", "argmax", "argmin")  # whose second argument libraries take for an axis
Place = TypeVar("Place", int, str)


class Calls(Cursor):
    """Reads the arguments of calls."""

    def arguments(self, opened: Token, function: str) -> tuple[Node, ...]:
        """What stands in the brackets of a call; of a function of ours, some of it may have a name."""
        if self.sees(CLOSING[opened.text]):
            return self.inside(opened, tuple)
        if function not in KNOWN:
            return self.inside_items(opened)
        first = self.place
        return self.inside(opened, lambda: self.items(lambda: self._argument(function, is_first=self.place == first)))

    def _argument(self, function: str, *, is_first: bool) -> Node:
        """An argument; the first may be a condition x = 0 as well."""
        token, equals = self.next, self.tokens[self.place + 1 : self.place + 2]
        is_named = token.is_name and bool(equals) and equals[0].is_op and equals[0].text == "="
        if not is_named or (is_first and not may_stand_first(token.full, function)):
            return self.parse()
        self.take(), self.take()
        value = self.parse()
        if isinstance(value, Range):  # as in sum(u, i=1..n)
            return Compare(token.at, Name(token.at, token.text, token.below), (("==", value),))
        return Keyword(token.at, token.full, value)

    def of_calls(self, token: Token) -> Node:
        """What stands in calls alone: infinity, and a word between quotes."""
        if token.kind == "quoted":
            return Word(token.at, token.text)
        if token.kind != "infinity":
            self.fail(f"expected a number, a name or an opening bracket, not {shown(token)}", token.at)
        if token.text in NO_NUMBER:
            self.fail(f"{token.text} is no number: write out where the formula holds, as in ..., x > 0", token.at)
        return Infinity(token.at)

    def is_of_library(self, token: Token) -> bool:
        """Does the name of a library stand before it, as in np.max?"""
        return self.text[: token.at].endswith(".")

    def call(self, applied: Apply, *, of: bool = False, method: bool = False) -> Node:
        """What a call stands for, with each argument in its place; `of` a library, or a method."""
        if applied.function.full == "log" and len(applied.arguments) == 1 and self.text.startswith("LOG", applied.at):
            self.fail("LOG has base 10 in a spreadsheet, and base e elsewhere: write ln(...) or log10(...)", applied.at)
        try:
            return of_code(bound(of_library(applied, method=method) if of or method else applied))
        except UnreadFault as fault:
            return self.fail(fault.message, fault.at)


def bound(applied: Apply) -> Apply:
    """The call with its arguments in their places, and behind them the options that it has, each by its own name.

    Raises:
        UnreadFault: an argument that this function does not take, or takes twice.
    """
    function = KNOWN.get(applied.function.full)
    keywords = [argument for argument in applied.arguments if isinstance(argument, Keyword)]
    plain = [argument for argument in applied.arguments if not isinstance(argument, Keyword)]
    if not applied.known or function is None or not (keywords or function.options):
        return applied
    positional, names = _options_of(function.options)
    first, further = plain[: function.most], plain[function.most :]
    options = dict(zip(positional, further, strict=False))
    values = dict(enumerate(first))
    for keyword in keywords:
        places = _spellings(function.named)
        if keyword.name in places and places[keyword.name] < max(function.most, function.least):
            _put(values, places[keyword.name], applied, keyword)
        elif keyword.name in names:
            _put(options, names[keyword.name], applied, keyword)
        elif not _changes_nothing(keyword):
            cure = CURES.get(keyword.name, REST)
            unread(f"{as_typed(applied)} with {keyword.name}=... is not read: {cure}", keyword.at)
    kept = (Keyword(value.at, name, value) for name, value in options.items() if not _is_left_out(value))
    return replace(applied, arguments=(*_in_order(values, applied, function), *further[len(positional) :], *kept))


def of_library(applied: Apply, *, method: bool) -> Apply:
    """A call as np.max(z, 1) or z.max(1): its second argument is an axis."""
    match applied.arguments:
        case (first, second, *others) if applied.function.full in WHICH_AXIS and is_axis(second):
            if method or applied.function.full.startswith("arg"):
                return replace(applied, arguments=(first, Keyword(second.at, "axis", second), *others))
            side = applied.function.full.removeprefix("a")
            unread(f"is the number an axis? write {side}imum(u, v) of two arrays, or {side}(u, axis=...)", applied.at)
    return applied


def is_axis(node: Node) -> bool:
    """Is it 0, -1 or (0, 1)?"""
    inner = node.inner if isinstance(node, Minus) else node
    return isinstance(inner, Number) or (isinstance(node, Listing) and all(map(is_axis, node.items)))


def may_stand_first(name: str, function: str) -> bool:
    """Is it the name of an argument, as in nn.Softmax(dim=1)(z), rather than the left side of a condition?"""
    known = KNOWN[function]
    return function in CLASSES or name in _spellings(known.named) or name in _options_of(known.options)[1]


def _put(found: dict[Place, Node], place: Place, applied: Apply, keyword: Keyword) -> None:
    if place in found:
        unread(f"{as_typed(applied)} is given {keyword.name} twice", keyword.at)
    found[place] = keyword.value


def _in_order(values: Mapping[int, Node], applied: Apply, function: Known) -> Sequence[Node]:
    """The arguments in their places; what is left out between two is None."""
    last = max(values, default=-1)
    missing = Name(applied.at, LEFT_OUT)
    found = [values.get(place, missing) for place in range(last + 1)]
    if missing in found and function.names[0] != "clip":
        unread(f"{as_typed(applied)} is written {function.form}: an argument is missing", applied.at)
    return found


def _changes_nothing(keyword: Keyword) -> bool:
    match keyword.name, keyword.value:
        case _, value if _is_left_out(value):
            return True
        case "dtype", Name(full=full) | Word(text=full):
            return full in FLOATS
        case "inplace", Always():
            return True
    return False


def _is_left_out(value: Node) -> bool:
    return isinstance(value, Name) and value.full == LEFT_OUT


@lru_cache(maxsize=128)
def _options_of(options: str) -> tuple[tuple[str, ...], dict[str, str]]:
    """The options that may be given by their place, and the name of each by every spelling."""
    by_place, _, by_name = options.partition(";")
    split = [[each.strip().split("|") for each in part.split(",") if each.strip()] for part in (by_place, by_name)]
    return tuple(own for own, *_ in split[0]), {
        name: own for part in split for own, *more in part for name in (own, *more)
    }


@lru_cache(maxsize=128)
def _spellings(named: str) -> dict[str, int]:
    return {name.strip(): place for place, names in enumerate(named.split(",")) for name in names.split("|")}
