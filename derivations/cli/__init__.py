"""The command ``lossary``: parsing and printing only."""

from derivations.cli import building, citing, judging  # noqa: F401  (their commands join the group)
from derivations.cli.commands import lossary, main

__all__ = ["lossary", "main"]
