"""A loss whose gradient an expression is, and how it is that."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sympy import Expr

from derivations.catalogue import Entry
from derivations.judge.judgement import Phrase
from derivations.judge.reasons import same_up_to

Renaming = tuple[tuple[Expr, Expr], ...]  # what each name of the expression is in the loss


@dataclass(frozen=True)
class Match:
    """A loss whose gradient this is.

    Args:
        entry: the loss.
        renaming: what each name of the expression is there.
        scale: k of expression = k gradient, as an expression; None if it was not recognised.
    """

    entry: Entry
    renaming: Renaming
    scale: Expr | None

    def __str__(self) -> str:
        return f"{self.entry.title}: {self.how}"

    @property
    def how(self) -> Phrase:
        """All that in a sentence."""
        return same_up_to(self.renaming, self.scale)

    @property
    def rank(self) -> int:
        """Equal gradients come first, then positive multiples, then negative ones."""
        scale = self.scale
        return 2 if scale is None else 0 if scale == 1 else 3 if scale == -1 or scale.is_negative else 1

    def called(self, renaming: Renaming) -> Match:
        """The same, where the names of the expression are these."""
        return replace(self, renaming=renaming)

    def times(self, factor: Expr) -> Match:
        """The match of the expression times a factor."""
        return self if self.scale is None else replace(self, scale=self.scale * factor)
