"""In which order an author wrote terms and factors. SymPy sorts them when it builds an expression, and forgets.

What was written is kept as a tree of ``Said``, in which an array, a letter or a model counts by its name: so a term is
found again whatever its index is called by then, and whether it is differentiated already or not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Literal, TypeAlias

from sympy import Expr

Names: TypeAlias = frozenset[str]
Part: TypeAlias = tuple[bool, Names]  # of a sum: is it negative; of a product: is it below the line; and what it holds
Key: TypeAlias = "frozenset[tuple[Part, int]]"
Head: TypeAlias = Literal["name", "number", "sum", "minus", "product", "over", "power", "other"]


@dataclass(frozen=True)
class Said:
    """A part of what was written.

    Args:
        head: what it is; "minus" is the negative of its part, "over" is one over it.
        parts: what it is made of, from left to right; of a power the base.
        data: the name, or the number; of a power the exponent, if that is a number.
    """

    head: Head
    parts: tuple[Said, ...] = ()
    data: str | int = ""

    def walk(self) -> Iterator[Said]:
        """This part and all below it, from left to right."""
        yield self
        for part in self.parts:
            yield from part.walk()


def power(base: Said, exponent: Said) -> Said:
    """The power of a base."""
    turned = exponent.head == "minus"
    number = exponent.parts[0] if turned else exponent
    if number.head == "number" and isinstance(number.data, int):
        return Said("power", (base,), -number.data if turned else number.data)
    return Said("power", (base, exponent))


@dataclass(frozen=True)
class Written:
    """What an author wrote, first things first.

    Args:
        said: the formulas.
        letters: the names that count: those of indices are changed on the way.
    """

    said: tuple[Said, ...] = ()
    letters: frozenset[str] = frozenset()

    @cached_property
    def ranks(self) -> Mapping[str, int]:
        """For each name how many were met before it."""
        met = (part.data for whole in self.said for part in whole.walk() if part.head == "name")
        return {str(name): rank for rank, name in enumerate(dict.fromkeys(met))}

    def rank(self, names: Iterable[str]) -> tuple[int, ...]:
        """By which to sort what holds these names: what was met first counts first."""
        return tuple(sorted(self.ranks[name] for name in names if name in self.ranks))

    def terms(self, parts: Sequence[Part], heavy: Sequence[bool]) -> list[int] | None:
        """The place of each term of a sum, if the author wrote such a sum; be it with other signs, as of its slope.

        Args:
            parts: the terms.
            heavy: for each whether it may then come first with a minus: nobody writes -t + m for m - t.
        """
        exact = self._sums.get(_key(parts))
        if exact is not None:
            return [exact.index(part) for part in parts]
        loose = self._unsigned.get(_key(_unsigned(parts)))
        if loose is None or not all(names for _, names in parts):
            return None
        places = [loose.index(part) for part in _unsigned(parts)]
        first = places.index(min(places))
        return places if heavy[first] or not parts[first][0] else None

    def factors(self, parts: Sequence[Part]) -> Sequence[Part] | None:
        """The same of the factors of a product."""
        return self._products.get(_key(parts))

    @cached_property
    def powers(self) -> tuple[tuple[int, tuple[Part, ...]], ...]:
        """Whole powers of products, which SymPy takes apart: the exponent, and the factors of the base."""
        found = ((part.data, self._factors_in(part.parts[0])) for part in self._walk() if part.head == "power")
        powers = ((int(n), factors) for n, factors in found if n and len(factors) > 1)
        return tuple(dict.fromkeys(power for power in powers if all(names for _, names in power[1])))

    @cached_property
    def _sums(self) -> dict[Key, tuple[Part, ...]]:
        return _by_key(tuple(self._terms_in(part)) for part in self._walk() if part.head == "sum")

    @cached_property
    def _unsigned(self) -> dict[Key, tuple[Part, ...]]:
        return _by_key(_unsigned(parts) for parts in self._sums.values())

    @cached_property
    def _products(self) -> dict[Key, tuple[Part, ...]]:
        return _by_key(self._factors_in(part) for part in self._walk() if part.head in ("product", "over"))

    def _walk(self) -> Iterator[Said]:
        return (part for whole in self.said for part in whole.walk())

    def _terms_in(self, said: Said) -> Iterator[Part]:
        if said.head == "sum":
            for part in said.parts:
                yield from self._terms_in(part)
        else:
            yield _is_negative(said), self._names(said)

    def _factors_in(self, said: Said, *, below: bool = False) -> tuple[Part, ...]:
        """The factors but for numbers."""
        if said.head in ("product", "over", "minus"):
            turned = below != (said.head == "over")
            return tuple(factor for part in said.parts for factor in self._factors_in(part, below=turned))
        if said.head == "power" and isinstance(said.data, int) and said.data < 0:
            return ((not below, self._names(said)),)
        return ((below, self._names(said)),) if said.head != "number" else ()

    def _names(self, said: Said) -> Names:
        return frozenset(str(part.data) for part in said.walk() if part.head == "name") & self.letters


NOTHING = Written()


@dataclass(frozen=True)
class Order:
    """What a printer follows.

    Args:
        written: how the author wrote terms and factors.
        lines: for a factor the line of the derivation on which it came up first.
    """

    written: Written = NOTHING
    lines: Mapping[Expr, int] = field(default_factory=dict)


def _is_negative(said: Said) -> bool:
    match said.head:
        case "minus":
            return not _is_negative(said.parts[0])
        case "number":
            return isinstance(said.data, int) and said.data < 0
        case "product" | "over":
            return sum(map(_is_negative, said.parts)) % 2 == 1
    return False


def _unsigned(parts: Iterable[Part]) -> tuple[Part, ...]:
    return tuple((False, names) for _, names in parts)


def _key(parts: Collection[Part]) -> Key:
    """The same for the same parts in another order."""
    return frozenset(Counter(parts).items())


def _by_key(found: Iterable[tuple[Part, ...]]) -> dict[Key, tuple[Part, ...]]:
    """What was written first counts."""
    kept: dict[Key, tuple[Part, ...]] = {}
    for parts in found:
        kept.setdefault(_key(parts), parts)
    return kept
