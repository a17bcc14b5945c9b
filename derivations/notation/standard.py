"""Plain SymPy text, which a program reads back: standard functions, and definitions in place of names."""

# ruff: noqa: N802  (methods bear the names of SymPy's classes)

from __future__ import annotations

from typing import Any

from sympy import Basic, Dummy, Expr, Tuple
from sympy.core.function import UndefinedFunction
from sympy.printing.str import StrPrinter

from derivations.calculus.marks import Marked
from derivations.language.cases import joined
from derivations.language.functions import Adjoint, Branches, D, Named, Prime, log_det
from derivations.language.indices import bound_indices, rename_bound
from derivations.language.over import Lettered
from derivations.language.written import Order
from derivations.notation.order import arrange

FUNCTION_NAMES = {
    "sigma(z)": "logistic sigmoid, 1/(1 + exp(-z)); a name that SymPy does not know",
    "log_det(S)": "logarithm of the determinant of a square array; the same holds",
    "inverse_entry(S[i, j])": "the entry of the inverse of S in row i, column j; the same holds",
    "sg(u)": "u itself, held fixed while a slope is taken; the same holds",
    "Abs(u)": "absolute value",
    "sign(u)": "-1, 0 or 1",
    "Max(0, u)": "positive part",
    "Max(u, v, ...), Min(u, v, ...)": "the largest, the smallest of several",
    "Max(a, Min(u, b))": "u, clipped to the interval from a to b",
    "Piecewise((1, u > 0), (0, True))": "1 if u > 0, else 0",
    "Piecewise((u, c), ..., (v, True))": "the value of the first pair whose condition holds",
    "And(c, d), Or(c, d)": "both conditions hold, one of the two holds",
    "Eq(u, v), Ne(u, v)": "equal, not equal",
    "log(1 + exp(z))": "softplus",
    "((1 + erf(x/sqrt(2)))/2)": "distribution function of the standard normal",
    "(exp(-x**2/2)/sqrt(2*pi))": "density of the standard normal",
    "besseli(n, x)": "modified Bessel function of the first kind, of order n",
    "polygamma(n, x)": "digamma for n = 0, and its n-th derivative",
    "m(w), Derivative(m(w), w)": "an unspecified model and its derivative",
    "Derivative(E, z[k])": "derivative of the whole loss E, through all that comes after z[k]",
    "w[j, k]": "component of an array; indices count from 1",
    "Sum(u, (i, 1, n))": "sum over i from 1 to n",
    "max(u, (j, 1, n)), min(...)": "the largest, the smallest u over j from 1 to n, but for the values that follow",
    "argmax(u, (j, 1, n)), argmin(...)": "the j at which u is the largest, the smallest",
    "KroneckerDelta(i, j)": "1 if i = j, else 0",
}
OVER_AN_INDEX = {
    "LargestOver": "max",
    "SmallestOver": "min",
    "ArgLargest": "argmax",
    "ArgSmallest": "argmin",
    "SecondLargest": "second_max",
    "SecondSmallest": "second_min",
}


def sympy_text(expression: Any, order: Order | None = None) -> str:
    """The expression as SymPy prints it, in standard functions only (see FUNCTION_NAMES).

    Args:
        expression: what to print.
        order: how the author wrote such terms and factors, and where they came up.
    """
    if isinstance(expression, UndefinedFunction):
        return str(expression.__name__)
    return str(_Standard({"order": "none"}).doprint(arrange(defined(expression), order)))


def defined(expression: Any) -> Any:
    """The expression with every named intermediate replaced by its definition."""
    if not (isinstance(expression, Basic) and expression.has(Named)):
        return expression
    letters = {named: Dummy() for named in expression.atoms(Named)}
    taken = expression.xreplace(letters).free_symbols | bound_indices(expression)  # a sum in a sum has its own letter
    return defined(expression.xreplace({named: rename_bound(named.definition, taken) for named in letters}))


class _Standard(StrPrinter):
    def parenthesize(self, item: Expr, level: int, strict: bool = False) -> str:  # noqa: FBT001, FBT002
        """In brackets if it needs them here; a mark is not seen, but keeps apart what SymPy would cancel."""
        return str(super().parenthesize(item.expression if isinstance(item, Marked) else item, level, strict))

    def _call(self, text: str, *arguments: Expr) -> str:
        return text.format(*map(self._print, arguments))

    def _print_Lettered(self, node: Lettered) -> str:
        inside = ", ".join(map(self._print, (node.term, Tuple(*node.range))))
        without = "".join(f", {self._print(value)}" for value in node.but)
        return f"{OVER_AN_INDEX[node.kind]}({inside}{without})"

    def _print_magnitude(self, applied: Expr) -> str:
        return self._call("Abs({})", *applied.args)

    def _print_held(self, applied: Expr) -> str:
        return self._call("sg({})", *applied.args)

    def _print_positive_part(self, applied: Expr) -> str:
        return self._call("Max(0, {})", *applied.args)

    def _print_largest(self, applied: Expr) -> str:
        return f"Max({', '.join(map(self._print, applied.args))})"

    def _print_smallest(self, applied: Expr) -> str:
        return f"Min({', '.join(map(self._print, applied.args))})"

    def _print_softplus(self, applied: Expr) -> str:
        return self._call("log(1 + exp({}))", *applied.args)

    def _print_Phi(self, applied: Expr) -> str:
        return self._call("((1 + erf(({})/sqrt(2)))/2)", *applied.args)

    def _print_phi(self, applied: Expr) -> str:
        return self._call("(exp(-({})**2/2)/sqrt(2*pi))", *applied.args)

    def _print_step(self, applied: Expr) -> str:
        return self._call("Piecewise((1, {} > 0), (0, True))", *applied.args)

    def _print_clip(self, applied: Expr) -> str:
        u, low, high = applied.args
        return self._call("Max({}, Min({}, {}))", low, u, high)

    def _print_Branches(self, branches: Branches) -> str:
        cases = ", ".join(
            f"({self._print(value)}, {self._when(word, conditions)})" for value, word, conditions in joined(branches)
        )
        return f"Piecewise({cases})"

    def _when(self, word: str, conditions: tuple[Basic, ...]) -> str:
        told = [self._print(condition) for condition in conditions] or ["True"]
        return f"{word.capitalize()}({', '.join(told)})" if len(told) > 1 else told[0]

    def _print_Prime(self, prime: Prime) -> str:
        variables = ", ".join(self._print(prime.applied.args[position]) for position in prime.positions)
        return f"Derivative({self._print(prime.applied)}, {variables})"

    def _print_log_det(self, applied: log_det) -> str:
        return f"log_det({self._print(applied.array)})"

    def _print_Adjoint(self, adjoint: Adjoint) -> str:
        if adjoint.name is not None:
            return str(self._print(adjoint.name))
        return self._call("Derivative({}, {})", adjoint.loss, adjoint.variable)

    def _print_Marked(self, marked: Marked) -> str:
        return str(self._print(marked.expression))

    def _print_D(self, hole: D) -> str:
        return self._call("Derivative({}, {})", hole.inner, hole.wrt)
