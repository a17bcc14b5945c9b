"""The command ``lossary``: parsing and printing only."""

from derivations.cli import judging  # noqa: F401  (its commands join the group)
from derivations.cli.commands import lossary, main

__all__ = ["lossary", "main"]
