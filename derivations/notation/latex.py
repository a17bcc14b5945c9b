r"""Expressions as TeX. ``\old{..}`` and ``\new{..}`` mark parts of a line; ``plain_tex`` takes the marks off."""

# ruff: noqa: N802  (methods bear the names of SymPy's classes)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, takewhile
from typing import Any

from sympy import Basic, Expr, Integer, Pow, Sum, Symbol
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.language.cases import joined
from derivations.language.functions import Bracket, Branches, D, Named, Prime, components_of
from derivations.language.written import Order
from derivations.notation.names import tex_name, with_subscript
from derivations.notation.order import arrange
from derivations.notation.piece import ATOM, BLOCK, BRACKET, CALL, LETTER, NUMBER, POWER, PRODUCT, REACH, SUM, Piece
from derivations.notation.relations import unmarked
from derivations.notation.typeset import Typesetter

SIZES = (("", ""), (r"\bigl", r"\bigr"), (r"\Bigl", r"\Bigr"), (r"\left", r"\right"))
OPERATORS = {"==": "=", "!=": r"\ne", "<": "<", "<=": r"\le", ">": ">", ">=": r"\ge"}
NAMED_OPERATORS = ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh")  # these print as \log, and as \tanh^2(u)
FUNCTION_NAMES = {
    **{name: f"\\{name}" for name in NAMED_OPERATORS},
    "atan": r"\arctan",
    "asin": r"\arcsin",
    "acos": r"\arccos",
    "Max": r"\max",
    "Min": r"\min",
    "largest": r"\max",
    "smallest": r"\min",
    "sigma": r"\sigma",
    "sign": r"\operatorname{sign}",
    "softplus": r"\operatorname{softplus}",
    "clip": r"\operatorname{clip}",
    "erf": r"\operatorname{erf}",
    "loggamma": r"\log\Gamma",
    "gamma": r"\Gamma",
    "log_det": r"\log\det",
    "digamma": r"\psi",
    "besseli": "I",
    "held": r"\operatorname{sg}",
    "Phi": r"\Phi",
    "phi": r"\varphi",
}
OVER_AN_INDEX = {
    "LargestOver": r"\max",
    "SmallestOver": r"\min",
    "ArgLargest": r"\arg\max",
    "ArgSmallest": r"\arg\min",
    "SecondLargest": r"\operatorname*{second\,max}",
    "SecondSmallest": r"\operatorname*{second\,min}",
}


def tex(expression: Any, order: Order | None = None) -> str:
    """The expression, relation, model or array as TeX.

    Args:
        expression: what to print.
        order: how the author wrote such terms and factors, and where they came up.
    """
    return TeX(order).show(arrange(expression, order)).text


def plain_tex(text: str) -> str:
    r"""The TeX without \old{..} and \new{..} around its parts, for readers who copy it."""
    found = re.search(r"\\(?:old|new)\{", text)
    if not found:
        return text
    end = _closing_brace(text, found.end())
    before, inside = text[: found.start()], text[found.end() : end]
    gap = " " if re.search(r"\\[A-Za-z]+$", before) and inside[:1].isalpha() else ""
    return plain_tex(before + gap + inside + text[end + 1 :])


def _closing_brace(text: str, start: int) -> int:
    depth = 1
    for found in re.finditer(r"\\.|[{}]", text[start:]):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return start + found.start()
    msg = f"a brace is not closed in {text}"
    raise ValueError(msg)


