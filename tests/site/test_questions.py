"""The pages of questions, the audit of factors on the pages of losses, and the drawing of a counterexample."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from sympy import symbols

from derivations.catalogue import Catalogue, the_catalogue
from derivations.catalogue.kept import Kept
from derivations.catalogue.workers import silent
from derivations.evidence import Level, Unseen
from derivations.judge import Picture
from derivations.judge.answers import Asked, find_asked
from derivations.judge.audit import factors_of
from derivations.judge.judgement import Evidence, Judgement, Phrase
from derivations.language.question import Verdict
from derivations.publish.citation import typeset
from derivations.publish.entries import derivation_url, page_url
from derivations.publish.gather import gather
from derivations.publish.phrases import direction, surely
from derivations.publish.plot import BOTTOM, LEFT, RIGHT, TOP, plot
from derivations.publish.questions import question_page
from derivations.publish.render import renderer
from derivations.publish.sources import settings

w = symbols("w")
WORDS = {
    "exact": "Right",
    "positive-scale": "Scale only",
    "negated": "Sign turned",
    "convention": "Convention",
    "wrong": "Wrong",
}


def of(answers: tuple[Asked, ...], slug: str) -> Asked:
    return next(asked for asked in answers if asked.slug == slug)


def text_of(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def test_there_is_a_page_for_every_question(site: Path, answers: tuple[Asked, ...], kept: Kept) -> None:
    assert {asked.slug for asked in answers} >= {"target-is-constant", "factors-that-may-be-dropped"}
    pages = gather([], answers, silent, kept).questions
    for asked, view in zip(answers, pages, strict=True):
        page = text_of(site / "questions" / f"{asked.slug}.html")
        assert typeset(asked.answer.short) in page
        for claim in asked.answer.claims:
            assert f">{WORDS[claim.verdict]}</span>" in page
        proved = sum("proved" in claim.surely for claim in view.claims)
        assert page.count(">proved by algebra</span>") == proved
        assert f'href="../{derivation_url(asked.entry)}"' in page
        assert all(f'href="{thread.url}"' in page for thread in asked.answer.source)
        assert ("By students" in page) == (not asked.answer.source)
        assert page.count('aria-label="Proof"') == len(asked.answer.theorems)
        assert page.count('class="lg-plot lg-descent"') == (asked.answer.descent is not None)
        assert f'href="questions/{asked.slug}.html"' in text_of(site / f"{asked.id}.html")


@pytest.mark.parametrize(
    "verdict, level, words",
    [
        ("exact", "proved", "proved by algebra"),
        ("exact", "checked", "agrees wherever it was tried"),
        ("negated", "checked", "so wherever it was tried"),
        ("wrong", "checked", ""),
    ],
)
def test_how_sure_a_verdict_is(verdict: Verdict, level: Level, words: str) -> None:
    assert surely(Judgement(verdict, Phrase("as it is"), evidence=Evidence(8, 1, 76, level))) == words


def test_where_a_claim_was_not_tried_is_said(answers: tuple[Asked, ...]) -> None:
    evidence = Evidence(8, 1, 76, "checked", (Unseen(w**2 - 3, 0), Unseen(w, 1)))
    words = "agrees wherever it was tried; no point was found where $w^2 = 3$, or where $w > 0$"
    judgement = Judgement("exact", Phrase("as it is"), evidence=evidence)
    assert surely(judgement) == words
    assert surely(replace(judgement, verdict="negated")) == "so wherever it was tried"  # its reason says the rest
    asked = question_page(min(answers, key=lambda asked: len(asked.answer.claims)))
    view = replace(asked.claims[0], surely=words)
    assert f'lg-point">{words}</span>' in renderer()("pages/question.md", term="", page=replace(asked, claims=[view]))


def test_a_refuted_claim_is_drawn_with_both_slopes(site: Path) -> None:
    page = text_of(site / "questions" / "target-is-constant.html")
    label = re.search(r'<svg class="lg-plot"[^>]*aria-label="([^"]*)"', page)
    assert label is not None
    assert re.fullmatch(r"The loss along w\. At w = \S+ its slope is \S+; the claim says \S+\.", label[1])


@pytest.mark.parametrize("slug, heading", [("target-is-constant", "Counterexample"), ("half-or-not", "How it differs")])
def test_only_what_is_refuted_has_a_counterexample(slug: str, heading: str) -> None:
    asked = find_asked(the_catalogue(), slug)
    assert asked is not None
    page = renderer()("pages/question.md", term="", page=question_page(asked))
    assert re.findall(r"^## (Counterexample|How it differs)$", page, re.MULTILINE) == [heading]
    assert "angle of" not in page


@pytest.mark.parametrize(
    "angle, words",
    [
        (0, "same way"),
        (20, "lowers the loss, but"),
        (90, "hardly changes"),
        (120.5, "an angle of 120.5°: a step"),
    ],
)
def test_what_an_angle_says_of_a_step(angle: float, words: str) -> None:
    assert words in direction(angle)
    assert ("climbs" in direction(angle)) == (angle > 90)


def test_where_the_paths_part_both_lines_are_shown(answers: tuple[Asked, ...]) -> None:
    view = question_page(of(answers, "factors-that-may-be-dropped"))
    assert view.parting is not None
    upper, lower = view.parting.lines
    assert int(upper.label) + 1 == int(lower.label)
    assert (upper.label, view.number, view.parting.number) == ("1", 1, 1)  # sigma comes up as a factor after line 1
    page = renderer()("pages/question.md", term="", page=view)
    assert "Claim 1 leaves the derivation" in page
    assert page.count('<li class="lg-step"') == 2
    first = question_page(of(answers, "target-is-constant"))
    assert first.parting is not None
    assert first.parting.left
    assert [line.label for line in first.parting.lines] == ["1"]
    assert 'aria-label="Left-hand side"' in renderer()("pages/question.md", term="", page=first)


def test_where_only_the_length_is_wrong_two_points_are_shown() -> None:
    asked = find_asked(the_catalogue(), "root-or-mean-squared")
    assert asked is not None
    view = question_page(asked)
    assert view.other_point is not None
    assert "the factor between them varies" in view.other_point.angle
    page = renderer()("pages/question.md", term="", page=view)
    assert page.index("Both vectors point the same way") < page.index("At another point")
    assert page.count('<th scope="col" role="columnheader">Claimed</th>') == 2


def test_what_a_loss_is_written_in_stands_on_the_card_of_a_question(answers: tuple[Asked, ...]) -> None:
    asked = of(answers, "factors-that-may-be-dropped")
    page = renderer()("pages/question.md", term="", page=question_page(asked))
    card = page[page.index('aria-label="Formula card"') :]
    assert card.index("<dt>Let</dt>") < card.index("o_k=") < card.index("<dt>Loss</dt>")


def test_the_home_page_and_the_losses_lead_to_the_questions(site: Path, answers: tuple[Asked, ...]) -> None:
    home, index = text_of(site / "index.html"), text_of(site / "questions" / "index.html")
    assert 'href="questions/index.html">All' in home
    for asked in answers:
        assert (f'href="questions/{asked.slug}.html"' in home) == (asked.id in settings()["extra"]["asked_most"])
        assert f'href="{asked.slug}.html"' in index or f'href="../questions/{asked.slug}.html"' in index
        for entry in asked.entries.values():
            loss = text_of(site / page_url(entry.page))
            assert f'href="../../questions/{asked.slug}.html"' in loss


def test_every_loss_has_an_audit_of_its_factors(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        page = text_of(site / "losses" / entry.family.slug / f"{entry.slug}.html")
        said = page.count("No factor stands before the whole gradient, so there is nothing to drop.")
        assert page.count('aria-label="Factor audit"') + said == len(entry.parts)
        assert (said > 0) == any(len(factors_of(part.derivation.gradient)) == 1 for part in entry.parts)
        if said < len(entry.parts):
            assert 'href="../../questions/factors-that-may-be-dropped.html#conditions"' in page
    assert 'id="conditions"' in text_of(site / "questions" / "factors-that-may-be-dropped.html")
    page = text_of(site / "losses" / "networks" / "sigmoid-node.html")
    verdicts = re.findall(r'data-label="May it go\?"><span class="lg-v (\w+)">', page)
    assert verdicts == ["wrong", "right", "wrong", "wrong", "wrong"]  # -1, 2, the sigmoid's slope, the error, the input
    assert "what is left is the gradient of another loss: Binary cross-entropy" in page
    assert "What is left is the gradient of no function at all" in page


def test_losses_with_the_same_gradient_know_each_other(site: Path) -> None:
    page = text_of(site / "losses" / "regression" / "squared.html")
    same = page[page.index("Losses with the same gradient") :]
    assert 'href="../../losses/regression/half-squared.html"' in same
    assert "times the gradient" in same


@pytest.mark.parametrize(
    "typed, printed",
    [("p - y or y - p?", "p \u2212 y or y \u2212 p?"), ("+1 or -1", "+1 or \u22121"),
     ("e^z-1, x-axis", "e^z-1, x-axis"), ("Doesn't it?", "Doesn\u2019t it?")],
)  # fmt: skip
def test_signs_of_a_printed_page(typed: str, printed: str) -> None:
    assert typeset(typed) == printed


def picture(claimed: float | None, curve: tuple[tuple[float, float | None], ...]) -> Picture:
    return Picture(w, 1.0, 1.0, claimed, 2.0, curve)


PARABOLA = tuple((u / 10, (u / 10) ** 2) for u in range(-5, 26))


def coordinates(path: str) -> list[tuple[float, float]]:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    return list(zip(numbers[::2], numbers[1::2], strict=True))


def test_the_lines_have_the_slopes_that_they_stand_for() -> None:
    drawn = plot(picture(-1.0, PARABOLA))
    (x, y), unit = drawn.dot, (RIGHT - LEFT) / 3.0
    curve = coordinates(drawn.curve)
    height = (max(v for _, v in curve) - min(v for _, v in curve)) / 6.25  # of one unit: from 0 to 2.5 squared
    for path, slope in ((drawn.true, 2.0), (drawn.claimed, -1.0)):
        (left, low), (right, high) = coordinates(path)
        assert (low - high) / (right - left) == pytest.approx(slope * height / unit, rel=0.02)
        assert ((left + right) / 2, (low + high) / 2) == pytest.approx((x, y), abs=0.2)


def test_the_drawing_stays_in_its_frame() -> None:
    steep = plot(picture(-90.0, PARABOLA))
    for path in (steep.curve, steep.true, steep.claimed):
        assert all(LEFT - 20 <= u <= RIGHT + 20 and TOP - 20 <= v <= BOTTOM + 20 for u, v in coordinates(path))


def test_a_curve_breaks_where_the_loss_has_no_value() -> None:
    torn = tuple((u, None if -0.05 < u < 0.05 else v) for u, v in PARABOLA)
    assert plot(picture(1.0, torn)).curve.count("M") == 2


def test_a_claim_without_a_value_is_said_so() -> None:
    drawn = plot(picture(None, PARABOLA))
    assert drawn.claimed == ""
    assert drawn.text.endswith("the claim has no value there.")
