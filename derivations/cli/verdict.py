"""The verdict on what was typed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from derivations.catalogue import Catalogue, Entry
from derivations.cli.asked import MisfitError, Typed, asked, entry_named, models_taken, your_entry
from derivations.judge import Diagnosis, Judgement, Phrase, judge
from derivations.judge.judgement import literal
from derivations.judge.question import UnboundIndexError
from derivations.patience import stage


def verdict_on(
    typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1
) -> tuple[Judgement, Entry | None]:
    """The judgement, and the loss that it is about; None if the claim is no formula of it at all.

    Raises:
        LossaryError: something cannot be read, or the question makes no sense.
    """
    try:
        with stage("reading it"):
            said = asked(typed, catalogue, claims, order)
    except (MisfitError, UnboundIndexError) as error:
        kind = "shape" if isinstance(error, MisfitError) else "unbound-index"
        phrase = Phrase(literal(str(error)))
        return Judgement("wrong", phrase, diagnoses=(Diagnosis(kind, phrase),)), entry_named(catalogue, typed.loss)
    with stage("judging the claim"):
        judgement = judge(said.question)
    notes = (*judgement.notes, *models_taken(typed, said.question), *(Phrase(literal(words)) for words in said.remarks))
    return replace(judgement, notes=notes), entry_named(catalogue, typed.loss) or your_entry(said.question.loss)
