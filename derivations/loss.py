"""What a script states about a loss: ``Loss`` and the domains of its symbols."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any, ClassVar

from sympy import Basic, Expr, IndexedBase, Sum, Symbol, sympify
from sympy.core.function import AppliedUndef, UndefinedFunction
from sympy.tensor.indexed import Indexed

from derivations.errors import LossaryError
from derivations.functions import Named

ID_ALPHABET = "23456789BCDFGHJKMNPQRSTVWXYZ"  # no vowels, so no words; nothing that looks like 0, 1, I, L or O
ID_PATTERN = f"L[{ID_ALPHABET}]{{3}}"


@dataclass(frozen=True)
class Domain:
    """The set that a symbol lives in, and what the symbol means.

    Args:
        meaning: one phrase for the table of symbols; may hold TeX between dollar signs.
        shape: for an array, its sizes (numbers or size symbols); empty for a scalar.
    """

    meaning: str
    shape: tuple[Any, ...] = ()
    name: ClassVar[str] = ""
    tex: ClassVar[str] = ""
    assumptions: ClassVar[dict[str, bool]] = {"real": True}
    interval: ClassVar[tuple[Fraction | None, Fraction | None]] = (None, None)  # None: unbounded
    closed: ClassVar[bool] = False  # do the ends of the interval belong to it?
    values: ClassVar[tuple[int, ...]] = ()  # for a finite domain


class Real(Domain):
    """Any real number."""

    name, tex = "real", r"\mathbb{R}"


class Positive(Domain):
    """A real number greater than 0."""

    name, tex = "positive", r"(0,\infty)"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), None)


class Probability(Domain):
    """A real number strictly between 0 and 1."""

    name, tex = "(0,1)", r"(0,1)"
    assumptions: ClassVar = {"positive": True}
    interval: ClassVar = (Fraction(0), Fraction(1))


class Label01(Domain):
    """A number of the closed interval from 0 to 1: a label, or a soft label."""

    name, tex = "[0,1]", r"[0,1]"
    assumptions: ClassVar = {"nonnegative": True}
    interval: ClassVar = (Fraction(0), Fraction(1))
    closed = True


class LabelSign(Domain):
    """A label, -1 or +1."""

    name, tex = "{-1,+1}", r"\{-1,+1\}"
    values = (-1, 1)
    assumptions: ClassVar = {"real": True, "nonzero": True}


class Size(Domain):
    """A number of things: 1, 2, 3, ..."""

    name, tex = "size", r"\{1,2,3,\ldots\}"
    assumptions: ClassVar = {"integer": True, "positive": True}


@dataclass(frozen=True)
class Index(Domain):
    """A free index, from 1 to `last`."""

    last: Any = None
    name = "index"
    assumptions: ClassVar = {"integer": True, "positive": True}


class Model(Domain):
    """An unspecified differentiable function from its weights to the reals."""

    name, tex = "differentiable model", r"\mathbb{R}\to\mathbb{R}\text{, differentiable}"


@dataclass(frozen=True)
class Mistake:
    """A wrong gradient that people write, and why it is wrong."""

    claim: Expr
    why: str


@dataclass(frozen=True)
class Closing:
    """A line that the author states: an equal form of the line above, and the reason why it is equal."""

    expression: Expr
    reason: str


@dataclass(frozen=True, kw_only=True)
class Loss:
    """One loss, as its script states it.

    Args:
        id: permanent and meaning-free, such as ``L4K7``; ``lossary new`` makes one.
        expression: the loss, in the functions of ``derivations.functions`` and SymPy.
        wrt: what to differentiate by: a symbol, or an indexed symbol such as ``w[j, k]``.
        symbols: for every symbol, array, model and free index its ``Domain``.
        source: where the loss and its gradient are written down; may be a tuple of several.
        name: what the loss is called in formulas.
        closing: last lines of the derivation as ``(expression, reason)``; the last is the gradient.
        other_forms: further forms that equal the gradient, as ``(expression, reason)``.
        mistakes: wrong answers that people give, as ``(expression, why)``.

    Raises:
        LossaryError: a field of the wrong kind, or a symbol without a domain.
    """

    id: str
    expression: Expr
    wrt: Expr
    symbols: dict[Any, Domain]
    source: str | tuple[str, ...]
    name: str = "L"
    closing: tuple[Any, ...] = ()
    other_forms: tuple[Any, ...] = ()
    mistakes: tuple[Any, ...] = ()

    def __post_init__(self) -> None:
        self._check_kinds()
        typed = {s: Symbol(s.name, **d.assumptions) for s, d in self.symbols.items() if isinstance(s, Symbol)}

        def settle(value: Any) -> Expr:
            return sympify(value).xreplace(typed)

        def put(name: str, value: Any) -> None:
            object.__setattr__(self, name, value)

        put("expression", settle(self.expression))
        put("wrt", settle(self.wrt))
        put("symbols", {typed.get(s, s): _settled(d, settle) for s, d in self.symbols.items()})
        put("source", (self.source,) if isinstance(self.source, str) else tuple(self.source))
        put("closing", tuple(Closing(settle(e), why) for e, why in self.closing))
        put("other_forms", tuple(Closing(settle(e), why) for e, why in self.other_forms))
        put("mistakes", tuple(Mistake(settle(e), why) for e, why in self.mistakes))
        self._check_symbols()

    def _check_kinds(self) -> None:
        if not re.fullmatch(ID_PATTERN, str(self.id)):
            msg = f"id {self.id!r} is not of the form L4K7 (L and three of {ID_ALPHABET}): take one from `lossary new`"
            raise LossaryError(msg)
        if not self.source:
            msg = "source is empty: say where the formula is written down"
            raise LossaryError(msg)
        for name in ("expression", "wrt"):
            if not isinstance(getattr(self, name), Basic):
                msg = f"{name} must be a SymPy expression, not {getattr(self, name)!r}"
                raise LossaryError(msg)
        if not isinstance(self.wrt, Symbol | Indexed):
            msg = f"wrt must be a symbol or an indexed symbol such as w[j, k], not {self.wrt}"
            raise LossaryError(msg)
        for symbol, domain in self.symbols.items():
            if not isinstance(symbol, Symbol | IndexedBase | UndefinedFunction):
                msg = f"symbols: {symbol!r} is not a symbol, an array or a model"
                raise LossaryError(msg)
            if not isinstance(domain, Domain):
                msg = f"symbols: the domain of {symbol} must be one such as Real('prediction'), not {domain!r}"
                raise LossaryError(msg)
        for name in ("closing", "other_forms", "mistakes"):
            for item in getattr(self, name):
                if not (isinstance(item, tuple) and len(item) == 2 and isinstance(item[1], str)):  # noqa: PLR2004
                    msg = f"{name} must hold pairs (expression, 'reason'), not {item!r}"
                    raise LossaryError(msg)

    def _check_symbols(self) -> None:
        for where, expression in self.expressions():
            for missing in sorted(map(str, free_names(expression) - set(self.symbols))):
                msg = f"the symbol {missing} in {where} has no domain: add it to symbols, such as {missing}: Real('what it is')"
                raise LossaryError(msg)
        if not free_names(self.wrt) & free_names(self.expression):
            msg = f"wrt: the loss does not depend on {self.wrt}"
            raise LossaryError(msg)

    def expressions(self) -> list[tuple[str, Expr]]:
        """Every expression of the script, each with the name of its field."""
        return [
            ("expression", self.expression),
            ("wrt", self.wrt),
            *(("closing", line.expression) for line in self.closing),
            *(("other_forms", line.expression) for line in self.other_forms),
            *(("mistakes", mistake.claim) for mistake in self.mistakes),
        ]


def _settled(domain: Domain, settle: Callable[[Any], Expr]) -> Domain:
    """The domain with the sizes that it names settled to the symbols of the loss."""
    changes: dict[str, Any] = {"shape": tuple(map(settle, domain.shape))}
    if isinstance(domain, Index):
        changes["last"] = settle(domain.last)
    return replace(domain, **changes)


def free_names(expression: Basic) -> set[Basic | UndefinedFunction]:
    """The symbols, arrays and models that the value of an expression depends on (not its bound indices)."""
    if isinstance(expression, Symbol):
        return {expression}
    if isinstance(expression, Indexed):
        return {expression.base}.union(*map(free_names, expression.indices))
    if isinstance(expression, Named):
        return free_names(expression.definition)
    if isinstance(expression, Sum):
        bound = {limit[0] for limit in expression.limits}
        sizes = [free_names(end) for limit in expression.limits for end in limit[1:]]
        return (free_names(expression.function) - bound).union(*sizes)
    own = {expression.func} if isinstance(expression, AppliedUndef) else set()
    return own.union(*map(free_names, expression.args))
