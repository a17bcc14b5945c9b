"""Functions of a matrix: its inverse, its trace, its diagonal and its determinant."""

from __future__ import annotations

from derivations.reading.axes import Indices, Value, misfit, number, scalar, unread
from derivations.reading.norms import MATRIX, Norms
from derivations.reading.tree import Always, Apply, Cases, Compare, Name, Node, applied, without_brackets

POSITIVE_DETERMINANT = "the determinant was read as exp(log(det(...))): it is positive"


class OfMatrices(Norms):
    """Writes them out."""

    def of_matrix(self, name: str, value: Value, argument: Node, at: int) -> Value:
        match name:
            case "inv":
                return self.inverse(value, at)
            case "diag":
                return self._diagonal(value, at)
            case "logdet":
                return self._log_det(value, argument)
            case "det":
                self.remark(POSITIVE_DETERMINANT)
                return scalar(applied(at, "exp", self._log_det(value, argument).entry(())))
        return self._trace(value, at)

    def _square(self, value: Value, at: int) -> None:
        if value.rank != MATRIX:
            misfit("this takes a square matrix", at)
        self.join(value.axes[0], value.axes[1], at)

    def _trace(self, value: Value, at: int) -> Value:
        self._square(value, at)
        diagonal = Value(value.axes[:1], lambda indices: value.entry((*indices, *indices)))
        return self.total(diagonal, at)

    def _diagonal(self, value: Value, at: int) -> Value:
        """The matrix with a vector on its diagonal, or with the diagonal of a matrix; in code that is a vector."""
        if not value.rank:
            unread("diag takes a vector or a matrix, and this is a number", at)
        if value.rank == MATRIX:
            self._square(value, at)
        if value.rank == MATRIX and self.code:
            return Value(value.axes[:1], lambda indices: value.entry((*indices, *indices)))
        if value.rank == MATRIX:
            self.remark("diag of a matrix was read as the matrix of its diagonal, with 0 elsewhere")

        def entry(indices: Indices) -> Node:
            same = Compare(at, indices[0], (("==", indices[1]),))
            return Cases(at, ((value.entry(indices[: value.rank]), same), (number(at, 0), Always(at))))

        return Value((value.axes[0], value.axes[0]), entry)

    def log_det(self, node: Apply) -> Value | None:
        """The logarithm of the determinant, however it is written; None for any other logarithm."""
        if len(node.arguments) != 1:
            return None
        inner = without_brackets(node.arguments[0])
        if isinstance(inner, Apply) and inner.function.full == "abs":  # as in log|det A|
            within = without_brackets(inner.arguments[0])
            inner = within if isinstance(within, Apply) and within.function.full == "det" else inner
        if not isinstance(inner, Apply) or inner.function.full not in ("det", "abs") or len(inner.arguments) != 1:
            return None
        value = self.lower(inner.arguments[0])
        return self._log_det(value, inner.arguments[0]) if value.rank == MATRIX else None

    def _log_det(self, value: Value, argument: Node) -> Value:
        self._square(value, argument.at)
        matrix = without_brackets(argument)
        if not isinstance(matrix, Name):
            unread("the determinant of a matrix is read where the matrix has a name", argument.at)
        return scalar(applied(argument.at, "log_det", Name(argument.at, matrix.full)))
