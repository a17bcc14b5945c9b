"""What a script states about a question: ``Answer``, with the claims that it judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from sympy import Expr, Integer

from derivations.errors import LossaryError
from derivations.language.loss import ID_ALPHABET

Verdict = Literal["exact", "positive-scale", "negated", "convention", "wrong", "undecided"]
ID_PATTERN = f"Q[{ID_ALPHABET}]{{3}}"


@dataclass(frozen=True)
class Claim:
    """A gradient that somebody claims.

    Args:
        formula: the claimed derivative, in the symbols of the loss.
        verdict: what the judge must say of it; if it says something else, the site is not built.
        why: a sentence for the reader.
        loss: the slug of the loss, if it is not that of the answer.

    Raises:
        LossaryError: a formula or a verdict that is none.
    """

    formula: Expr
    verdict: Verdict
    why: str
    loss: str = ""

    def __post_init__(self) -> None:
        if isinstance(self.formula, int):
            object.__setattr__(self, "formula", Integer(self.formula))
        if not isinstance(self.formula, Expr):
            msg = f"claims: {self.formula!r} is no formula"
            raise LossaryError(msg)
        if self.verdict not in get_args(Verdict):
            msg = f"claims: the verdict {self.verdict!r} is none of {', '.join(get_args(Verdict))}"
            raise LossaryError(msg)


@dataclass(frozen=True)
class Section:
    """A part of the page with a heading of its own; its text is Markdown with formulas between dollar signs."""

    title: str
    text: str


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer to one question, as its script states it. The question itself is the first line of the docstring.

    Args:
        id: permanent and meaning-free, such as ``Q3M8``.
        loss: the slug of the loss that the question is about.
        short: the answer in a few words.
        claims: what is judged; the first claim is the one that the question is about.
        sections: further parts of the page.
        see: slugs of other losses that help to understand.
        source: where it was asked.

    Raises:
        LossaryError: a field of the wrong kind.
    """

    id: str
    loss: str
    short: str
    claims: Sequence[Claim]
    sections: Sequence[Section] = ()
    see: Sequence[str] = ()
    source: str = ""

    def __post_init__(self) -> None:
        if not re.fullmatch(ID_PATTERN, self.id):
            msg = f"the id {self.id!r} is not Q and three of {ID_ALPHABET}"
            raise LossaryError(msg)
        if not self.claims:
            msg = "claims is empty: an answer judges at least one claim"
            raise LossaryError(msg)

    @property
    def losses(self) -> tuple[str, ...]:
        """The slugs of all losses that the page speaks of, that of the question first."""
        return tuple(dict.fromkeys((self.loss, *(claim.loss or self.loss for claim in self.claims), *self.see)))
