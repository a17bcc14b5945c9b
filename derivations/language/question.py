"""What a script states about a question: ``Answer``, with the claims that it judges."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal, get_args

from sympy import Expr, Integer

from derivations.errors import LossaryError
from derivations.language.loss import ID_ALPHABET
from derivations.language.theorem import Descent, Theorem

Verdict = Literal["exact", "positive-scale", "negated", "convention", "wrong", "undecided"]
ID_PATTERN = f"Q[{ID_ALPHABET}]{{3}}"
ADDRESS = r"https://[\w-]+(\.[\w-]+)+(/[\w.,~#/-]+)?"


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
    """A part of the page with a heading of its own.

    Args:
        title: the heading.
        text: Markdown with formulas between dollar signs.
        anchor: the fragment of its address, if other pages lead to it.
    """

    title: str
    text: str
    anchor: str = ""


@dataclass(frozen=True)
class Thread:
    """Where a question was asked.

    Args:
        name: what a reader calls it, such as ``Cross Validated, question 551779``.
        url: its address.

    Raises:
        LossaryError: a field that is no text, or an address that leads nowhere.
    """

    name: str
    url: str

    def __post_init__(self) -> None:
        if not str(self.name).strip():
            msg = f"source: {self.name!r} is no name such as 'Cross Validated, question 551779'"
            raise LossaryError(msg)
        if not re.fullmatch(ADDRESS, str(self.url), re.ASCII):
            msg = f"source: {self.url!r} is no address such as https://stats.stackexchange.com/questions/551779"
            raise LossaryError(msg)


@dataclass(frozen=True, kw_only=True)
class Answer:
    """The answer to one question, as its script states it. The question itself is the first line of the docstring.

    Args:
        id: permanent and meaning-free, such as ``Q3M8``.
        loss: the slug of the loss that the question is about.
        short: the answer in a few words.
        claims: what is judged; the first claim is the one that the question is about.
        descent: steps of gradient descent with the first claim and with the gradient, to be drawn.
        theorems: statements with a proof, each line of which is checked.
        sections: further parts of the page.
        see: slugs of other losses that help to understand.
        goes_on: slugs of questions that go on from here.
        source: where it was asked, as ``(name, address)``, or several; nothing, if no thread is known.

    Raises:
        LossaryError: a field of the wrong kind.
    """

    id: str
    loss: str
    short: str
    claims: Sequence[Claim]
    descent: Descent | None = None
    theorems: Sequence[Theorem] = ()
    sections: Sequence[Section] = ()
    see: Sequence[str] = ()
    goes_on: Sequence[str] = ()
    source: Any = ()  # after reading: threads

    def __post_init__(self) -> None:
        object.__setattr__(self, "source", _threads(self.source))
        if not re.fullmatch(ID_PATTERN, self.id):
            msg = f"the id {self.id!r} is not Q and three of {ID_ALPHABET}"
            raise LossaryError(msg)
        if not self.claims:
            msg = "claims is empty: an answer judges at least one claim"
            raise LossaryError(msg)

    @property
    def losses(self) -> tuple[str, ...]:
        """The slugs of all losses that the page speaks of, that of the question first."""
        proved = (slug for theorem in self.theorems for slug in theorem.of)
        return tuple(
            dict.fromkeys((self.loss, *(claim.loss or self.loss for claim in self.claims), *proved, *self.see))
        )


def _threads(stated: Any) -> tuple[Thread, ...]:
    """One thread or several, each as a pair or a record."""
    one = isinstance(stated, Thread) or (isinstance(stated, tuple) and all(isinstance(part, str) for part in stated))
    threads = [stated] if one and stated else stated
    if not isinstance(threads, list | tuple) or not all(_is_thread(thread) for thread in threads):
        msg = f"source must be (name, address) of a thread, or a list of such pairs, not {stated!r}"
        raise LossaryError(msg)
    return tuple(thread if isinstance(thread, Thread) else Thread(*thread) for thread in threads)


def _is_thread(stated: Any) -> bool:
    return isinstance(stated, Thread) or (isinstance(stated, tuple) and len(stated) == 2)  # noqa: PLR2004
