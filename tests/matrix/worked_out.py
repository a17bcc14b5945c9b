"""Printed matrix expressions worked out as such: products of matrices, transposes, slices."""

from __future__ import annotations

from functools import reduce
from typing import Any

from mpmath import mp, mpf
from sympy import Symbol
from written_out import FUNCTIONS

from derivations.matrix.arithmetic import Numbers
from derivations.matrix.forms import Form

SIZE = 3  # of everything, so that ones and identities need not be told how large they are
MP = Numbers(
    number=lambda q: mpf(int(q.p)) / int(q.q),
    power=lambda v, exponent: v ** (mpf(int(exponent.p)) / int(exponent.q)),
    functions={**FUNCTIONS, "f'": mp.cos},
)


class Algebra:
    """Works out a matrix expression: columns are matrices of one column, numbers are matrices of one entry."""

    def __init__(self, env: dict[Any, Any]) -> None:
        self.env = env

    def position(self, index: Any) -> int:
        """A size, an index or the label of a layer, as a number."""
        return int(index.subs({symbol: v for symbol, v in self.env.items() if isinstance(symbol, Symbol)}))

    def span(self, ends: Any, length: int) -> slice:
        """The entries from the first to the last, which is one of them."""
        first, last = map(self.position, ends) if ends else (1, length)
        assert 1 <= first <= last <= length
        return slice(first - 1, last)

    def __call__(self, form: Form) -> Any:  # noqa: C901, PLR0912  (one case for each kind of form)
        parts = [self(part) for part in form.parts]
        match form.head:
            case "name":
                return as_matrix(self.env[form.data])
            case "number":
                return mp.matrix([[MP.number(form.data)]])
            case "ones":
                return mp.ones(SIZE, 1)
            case "identity":
                return mp.eye(SIZE if form.data is None else self.position(form.data))
            case "member":
                base, label = form.data
                return self.env[base, self.position(label)]
            case "slice":
                rows, columns = (*form.data, None)[:2]
                return parts[0][self.span(rows, parts[0].rows), self.span(columns, parts[0].cols)]
            case "basis":
                return mp.matrix([int(place + 1 == self.env[form.data]) for place in range(SIZE)])
            case "entry":
                return mp.matrix([[parts[0][int(self.env[form.data]) - 1]]])
            case "times":
                return reduce(lambda left, right: left * right, parts)
            case "plus":
                return reduce(lambda left, right: left + right, parts)
            case "hadamard":
                return reduce(lambda left, right: entrywise(lambda a, b: a * b, left, right), parts)
            case "scaled":
                front = mp.fprod(part[0] for part in (parts[:-1] if form.data[1] else parts))
                return MP.number(form.data[0]) * front * (parts[-1] if form.data[1] else mp.ones(1))
            case "power" | "entrywise power":
                return entrywise(lambda v: MP.power(v, form.data), parts[0])
            case "call":
                return entrywise(MP.functions[form.data[0]], parts[0])
            case "transposed":
                return parts[0].T
            case "inverse":
                return parts[0] ** -1
            case "norm":
                return mp.matrix([[mp.sqrt(mp.fsum(v**2 for v in parts[0]))]])
            case "trace":
                return mp.matrix([[mp.fsum(parts[0][place, place] for place in range(SIZE))]])
            case "diag":
                return mp.diag(list(parts[0]))
            case "diagonal":
                return mp.matrix([parts[0][place, place] for place in range(SIZE)])
        raise NotImplementedError(form.head)


def entrywise(function: Any, *matrices: Any) -> Any:
    rows, columns = matrices[0].rows, matrices[0].cols
    assert all((matrix.rows, matrix.cols) == (rows, columns) for matrix in matrices)
    return mp.matrix([[function(*(a[r, c] for a in matrices)) for c in range(columns)] for r in range(rows)])


def as_matrix(nested: Any) -> Any:
    return mp.matrix(nested) if isinstance(nested, list) else mp.matrix([[nested]])
