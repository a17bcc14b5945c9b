"""What stands around and behind other things: norms, matrices written out, choices, and signs after a bracket."""

from __future__ import annotations

from fractions import Fraction

from derivations.reading.applied import Applied
from derivations.reading.cursor import CLOSING
from derivations.reading.factors import of_code, times
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Component,
    Grid,
    Group,
    Logic,
    Name,
    Node,
    Norm,
    Number,
    Plus,
    Transposed,
    iverson,
    without_brackets,
)
from derivations.reading.unread import NOT_READ
from derivations.reading.vocabulary import KNOWN
from derivations.reading.whole import NAMES as WHOLE

CHOICE = 5  # how tightly `if` binds, the least of all
# Methods with another name than their function, and those that change no number.
METHODS = {
    "shape": "len",
    "t": "T",
    "mT": "T",
    "transpose": "T",
    "matmul": "dot",
    "mm": "dot",
    "mv": "dot",
    "neg": "negative",
}
NOT_COUNTED = {"item", "float", "double", "astype", "numpy", "copy", "cpu", "squeeze", "tolist", "values"}
NORMS = {"1": 1, "2": 2, "F": 2}  # what may stand below a norm


class Brackets(Applied):
    """Reads norms, matrices and choices."""

    # -- choices

    def _choice(self, value: Node) -> Node:
        """Value if condition else other; or value if condition, other otherwise."""
        condition = self.parse(CHOICE)
        if self.sees(",", ";") and (others := self._other_cases()):
            return Cases(value.at, ((value, condition), *others))
        self.expect("else")
        other = self.parse(CHOICE - 1)
        return Cases(value.at, ((value, condition), (other, Always(other.at))))

    def _other_cases(self) -> tuple[tuple[Node, Node], ...]:
        """The further cases after a comma, each a value with its condition; none, if something else follows."""
        start, found = self.place, list[tuple[Node, Node]]()
        while self.accept(",", ";"):
            value = self.parse(CHOICE)
            if self.accept("true"):
                return (*found, (value, Always(value.at)))
            if not self.accept("if"):
                break
            found.append((value, self.parse(CHOICE)))
        self.place = start
        return ()

    def _chosen(self, condition: Node) -> Node:
        """The condition ? value : other of C."""
        value = self.parse(CHOICE - 1)
        self.expect(":")
        other = self.parse(CHOICE - 1)
        return Cases(condition.at, ((value, condition), (other, Always(other.at))))

    def _magnitude(self, opened: Token) -> Node:
        inner = self.inside(opened, self.parse)
        is_beside = isinstance(inner, Apply | Norm) and inner.at == opened.end and self.text[inner.at] == "|"
        if is_beside and isinstance(inner, Norm):
            self.fail("a norm within bars: write abs(...) or norm(...)", opened.at)
        if is_beside and isinstance(inner, Apply) and inner.function.full == "abs":
            return self._norm(opened, inner.arguments[0])
        return Apply(opened.at, Name(opened.at, "abs"), (inner,), known=True)

    def _norm(self, opened: Token, inner: Node) -> Node:
        order = 2
        if self.accept("_"):
            if self.sees("*") or (self.sees("{") and self.tokens[self.place + 1].text == "*"):
                self.fail("the nuclear norm is not read: nothing is known here of singular values")
            below = without_brackets(self.one_argument())
            said = str(below.value) if isinstance(below, Number) else below.full if isinstance(below, Name) else ""
            if said not in NORMS:
                self.fail("of the norms those of order 1, 2 and F are read", below.at)
            order = NORMS[said]
        return Norm(opened.at, inner, order)

    def _grid(self, opened: Token) -> Node:
        """A matrix, row by row."""
        self.brackets += 1
        rows = [[self.parse()]]
        while sign := self.accept("newline", "column"):
            if self.sees("endgrid"):
                break
            rows = [*rows, [self.parse()]] if sign.text == "newline" else [*rows[:-1], [*rows[-1], self.parse()]]
        self.brackets -= 1
        self.expect("endgrid", opened)
        if len({len(row) for row in rows}) > 1:
            self.fail("the rows of this matrix are not equally long", opened.at)
        return Grid(opened.at, tuple(map(tuple, rows)))

    def grid_of(self, opened: Token, items: tuple[Node, ...]) -> Grid:
        """[u, v] as a vector, [[a, b], [c, d]] as a matrix."""
        rows = [
            tuple(cell for row in item.rows for cell in row) if isinstance(item, Grid) else (item,) for item in items
        ]
        if len({len(row) for row in rows}) > 1:
            self.fail("the rows of this matrix are not equally long", opened.at)
        return Grid(opened.at, tuple(rows))

    def postfix(self, left: Node) -> Node | None:
        """What binds most tightly of all: a transpose, an index below a bracket, a method."""
        token = self.next
        is_turned = self.sees("'") and isinstance(left, Group) and self._is_before_factor()
        if self.sees("ᵀ") or is_turned:
            return Transposed(self.take().at, left)
        if self.sees("_") and self.last.text in (")", "]", "}") and isinstance(left, Apply | Group):
            self.take()
            return Component(left.at, left, self._indices_below())
        if self.sees("!") and not isinstance(left, Compare):
            return _factorial(self.take().at, left)
        if self.sees("."):
            return self.method(left, self.take())
        is_array = isinstance(left, Group | Transposed) or (isinstance(left, Apply) and left.function.full in WHOLE)
        if self.sees("[") and is_array and not token.spaced and self.is_plain:
            indices = self.indices_in(self.take())
            is_condition = len(indices) == 1 and isinstance(indices[0], Compare | Logic)
            return times(left, iverson(indices[0])) if is_condition else Component(left.at, left, indices)
        return None

    def _is_before_factor(self) -> bool:
        """Does a factor follow the next sign, so that a prime there is a transpose?"""
        after = self.tokens[self.place + 1]
        return self.starts_operand(after) or (after.is_op and after.text in ("*", "@"))

    def _indices_below(self) -> tuple[Node, ...]:
        below = self.one_argument() if not self.sees("{") else None
        if below is None:
            return self.inside_items(self.take())
        return (below,)

    def method(self, left: Node, dot: Token) -> Node:
        """What is called with a dot after its argument, as in p.sum()."""
        token = self.take()
        name = METHODS.get(token.text, token.text)
        if not token.is_name or token.below:
            self.fail(f"expected the name of a method, not {shown(token)}", token.at)
        if name == "T":
            return Transposed(dot.at, left)
        arguments: tuple[Node, ...] = ()
        if opened := self.accept("(", "["):
            is_empty = self.sees(CLOSING[opened.text])
            arguments = self.inside(opened, tuple) if is_empty else self.inside_items(opened)
        if name in NOT_COUNTED:
            return left
        if name not in KNOWN:
            self.fail(NOT_READ.get(name, f"the method .{token.full} is not read"), token.at)
        return of_code(Apply(left.at, Name(token.at, name), (left, *arguments), known=True))


def _factorial(at: int, inner: Node) -> Node:
    """The n! of whole numbers as gamma(n + 1)."""
    return Apply(inner.at, Name(at, "gamma"), (Plus(inner.at, (inner, Number(at, Fraction(1)))),), known=True)
