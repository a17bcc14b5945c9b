"""What claims of known truth are built about: a loss, its gradient, and expressions in which it can be varied."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from functools import cached_property
from random import Random
from typing import Any

from sympy import Add, Basic, Expr, Indexed, IndexedBase, Integer, Rational, Sum, Symbol

from derivations.language import Branches, Domain, Index, Loss, Model, Named, Size, inverse_entry
from derivations.language.functions import log_det
from derivations.language.shapes import free_names


@dataclass(frozen=True)
class Draft:
    """A claim that was altered, and how to come to a point at which that shows.

    Args:
        claim: the claim.
        aims: expressions, each with the value that it shall have there, in this order.
        fixed: sizes and free indices there; an index may be given by the sizes.
        shrunk: arrays, each with a number that all its cells are to be multiplied by.
        beyond: an index of the claim, and the size that it must not exceed; there it does, or it is less than 1.
        reading: what the claim says as it is printed, if that is not its value.
    """

    claim: Expr
    aims: tuple[tuple[Expr, Any], ...] = ()
    fixed: Mapping[Basic, Any] = field(default_factory=dict)
    shrunk: tuple[tuple[IndexedBase, Fraction], ...] = ()
    beyond: tuple[Expr, Expr] | None = None
    reading: Expr | None = None


@dataclass(frozen=True, eq=False)
class Subject:
    """A loss with its gradient, which is known to be right."""

    loss: Loss
    gradient: Expr

    def domain(self, node: Expr) -> Domain:
        return self.loss.symbols[node.base if isinstance(node, Indexed) else node]

    @cached_property
    def sizes(self) -> list[Symbol]:
        return [symbol for symbol, domain in self.loss.symbols.items() if isinstance(domain, Size)]

    @property
    def models(self) -> bool:
        """Does the loss hold an unspecified model?"""
        return any(isinstance(domain, Model) for domain in self.loss.symbols.values())

    @cached_property
    def indices(self) -> list[Symbol]:
        """The free indices of the variable."""
        return [s for s in self.loss.symbols if isinstance(self.loss.symbols[s], Index) and self.loss.wrt.has(s)]

    @cached_property
    def coordinates(self) -> list[Expr]:
        """Numbers that are drawn and may move: scalars, and one cell of every array, at the free indices if it can."""
        tied = {name for pair in self.loss.constraints for side in pair for name in free_names(side)}
        drawn = [s for s, d in self.loss.symbols.items() if d.name in RANGES and s not in tied]
        cells = [self._cell(s) if isinstance(s, IndexedBase) else s for s in drawn]
        return list(dict.fromkeys([self.loss.wrt, *cells]))

    def _cell(self, array: IndexedBase) -> Expr:
        if array == getattr(self.loss.wrt, "base", None):
            return self.loss.wrt
        free = {self.loss.symbols[index].last: index for index in self.indices}
        return array[tuple(free.get(size, Integer(1)) for size in self.loss.symbols[array].shape)]

    @cached_property
    def rows(self) -> list[tuple[IndexedBase, Expr]]:
        """Arrays of real numbers with one index, and their size."""
        return [
            (s, d.shape[0])
            for s, d in self.loss.symbols.items()
            if isinstance(s, IndexedBase) and d.name == "real" and len(d.shape) == 1
        ]

    def letter(self, *others: Basic) -> Symbol:
        """A letter for an index that is new to the loss and to these expressions."""
        used = {symbol.name for u in (self.gradient, *others) for symbol in u.atoms(Symbol)}
        used |= {str(name) for name in self.loss.symbols} | {str(self.loss.name)}
        name = next(letter for letter in LETTERS if letter not in used)
        return Symbol(name, integer=True, positive=True)


WHOLE = (Named, Indexed, inverse_entry, log_det)  # names, and what holds an array by the name of an entry
RANGES = {"real", "positive", "(0,1)", "[0,1]"}
LETTERS = ("c", "d", "e", "g", "h", "o", "p", "q", "r", "s", *(f"h_{number}" for number in range(1, 100)))


def put(u: Basic, change: Callable[[Basic], Basic | None]) -> Any:
    """The expression with its parts changed from the top down; names, whole arrays and ranges of sums stay."""
    changed = change(u)
    if changed is not None:
        return changed
    if isinstance(u, WHOLE) or not u.args:
        return u
    if isinstance(u, Sum):
        return Sum(put(u.function, change), *u.limits)
    parts = [put(part, change) for part in u.args]
    return u if tuple(parts) == u.args else u.func(*parts)


def replaced(u: Expr, old: Basic, new: Basic) -> Any:
    """The expression with one part replaced, wherever it stands outside of names."""
    return put(u, lambda node: new if node == old else None)


def walk(u: Basic) -> Iterator[Basic]:
    """Every part of an expression, not looking into names, whole arrays, indices and ranges."""
    yield u
    if not isinstance(u, WHOLE):
        for part in [u.function] if isinstance(u, Sum) else u.args:
            yield from walk(part)


def of_kind(u: Basic, *kinds: Any) -> list[Any]:
    """The different parts of these kinds, in a fixed order."""
    return sorted({node for node in walk(u) if isinstance(node, kinds)}, key=str)


def sums_of(u: Expr) -> list[Sum]:
    """The sums over one index."""
    return [node for node in of_kind(u, Sum) if len(node.limits) == 1]


def reshaped(u: Expr, form: Callable[[Expr], Expr]) -> Expr:
    """The expression in another form as a rational function of whatever it is made of, in sums and cases as well."""
    atoms: dict[Basic, Symbol] = {}

    def skeleton(node: Basic) -> Any:
        if node.is_Rational:
            return node
        if node.is_Add or node.is_Mul or (node.is_Pow and node.exp.is_Integer):
            return node.func(*map(skeleton, node.args))
        if isinstance(node, Sum):
            node = Sum(reshaped(node.function, form), *node.limits)
        elif isinstance(node, Branches):
            node = Branches(*[p if p.is_Boolean else reshaped(p, form) for p in node.args])
        return atoms.setdefault(node, Symbol(f"atom_{len(atoms)}", real=True))

    flat = form(skeleton(u))
    return flat.xreplace({symbol: node for node, symbol in atoms.items()})


def exact(number: Fraction) -> Rational:
    return Rational(number.numerator, number.denominator)


def probe(about: Subject, rng: Random) -> Expr:
    """An expression in which a claim can be altered: a coordinate, the variable above all, or a plain one of two."""
    u = about.loss.wrt if rng.random() < 1 / 3 else rng.choice(about.coordinates)
    v = rng.choice(about.coordinates)
    free = all(about.domain(node).name in ("real", "positive") for node in (u, v))
    if u == v or not free or rng.random() < 1 / 2:
        return u
    return rng.choice([Add(u, -v), u + v / 2, u + 3 * v])


def interval(about: Subject, u: Expr) -> str:
    """The name of the interval that the expression runs through."""
    return about.domain(u).name if isinstance(u, Symbol | Indexed) else "real"


def far(about: Subject, u: Expr, rng: Random) -> Rational:
    """A number that the expression can be, 10 to 10^9 away, or close to an end of a bounded interval."""
    size = Fraction(rng.randrange(10, 100), 10) * 10 ** rng.randrange(1, 9)
    kind = interval(about, u)
    if kind in ("(0,1)", "[0,1]"):
        return exact(rng.choice([1 / size, 1 - 1 / size, Fraction(rng.randrange(1, 1009), 1009)]))
    return exact(size if kind == "positive" else rng.choice((1, -1)) * size)


def tiny(rng: Random) -> Rational:
    """A threshold of 10^-3 to 10^-13."""
    return Rational(rng.randrange(1, 10), 10 ** rng.randrange(4, 13))


def near(about: Subject, u: Expr, rng: Random) -> Rational:
    """An ordinary number that the expression can be, but that nobody would try by chance."""
    share = Fraction(rng.randrange(1, 9973), 9973)
    kind = interval(about, u)
    return exact(share if kind in ("(0,1)", "[0,1]") else 4 * share if kind == "positive" else 8 * share - 4)
