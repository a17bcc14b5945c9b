"""Formulas in vectors and matrices, written out: ||y - Xw||^2 as a sum over i of (y_i - sum_j X_ij w_j)^2.

What is said once of a sign stands here: which shapes it joins, and what an entry of it is. The tree that comes out
holds indices and sums alone, so that nothing after this has to know of arrays.
"""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from derivations.reading.axes import (
    Axis,
    Indices,
    Value,
    in_brackets,
    is_bias,
    misfit,
    names_in,
    number,
    renamed,
    scalar,
    turned,
    unread,
    unused_letters,
)
from derivations.reading.axes import size_node as size_of
from derivations.reading.compared import INDICES_OF
from derivations.reading.extremes import extreme_of_entries, refuse_axis
from derivations.reading.from_zero import counts
from derivations.reading.kinds import over_index
from derivations.reading.libraries import Libraries
from derivations.reading.options import as_typed, plain_of
from derivations.reading.powers import beside_arrays, in_trace
from derivations.reading.products import flat_times, is_number
from derivations.reading.sizes import one_more, size_of_sum
from derivations.reading.tree import (
    Always,
    Apply,
    Compare,
    Component,
    Entry,
    Grid,
    Group,
    Inverse,
    Joined,
    Keyword,
    Minus,
    Name,
    Node,
    Norm,
    Number,
    Plus,
    Power,
    Times,
    Total,
    Transposed,
    Word,
    with_parts,
    without_brackets,
)
from derivations.reading.vocabulary import KNOWN
from derivations.reading.whole import NAMES as WHOLE

OF_NAMES = {"log_det", "inverse_entry", "Derivative", "diff"}  # their arguments are no values


