"""A helper as something to compute: its definition is stable already."""

from __future__ import annotations

from typing import Any

from sympy import Expr, Symbol

from derivations.code.helpers import HELPERS
from derivations.code.shapes import VALUE, Argument, Kernel


class Helped(Kernel):
    """A helper: its arguments are its own, and no loss says what they are."""

    @property
    def value(self) -> Expr:
        return self.expression

    @property
    def arguments(self) -> tuple[Argument, ...]:
        return tuple(Argument(s.name, s) for s in sorted(self.expression.free_symbols, key=str))

    @property
    def sizes(self) -> tuple[Symbol, ...]:
        return ()

    @property
    def bounded(self) -> frozenset[Any]:
        return frozenset()

    @property
    def definitions(self) -> dict[Any, Any]:
        return {}


def helper_kernel(function: str, loss: Any) -> Kernel:
    """The definition of a helper."""
    helper = HELPERS[function]
    return Helped(loss, helper.name, VALUE, helper.value, ())
