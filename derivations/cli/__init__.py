"""The command ``lossary``: parsing and printing only."""

from derivations.cli.commands import lossary, main

__all__ = ["lossary", "main"]
