"""Is a side of a switch empty? No point of the domains lies on it, or none at which the loss has a value."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import partial
from itertools import product
from typing import Any

from sympy import Add, Basic, Expr, Integer
from sympy.core.relational import Gt, Lt, Ne

from derivations.evidence.places import Side, Switch
from derivations.evidence.proof.adjoints import formulas_of
from derivations.evidence.proof.cells import Cell, Empty, has_no_value, is_never_zero, where_zero, worked
from derivations.evidence.proof.defined import is_positive, is_square
from derivations.evidence.proof.given import Given, within
from derivations.evidence.proof.quotients import NoValue, Polynomial
from derivations.evidence.proof.trees import apart
from derivations.evidence.proof.workspace import Nowhere, Same, Split, Workspace
from derivations.language.domains import Index
from derivations.language.over import Extreme

EVERYTHING = Cell()
ALL = frozenset({-1, 0, 1})
STRICT: dict[Any, tuple[int, ...]] = {Gt: (1,), Lt: (-1,), Ne: (-1, 1)}  # the signs of left - right that are granted
MOST_CELLS, MOST_STATED = 40, 4


def is_empty(given: Given, side: Side, stated: Iterable[Basic] = ()) -> bool:
    """Is the side empty, by algebra, where these relations hold? What they say but for being strict is given.

    Raises:
        Unproved: a formula that the proofs do not understand.
    """
    switch, sign = side
    if sign and _is_beyond_extreme(given, switch, sign):
        return True
    expression, given = apart(switch.expression), within(given, switch.binders)
    formulas = list(map(apart, formulas_of(given.loss)))

    def excludes(cell: Cell, work: Workspace) -> bool:
        try:
            return sign not in possible_signs(cell.here(expression), work)
        except (Nowhere, NoValue):
            return True

    def is_outside(cell: Cell, work: Workspace) -> bool:
        return any(has_no_value(cell.here(formula), work) for formula in formulas)

    return all(
        everywhere(given, [start], excludes) or everywhere(given, _on_side(start, expression, sign, given), is_outside)
        for start in starts(stated)
    )


def _is_beyond_extreme(given: Given, switch: Switch, sign: int) -> bool:
    """Would an entry be larger than the largest of all entries, or smaller than the smallest?"""
    domains = given.loss.symbols
    ends = {index: (Integer(1), domain.last) for index, domain in domains.items() if isinstance(domain, Index)}
    ends |= {index: (low, high) for index, low, high in switch.binders}
    for term in Add.make_args(switch.expression):
        scale, extreme = term.as_coeff_Mul()
        if isinstance(extreme, Extreme) and abs(scale) == 1 and sign == -scale * extreme.side and not extreme.but:
            entry = -scale * (switch.expression - term)
            here = [letter for letter in entry.free_symbols if ends.get(letter) == extreme.ends]
            if any(extreme.at(letter) == entry for letter in here):
                return True
    return False


def is_positive_everywhere(given: Given, expression: Expr) -> bool:
    """Has it a value at all points of the domains, which is positive? Parts of it may have none.

    Raises:
        Unproved: a formula that the proofs do not understand.
    """
    expression = apart(expression)

    def holds(cell: Cell, work: Workspace) -> bool:
        try:
            return possible_signs(cell.here(expression), work) <= {1}
        except Nowhere:
            return False

    return everywhere(given, [EVERYTHING], holds)


def starts(stated: Iterable[Basic], start: Cell = EVERYTHING) -> Iterator[Cell]:
    """The parts of a cell in which the strict ones of these relations hold."""
    strict = [relation for relation in stated if type(relation) in STRICT][:MOST_STATED]
    for signs in product(*(STRICT[type(relation)] for relation in strict)):
        cell = start
        for relation, sign in zip(strict, signs, strict=True):
            cell = cell.side(relation.lhs - relation.rhs, sign)
        yield cell


def everywhere(given: Given, cells: Iterable[Cell], holds: Callable[[Cell, Workspace], bool]) -> bool:
    """Does it hold in every part of these cells in which there are points?"""
    waiting, looked = list(cells), 0
    while waiting:
        cell, looked = waiting.pop(), looked + 1
        try:
            if looked > MOST_CELLS or not worked(cell, given, partial(holds, cell)):
                return False
        except (Empty, Nowhere):
            continue
        except Split as split:
            waiting += [part for sign in ALL for part in _on_side(cell, split.switch, sign, given)]
        except Same as same:
            waiting += [cell.where_equal(same.pair, given), cell.where_different(same.pair)]
    return True


def _on_side(cell: Cell, switch: Expr, sign: int, given: Given) -> list[Cell]:
    """The part of the cell on this side, if there may be points in it."""
    if not sign and is_never_zero(switch):
        return []
    try:
        return [cell.side(switch, sign) if sign else where_zero(cell, switch, given)]
    except Empty:
        return []


def possible_signs(node: Expr, work: Workspace) -> frozenset[int]:
    """The signs that it may have in the cell; also by reasons that multiplying out would hide."""
    u = work.of(node)
    found = _times(_signs_of(u.over, work), _signs_of(u.under, work) - {0})
    found -= {0} if is_never_zero(node) else set()
    for side, one in ((1, node), (-1, -node)):
        if is_positive(one, work):
            found &= {side}
        elif is_square(one):
            found &= {side, 0}
    return found


def _signs_of(polynomial: Polynomial, work: Workspace) -> frozenset[int]:
    constant, factors = work.ring.factors(polynomial)
    found = frozenset({(constant > 0) - (constant < 0)})
    for factor, exponent in factors:
        own = _signs_of_factor(factor, work)
        found = _times(found, own if exponent % 2 else _times(own, own) - {-1})
    return found


def _signs_of_factor(factor: Polynomial, work: Workspace) -> frozenset[int]:
    known = work.factor_sign(factor)
    if known is not None:
        return frozenset({known})
    below = {-1} if work.is_nonnegative(factor) else set()
    above = {1} if work.is_nonnegative(-factor) else set()
    zero = {0} if work.is_nonzero(factor) else set()
    return ALL - below - above - zero


def _times(one: frozenset[int], other: frozenset[int]) -> frozenset[int]:
    return frozenset(u * v for u in one for v in other)
