"""Determinant and inverse of a square array, by elimination in exact or ball arithmetic."""

from __future__ import annotations

from functools import lru_cache
from itertools import count, takewhile

from flint import fmpq
from sympy import Indexed, IndexedBase

from derivations.evidence.balls import ONE, ZERO, Undefined, Value, add, head, invert, multiply, number_sign
from derivations.evidence.scope import CodeOf, Scope

Row = list[Value]


def square(array: IndexedBase, scope: Scope, code_of: CodeOf) -> list[Row]:
    """The entries of the array, which are numbers of the point, or worked out if it is an intermediate."""
    if array in scope.graph.definitions:
        _, (size, _) = scope.graph.definitions[array]
    else:
        size = len(list(takewhile(lambda i: (array, i, i) in scope.numbers, count(1))))
    return [[code_of(cell)(scope) for cell in row] for row in _cells(array, size)]


@lru_cache(maxsize=2**8)
def _cells(array: IndexedBase, size: int) -> list[list[Indexed]]:
    return [[array[i, j] for j in range(1, size + 1)] for i in range(1, size + 1)]


def determinant_and_inverse(rows: list[Row]) -> tuple[Value, list[Row]]:
    """Gauss and Jordan: what turns the array into the identity turns the identity into the inverse."""
    size = len(rows)
    rows = [[*row, *(ONE if i == j else ZERO for j in range(size))] for i, row in enumerate(rows)]
    determinant: Value = ONE
    for column in range(size):
        pivot = _pivot(rows, column)
        if pivot != column:
            rows[column], rows[pivot] = rows[pivot], rows[column]
            determinant = -determinant
        determinant = multiply(determinant, rows[column][column])
        rows = _cleared(rows, column)
    return determinant, [row[size:] for row in rows]


def is_positive_definite(rows: list[Row]) -> bool:
    """Is the array symmetric, and every pivot positive that elimination meets, in order, on the diagonal?"""
    size = len(rows)
    if any(rows[i][j] != rows[j][i] for i in range(size) for j in range(i)):
        return False
    for column in range(size):
        if not rows[column][column] > 0:
            return False
        rows = _cleared(rows, column)
    return True


def made_definite(rows: list[Row]) -> list[Row]:
    """B B' + 1/4 for any array B: positive definite, and of no longer numbers than need be."""
    size = range(len(rows))
    products = [[sum((multiply(rows[i][k], rows[j][k]) for k in size), ZERO) for j in size] for i in size]
    return [[entry + fmpq(int(i == j), 4) for j, entry in enumerate(row)] for i, row in enumerate(products)]


def _pivot(rows: list[Row], column: int) -> int:
    found = next((i for i in range(column, len(rows)) if number_sign(head(rows[i][column]))), None)
    if found is None:
        msg = "the inverse of a singular array"
        raise Undefined(msg)
    return found


def _cleared(rows: list[Row], column: int) -> list[Row]:
    scale = invert(rows[column][column])
    main = [multiply(scale, entry) for entry in rows[column]]
    others = [[add(e, -multiply(row[column], m)) for e, m in zip(row, main, strict=True)] for row in rows]
    return [main if i == column else row for i, row in enumerate(others)]
