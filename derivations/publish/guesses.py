"""Which of these is the gradient? The right forms of it among the mistakes, in an order that tells nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from derivations.catalogue import Entry
from derivations.notation import tex
from derivations.publish.entries import in_a_row
from derivations.publish.mistakes import MistakeView
from derivations.publish.phrases import VERDICTS, VerdictView


@dataclass(frozen=True)
class Guess:
    """A claim, as TeX, with its verdict and the reason."""

    tex: str
    verdict: VerdictView
    why: str


def guesses(entry: Entry, mistakes: Sequence[MistakeView]) -> list[Guess]:
    """The claims to choose from; none where there are no mistakes.

    Args:
        entry: the loss, with its gradient and the other forms of it.
        mistakes: what people take for the gradient.
    """
    derivation = entry.derivation
    right = [derivation.gradient, *(line.expression for line in derivation.other_forms)]
    shown = dict.fromkeys(in_a_row(tex(form, derivation.order)) for form in right)
    found = [Guess(form, VERDICTS["exact"], "This is the gradient of the page.") for form in shown]
    found += [Guess(mistake.claim, mistake.verdict, mistake.why) for mistake in mistakes]
    return sorted(found, key=lambda guess: sha256(f"{entry.id} {guess.tex}".encode()).digest()) if mistakes else []
