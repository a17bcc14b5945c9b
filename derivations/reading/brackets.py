"""What stands around and behind other things: norms, matrices written out, choices, and signs after a bracket."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from derivations.reading.applied import Applied
from derivations.reading.calls import FLOATS
from derivations.reading.factors import as_factor
from derivations.reading.tokens import Token, shown
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Component,
    Grid,
    Group,
    Infinity,
    Logic,
    Name,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Times,
    Transposed,
    applied,
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
NOT_COUNTED = {"item", "float", "double", "astype", "numpy", "copy", "cpu", "tolist", "values"}
NORMS = ("1", "2", "F", "inf")  # what may stand below a norm


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
        return applied(opened.at, "abs", inner)

    def _norm(self, opened: Token, inner: Node) -> Node:
        order, power = "", None
        if self.sees("^"):
            power = self._exponent_before_order()
        if self.accept("_"):
            if self.sees("*") or (self.sees("{") and self.tokens[self.place + 1].text == "*"):
                self.fail("the nuclear norm is not read: nothing is known here of singular values")
            below = without_brackets(self.one_argument())
            order = shown_order(below)
            if order not in NORMS:
                self.fail("of the norms those of order 1, 2, inf and F are read", below.at)
        norm = Norm(opened.at, inner, order)
        return norm if power is None else Power(opened.at, norm, power)

    def _exponent_before_order(self) -> Node | None:
        r"""The 2 of \|x\|^2_2, which stands before the order; None, if no order follows."""
        start = self.place
        self.take()
        power = self.exponent()
        if self.sees("_"):
            return power
        self.place = start
        return None

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
        is_turned = self.sees("'") and isinstance(left, Group) and (self._is_before_factor() or self.names_matrix())
        if self.sees("ᵀ") or is_turned:
            return Transposed(self.take().at, as_factor(left))
        if self.sees("_") and self.last.text in (")", "]", "}") and isinstance(left, Apply | Group):
            self.take()
            return Component(left.at, left, self._indices_below())
        if self.sees("!") and not isinstance(left, Compare):
            factorial = _factorial(self.take().at, left)
            if self.sees("!"):
                self.fail("a double factorial is not read: write it by gamma functions")
            return factorial
        if self.sees("."):
            return self.method(left, self.take())
        is_applied = isinstance(left, Apply) and (left.function.full in WHOLE or self._sees_slice())
        is_array = is_applied or isinstance(left, Group | Transposed)
        if self.sees("[") and is_array and not token.spaced and self.is_plain:
            indices = self.indices_in(self.take())
            is_condition = len(indices) == 1 and isinstance(indices[0], Compare | Logic)
            chosen = Times(left.at, (left, iverson(indices[0])), chosen=True) if is_condition else None
            return chosen or Component(left.at, as_factor(left), indices)
        return None

    def _sees_slice(self) -> bool:
        """Does [:, ...] or [None, ...] follow?"""
        return self.tokens[self.place + 1].text in (":", "None", "newaxis")

    def _is_before_factor(self) -> bool:
        """Does a factor follow the next sign, so that a prime there is a transpose?"""
        after = self.tokens[self.place + 1]
        return self.starts_operand(after) or (after.is_op and after.text in ("*", "@"))

    def _indices_below(self) -> tuple[Node, ...]:
        below = self.one_argument() if not self.sees("{") else None
        if below is None:
            return self.inside_items(self.take())
        return (below,)

    def _dotted(self, left: Node, token: Token) -> Node:
        """The product of two vectors with a dot between them, as in w.x_i."""
        right = self.name(token)
        if self.sees("^", "**"):
            self.fail("is all of the product raised to this power? write (w.x)^2 or w.(x^2)")
        return Group(left.at, Times(left.at, (Transposed(left.at, left), right)))

    def method(self, left: Node, dot: Token) -> Node:
        """What is called with a dot after its argument, as in p.sum()."""
        token = self.take()
        name = METHODS.get(token.text, token.text)
        if token.is_name and len(token.text) == 1 and token.text.islower() and name == token.text:
            return self._dotted(left, token)
        if not token.is_name or token.below:
            self.fail(f"expected the name of a method, not {shown(token)}", token.at)
        arguments: tuple[Node, ...] = ()
        if opened := self.accept("(", "["):
            arguments = self.arguments(opened, name)
        if name == "T":
            if arguments and sorted(map(shown_order, arguments)) != ["0", "1"]:
                self.fail(f".{token.text}(...) is read of a matrix: write A.T", token.at)
            return Transposed(dot.at, as_factor(left))
        if name in NOT_COUNTED:
            return self._unchanged(left, token, arguments)
        if name not in KNOWN:
            self.fail(NOT_READ.get(name, f"the method .{token.full} is not read"), token.at)
        return self.call(Apply(left.at, Name(token.at, name), (left, *arguments), known=True), method=True)

    def _unchanged(self, left: Node, token: Token, arguments: Sequence[Node]) -> Node:
        """What a method leaves as it is: x.item(), (x > 0).astype(float)."""
        is_float = [isinstance(a, Name) and a.full in FLOATS for a in arguments] == [True]
        is_condition = isinstance(without_brackets(left), Compare | Logic)
        if arguments and not (token.text == "astype" and (is_float or is_condition)):
            self.fail(f".{token.text}(...) is not read with that in its brackets: write out what it does", token.at)
        return left


def shown_order(node: Node) -> str:
    """The order of a norm as it is written."""
    match node:
        case Number(value=value):
            return str(value)
        case Name(full=full):
            return full
        case Infinity():
            return "inf"
    return ""


def _factorial(at: int, inner: Node) -> Node:
    """The n! of whole numbers as gamma(n + 1)."""
    return Apply(inner.at, Name(at, "gamma"), (Plus(inner.at, (inner, Number(at, Fraction(1)))),), known=True)
