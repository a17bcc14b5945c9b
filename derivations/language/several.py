"""A loss by several variables: what its script states of each of them, and what each is called in addresses."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Basic, Symbol
from sympy.tensor.indexed import Indexed

from derivations.errors import LossaryError
from derivations.language.domains import Domain, Index
from derivations.language.shapes import base_of

SECOND = "second"  # what the second derivative is called in addresses
# A dict by variable, or what is said of the first.
OF_ONE_VARIABLE = ("closing", "other_forms", "limits", "mistakes", "properties", "former", "second")


def plain_name(variable: Basic) -> str:
    """What the variable is called in addresses: the name of its array in letters, digits and underscores.

    A ``t1`` is written ``t_1``: the address ``L4K7.t1`` is that of a step, and ``L4K7.second`` the second derivative.
    """
    letters = re.sub(r"\W", "", str(base_of(variable)))
    return f"{SECOND}_" if letters.lower() == SECOND else re.sub(r"^t(?=\d+$)", "t_", letters)


def by_variable(wrt: Any, symbols: Mapping[Any, Any], shared: Basic, stated: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The fields of a loss that differ from variable to variable, for each of them.

    Args:
        wrt: one variable, or a tuple of several.
        symbols: the domain of every symbol.
        shared: the loss.
        stated: the fields that speak of one variable.

    Raises:
        LossaryError: no variable, one that is none or stands there twice, lines for what is no variable.
    """
    variables = tuple(wrt) if isinstance(wrt, tuple | list) else (wrt,)
    _check_variables(variables)
    for name, value in stated.items():
        _check_keys(name, value, variables)
    found = [{name: _said_of(v, value, variables) for name, value in stated.items()} for v in variables]
    learnt = {name: _learnt(name, domain, variables) for name, domain in symbols.items()}
    return [
        {"wrt": v, "symbols": _without(_of_others(v, variables, shared, said), learnt), **said}
        for v, said in zip(variables, found, strict=True)
    ]


def _learnt(name: Any, domain: Any, variables: Sequence[Basic]) -> Any:
    """The domain of a symbol; a variable varies, whichever of them one differentiates by, unless it is said not to."""
    if not isinstance(domain, Domain) or domain.varies is not None or name not in map(base_of, variables):
        return domain
    return replace(domain, varies=True)


def _check_variables(variables: Sequence[Any]) -> None:
    if not variables:
        msg = "wrt is empty: name the variable, such as wrt=p or wrt=(mu, v)"
        raise LossaryError(msg)
    seen: dict[str, Any] = {}
    for variable in variables:
        if not isinstance(variable, Symbol | Indexed):
            kind = "a symbol or an indexed symbol such as w[j, k], or a tuple of several"
            msg = f"wrt must be {kind}, not {variable if isinstance(variable, Basic) else repr(variable)}"
            raise LossaryError(msg)
        name = plain_name(variable)
        if name in seen:
            both = f"{seen[name]} and {variable}" if seen[name] != variable else f"{variable} twice"
            msg = f"wrt has {both}: one derivation serves all components of an array, so leave one out"
            if base_of(seen[name]) != base_of(variable):
                msg = f"wrt has {both}, which are both {name} in addresses: rename one"
            raise LossaryError(msg)
        seen[name] = variable


def _check_keys(name: str, value: Any, variables: Sequence[Basic]) -> None:
    for key in value if isinstance(value, Mapping) else ():
        if key not in variables:
            have = ", ".join(map(str, variables))
            msg = f"{name} speaks of {key}, which is not in wrt: its keys must be among {have}"
            raise LossaryError(msg)


def _said_of(variable: Basic, value: Any, variables: Sequence[Basic]) -> Any:
    """What a field says of a variable: by its name, or, of the first, all that is there."""
    if isinstance(value, Mapping):
        return value.get(variable, ())
    return value if variable == variables[0] else ()


def _of_others(variable: Basic, variables: Sequence[Basic], shared: Any, said: Mapping[str, Any]) -> set[Basic]:
    """The letters that name a component of other variables alone."""
    own = [variable, shared, *(part for value in said.values() for part in _expressions(value))]
    letters = set[Basic]().union(*(other.free_symbols for other in variables))
    return letters.difference(*(part.free_symbols for part in own if isinstance(part, Basic)))


def _expressions(value: Any) -> Iterator[Any]:
    yield from [value] if isinstance(value, Basic) else ()
    for item in value if isinstance(value, Iterable) and not isinstance(value, str | Basic) else ():
        yield from item if isinstance(item, tuple) else ()


def _without(letters: set[Basic], symbols: Mapping[Any, Any]) -> dict[Any, Any]:
    return {s: domain for s, domain in symbols.items() if not (s in letters and isinstance(domain, Index))}
