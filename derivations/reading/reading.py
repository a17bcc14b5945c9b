"""A text read: ``read`` for what people type, ``read_latex`` for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sympy import Basic, Expr

from derivations.language.domains import Domain
from derivations.reading import limits
from derivations.reading.build import Builder
from derivations.reading.cases import Chooser
from derivations.reading.effort import TooMuchWork, at_most
from derivations.reading.errors import ReadingError
from derivations.reading.grammar import Grammar, Statement
from derivations.reading.kinds import Census, Kind
from derivations.reading.latex import LatexGrammar
from derivations.reading.latex_tokens import latex_tokens_of
from derivations.reading.names import Names
from derivations.reading.needs import lost
from derivations.reading.tokens import tokens_of
from derivations.reading.tree import (
    Apply,
    Compare,
    Entry,
    Equation,
    Group,
    Logic,
    Name,
    Node,
    Partial,
    is_derivative,
    without_brackets,
)

DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")


@dataclass(frozen=True)
class Reading:
    """What a text says.

    Args:
        text: as it was typed.
        expressions: the formulas between its commas; one, unless `several` was asked for.
        symbols: every name of it and what it is, bound indices left out.
        definitions: what it defines on the way, as in "..., p = sigma(z)", as (name, value).
        conditions: comparisons that it states beside the formula, as in "..., x > 0".
        left: the left side of "L = ..." as it was typed; empty if there is none.
        variable: the name after "wrt", if the text says so.
        remarks: notes on the reading, and words in brackets after the formula.
        needs: what must have a value for the formulas to have one, although they do not show it: SymPy makes 1 of x/x
            while they are put together, but what was typed has no value at x = 0.
    """

    text: str
    expressions: tuple[Expr, ...]
    symbols: dict[str, Kind] = field(default_factory=dict)
    definitions: tuple[tuple[Expr, Expr], ...] = ()
    conditions: tuple[Basic, ...] = ()
    left: str = ""
    variable: Expr | None = None
    remarks: tuple[str, ...] = ()
    needs: tuple[Expr, ...] = ()

    @property
    def expression(self) -> Expr:
        """The formula."""
        return self.expressions[0]

    @property
    def unknown(self) -> dict[str, Kind]:
        """The names that were not given."""
        return {name: kind for name, kind in self.symbols.items() if not kind.known}


def read(
    text: str, names: Mapping[Any, Domain] | None = None, *, closed: bool = False, several: bool = False
) -> Reading:
    """Read a formula as people type it.

    Args:
        text: the formula.
        names: names with their domains; keys are text, or the symbols, arrays and models of a ``Loss``.
        closed: refuse a name that is not among them.
        several: allow several formulas between commas.

    Raises:
        ReadingError: it is no formula, it can be read in two ways, or it is too large.
    """
    known = Names(names)
    return _guarded(text, lambda: Grammar(tokens_of(text), text, known), known, closed=closed, several=several)


def read_latex(
    text: str, names: Mapping[Any, Domain] | None = None, *, closed: bool = False, several: bool = False
) -> Reading:
    """Read a formula in LaTeX; the arguments are those of ``read``.

    Raises:
        ReadingError: it is no formula, it can be read in two ways, or it is too large.
    """
    known = Names(names)
    return _guarded(
        text, lambda: LatexGrammar(latex_tokens_of(text, known), text, known), known, closed=closed, several=several
    )


def _guarded(text: str, grammar: Any, names: Names, *, closed: bool, several: bool) -> Reading:
    try:
        with at_most(limits.CALLS):
            return _Reader(text, grammar().statement(), names, closed=closed, several=several).reading()
    except RecursionError:
        msg = "this is nested too deeply"
    except TooMuchWork:
        msg = "this is too much to work out: leave out a level of brackets, or give a part of it a name"
    raise ReadingError(msg, text, 0)


class _Reader:
    """Sorts the parts of a text: formulas, definitions, conditions."""

    def __init__(self, text: str, statement: Statement, names: Names, *, closed: bool, several: bool) -> None:
        self.text, self.names, self.closed, self.several = text, names, closed, several
        self.said = statement
        self.left: Equation | None = None
        self.formulas: list[Node] = []
        self.definitions: list[Equation] = []
        self.conditions: list[Compare] = []
        self._sort()

    def _sort(self) -> None:
        first, *others = self.said.items
        if isinstance(first, Equation):
            self._check_left(first)
            self.left, first = first, first.right
        self.formulas.append(first)
        waiting: list[Node] = []  # x and y of "x, y > 0"
        for item in others:
            match item:
                case Equation():
                    self._check_defined(item)
                    self.definitions.append(item)
                case Compare():
                    self.conditions += [Compare(name.at, name, item.rest) for name in waiting] + [item]
                    waiting = []
                case Logic() | Group() if comparisons := _all_of(item):
                    self.conditions += comparisons
                case Name() if self.left:
                    waiting.append(item)
                case _:
                    self.formulas.append(item)
        self.formulas += waiting

    def _fail(self, message: str, at: int) -> None:
        raise ReadingError(message, self.text, at)

    def _check_left(self, item: Equation) -> None:
        if not _is_plain_left(item.left):
            self._fail("an equation is read only as name = formula, such as L = (t - o)^2", item.at)

    def _check_defined(self, item: Equation) -> None:
        match item.left:
            case Name() | Entry() | Apply(known=False, primes=0):
                return
        self._fail("a definition is written name = formula", item.at)

    def reading(self) -> Reading:
        if len(self.formulas) > 1 and not self.several:
            self._fail_at_another(self.formulas[1].at)
        if len(self.formulas) > 1 and self.conditions:
            self._fail("is this a formula or a part of the condition? give the condition apart", self.formulas[-1].at)
        builder = self._builder()
        expressions, needs = self._formulas(builder)
        definitions = tuple((builder.build(item.left), builder.build(item.right)) for item in self.definitions)
        conditions = tuple(relation for item in self.conditions for relation in self._relations(builder, item))
        variable = builder.build(self.said.variable) if self.said.variable else None
        left = self.text[: self.left.at].strip() if self.left else ""
        symbols = dict(sorted(builder.symbols.items()))
        remarks = (*builder.remarks, *self.said.remarks)
        return Reading(self.text, expressions, symbols, definitions, conditions, left, variable, remarks, needs)

    def _formulas(self, builder: Builder) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
        """The formulas, and what they need although they do not show it."""
        built = list(map(builder.apart, self.formulas))
        needs = dict.fromkeys(need for formula, typed in built for need in lost(typed, formula))
        return tuple(formula for formula, _ in built), tuple(needs)

    def _fail_at_another(self, at: int) -> None:
        if DECIMAL_COMMA.fullmatch(self.text[max(at - 2, 0) : at + 1]):
            self._fail("here is a comma between two digits: write a decimal point", at - 1)
        self._fail("one formula was expected, here is another: give one for each component", at)

    def _builder(self) -> Builder:
        nodes = [
            *self.formulas,
            *(part for item in self.definitions for part in (item.left, item.right)),
            *self.conditions,
        ]
        census = Census(nodes, self.names, self.text)
        return Builder(self.text, self.names, census, map(_defined_name, self.definitions), closed=self.closed)

    @staticmethod
    def _relations(builder: Builder, item: Compare) -> list[Basic]:
        built = [builder.build(item.first), *(builder.build(side) for _, side in item.rest)]
        signs = [sign for sign, _ in item.rest]
        chooser = Chooser(builder)
        return [
            chooser.relation(left, sign, right, item.at)
            for left, sign, right in zip(built, signs, built[1:], strict=False)
        ]


def _all_of(item: Node) -> list[Compare]:
    """The comparisons of which the item says that all hold; none, if it says anything else."""
    match item := without_brackets(item):
        case Compare():
            return [item]
        case Logic(word="and", conditions=parts):
            found = list(map(_all_of, parts))
            return [comparison for each in found for comparison in each] if all(found) else []
    return []


def _defined_name(item: Equation) -> str:
    match item.left:
        case Name() as name:
            return name.full
        case Entry(base=base):
            return base.full
        case Apply(function=function):
            return function.full
    return ""


def _is_plain_left(node: Node) -> bool:
    """L, L(w), ln p, dL/dw or a partial derivative."""
    match without_brackets(node):
        case Name() | Entry() | Partial():
            return True
        case Apply(arguments=arguments):
            return all(isinstance(argument, Name | Entry) for argument in arguments)
    return is_derivative(node)
