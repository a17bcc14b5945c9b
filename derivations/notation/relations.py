"""Relations as a textbook writes them, the signs of terms, and the names in them."""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from sympy import Add, Basic, Eq, Expr, Indexed, IndexedBase, KroneckerDelta, Sum, Symbol, expand
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derivations.calculus.marks import Marked
from derivations.language.functions import Adjoint, D, Named, Prime
from derivations.language.over import Lettered, Over
from derivations.notation.names import is_greek

OPPOSITE = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "!=": "!=", "==": "=="}


def unmarked(expression: Expr) -> Expr:
    """The expression without the mark around it (marks further inside stay)."""
    return unmarked(expression.expression) if isinstance(expression, Marked) else expression


@lru_cache(maxsize=2**14)
def names_in(expression: Basic) -> frozenset[str]:
    """The names of letters, arrays and models that are printed, but for those of indices and of what is held below."""
    match expression:
        case Symbol():
            return frozenset({expression.name})
        case IndexedBase():
            return frozenset({str(expression.label)})
        case Indexed():
            return names_in(expression.base)
        case Named() | D() | Marked() | Sum() | Prime():
            return names_in(expression.args[0])
        case Adjoint():
            return names_in(expression.variable if expression.name is None else expression.name)
        case Over() | Lettered():
            return names_in(expression.term)
        case KroneckerDelta():
            return frozenset()
        case AppliedUndef():
            return frozenset({type(expression).__name__}).union(*map(names_in, expression.args))
    return frozenset[str]().union(*map(names_in, expression.args))


def is_negative(term: Expr) -> bool:
    """Is the term written with a minus sign?"""
    return bool(unmarked(term).as_coeff_Mul()[0].is_negative)


def tidy_relation(relation: Any) -> Any:
    """The relation u > 0 (or <, !=, ...) with terms on either side, the variable on the left.

    So 1 - a > 0 is a < 1, and z/6 + 1/2 != 0 is z != -3.
    """
    if not isinstance(relation, Relational):
        return relation
    if relation.rhs != 0:
        return Relational(relation.lhs, _without_bracket(relation.rhs), relation.rel_op, evaluate=False)
    if not isinstance(relation.lhs, Add):
        return _turned(-relation.lhs, relation.rhs, relation.rel_op) if is_negative(relation.lhs) else relation
    plain = expand(relation.lhs)
    if not isinstance(plain, Add):  # x - (-x) is 2 x, and 0 where x is
        number, rest = plain.as_coeff_Mul()
        operator = OPPOSITE[relation.rel_op] if number.is_negative else relation.rel_op
        return Relational(rest, relation.rhs, operator, evaluate=False)
    constant, other = plain.as_coeff_Add()
    number, rest = other.as_coeff_Mul()
    if constant and not isinstance(rest, Add):
        operator = OPPOSITE[relation.rel_op] if number.is_negative else relation.rel_op
        return Relational(rest, -constant / number, operator, evaluate=False)
    terms = Add.make_args(relation.lhs)
    left, right = Add(*[u for u in terms if not is_negative(u)]), Add(*[-u for u in terms if is_negative(u)])
    if _weight(left) < _weight(right):
        return _turned(right, left, relation.rel_op)
    return Relational(left, right, relation.rel_op, evaluate=False)


def where_zero(expression: Expr) -> Relational:
    """The relation that says where an expression is zero."""
    return tidy_relation(Eq(expression, 0, evaluate=False))


def _without_bracket(side: Expr) -> Expr:
    """Minus a sum as a sum: 1 - c for -(c - 1)."""
    number, term = side.as_coeff_Mul()
    return Add(*[-u for u in term.args]) if number == -1 and isinstance(term, Add) else side


def _turned(left: Expr, right: Expr, operator: str) -> Relational:
    return Relational(left, right, OPPOSITE[operator], evaluate=False)


def _weight(side: Expr) -> int:
    """How much a side looks like the variable: numbers least, then parameters, letters, and what is computed."""
    if side.is_number:
        return 0
    if isinstance(side, Add):
        return max(map(_weight, side.args))
    number, term = side.as_coeff_Mul()
    if number != 1:
        return _weight(term)
    if isinstance(side, Symbol):
        return 1 if is_greek(side.name) else 2
    return 1 if _is_share(side) else 3


def _is_share(side: Expr) -> bool:
    """Is it made of one letter with numbers alone, and divides by it, as q/(q + 1) does?"""
    letters = side.free_symbols
    return (
        len(letters) == 1 and side.atoms(Indexed) == set() and side.is_rational_function() and not side.is_polynomial()
    )
