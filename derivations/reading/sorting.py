"""The parts of a text: formulas, what it defines on the way, and conditions."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace

from derivations.reading.axes import renamed
from derivations.reading.cursor import CLOSING, left_side
from derivations.reading.errors import ReadingError
from derivations.reading.factors import as_factor
from derivations.reading.grammar import Statement
from derivations.reading.tokens import Token
from derivations.reading.tree import (
    Apply,
    Compare,
    Component,
    Entry,
    Equation,
    Group,
    Inverse,
    Logic,
    Name,
    Node,
    Partial,
    Times,
    Total,
    is_derivative,
    is_differential,
    with_parts,
    without_brackets,
)

# The signs behind the name of a function that is defined, x for every name or number: (x)=, (x,x)_x=, (x)]_{x}=, and
# (x^{(x)})= of an example.
PARAMETER = r"x(?:\^\{\(x\)\}|\[x(?:,x)*\])?"
FUNCTION = re.compile(rf"\({PARAMETER}(?:[,;]{PARAMETER})*\)[\])}}]*(?:_(?:x|\{{x+\}}))?=(?!=)")
VALUE = re.compile(r"(?:_\{x(?:,?x)*\}|\[x(?:,x)*\])?=(?!=)")
LONGEST_LEFT = 20


@dataclass
class Parts:
    """A text, sorted.

    Args:
        text: as it was typed.
        formulas: what is asked about.
        definitions: named intermediates and functions, as equations.
        conditions: comparisons.
        constraints: equations between anything else, read only beside a formula.
        left: the equation of which the first formula is the right side.
        variable: what the text says to differentiate by.
        remarks: words beside the formula.
    """

    text: str
    formulas: list[Node] = field(default_factory=list)
    definitions: list[Equation] = field(default_factory=list)
    conditions: list[Compare] = field(default_factory=list)
    constraints: list[Equation] = field(default_factory=list)
    left: Equation | None = None
    variable: Name | None = None
    remarks: list[str] = field(default_factory=list)

    @property
    def functions(self) -> dict[str, tuple[tuple[str, ...], Node]]:
        """The functions that are defined, with their parameters and their values."""
        return {
            left.function.full: (tuple(a.full for a in left.arguments if isinstance(a, Name)), item.right)
            for item in self.definitions
            if isinstance(left := item.left, Apply) and all(isinstance(a, Name) for a in left.arguments)
        }

    @property
    def vectors(self) -> set[str]:
        """Functions of which the entries are defined: the S of [S(y)]_k = ..."""
        return {applied.function.full for item in self.definitions if (applied := applied_below(item.left))}

    def with_name(self) -> Parts:
        """The same with the formula as its left side names it, and that name as a definition."""
        if self.left is None:
            return self
        named = Equation(self.left.at, self.left.left, self.left.right)
        formulas = [self.left.left, *self.formulas[1:]]
        return replace(self, formulas=formulas, definitions=[named, *self.definitions], left=None)

    def nodes(self) -> list[Node]:
        """Everything that is to be built."""
        sides = [side for item in (*self.definitions, *self.constraints) for side in (item.left, item.right)]
        return [*self.formulas, *sides, *self.conditions]

    def outside(self) -> list[Node]:
        """The same without the parameters of the functions that are defined: the x of f(x) is no name of the others."""
        sides: list[Node] = []
        for item in (*self.definitions, *self.constraints):
            if isinstance(item.left, Apply):
                own = {part.full: Name(part.at, "@") for part in item.left.arguments if isinstance(part, Name)}
                sides.append(renamed(item.right, dict(own)))
            else:
                sides += (item.left, item.right)
        return [*self.formulas, *sides, *self.conditions]

    def changed(self, change: Callable[[Node], Node]) -> Parts:
        """The same with everything that is to be built changed."""

        def both(item: Equation) -> Equation:
            return replace(item, left=change(item.left), right=change(item.right))

        return replace(
            self,
            formulas=list(map(change, self.formulas)),
            definitions=list(map(both, self.definitions)),
            constraints=list(map(both, self.constraints)),
            conditions=[condition for item in self.conditions if isinstance(condition := change(item), Compare)],
        )

    def fail(self, message: str, at: int) -> None:
        raise ReadingError(message, self.text, at)


def told_by(tokens: Sequence[Token], *, beside: bool) -> tuple[set[str], set[str]]:
    """What a text tells of the names that it defines: the functions among them, as in f(x) = ..., and the values.

    A function is the softmax of softmax(z)_k = ... and the S of [S(y)]_k = ..., too; z_k = ... makes a value of z. The
    first left side of a text that does not stand `beside` a formula is but the name of the formula.
    """
    functions: set[str] = set()
    values: set[str] = set()
    starts = 0 if beside else left_side(list(tokens))
    opens, depth = True, 0  # may a definition begin here? How many brackets are open?
    for place, token in enumerate(tokens):
        if opens and token.is_name and place >= starts:
            signs = "".join(after.text if after.is_op else "x" for after in tokens[place + 1 : place + LONGEST_LEFT])
            functions |= {token.full} if FUNCTION.match(signs) else set()
            values |= {token.text, token.full} if VALUE.match(signs) else set()
        depth += token.is_op and (token.text in CLOSING) - (token.text in CLOSING.values())
        is_word = token.kind == "text" or (token.text == "where" and tokens[place + 1].text != "(")
        is_comma = token.is_op and token.text in (",", ";") and not depth
        opens = is_word or is_comma or (opens and token.is_op and token.text in ("[", "{", "("))
    return functions, values


def applied_below(node: Node) -> Apply | None:
    """The S(y) of [S(y)]_k."""
    inner = without_brackets(node.inner) if isinstance(node, Component) else None
    return inner if isinstance(inner, Apply) and not inner.known else None


def parts_of(text: str, statement: Statement, *, beside: bool = False) -> Parts:
    """The text, sorted; `beside` says that it stands beside a formula and holds none.

    Raises:
        ReadingError: an equation that is no definition.
    """
    parts = Parts(text, variable=statement.variable, remarks=statement.remarks)
    items = list(statement.items)
    if not beside:
        first = items.pop(0)
        if isinstance(first, Equation):
            _check_left(parts, first)
            parts.left, first = first, first.right
        parts.formulas.append(as_factor(first))
        if isinstance(first, Compare | Logic):
            parts.remarks.append("a condition by itself was read as 1 where it holds, and 0 elsewhere")
    waiting: list[Node] = []  # x and y of "x, y > 0"
    for item in items:
        match item:
            case Equation() if _is_defined(item.left):
                parts.definitions.append(_of_plain_names(item))
            case Equation():
                if not beside and isinstance(item.left, Total):  # the sum_i p_i = 1 beside a loss
                    parts.conditions.append(Compare(item.at, item.left, (("==", item.right),)))
                    continue
                if not beside:
                    parts.fail("a definition is written name = formula", item.at)
                parts.constraints.append(item)
            case Compare():
                parts.conditions += [Compare(name.at, name, item.rest) for name in waiting] + [item]
                waiting = []
            case Logic() | Group() if comparisons := _all_of(item):
                parts.conditions += comparisons
            case Name() if parts.left:
                waiting.append(item)
            case _:
                parts.formulas.append(item)
    parts.formulas += waiting
    return parts


def _of_plain_names(item: Equation) -> Equation:
    """The same with a name for each entry of which it defines a function: x_i for the x^{(i)} of h(x^{(i)}) = ..."""
    given = item.left.arguments if isinstance(item.left, Apply) else ()
    entries = {spelled: part for part in given if isinstance(part, Entry) and (spelled := _as_name(part))}

    def change(node: Node) -> Node:
        name = _as_name(node) if isinstance(node, Entry) else None
        return replace(name, at=node.at) if name in entries else with_parts(node, change)

    return replace(item, left=change(item.left), right=change(item.right)) if entries else item


def _as_name(entry: Entry) -> Name | None:
    """The entry as a name with its indices below it; None, if they are more than names."""
    indices = [index.full for index in entry.indices if isinstance(index, Name)]
    return Name(0, entry.base.full, "".join(indices)) if len(indices) == len(entry.indices) else None


def _check_left(parts: Parts, item: Equation) -> None:
    if not _is_plain_left(item.left):
        parts.fail("an equation is read only as name = formula, such as L = (t - o)^2", item.at)


def _is_defined(left: Node) -> bool:
    match left:
        case Name() | Entry() | Apply(known=False, primes=0):
            return True
    return applied_below(left) is not None


def _all_of(item: Node) -> list[Compare]:
    """The comparisons of which the item says that all hold; none, if it says anything else."""
    match item := without_brackets(item):
        case Compare():
            return [item]
        case Logic(word="and", conditions=parts):
            found = list(map(_all_of, parts))
            return [comparison for each in found for comparison in each] if all(found) else []
    return []


def defined_name(left: Node) -> str:
    """The name that an equation with this left side defines."""
    match left:
        case Name() as name:
            return name.full
        case Entry(base=base):
            return base.full
        case Apply(function=function):
            return function.full
    applied = applied_below(left)
    return applied.function.full if applied else ""


def _is_plain_left(node: Node) -> bool:
    """L, L(w), ln p, dL/dw or a partial derivative."""
    match without_brackets(node):
        case Name() | Entry() | Partial() | Component(inner=Apply() | Group(inner=Apply())):
            return True
        case Apply(arguments=arguments):  # also ln p(x)
            return all(isinstance(a, Name | Entry) or (isinstance(a, Apply) and _is_plain_left(a)) for a in arguments)
        case Times(factors=factors) if len(factors) > 1 and all(map(is_derivative, factors)):  # as in the chain rule
            return True
        case Times(factors=factors) if all(  # the same with signs between them
            is_differential(part.inner if isinstance(part, Inverse) else part) for part in factors
        ):
            return True
    return is_derivative(node) or is_differential(node)
