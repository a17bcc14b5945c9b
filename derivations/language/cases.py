"""Functions by cases: conditions joined by and, or and not become cases one inside the other, each one comparison."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sympy import And, Basic, Expr, Not, Or, false, sympify, true
from sympy.core.relational import Relational

from derivations.language.functions import Branches, otherwise

Flat = tuple[Any, ...]  # value, condition, value, condition, ..., value, true


def branches(*cases: tuple[Any, Any]) -> Branches:
    """``branches((value, condition), ..., (value, otherwise))``.

    Conditions are comparisons of real expressions; they can be joined: ``(x > 0) & (x < 1)``, ``Or(...)``,
    ``Not(...)``.

    Raises:
        ValueError: if a condition is none, or the last case is not ``otherwise``.
    """
    pairs = [(sympify(value), sympify(condition)) for value, condition in cases]
    *first, (_, last) = pairs or [(None, None)]
    if last != true:
        msg = "the last case of branches(...) must be (value, otherwise)"
        raise ValueError(msg)
    for _, condition in first:
        _check(condition)
    return Branches(*_by_conditions(pairs))


def by_cases(*cases: tuple[Expr, Basic]) -> Expr:
    """The same of cases that were made: a condition that is settled, as where an index was put in, chooses."""
    return _single(_by_conditions(cases))


def decided(u: Expr) -> Expr:
    """The formula without the cases that are plainly never taken, as where a number has been put in for a name."""
    settled = {node: by_cases(*node.cases) for node in u.atoms(Branches) if false in node.args or node.args[1] == true}
    return decided(u.xreplace(settled)) if settled else u


def _by_conditions(cases: Sequence[tuple[Any, Any]]) -> Flat:
    *first, (value, _) = cases
    rest: Flat = (value, otherwise)
    for value, condition in reversed(first):
        rest = chosen(condition, value, rest)
    return rest


def chosen(condition: Basic, value: Any, rest: Flat) -> Flat:
    """The cases in which the value comes first, where the condition holds."""
    if condition in (true, false):
        return (value, otherwise) if condition == true else rest
    if isinstance(condition, Not):
        return chosen(condition.args[0], _single(rest), (value, otherwise))
    if isinstance(condition, And | Or):
        one, *others = condition.args
        other = condition.func(*others)
        if isinstance(condition, And):
            return chosen(one, Branches(*chosen(other, value, rest)), rest)
        return chosen(one, value, chosen(other, value, rest))
    return (value, condition, *rest)


def _single(rest: Flat) -> Any:
    return Branches(*rest) if len(rest) > 2 else rest[0]  # noqa: PLR2004


def _check(condition: Basic) -> None:
    if isinstance(condition, And | Or | Not):
        for part in condition.args:
            _check(part)
    elif condition in (true, false):
        msg = f"a condition of branches(...) is {condition} from the start: == compares letters, so write Eq(y, 1)"
        raise ValueError(msg)
    elif not isinstance(condition, Relational):
        msg = f"branches(...) takes comparisons such as magnitude(r) <= delta, not {condition}"
        raise ValueError(msg)


def joined(node: Branches) -> list[tuple[Expr, str, tuple[Basic, ...]]]:
    """The cases as an author wrote them: the value, and its conditions, all of which (and) or one of which (or) holds.

    The last one has none.
    """
    found: list[tuple[Expr, str, tuple[Basic, ...]]] = []
    rest = node.args
    while len(rest) > 2:  # noqa: PLR2004
        value, condition, *others = rest
        rest = tuple(others)
        both = [condition]
        while isinstance(value, Branches) and len(value.args) > 2 and value.args[2:] == rest:  # noqa: PLR2004
            both.append(value.args[1])
            value = value.args[0]
        either = [condition]
        while len(both) == 1 and len(rest) > 2 and rest[0] == value:  # noqa: PLR2004
            either.append(rest[1])
            rest = rest[2:]
        found.append((value, "or", tuple(either)) if len(either) > 1 else (value, "and", tuple(both)))
    return [*found, (rest[0], "and", ())]


def one_by_one(node: Basic) -> Basic:
    """The same with one condition in each function by cases: what else there is, is a value by cases itself."""
    if not node.has(Branches):
        return node
    parts = tuple(map(one_by_one, node.args))
    if isinstance(node, Branches) and len(parts) > 4:  # noqa: PLR2004
        value, condition, *rest = parts
        return Branches(value, condition, one_by_one(Branches(*rest)), otherwise)
    return node if parts == node.args else node.func(*parts)
