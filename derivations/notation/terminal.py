"""Expressions in Unicode, one line each, for the terminal."""

# ruff: noqa: N802  (methods bear the names of SymPy's classes; the signs are meant)

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Any

from sympy import Basic, Expr, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.language.cases import joined
from derivations.language.functions import Bracket, Branches, D, Named, Prime, components_of
from derivations.language.written import Order
from derivations.notation.names import unicode_name
from derivations.notation.order import arrange
from derivations.notation.piece import ATOM, BRACKET, CALL, LETTER, NUMBER, POWER, PRODUCT, REACH, Piece
from derivations.notation.prose import SUPERSCRIPTS
from derivations.notation.relations import unmarked
from derivations.notation.typeset import Typesetter

OPERATORS = {"==": "=", "!=": "≠", "<": "<", "<=": "≤", ">": ">", ">=": "≥"}
FUNCTION_NAMES = {
    **{
        name: name
        for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "erf", "sign", "softplus", "clip")
    },
    "atan": "arctan",
    "asin": "arcsin",
    "acos": "arccos",
    "Max": "max",
    "Min": "min",
    "largest": "max",
    "smallest": "min",
    "sigma": "σ",
    "loggamma": "log Γ",
    "gamma": "Γ",
    "log_det": "log det",
    "digamma": "ψ",
    "besseli": "I",
    "held": "sg",
    "Phi": "Φ",
    "phi": "φ",
}
OVER_AN_INDEX = {
    "LargestOver": "max",
    "SmallestOver": "min",
    "ArgLargest": "argmax",
    "ArgSmallest": "argmin",
    "SecondLargest": "second max",
    "SecondSmallest": "second min",
}


def unicode_text(expression: Any, order: Order | None = None) -> str:
    """The expression, relation, model or array in one line of Unicode.

    Args:
        expression: what to print.
        order: how the author wrote such terms and factors, and where they came up.
    """
    return Terminal(order).show(arrange(expression, order)).text


def put_in(text: str, said: Mapping[str, str]) -> str:
    """The text with each {letter} replaced by what is said for it; what was put in is not looked at again."""
    return re.sub(r"\{(\w+)\}", lambda found: said.get(found[1], found[0]), text)


class Terminal(Typesetter):
    """Formulas in one line: fractions with a slash, factors apart by spaces or dots."""

    operators = OPERATORS
    function_names = FUNCTION_NAMES
    minus = "−"

    def name(self, name: str) -> str:
        return unicode_name(name)

    def bracket(self, piece: Piece, left: str = "(", right: str = ")") -> Piece:
        return Piece(left + piece.text + right, ATOM, 0, BRACKET)

    def subscript(self, base: Piece, indices: Sequence[Any]) -> Piece:
        parts = list(map(self._tight, indices))
        single = all(len(part) == 1 for part in parts)
        text = "".join(parts) if single else "{" + ",".join(parts) + "}"
        return replace(base, text=f"{base.text}_{text}")

    def _tight(self, expression: Expr) -> str:
        return self.show(expression).text.replace(" ", "")

    def fraction(self, above: Expr, below: Expr) -> Piece:
        top, bottom = self.at_least(PRODUCT, above), self.at_least(POWER, below)
        return Piece(f"{top.text}/{bottom.text}", PRODUCT)

    def fitting(self, factors: Sequence[Expr]) -> int:
        return len(factors)

    def joined(self, pieces: Sequence[Piece]) -> str:
        text = pieces[0].text
        for left, right in pairwise(pieces):
            text += (" " if _reads_as_product(left, right) else " · ") + right.text
        return text

    def root(self, radicand: Expr) -> Piece:
        inside = self.show(radicand)
        return Piece("√" + (inside.text if inside.kind == LETTER else f"({inside.text})"), ATOM, 0, CALL)

    def power(self, base: Expr, exponent: Expr) -> Piece:
        piece = self.at_least(ATOM, base)
        if exponent.is_Integer:
            return replace(piece, text=piece.text + self.show(exponent).text.translate(SUPERSCRIPTS), level=POWER)
        return replace(piece, text=f"{piece.text}^{self.at_least(ATOM, exponent).text}", level=POWER)

    def show_Exp1(self, _: Expr) -> Piece:
        return Piece("e", kind=LETTER)

    def show_Pi(self, _: Expr) -> Piece:
        return Piece("π", kind=LETTER)

    def show_Infinity(self, _: Expr) -> Piece:
        return Piece("∞")

    def show_BooleanTrue(self, _: Expr) -> Piece:
        return Piece("otherwise")

    def show_Sum(self, total: Sum) -> Piece:
        signs = [
            f"Σ_{{{self._tight(index)}={self._tight(low)}..{self._tight(high)}}}"
            for index, low, high in reversed(total.limits)
        ]
        return Piece(" ".join([*signs, self.at_least(REACH, total.function).text]), REACH)

    def under(self, kind: str, below: Sequence[Piece]) -> str:
        return f"{OVER_AN_INDEX[kind]}_{{{', '.join(piece.text for piece in below)}}}"

    def in_index(self, expression: Any) -> Piece:
        return Piece(self._tight(expression))

    def between(self, letter: Any, low: Any, high: Any) -> Piece:
        return Piece(f"{self._tight(letter)}={self._tight(low)}..{self._tight(high)}")

    def show_Bracket(self, bracket: Bracket) -> Piece:
        return Piece(f"{self.at_least(REACH, bracket.value).text} [{self.show(bracket.condition).text}]", REACH)

    def show_Branches(self, branches: Branches) -> Piece:
        cases = [
            f"{self.show(value).text} {self._when(word, conditions)}" for value, word, conditions in joined(branches)
        ]
        return Piece("{ " + "; ".join(cases) + " }", ATOM, 0, BRACKET)

    def _when(self, word: str, conditions: Sequence[Basic]) -> str:
        told = f" {word} ".join(self.show(condition).text for condition in conditions)
        return f"if {told}" if conditions else "otherwise"

    def show_Prime(self, prime: Prime) -> Piece:
        name, first = self.model_name(prime.applied), components_of(prime.applied)
        arguments = prime.applied.args[first:]
        if len(arguments) == 1:
            return self.call(name + "′" * len(prime.positions), arguments)
        return self.call("".join(f"∂_{position - first + 1}" for position in prime.positions) + " " + name, arguments)

    def show_D(self, hole: D) -> Piece:
        piece, variable = self.show(hole.inner), self.show(hole.wrt)
        if isinstance(unmarked(hole.inner), Symbol | Named | Indexed):
            return self.derivative(piece, variable)
        if isinstance(hole.inner, D) and isinstance(hole.inner.inner, Symbol):
            return self.second(*map(self.show, (hole.inner.inner, hole.inner.wrt, hole.wrt)))
        return Piece(f"∂/∂{variable.text} [ {piece.text} ]", PRODUCT)

    def second(self, of: Piece, one: Piece, two: Piece) -> Piece:
        """The second derivative of a loss that is called by its name."""
        below = f"∂{one.text}²" if one == two else f"∂{two.text}∂{one.text}"
        return Piece(f"∂²{of.text}/{below}", PRODUCT)

    def derivative(self, of: Piece, by: Piece, *, total: bool = False) -> Piece:
        sign = "d" if total else "∂"
        return Piece(f"{sign}{of.text}/{sign}{by.text}", PRODUCT)


def _reads_as_product(left: Piece, right: Piece) -> bool:
    """Is a space enough? A letter before a bracket would read as a function."""
    if left.kind == NUMBER:
        return right.kind != NUMBER
    return left.kind == LETTER and right.kind in {LETTER, CALL}