class Entries(Libraries):
    """Writes formulas out; its arguments are those of ``Places``."""

    def lower(self, node: Node) -> Value:  # noqa: C901, PLR0912  (a case for each sign)
        match node:
            case Number() | Always():
                return scalar(node)
            case Name():
                return self._name(node)
            case Entry():
                return self._entry(node)
            case Group():
                inner = self.lower(node.inner)
                return in_brackets(inner, node.at)
            case Plus():
                return self._sum(node)
            case Times():
                return self._product(node)
            case Power():
                return self._power(node)
            case Transposed():
                return self._transposed(node)
            case Norm():
                inner = self.lower(node.inner)
                self.check_order(node.inner, inner, node.order)
                return self.length(inner, node.at, node.order)
            case Joined():
                left, right = self.lower(node.left), self.lower(node.right)
                if node.sign == "@" or not (left.rank or right.rank or node.sign == ".*"):
                    return self.matrix_product(left, right, node.at)
                return self.entrywise(node.at, (left, right), lambda parts: flat_times(node.at, *parts))
            case Component():
                return self._component(node)
            case Grid():
                return self._grid(node)
            case Total():
                return self._total(node)
            case Apply():
                return self._applied(node)
        return self._by_parts(node)

    def _by_parts(self, node: Node) -> Value:
        """Any other sign works entry by entry."""
        if isinstance(node, Keyword | Word):
            unread("this argument is not read: write out what it does", node.at)
        if isinstance(node, Apply):
            arguments = list(map(self.lower, node.arguments))
            if self.code and arguments:
                refuse_axis(node, arguments[0])
            return self.entrywise(node.at, arguments, lambda entries: replace(node, arguments=tuple(entries)))
        if isinstance(node, Compare):
            self.check_count((node.first, *(side for _, side in node.rest)))
            self._run_alike(node)
            self.run_as_labels(node)
        parts = list(node.parts)
        return self.entrywise(node.at, list(map(self.lower, parts)), lambda entries: _with_entries(node, entries))

    def _run_alike(self, node: Compare) -> None:
        """Indices that are compared run along the same axis, if of one nothing else is said: the i of i <= k."""
        sides = (node.first, *(side for _, side in node.rest))
        axes = [self.letters[side.full] for side in sides if isinstance(side, Name) and side.full in self.letters]
        for one, other in pairwise(axes):
            if one.root().size is None or other.root().size is None:
                one.join(other, node.at)

    # -- arithmetic

    def _sum(self, node: Plus) -> Value:
        parts = list(map(self.lower, node.terms))
        self.spread += len({bool(part.rank) for part in parts}) > 1
        self.biases += max(part.rank for part in parts) > 1 and any(map(is_bias, node.terms, parts))
        self.unlike += any(part.dot for part in parts) and any(part.rank for part in parts)
        return self.entrywise(node.at, parts, lambda entries: Plus(node.at, tuple(entries)))

    def _product(self, node: Times) -> Value:
        node = node if self.code else beside_arrays(node, self.arrays, self.remark)
        first, *rest = node.factors
        value = self._factor(first)
        if node.chosen and self.code and node is not self.added_up and any(self.lower(f).rank for f in node.factors):
            unread("entries chosen by a condition are read right below a sum: write where(condition, u, 0)", node.at)
        for place, factor in enumerate(rest, 1):
            sign = "dot" if place in node.dots else "star" if place in node.stars or isinstance(factor, Inverse) else ""
            other = self._factor(factor)
            self.unlike += value.row and not other.rank and self._is_entry(factor)  # the x_i of w^T x_i
            value = self.multiply(value, other, factor.at, sign)
        return value

    def _factor(self, node: Node) -> Value:
        if not isinstance(node, Inverse):
            return self.lower(node)
        below = self.lower(node.inner)
        if below.rank == 2 and not (self.code or node.by_entries):  # noqa: PLR2004
            unread("a matrix below the fraction stroke: write its inverse, A^-1", node.at)
        return replace(below, entry=lambda indices: Inverse(node.at, below.entry(indices)))

    def _power(self, node: Power) -> Value:
        base = without_brackets(node.base)
        if isinstance(base, Norm) and base.order in ("", "2", "F") and is_number(node.exponent, 2):
            inner = self.lower(base.inner)
            self.check_order(base.inner, inner, base.order)
            return self.squared_length(inner, node.at)
        below, above = self.lower(node.base), self.lower(node.exponent)
        is_inverse = without_brackets(node.exponent)
        minus_one = isinstance(is_inverse, Minus) and is_number(is_inverse.inner, 1)
        if below.rank == 2 and minus_one and not node.by_entries:  # noqa: PLR2004
            return self.inverse(below, node.at)
        if below.rank == 2 and not (self.code or node.by_entries):  # noqa: PLR2004
            unread("a power of a matrix may be a product of matrices or be taken entry by entry: write which", node.at)
        return self.entrywise(node.at, (below, above), lambda parts: Power(node.at, parts[0], parts[1]))

    def _transposed(self, node: Transposed) -> Value:
        inner = self.lower(node.inner)
        if not inner.rank and not self.code:
            unread("only a vector or a matrix can be transposed, and this is a number: a row is written w^T", node.at)
        return turned(inner, flat=self.flat)

    # -- functions

    def _applied(self, node: Apply) -> Value:
        name, total = node.function.full, over_index(node) if node.known else None
        if total is not None:
            return self.over_range(node, self._total(total))
        if name in self.functions and node.primes:
            known = f", or leave its definition out, as {name} is known here" if name in KNOWN else ""
            unread(f"the derivative of {name}, which is defined here, is not read: write it out{known}", node.at)
        if name in self.functions:
            return self._put_in(node)
        if extreme_of_entries(node):
            return self.of_whole(node)
        if node.known and (name in WHOLE or name in ("sum", "Sum")):
            if not KNOWN[name].least <= (count := len(plain_of(node))) <= KNOWN[name].most:
                unread(f"{as_typed(node)} is written {KNOWN[name].form}, here it has {count} arguments", node.at)
            return self.of_whole(node if self.code else in_trace(node, self.arrays, self.remark))
        if node.known and name in ("log", "ln") and (found := self.log_det(node)):
            return found
        if node.known and name == "log_det" and len(node.arguments) == 1 and isinstance(node.arguments[0], Name):
            self._square(self.lower(node.arguments[0]), node.at)
        if node.known and name in INDICES_OF:
            self.check_count(node.arguments)
            self.run_as_labels(node)
            return scalar(replace(node, arguments=tuple(map(self._placed, node.arguments))))
        return scalar(node) if node.known and name in OF_NAMES else self._by_parts(node)

    def _put_in(self, node: Apply) -> Value:
        """The value of a function that the text defines."""
        parameters, body = self.functions[node.function.full]
        if len(parameters) != len(node.arguments):
            msg = (
                f"{node.function.full} was defined with {len(parameters)} arguments, here it has {len(node.arguments)}"
            )
            misfit(msg, node.at)
        if node.function.full in self.applying:
            unread(f"{node.function.full} is defined by itself", node.at)
        around, arguments = self.arguments, list(map(self.lower, node.arguments))
        self.arguments = dict(zip(parameters, (in_brackets(a, node.at) for a in arguments), strict=True))
        self.applying.append(node.function.full)
        value = self.lower(body)
        self.applying.pop()
        self.arguments = around
        return in_brackets(value, node.at)

    # -- sums over an index

    def _total(self, node: Total) -> Value:
        if not node.index.full:
            return self._total_of_all(node)
        index, high, body = node.index.full, node.high, node.body
        if high is None and not any(index in (p.full, *p.below) for p in body.walk() if isinstance(p, Name)):
            unread(
                f"{index} stands nowhere in this sum: give it its bounds, or an index {index} to what differs", node.at
            )
        if is_number(node.low, 0):
            self._check_from_zero(node)
            high = one_more(high)
        outer = self.letters.pop(index, None)
        axis = self.letters[index] = Axis(size=None if self.is_part(high) else size_of_sum(node.low, high))
        self.reduced.append(axis)
        self.bound.append(index)
        value = self.lower(body)
        self.bound.pop()
        del self.letters[index]
        if outer is not None:
            self.letters[index] = outer
        low = node.low if not is_number(node.low, 0) else number(node.at, 1)

        def entry(indices: Indices) -> Node:
            marks = tuple(Name(node.at, f"{index}@{place}") for place in range(len(indices)))
            around, self.taken = self.taken, self.taken | names_in(indices)  # no sum inside may bind them
            inner, own = value.entry(marks), node.index
            self.taken = around
            if index in names_in(indices):
                own = Name(node.at, next(unused_letters(names_in([inner, *indices]) | self.taken)))
                inner = renamed(inner, {index: own})
            inner = renamed(inner, {mark.full: place for mark, place in zip(marks, indices, strict=True)})
            end = size_of(axis, node.at) if high is None else high
            return Total(node.at, inner, own, low, end)

        return Value(value.axes, entry, value.row)

    def _check_from_zero(self, node: Total) -> None:
        """A sum from 0 is one from 1, if its index does nothing but tell entries apart."""
        index = node.index.full
        bases = {p.letter for p in node.body.walk() if isinstance(p, Name) and p.below and index in self.pieces(p)}
        numbered = any(name.rpartition("_")[0] in bases and name.rpartition("_")[2].isdigit() for name in self.taken)
        if numbered or counts(node.body, index, strictly=True):
            unread(f"a sum from 0 with {index} as a number, or with entries that have numbers: count from 1", node.at)
        self.remark(f"the sum over {index} from 0 was counted from 1")

    def _total_of_all(self, node: Total) -> Value:
        """A sum that does not say over what: over every index that is free in it, or over all entries."""
        body, value = node.body, self.lower(node.body)
        free = self.free_letters(body, value.rank)
        for letter in reversed(free):
            body = Total(node.at, body, Name(node.at, letter), number(node.at, 1), None)
        if free:
            self.remark(f"the sum that names no index was taken over {' and '.join(free)}")
            return self.lower(body)
        return self.total(value, node.at)


def _with_entries(node: Node, entries: list[Node]) -> Node:
    waiting = iter(entries)
    return with_parts(node, lambda _: next(waiting))
