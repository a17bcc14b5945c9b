"""Claims about one loss share the spots at which they are tried; what is said of one does not depend on the others."""

from __future__ import annotations

import pytest
from sympy import Expr

from derivations.catalogue import the_catalogue
from derivations.judge import ask_about, judge
from derivations.judge.counterexamples import _differing, _effort, counterexample, shown_at
from derivations.judge.spots import KEPT, _found, _simple, survey
from derivations.judge.vectors import claimed, true_gradient

CATALOGUE = the_catalogue()
SLUGS = ["huber", "softmax-cross-entropy", "triplet-margin", "sigmoid-node", "absolute-of-a-model"]


def claims_about(slug: str) -> list[Expr]:
    """Right, scaled and wrong ones."""
    entry = CATALOGUE.find(slug)
    gradient = entry.derivation.gradient
    return [gradient, 2 * gradient, gradient + 1, *(mistake.claim for mistake in entry.loss.mistakes[:2])]


@pytest.mark.parametrize("slug", SLUGS)
def test_a_verdict_does_not_depend_on_what_was_judged_before(slug: str) -> None:
    questions = [ask_about(CATALOGUE.find(slug).loss, [claim]) for claim in claims_about(slug)]
    alone = []
    for question in questions:
        _found.cache_clear()
        _simple.cache_clear()
        alone.append(judge(question).data())
    together = [judge(question).data() for question in questions]
    turned = [judge(question).data() for question in reversed(questions)]
    assert alone == together == turned[::-1]


def test_claims_with_the_same_switches_share_their_spots() -> None:
    loss, gradient = CATALOGUE.find("huber").loss, CATALOGUE.find("huber").derivation.gradient
    one, other = (ask_about(loss, [claim]) for claim in (gradient, 3 * gradient + 1))
    fields = [survey(question, true_gradient(question)) for question in (one, other)]
    assert fields[0].spots is fields[1].spots
    assert fields[0].simple is fields[1].simple
    assert fields[0].survey.rng is not fields[1].survey.rng
    brief = survey(one, true_gradient(one), brief=True)
    assert brief.spots is not fields[0].spots
    assert 2 * len(fields) <= KEPT  # a brief and a whole look at each


@pytest.mark.parametrize("slug", SLUGS)
def test_the_easiest_counterexample_is_found_without_looking_at_all(slug: str) -> None:
    for claim in claims_about(slug)[1:]:
        question = ask_about(CATALOGUE.find(slug).loss, [claim])
        truth, own = true_gradient(question), claimed(question)
        field = survey(question, truth)
        every = [shown_at(question, own, truth, s) for s in _differing(own, truth, (*field.simple, *field.spots))]
        assert counterexample(question, own, truth, field) == min(every, key=_effort, default=None)
