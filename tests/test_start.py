"""A command loads what it needs, and nothing else: to look something up must be quick."""

from __future__ import annotations

import subprocess
import sys

import pytest

PROGRAM = """
import sys
from derivations.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
print(*sys.modules, file=sys.stderr)
"""
DERIVES = {"derivations.calculus.derive", "derivations.calculus.rules"}
CHECKS = {"derivations.evidence", "derivations.matrix"}
JUDGES = {"derivations.judge", "derivations.reading"}
BUILDS = {"derivations.publish.pages", "mkdocs", "jinja2", "math_core", "fontTools"}
CITES = {"pybtex"}
WITHOUT = {
    "--help": DERIVES | CHECKS | JUDGES | BUILDS | CITES,
    "check --help": DERIVES | CHECKS | JUDGES | BUILDS | CITES,
    "list": DERIVES | CHECKS | JUDGES | BUILDS | CITES,
    "cite huber": DERIVES | CHECKS | JUDGES | BUILDS,
    "cite L5W8.2": CHECKS | JUDGES | BUILDS,
    "show huber": BUILDS | CITES,
}


def loaded(*arguments: str) -> set[str]:
    """The modules that are there when the command has done its work."""
    command = [sys.executable, "-c", PROGRAM, *arguments]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout
    return set(done.stderr.splitlines()[-1].split())


@pytest.mark.parametrize("command, without", WITHOUT.items(), ids=WITHOUT)
def test_a_command_loads_what_it_needs(command: str, without: set[str]) -> None:
    assert without & loaded(*command.split()) == set()


def test_what_is_listed_here_is_what_other_commands_load() -> None:
    assert loaded("verify", "squared") >= DERIVES | CHECKS | JUDGES