class TeX(Typesetter):
    """Formulas in TeX: fractions with a bar, brackets as large as what they hold."""

    operators = OPERATORS
    function_names = FUNCTION_NAMES
    minus = "-"

    def name(self, name: str) -> str:
        return tex_name(name)

    def bracket(self, piece: Piece, left: str = "(", right: str = ")") -> Piece:
        bars = left == right
        opening, closing = SIZES[0 if bars and piece.tall <= 1 else piece.tall]
        return Piece(f"{opening}{left}{piece.text}{closing}{right}", ATOM, max(piece.tall, 1), BRACKET)

    def subscript(self, base: Piece, indices: Sequence[Any]) -> Piece:
        parts = [self.script.show(index).text for index in indices]
        single = all(isinstance(index, Symbol | Integer) and index.is_nonnegative is not False for index in indices)
        return replace(base, text=with_subscript(base.text, _run(parts) if single else ",".join(parts)))

    @cached_property
    def script(self) -> TeX:
        """How expressions look in exponents and subscripts."""
        return Script()

    def fraction(self, above: Expr, below: Expr) -> Piece:
        top, bottom = self.show(above), self.show(below)
        if above.is_Integer and below.is_Integer:
            return Piece(rf"\tfrac{{{top.text}}}{{{bottom.text}}}", POWER, 1, NUMBER)
        tall = 3 if max(top.tall, bottom.tall) > 1 else 2
        return Piece(rf"\frac{{{top.text}}}{{{bottom.text}}}", POWER, tall, BLOCK)

    def fitting(self, factors: Sequence[Expr]) -> int:
        return sum(1 for _ in takewhile(_is_letter, factors))

    def joined(self, pieces: Sequence[Piece]) -> str:
        text = pieces[0].text
        for left, right in pairwise(pieces):
            text += _between(left, right) + right.text
        return text

    def root(self, radicand: Expr) -> Piece:
        inside = self.show(radicand)
        return Piece(rf"\sqrt{{{inside.text}}}", ATOM, max(inside.tall, 1), CALL)

    def power(self, base: Expr, exponent: Expr) -> Piece:
        raised = "^" + _braced(self.script.show(exponent).text)
        operator = "" if isinstance(base, AppliedUndef) else type(base).__name__
        if operator in NAMED_OPERATORS and operator != "exp" and exponent.is_Integer and exponent > 0:
            return replace(self.call(self.function_names[operator] + raised, base.args), level=POWER)
        piece = self.at_least(ATOM, base)
        return replace(piece, text=piece.text + raised, level=POWER)

    def show_exp(self, applied: Expr) -> Piece:
        exponent = self.script.show(applied.args[0]).text
        return Piece("e^" + _braced(exponent), POWER, 0, LETTER)

    def show_log(self, applied: Expr) -> Piece:
        """Without brackets where it cannot be misread: log p, log cosh(p - t)."""
        argument = self.show(applied.args[0])
        bare = isinstance(applied.args[0], Symbol | Indexed | Named)
        if bare or (argument.kind == CALL and argument.level == ATOM):
            gap = " " if argument.text[0].isalpha() else ""
            return Piece(rf"\log{gap}{argument.text}", REACH, argument.tall, CALL)
        return self.call(r"\log", applied.args)

    def show_Exp1(self, _: Expr) -> Piece:
        return Piece("e", kind=LETTER)

    def show_Pi(self, _: Expr) -> Piece:
        return Piece(r"\pi", kind=LETTER)

    def show_Infinity(self, _: Expr) -> Piece:
        return Piece(r"\infty")

    def show_BooleanTrue(self, _: Expr) -> Piece:
        return Piece(r"\text{otherwise}")

    def show_Sum(self, total: Sum) -> Piece:
        signs = [
            rf"\sum_{{{self.script.show(index).text}={self.script.show(low).text}}}^{_braced(self.script.show(high).text)}"
            for index, low, high in reversed(total.limits)
        ]
        return Piece(" ".join([*signs, self.at_least(REACH, total.function).text]), REACH, 2, BLOCK)

    def under(self, kind: str, below: Sequence[Piece]) -> str:
        return with_subscript(OVER_AN_INDEX[kind], r",\,".join(piece.text for piece in below))

    def in_index(self, expression: Any) -> Piece:
        return self.script.show(expression)

    def show_Bracket(self, bracket: Bracket) -> Piece:
        piece = self.at_least(REACH, bracket.value)
        return replace(piece, text=rf"{piece.text}\,[{self.show(bracket.condition).text}]", level=REACH, kind=BLOCK)

    def show_Branches(self, branches: Branches) -> Piece:
        rows = [f"{self._cell(value)} & {self._when(word, conditions)}" for value, word, conditions in joined(branches)]
        return Piece(r"\begin{cases}" + r" \\ ".join([rows[0], *map(_row, rows[1:])]) + r"\end{cases}", SUM, 3, BLOCK)

    def _when(self, word: str, conditions: Sequence[Basic]) -> str:
        told = rf" \text{{ {word} }} ".join(self.show(condition).text for condition in conditions)
        return rf"\text{{if }} {told}" if conditions else r"\text{otherwise}"

    def _cell(self, value: Expr) -> str:
        """A case. TeX sets fractions small there: right for r^2/2, too small for a derivative not yet taken."""
        return self.show(value).text.replace(r"\frac{\partial", r"\dfrac{\partial")

    def show_Prime(self, prime: Prime) -> Piece:
        name, first = self.model_name(prime.applied), components_of(prime.applied)
        arguments = prime.applied.args[first:]
        if len(arguments) == 1:
            return self.call(name + "'" * len(prime.positions), arguments)
        partial = r"\,".join(rf"\partial_{position - first + 1}" for position in prime.positions)
        return replace(self.call(partial + " " + name, arguments), level=POWER)

    def show_D(self, hole: D) -> Piece:
        piece, variable = self.show(hole.inner), self.show(hole.wrt)
        if isinstance(unmarked(hole.inner), Symbol | Named | Indexed):
            return self.derivative(piece, variable)
        if isinstance(hole.inner, D) and isinstance(hole.inner.inner, Symbol):
            return self.second(*map(self.show, (hole.inner.inner, hole.inner.wrt, hole.wrt)))
        bracket = self.bracket(piece, "[", "]")
        text = rf"\frac{{\partial}}{{\partial {variable.text}}}\,{bracket.text}"
        return Piece(text, POWER, max(bracket.tall, 2), BLOCK)

    def second(self, of: Piece, one: Piece, two: Piece) -> Piece:
        """The second derivative of a loss that is called by its name."""
        below = rf"\partial {one.text}^2" if one == two else rf"\partial {two.text}\,\partial {one.text}"
        return Piece(rf"\frac{{\partial^2 {of.text}}}{{{below}}}", POWER, 2, BLOCK)

    def derivative(self, of: Piece, by: Piece, *, total: bool = False) -> Piece:
        sign = r"\mathrm{d}" if total else r"\partial "
        return Piece(rf"\frac{{{sign}{of.text}}}{{{sign}{by.text}}}", POWER, 2, BLOCK)

    def mark(self, piece: Piece, kind: str) -> Piece:
        return replace(piece, text=rf"\{kind}{{{piece.text}}}")


