"""Calls and quotients that the printed lines of an array function have several times: each gets a name, stands once.

In formulas they differ by the letter of an index, as exp(s_i) and exp(s_j) of a softmax do; of whole arrays they are
one.
"""

from __future__ import annotations

import ast
import re
from collections import defaultdict
from collections.abc import Callable
from functools import lru_cache

CHEAP = {"arange", "eye", "to"}
Part = tuple[str, int, int]  # its text, and where in its line it begins and ends
Place = tuple[int, int, int]  # the line, and where in it the part begins and ends


def shared(lines: list[str], fresh: Callable[[str], str]) -> list[str]:
    """The same statements, their parts worked out once.

    Args:
        lines: assignments to a name each, and last what is returned; others, as of loops, are left as they are.
        fresh: makes a name that nothing has yet.
    """
    while (found := _longest(lines)) is not None:
        text, places = found
        name = fresh("v")
        for line, start, end in sorted(places, reverse=True):
            lines[line] = _replaced(lines[line], start, end, name)
        first = min(line for line, *_ in places)
        lines = [*lines[:first], f"{name} = {text}", *lines[first:]]
    return lines


def _longest(lines: list[str]) -> tuple[str, list[Place]] | None:
    """The longest part that stands there twice or more, and where."""
    places: defaultdict[str, list[Place]] = defaultdict(list)
    for number, line in enumerate(lines):
        parts = _parts(line)
        if parts is None:
            return None
        for text, start, end in parts:
            places[text].append((number, start, end))
    several = [(text, found) for text, found in places.items() if len(found) > 1]
    return max(several, key=lambda one: len(one[0]), default=None)


@lru_cache(maxsize=2**10)
def _parts(line: str) -> tuple[Part, ...] | None:
    """What in a line may be worth a name; None if it neither gives a name to something nor returns it."""
    try:
        (statement,) = ast.parse(line).body
    except (SyntaxError, ValueError):
        return None
    is_plain = isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
    if not is_plain and not isinstance(statement, ast.Return):
        return None
    found = [node for node in ast.walk(statement) if isinstance(node, ast.expr) and _is_worth_it(node)]
    return tuple((line[n.col_offset : n.end_col_offset], n.col_offset, n.end_col_offset or 0) for n in found)


def _is_worth_it(node: ast.expr) -> bool:
    """Is it a call of a function of arrays, or a quotient of two names?"""
    if isinstance(node, ast.Call):
        return not (isinstance(node.func, ast.Attribute) and node.func.attr in CHEAP)
    if not (isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div)):
        return False
    return isinstance(node.left, ast.Name) and isinstance(node.right, ast.Name)


def _replaced(line: str, start: int, end: int, name: str) -> str:
    """The line with a name for a part, and for the parentheses around it, if there are any and they call nothing."""
    if line[start - 1 : start] == "(" and line[end : end + 1] == ")" and not re.search(r"[\w\])]$", line[: start - 1]):
        start, end = start - 1, end + 1
    return line[:start] + name + line[end:]
