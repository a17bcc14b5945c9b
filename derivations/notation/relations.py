"""Relations as a textbook writes them, and the signs of terms."""

from __future__ import annotations

from typing import Any

from sympy import Add, Expr, Symbol, expand
from sympy.core.relational import Relational

from derivations.calculus.marks import Marked
from derivations.notation.names import is_greek

OPPOSITE = {">": "<", "<": ">", ">=": "<=", "<=": ">=", "!=": "!=", "==": "=="}


def unmarked(expression: Expr) -> Expr:
    """The expression without the mark around it (marks further inside stay)."""
    return unmarked(expression.expression) if isinstance(expression, Marked) else expression


def is_negative(term: Expr) -> bool:
    """Is the term written with a minus sign?"""
    return bool(unmarked(term).as_coeff_Mul()[0].is_negative)


def tidy_relation(relation: Any) -> Any:
    """The relation u > 0 (or <, !=, ...) with terms on either side, the variable on the left: 1 - a > 0 is a < 1."""
    if not isinstance(relation, Relational) or relation.rhs != 0:
        return relation
    if not isinstance(relation.lhs, Add):
        return _turned(-relation.lhs, relation.rhs, relation.rel_op) if is_negative(relation.lhs) else relation
    plain = expand(relation.lhs)
    if not isinstance(plain, Add):  # x - (-x) is 2 x, and 0 where x is
        number, rest = plain.as_coeff_Mul()
        operator = OPPOSITE[relation.rel_op] if number.is_negative else relation.rel_op
        return Relational(rest, relation.rhs, operator, evaluate=False)
    terms = Add.make_args(relation.lhs)
    left, right = Add(*[u for u in terms if not is_negative(u)]), Add(*[-u for u in terms if is_negative(u)])
    if _weight(left) < _weight(right):
        return _turned(right, left, relation.rel_op)
    return Relational(left, right, relation.rel_op, evaluate=False)


def _turned(left: Expr, right: Expr, operator: str) -> Relational:
    return Relational(left, right, OPPOSITE[operator], evaluate=False)


def _weight(side: Expr) -> int:
    """How much a side looks like the variable: numbers least, then parameters, letters, and what is computed."""
    if side.is_number:
        return 0
    if isinstance(side, Add):
        return max(map(_weight, side.args))
    if isinstance(side, Symbol):
        return 1 if is_greek(side.name) else 2
    return 3
