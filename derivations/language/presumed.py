"""What SymPy was told of a symbol in a script: no more than what its domain says.

SymPy works with what it was told before the loss is read: of ``symbols("p", positive=True)`` it makes p of ``abs(p)``,
though p may be any real number by its domain.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from sympy import Basic, IndexedBase, Symbol
from sympy.core.function import UndefinedFunction

from derivations.language.domains import Domain, Index
from derivations.language.functions import model

ANY = Symbol("x", real=True)
ASSUMPTIONS = (
    *("positive", "negative", "nonnegative", "nonpositive", "nonzero", "zero", "integer", "even", "odd", "prime"),
    *("rational", "irrational", "algebraic", "real", "imaginary", "complex", "finite", "infinite", "commutative"),
)


def presumed(symbols: Mapping[Any, Domain], *formulas: object) -> Iterator[str]:
    """For each symbol of which a script says more to SymPy than to the loss: what to write instead."""
    letters = {letter for formula in formulas if isinstance(formula, Basic) for letter in formula.atoms(Symbol)}
    labels = {array.label for array in symbols if isinstance(array, IndexedBase)}
    bound = {letter: Index("") for letter in sorted(letters - labels - {*symbols}, key=str)}
    for symbol, domain in {**symbols, **bound}.items():
        is_model = isinstance(symbol, UndefinedFunction)
        told = symbol(ANY) if is_model else symbol
        known = model("m")(ANY) if is_model else Symbol("x", **domain.assumptions)
        more = next((name for name in ASSUMPTIONS if _assumed(told, name) not in (None, _assumed(known, name))), None)
        if more:
            kind = "model" if is_model else "IndexedBase" if isinstance(symbol, IndexedBase) else "symbols"
            yield (
                f"symbols: SymPy was told of {symbol} that {more} is {_assumed(told, more)}, which its domain does not "
                f"say: write {kind}('{symbol}') without it, and state by the domain what {symbol} may be"
            )


def _assumed(symbol: Any, name: str) -> bool | None:
    found: bool | None = getattr(symbol, f"is_{name}")
    return found
