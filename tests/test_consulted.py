"""What is said of a claim stands while other losses change, unless it names them, or one of them might now be meant."""

from __future__ import annotations

from dataclasses import replace

import pytest

from derivations.catalogue import the_catalogue
from derivations.catalogue.kept import NOTHING
from derivations.judge import ask_about, factors, judge
from derivations.judge.faults.elsewhere import Consulted, consulting
from derivations.publish.gather import Compared, Said

CATALOGUE = the_catalogue()
OTHERS = Compared(CATALOGUE.entries, NOTHING)
CONTENTS = {entry.slug: content for content, entry in OTHERS.losses.items()}
MAY_BE_MEANT = {"absolute", "log-cosh"}  # far out tanh is the sign


@pytest.fixture(scope="module")
def said() -> Said:
    """Of the gradient of the absolute loss, claimed of the squared one."""
    claim = CATALOGUE.find("absolute-of-a-model").derivation.gradient
    with consulting() as consulted:
        judgement = judge(ask_about(CATALOGUE.find("squared-of-a-model").loss, [claim]))
    assert [d.kind for d in judgement.diagnoses if d.kind == "other-loss"]
    return OTHERS.signed(Said(judgement, consulted))


def without(said: Said, slug: str) -> Said:
    """The same, found before there was this loss."""
    return replace(said, against=said.against - {CONTENTS[slug]})


def test_the_loss_that_is_meant_is_named(said: Said) -> None:
    assert said.named == {CONTENTS["absolute"]}
    assert said.consulted.places
    assert said.consulted.whole


def test_it_stands_while_nothing_changes(said: Said) -> None:
    assert OTHERS.leave(said)


@pytest.mark.parametrize("slug", sorted(CONTENTS))
def test_a_new_loss_leaves_it_unless_it_may_be_meant(said: Said, slug: str) -> None:
    new = without(replace(said, named=frozenset()), slug)
    assert OTHERS.leave(new) == (slug not in MAY_BE_MEANT)


def test_it_falls_with_the_loss_that_it_names(said: Said) -> None:
    assert not OTHERS.leave(replace(said, named=frozenset({"what stood there before"})))


def test_it_falls_where_places_do_not_tell_all(said: Said) -> None:
    unsure = replace(said, consulted=replace(said.consulted, whole=False))
    assert OTHERS.leave(unsure)
    assert not OTHERS.leave(without(unsure, "log-cosh"))


def test_nobody_is_consulted_about_what_is_right() -> None:
    loss = CATALOGUE.find("squared-of-a-model")
    with consulting() as consulted:
        judge(ask_about(loss.loss, [loss.derivation.gradient]))
    assert consulted == Consulted()


def test_the_factors_of_a_gradient_consult_others() -> None:
    with consulting() as consulted:
        factors(CATALOGUE.find("half-squared-of-a-model"))
    assert consulted.places
