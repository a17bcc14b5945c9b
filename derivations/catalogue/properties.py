"""The properties of a loss as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sympy import Basic

from derivations.notation import sympy_text

if TYPE_CHECKING:
    from derivations.evidence import Properties, Property


def property_data(found: Properties) -> list[dict[str, Any]]:
    """Each property that is decided: does it hold, with which constant, what decided it, and where it fails."""
    return [_data(one) for one in found.found]


def _data(one: Property) -> dict[str, Any]:
    parts = (sympy_text(part) if isinstance(part, Basic) else part for part in one.parts)
    return {
        "name": one.name,
        "holds": one.holds,
        "value": None if one.value is None else sympy_text(one.value),
        "least": one.least,
        "why": one.why.format(*parts),
        "point": {sympy_text(name): str(number) for name, number in one.point},
        "componentwise": one.componentwise,
        "elsewhere": {sympy_text(name): str(number) for name, number in one.elsewhere},
    }
