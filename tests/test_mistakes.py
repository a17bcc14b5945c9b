"""The mistakes on the pages of losses: claims like any other, with the verdict that the judge gives to them."""

from __future__ import annotations

import json
import re
from functools import partial

import pytest
from sympy import Symbol

from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.kept import Kept, Stated
from derivations.cli.show import as_json, as_markdown, as_text
from derivations.judge import Phrase, ask_about, judge, judged_mistakes, what_it_adds
from derivations.judge.answers import load_answers
from derivations.language import Claim
from derivations.language.question import Verdict
from derivations.language.stated import Mistake
from derivations.publish.gather import MISTAKES
from derivations.publish.mistakes import judged_views, mistake_views
from derivations.publish.phrases import VERDICTS, sentence

CATALOGUE = the_catalogue()
ANSWERS = load_answers(CATALOGUE)
ONE_NUMBER = [part for part in CATALOGUE.parts if isinstance(part.loss.wrt, Symbol) and not part.loss.definitions]
# Where a step leads is the judge's to say: an author once called a claim away from the target that points towards it.
DIRECTION = re.compile(
    r"\bpoints? (up|down|away|to)|uphill|downhill|away from|\btowards\b|\bclimb|\b(de|a)scen[dt]|\bpush", re.IGNORECASE
)


def verdicts(slug: str) -> list[Verdict]:
    return [judgement.verdict for judgement in judged_mistakes(CATALOGUE.find(slug))]


@pytest.mark.parametrize(
    "slug, expected",
    [
        ("mean-squared", ["convention", "wrong"]),
        ("half-squared", ["positive-scale", "positive-scale", "negated"]),
        ("huber", ["wrong", "wrong", "wrong", "positive-scale"]),
        ("root-mean-squared", ["wrong", "positive-scale"]),
        ("least-squares", ["positive-scale", "wrong", "negated"]),
        ("sigmoid-node", ["wrong", "wrong", "wrong", "negated"]),
    ],
)
def test_a_mistake_may_be_right_up_to_something(slug: str, expected: list[Verdict]) -> None:
    assert sorted(verdicts(slug)) == sorted(expected)


def test_the_judge_adds_how_a_mistake_belongs_to_the_gradient() -> None:
    scaled, half, turned = map(what_it_adds, judged_mistakes(CATALOGUE.find("half-squared")))
    assert "2 times the gradient" in str(scaled)
    assert "1/2 times the gradient" in str(half)
    assert "subtracting it goes uphill" in str(turned)
    wrong = judged_mistakes(CATALOGUE.find("absolute"))[0]
    assert (wrong.verdict, what_it_adds(wrong)) == ("wrong", None)


def test_page_and_command_say_the_verdict() -> None:
    entry = CATALOGUE.find("half-squared")
    views = mistake_views(entry, judged_views(entry))
    assert [view.verdict.word for view in views] == ["Scale only", "Scale only", "Sign turned"]
    assert all(view.claimed != view.true for view in views)  # the referee still refuses to call it the gradient
    text = " ".join(as_text(entry).split())
    assert "t − p – Sign turned: prediction and target changed places. The judge: the sign is flipped" in text
    assert re.search(r"^- \$[^$]*p - t[^$]*\$ – Scale only: the half was kept", as_markdown(entry), re.MULTILINE)
    assert [m["verdict"] for m in json.loads(as_json(entry))["mistakes"]] == ["positive-scale"] * 2 + ["negated"]


def test_a_mistake_is_called_nothing_else_on_the_page_of_a_question(kept: Kept) -> None:
    """Of both the judge was asked when the site was built."""
    claimed = {
        (asked.entry_of(claim).id, asked.question(claim).claims[0]): claim.verdict
        for asked in ANSWERS
        for claim in asked.answer.claims
    }
    met = 0
    asked_about = {entry for entry, _ in claimed}
    for entry in (part for part in CATALOGUE.parts if part.id in asked_about):
        views = kept.made(f"{MISTAKES} {entry.id}", [Stated(entry.path)], partial(judged_views, entry))
        for mistake, view in zip(entry.loss.mistakes, views, strict=True):
            said = claimed.get((entry.id, ask_about(entry.loss, [mistake.claim]).claims[0]))
            if said is not None:
                met += 1
                assert view.verdict == VERDICTS[said], (entry.id, mistake.claim)
    assert met > 10


@pytest.mark.parametrize("entry", ONE_NUMBER[::3], ids=lambda entry: entry.id)
def test_what_is_called_wrong_is_no_multiple(entry: Entry) -> None:
    for mistake in entry.loss.mistakes:
        twice = judge(ask_about(entry.loss, [-2 * mistake.claim]))
        assert (judge(ask_about(entry.loss, [mistake.claim])).verdict == "wrong") == (twice.verdict == "wrong")
        assert VERDICTS[twice.verdict].word != "Right"


def test_where_a_step_leads_is_left_to_the_judge() -> None:
    said: list[Mistake | Claim] = [mistake for entry in CATALOGUE.parts for mistake in entry.loss.mistakes]
    said += [claim for asked in ANSWERS for claim in asked.answer.claims]
    assert [one.why for one in said if DIRECTION.search(one.why)] == []
    assert DIRECTION.search("prediction and target changed places: this points away from the target")


def test_a_scale_that_is_positive_is_written_so() -> None:
    (scaled,) = (each for each in judged_mistakes(CATALOGUE.find("renyi")) if each.verdict == "positive-scale")
    assert scaled.scale == "1/(alpha - 1)"  # and not -1/(1 - alpha), for alpha > 1


def test_a_sentence_begins_with_a_capital() -> None:
    assert sentence(Phrase("positive, and constant")) == "Positive, and constant."
    assert sentence(Phrase("{0} is left", (Symbol("x"),))) == "$x$ is left."
