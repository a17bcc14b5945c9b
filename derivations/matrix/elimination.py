"""Inverse and determinant by elimination, in any arithmetic."""

from __future__ import annotations

from typing import Any

Entries = dict[tuple[int, ...], Any]
Rows = list[list[Any]]


def inverse(matrix: Entries) -> Entries:
    """The inverse of a square matrix."""
    rows, _ = _eliminated(matrix)
    size = len(rows)
    return {(i, j): rows[i][size + j] for i in range(size) for j in range(size)}


def determinant(matrix: Entries) -> Any:
    """The determinant of a square matrix."""
    return _eliminated(matrix)[1]


def _eliminated(matrix: Entries) -> tuple[Rows, Any]:
    """The matrix beside an identity, brought to an identity beside its inverse; and its determinant."""
    size = max(i for i, _ in matrix) + 1
    rows = [[matrix[i, j] for j in range(size)] + [int(i == j) for j in range(size)] for i in range(size)]
    determinant: Any = 1
    for column in range(size):
        pivot = max(range(column, size), key=lambda row: abs(float(rows[row][column])))
        if pivot != column:
            rows[pivot], rows[column] = rows[column], rows[pivot]
            determinant = -determinant
        head = rows[column][column]
        determinant *= head
        rows[column] = [v / head for v in rows[column]]
        for row in range(size):
            if row != column:
                rows[row] = [v - rows[row][column] * own for v, own in zip(rows[row], rows[column], strict=True)]
    return rows, determinant
