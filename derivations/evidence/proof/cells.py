"""Cells: on which side of every switch one is, which indices are equal, and what follows for a workspace."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, TypeVar

from flint import fmpq
from sympy import Basic, Dummy, Expr, Function, Indexed, Integer, Sum, Symbol, expand

from derivations.evidence.proof.given import Given
from derivations.evidence.proof.normal import normalize
from derivations.evidence.proof.quotients import (
    SIZES,
    Larger,
    NoValue,
    Polynomial,
    Quotient,
    Unproved,
    key_of,
    polynomial_key,
    terms,
)
from derivations.evidence.proof.trees import replaced
from derivations.evidence.proof.workspace import Finer, Nowhere, Pattern, Workspace, key_of_pair
from derivations.language.domains import Index, Intermediate, Size

Result = TypeVar("Result")
FINER = 6  # attempts with a finer unit, or more room


class Empty(Exception):  # noqa: N818
    """No point lies in this cell."""


@dataclass(frozen=True)
class Cell:
    """What is settled so far.

    Args:
        signs: expressions and their signs; 0 where the expression could not be solved for a name.
        put: names and what they are worth here, one after the other.
        cells: cells of arrays and what they are worth here.
        zeros: the switches that are zero.
        different: pairs of indices that are not equal.
        same: pairs that are, where neither could be put for the other.
    """

    signs: tuple[tuple[Expr, int], ...] = ()
    put: tuple[Mapping[Basic, Expr], ...] = ()
    cells: tuple[tuple[Expr, Expr], ...] = ()
    zeros: tuple[Expr, ...] = ()
    different: tuple[tuple[Expr, Expr], ...] = ()
    same: tuple[tuple[Expr, Expr], ...] = ()

    @cached_property
    def key(self) -> tuple[Any, ...]:
        """Equal for equal cells."""
        put = tuple(tuple(values.items()) for values in self.put)
        return self.signs, put, self.cells, self.zeros, self.different, self.same

    def here(self, node: Any) -> Any:
        """The expression with what is known in this cell."""
        for values in self.put:
            node = replaced(node, values)
        return node

    def put_in(self, node: Expr, value: Expr) -> Cell:
        """The part of the cell in which a name, or a component, has this value."""
        if isinstance(node, Indexed):
            return replace(self, cells=(*self.cells, (node, value)))
        return replace(self, put=(*self.put, {node: value}))

    def side(self, switch: Expr, sign: int) -> Cell:
        return replace(self, signs=(*self.signs, (switch, sign)))

    def where_equal(self, pair: tuple[Expr, Expr], given: Given) -> Cell:
        """The part of the cell in which two indices are equal; an index gives way to a size, whose domain says more."""
        gap, symbols = expand(pair[0] - pair[1]), given.loss.symbols
        names = sorted(gap.atoms(Symbol) & gap.free_symbols, key=str, reverse=True)
        for index in sorted(names, key=lambda name: isinstance(symbols.get(name), Size)):
            rest = gap - gap.coeff(index) * index
            if gap.coeff(index) in (1, -1) and not rest.has(index):
                return replace(self, put=(*self.put, {index: -rest * gap.coeff(index)}))
        return replace(self, same=(*self.same, pair))

    def where_different(self, pair: tuple[Expr, Expr]) -> Cell:
        return replace(self, different=(*self.different, pair))


def worked(cell: Cell, given: Given, task: Callable[[Workspace], Result]) -> Result:
    """Do something in a workspace of the cell; again with finer exponents, if it needs them.

    Raises:
        Empty: no point lies in the cell.
        Unproved, Split, Same, Nowhere: see ``Workspace.of``.
    """
    if given.shelf is not None and cell.key in given.shelf:
        with suppress(Finer, Larger):
            return task(given.shelf[cell.key])
    unit, sizes = 1, list(SIZES)
    for _ in range(FINER):
        try:
            return task(_kept(cell, given, _workspace(cell, given, sizes[0], unit)))
        except Finer as finer:
            unit = finer.unit
        except Larger:
            sizes.pop(0)
            if not sizes:
                break
    msg = "too many different parts, or exponents in ever finer ones"
    raise Unproved(msg)


def _kept(cell: Cell, given: Given, work: Workspace) -> Workspace:
    """The workspace, for the next proofs too."""
    if given.shelf is not None:
        given.shelf[cell.key] = work
    return work


def _workspace(cell: Cell, given: Given, size: int, unit: int) -> Workspace:
    work = Workspace(given, normalize, size, unit)
    for name, value in cell.cells:
        _equate(work, cell.here(name), work.of(cell.here(value)))
    for switch, sign in cell.signs:
        _assume(work, work.of(cell.here(switch)), sign)
    for one, two in cell.different:
        pair = work.of(cell.here(one)), work.of(cell.here(two))
        if pair[0] == pair[1]:
            raise Empty
        work.different.add(key_of_pair(*pair))
    work.same |= {key_of_pair(*(work.of(cell.here(index)) for index in pair)) for pair in cell.same}
    for left, right in given.loss.constraints:
        _constrain(work, work.of(cell.here(left - right)))
    work.own = tuple(replace(own, expression=cell.here(own.expression)) for own in given.own)
    work.memo.clear()  # what was worked out before all was known may be told more simply now
    work.unsettled.clear()
    return work


def _equate(work: Workspace, name: Expr, value: Quotient) -> None:
    """Write the value wherever the cell comes up, also where a sum names it by another index."""
    place = work.single(work.of(name).over)
    if place is not None and place not in work.ring.equations:
        work.ring.equations[place] = (1, value)


def _assume(work: Workspace, u: Quotient, sign: int) -> None:
    """Take the sign of the one factor as known whose sign was not."""
    constant, factors = work.ring.factors(u.over)
    below = work.sign_of(u.under)
    rest = ((constant > 0) - (constant < 0)) * (below or 1)
    unknown = []
    for factor, exponent in factors:
        known = work.factor_sign(factor)
        if known is None:
            unknown.append((factor, exponent))
        else:
            rest *= known if exponent % 2 else abs(known)
    if not unknown:
        if rest != sign and below is not None:
            raise Empty
    elif len(unknown) == 1 and below is not None and rest:
        factor, exponent = unknown[0]
        if exponent % 2:
            if sign and work.is_nonnegative(-sign * rest * factor):
                raise Empty
            work.assume(factor, sign * rest)
        elif sign == 0:
            work.assume(factor, 0)


def _constrain(work: Workspace, u: Quotient) -> None:
    """Write the last atom that stands alone in an equation with the others."""
    for atom in sorted({a for monomial, _ in terms(u.over) for a, _ in monomial}, reverse=True):
        solved = work.linear(u.over, atom)
        if solved is not None and solved[0].is_constant() and atom not in work.ring.equations:
            work.ring.equations[atom] = (1, solved[1])
            work.patterns += _patterns(work, work.atoms[atom].node, work.expression(solved[1]))
            return


def _patterns(work: Workspace, node: Expr, value: Expr) -> Iterator[Pattern]:
    """The equation for every value of its free index, if it has one."""
    symbols = work.given.loss.symbols
    free = [index for index in node.free_symbols | value.free_symbols if isinstance(symbols.get(index), Index)]
    if isinstance(node, Sum) and len(free) == 1:
        last = getattr(symbols[free[0]], "last", None)
        yield Pattern(free[0], key_of(work.of(last)), node, value)


def where_zero(cell: Cell, switch: Expr, given: Given) -> Cell:
    """The part of the cell in which the switch is zero: solved for a name or for those in squares, if it can be."""
    inside = replace(cell, zeros=(*cell.zeros, switch))
    moved = {name for name, domain in given.loss.symbols.items() if isinstance(domain, Intermediate)}

    def solved(work: Workspace) -> Cell:
        u = work.of(cell.here(switch))
        atoms = sorted({a for monomial, _ in terms(u.over) for a, _ in monomial}, key=lambda a: _rank(work, a))
        free = [atom for atom in atoms if _is_free(work, atom, moved)]
        for atom in free:
            root, node = work.linear(u.over, atom), work.atoms[atom].node
            if root is not None and work.sign_of(root[0]):
                value = work.expression(root[1])
                if not value.has(node):
                    return inside.put_in(node, value)
        there = inside
        for atom in free:
            if _is_square_and_more(work, u.over, atom):
                there = there.put_in(work.atoms[atom].node, Integer(0))
        return there.side(switch, 0)

    try:
        return worked(cell, given, solved)
    except Nowhere as error:
        raise Empty from error


def _is_free(work: Workspace, atom: int, moved: Collection[Basic]) -> bool:
    """Is it a name, or a component, that is not computed from others?"""
    node, kind = work.atoms[atom].node, work.atoms[atom].kind
    return kind in ("symbol", "cell") and getattr(node, "base", node) not in moved and atom not in work.ring.equations


def _is_square_and_more(work: Workspace, polynomial: Polynomial, atom: int) -> bool:
    """Is it a multiple of the square of this name, and something of the same sign without it?"""
    square = ((atom, 2),)
    number = dict(terms(polynomial)).get(square, 0)
    if number == 0 or polynomial.degrees()[atom] != 2:  # noqa: PLR2004
        return False
    rest = polynomial / number - work.ring.monomial(square, fmpq(1))
    return rest.degrees()[atom] == 0 and work.is_nonnegative(rest)


def _rank(work: Workspace, atom: int) -> tuple[bool, int]:
    """Symbols before cells."""
    return work.atoms[atom].kind != "symbol", atom


def is_never_zero(switch: Expr, whole: frozenset[Any] = frozenset()) -> bool:
    """Is it zero for no values of its names, as l + 1/2 for a whole number l?

    Some letters SymPy knows to be whole numbers, such as those of sizes; it is told of others, such as bound indices.
    SymPy is not asked about functions: a power that may be zero is written as an exponential, which it takes for none.
    Nor about what stands there unevaluated: it takes 0 r for no number at all.
    """
    known = switch.xreplace({letter: Dummy(integer=True) for letter in switch.free_symbols & whole})
    return not switch.has(Function) and expand(known).is_zero is False


def is_zero(work: Workspace, u: Quotient) -> bool:
    """Is the quotient zero, by algebra?"""
    if u.over.is_zero():
        return True
    return any(not (u.over % zero) for zero in work.zero)


def factor_keys(work: Workspace, u: Quotient) -> Iterator[Any]:
    yield from (polynomial_key(factor) for factor, _ in work.ring.factors(u.over)[1])


def has_no_value(node: Expr, work: Workspace) -> bool:
    """Is it known to have no value in the cell?"""
    try:
        work.of(node)
    except (Nowhere, NoValue):
        return True
    return False
