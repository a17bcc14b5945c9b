"""The names that are known beforehand, and what each is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from difflib import get_close_matches
from typing import Any

from sympy import Basic, IndexedBase, Symbol

from derivations.language.domains import Domain, Index, Model
from derivations.language.functions import model


class Names:
    """Known names with their domains, such as ``{"w": Real("weight", shape=(n,)), "m": Model("model")}``.

    Keys may be text, or the symbols, arrays and models of a ``Loss``, which then stand in the expression that is read.
    """

    def __init__(self, names: Mapping[Any, Domain] | None) -> None:
        self.domains: dict[str, Domain] = {_name(key): domain for key, domain in (names or {}).items()}
        self._keys: dict[str, Any] = {_name(key): key for key in (names or {})}

    def is_known(self, full: str) -> bool:
        return full in self.domains

    def is_model(self, full: str) -> bool:
        return isinstance(self.domains.get(full), Model)

    def is_array(self, full: str) -> bool:
        return full in self.domains and bool(self.domains[full].shape)

    def is_index(self, full: str) -> bool:
        return isinstance(self.domains.get(full), Index)

    def shape(self, full: str) -> tuple[Any, ...]:
        return self.domains[full].shape if full in self.domains else ()

    def object(self, full: str) -> Any:
        """The symbol, array or model of this name."""
        key, domain = self._keys[full], self.domains[full]
        if isinstance(key, IndexedBase) or (not isinstance(key, str | Symbol) and self.is_model(full)):
            return key
        if self.is_model(full):
            return model(full)
        return IndexedBase(full) if domain.shape else Symbol(full, **domain.assumptions)

    def like(self, full: str, others: Iterable[str] = ()) -> str:
        """A known name that this one may have been meant to be, as the end of a message."""
        if len(full) > 1 and all(letter in self.domains for letter in full):
            return f"write {'*'.join(full)} if it is a product"
        near = get_close_matches(full, [*self.domains, *others], n=1)
        known = ", ".join(sorted(self.domains)) or "none"
        return f"did you mean {near[0]}?" if near else f"the names known here are {known}"


def _name(key: Any) -> str:
    if isinstance(key, str):
        return key
    return str(key.label if isinstance(key, IndexedBase) else key if isinstance(key, Basic) else key.__name__)
