"""What is said of a function that may be typed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Expr


@dataclass(frozen=True, kw_only=True)
class Known:
    """A function that may be typed.

    Args:
        names: how it is called; the first is the one that the help shows.
        takes: what stands in its brackets, for the help.
        make: the expression, of the arguments; None where ``build`` has to look at what stands in the brackets.
        says: what it is.
        least: the smallest number of arguments.
        most: the largest.
        named: what libraries call these arguments, in their order.
        options: further arguments, in the order of a call; behind the semicolon those that are given by name alone.
            Other spellings of one stand behind a stroke. Whatever is not said here is refused (see ``calls``).
        bare: may its argument go without brackets, as in ln p?
        slope: its derivative, for sigma'(z).
        grows: its largest argument that may be a number, if it grows faster than any power; 0 if it does not.
    """

    names: tuple[str, ...]
    takes: str
    says: str
    make: Callable[..., Expr] | None = None
    least: int = 1
    most: int = 1
    named: str = "input, other|target"
    options: str = ""
    bare: bool = False
    slope: Callable[[Expr], Expr] | None = None
    grows: int = 0

    @property
    def form(self) -> str:
        return f"{self.names[0]}({self.takes})"