class Script(TeX):
    """In exponents and subscripts: fractions with a slash, flat brackets."""

    @property
    def script(self) -> TeX:
        return self

    def fraction(self, above: Expr, below: Expr) -> Piece:
        top, bottom = self.at_least(PRODUCT, above), self.at_least(POWER, below)
        return Piece(f"{top.text}/{bottom.text}", PRODUCT, 0, BLOCK)

    def fitting(self, factors: Sequence[Expr]) -> int:
        return len(factors)


def _row(text: str) -> str:
    r"""A row that begins with a bracket, apart from the \\ before it: TeX would take the bracket for a length."""
    return "{}" + text if plain_tex(text).startswith("[") else text


def _is_letter(factor: Expr) -> bool:
    return isinstance(factor.base if isinstance(factor, Pow) else factor, Symbol | Indexed | Named)


def _braced(text: str) -> str:
    return text if len(text) == 1 else f"{{{text}}}"


def _run(parts: Sequence[str]) -> str:
    r"""Indices side by side: jk, and \alpha k with the space that TeX needs."""
    text = parts[0]
    for part in parts[1:]:
        text += (" " if text.split("\\")[-1].isalpha() and "\\" in text and part[0].isalpha() else "") + part
    return text


def _between(left: Piece, right: Piece) -> str:
    """The space between two factors."""
    if right.kind == NUMBER:
        return r" \cdot "
    if left.kind == BLOCK and right.kind == BLOCK:
        return r"\;"
    if (left.kind == BRACKET and right.kind == BRACKET) or (left.kind == CALL and right.kind == BRACKET):
        return ""
    if left.kind == NUMBER and (right.kind == BRACKET or (right.kind == LETTER and not left.text.endswith("}"))):
        return ""
    if left.kind == LETTER and right.kind == LETTER and len(left.text) == len(right.text) == 1:
        return ""
    return r"\,"
