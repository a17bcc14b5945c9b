"""The referee must not know the player."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import derivations.evidence

ROOM = sorted(Path(derivations.evidence.__file__).parent.rglob("*.py"))
MAY_IMPORT = {"derivations.evidence", "derivations.language", "derivations.errors"}
CALCULUS = {
    "diff",
    "fdiff",
    "Derivative",
    "doit",
    "integrate",
    "series",
    "aseries",
    "nseries",
    "limit",
    "Limit",
    "solve",
    "simplify",
    "subs",
}


def faults(source: str) -> list[str]:
    """What a module of the referee may not import or use."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("derivations"):
            room = ".".join((node.module or "").split(".")[:2])
            found += [room] if room not in MAY_IMPORT else []
        names = (
            [alias.name.split(".")[-1] for alias in node.names] if isinstance(node, ast.Import | ast.ImportFrom) else []
        )
        names += [node.attr] if isinstance(node, ast.Attribute) else [node.id] if isinstance(node, ast.Name) else []
        found += [name for name in names if name in CALCULUS]
    return found


@pytest.mark.parametrize("path", ROOM, ids=lambda path: path.name)
def test_the_referee_does_its_own_work(path: Path) -> None:
    assert faults(path.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    "source",
    [
        "from derivations.calculus.rules import RULES",
        "from derivations.calculus import trace",
        "from derivations import calculus",
        "import sympy\nsympy.diff(x, y)",
        "from sympy import Derivative",
        "u.diff(w)",
        "total.doit()",
    ],
)
def test_a_referee_that_asks_the_player_is_caught(source: str) -> None:
    assert faults(source)


def test_there_is_something_to_check() -> None:
    assert {"values.py", "balls.py", "referee.py"} <= {path.name for path in ROOM}
