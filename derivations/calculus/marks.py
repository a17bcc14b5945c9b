"""Marks on a line: what the next line rewrites, and what came of the last."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Self

from sympy import Basic, Expr, S, Symbol
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Named

OLD, NEW = Symbol("old"), Symbol("new")


class Marked(Expr):
    """A part of a line to be marked: "old" where the next line rewrites it, "new" where it came of the last."""

    is_commutative = True

    def __new__(cls, expression: Expr, kind: Symbol) -> Self:
        return Expr.__new__(cls, expression, kind)

    @property
    def expression(self) -> Expr:
        return self.args[0]

    @property
    def kind(self) -> str:
        return str(self.args[1])


def with_marks(above: Expr, became: Mapping[Expr, Expr], rewritten_next: set[Expr]) -> Expr:
    """The line below `above`, with a mark on what its parts became and on what the next line rewrites."""
    shown = above.xreplace({part: _new(result) for part, result in became.items()})
    return _with_old(shown, rewritten_next) if rewritten_next else shown


def _with_old(shown: Expr, old: set[Expr]) -> Expr:
    """The line with a mark on every part, itself marked or not, that the next line rewrites."""
    if unmarked(shown) in old:
        return Marked(shown, OLD)
    if not shown.args or isinstance(shown, Indexed | Named):
        return shown
    return shown.func(*[_with_old(part, old) if isinstance(part, Expr) else part for part in shown.args])


def unmarked(shown: Basic) -> Basic:
    """The expression without its marks."""
    if isinstance(shown, Marked):
        return unmarked(shown.expression)
    return shown.func(*map(unmarked, shown.args)) if shown.has(Marked) else shown


def _new(result: Expr) -> Expr:
    """The result of a rewriting, tinted: its sign stays outside, and a bare 0 or 1 vanishes into the line."""
    number, rest = result.as_coeff_Mul()
    if rest == 1:
        return result
    return -Marked(rest, NEW) if number == S.NegativeOne else Marked(result, NEW)
