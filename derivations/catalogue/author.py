"""In which order the author of a loss wrote terms and factors: of a script read from its syntax, never run again."""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from copy import copy
from typing import Any

from sympy import IndexedBase, Symbol
from sympy.core.function import UndefinedFunction

from derivations.language.domains import Index, Indices
from derivations.language.loss import Loss
from derivations.language.shapes import base_of
from derivations.language.written import Said, Written, power

FIRST = ("expression", "definitions")  # a sum that is written in two orders is printed as it stands in these
LIMITS = 3  # the index of a sum with its ends
NUMBER = Said("number")


def in_order(loss: Loss, *said: Said) -> Loss:
    """The loss with the order in which its author wrote terms and factors, by each of its variables.

    Args:
        loss: as it was stated.
        said: what they wrote, first things first.
    """
    counted = [name for name, domain in loss.all_symbols.items() if not isinstance(domain, Index | Indices)]
    names = [*counted, *(definition.base for definition in loss.definitions), *loss.adjoints.values()]
    ordered = copy(loss)
    object.__setattr__(ordered, "others", tuple(in_order(part, *said) for part in loss.others))
    object.__setattr__(ordered, "written", Written(said, frozenset(str(base_of(name)) for name in names)))
    return ordered


def said_in(source: ast.Module, namespace: Mapping[str, Any]) -> tuple[Said, ...]:
    """What a script says in its last statement, ``loss = Loss(...)``: the loss, then everything else.

    Args:
        source: the syntax of the script.
        namespace: what its names stood for once it had run.
    """
    call = getattr(source.body[-1], "value", None)
    if not isinstance(call, ast.Call):
        return ()
    fields = {keyword.arg: keyword.value for keyword in call.keywords if keyword.arg}
    names = [*FIRST, *(name for name in fields if name not in FIRST)]
    script = _Script(source, namespace)
    return tuple(script.said(fields[name]) for name in names if name in fields)


class _Script:
    """The names of a script, and what was assigned to them."""

    def __init__(self, source: ast.Module, namespace: Mapping[str, Any]) -> None:
        self.namespace = namespace
        self.assigned = dict(_assigned(source))

    def said(self, node: ast.expr) -> Said:
        """What an expression says."""
        match node:
            case ast.Constant(value=int(number)):
                return Said("number", data=number)
            case ast.Name(id=name):
                return self._name(name)
            case ast.Subscript(value=array):
                return self.said(array)
            case ast.UnaryOp(op=ast.USub(), operand=inner):
                return Said("minus", (self.said(inner),))
            case ast.BinOp(op=ast.Add() | ast.Sub() | ast.Mult() | ast.Div() as sign, left=left, right=right):
                return _joined(sign, self.said(left), self.said(right))
            case ast.BinOp(op=ast.Pow(), left=base, right=exponent):
                return power(self.said(base), self.said(exponent))
        parts = tuple(map(self.said, _parts(node)))
        return NUMBER if isinstance(node, ast.Call) and _is_number(parts) else Said("other", parts)

    def _name(self, name: str) -> Said:
        meant = self.namespace.get(name)
        if isinstance(meant, Symbol | IndexedBase | UndefinedFunction):
            return Said("name", data=str(meant))
        if getattr(meant, "is_number", isinstance(meant, int)):
            return Said("number", data=meant if isinstance(meant, int) else "")
        value = self.assigned.pop(name, None)  # so that a name which stands in its own value ends here
        if value is None:
            return Said("other")
        found = self.said(value)
        self.assigned[name] = value
        return found


def _assigned(source: ast.Module) -> Iterator[tuple[str, ast.expr]]:
    for statement in source.body:
        match statement:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                yield name, value
            case ast.Assign(targets=[ast.Tuple(elts=names)], value=ast.Tuple(elts=values)):
                yield from ((name.id, value) for name, value in zip(names, values) if isinstance(name, ast.Name))  # noqa: B905  (either may hold a star)


def _parts(node: ast.expr) -> list[ast.expr]:
    """The expressions right below one, but for the index of a sum with its ends."""
    below = [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.expr)]
    return [part for part in below if not (isinstance(part, ast.Tuple) and len(part.elts) == LIMITS)]


def _is_number(parts: tuple[Said, ...]) -> bool:
    """Is all that a function is applied to a number, as in Rational(1, 2)? The function itself says nothing."""
    return len(parts) > 1 and all(part.head == "number" for part in parts[1:])


def _joined(sign: ast.operator, left: Said, right: Said) -> Said:
    match sign:
        case ast.Sub():
            return Said("sum", (left, Said("minus", (right,))))
        case ast.Div():
            return Said("product", (left, Said("over", (right,))))
    return Said("sum" if isinstance(sign, ast.Add) else "product", (left, right))
