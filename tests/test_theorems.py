"""Theorems and descents of questions: what holds is proved or checked, and what does not hold is refused."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sympy import Eq, Ge, Gt, Lt, Ne, Rational, symbols

from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.judge.answers import Asked, load_answers
from derivations.judge.descent import Walk, walk
from derivations.judge.theorems import settled
from derivations.language import Descent, Model, Positive, Real, Statement, Theorem, Thread, model
from derivations.language.question import Answer, Claim
from derivations.publish.descent import descent_view
from derivations.publish.theorems import theorem_views

CATALOGUE = the_catalogue()
ANSWERS = load_answers(CATALOGUE)
p, t, h, w, v = symbols("p t h w v")
L, g = model("L"), model("g")
OF = ("absolute", "squared", "huber")
ENTRIES = {slug: CATALOGUE.find(slug) for slug in OF}


def theorem(claim: object, of: tuple[str, ...] = OF) -> Theorem:
    lines = [Statement(claim, "")]  # type: ignore[arg-type]
    domains = {p: Real(""), t: Real(""), h: Positive("")}
    return Theorem(title="", says="", symbols=domains, lines=lines, of=of, places=(p, t) if of else ())


def asked(slug: str) -> Asked:
    return next(found for found in ANSWERS if found.slug == slug)


@pytest.mark.parametrize(
    "claim",
    [Ge(L(p, t), 0), Eq(L(t, t), 0), Gt(L(t + h, t), 0), Lt(g(t - h, t), g(t + h, t)), Ne(g(t + h, t), 0),
     Eq(g(t + h, t), -g(t - h, t))],
    ids=str,
)  # fmt: skip
def test_what_holds_for_every_distance_is_proved(claim: object) -> None:
    (found,) = settled(theorem(claim), ENTRIES)
    assert [held.level for held in found] == ["proved"] * len(OF)
    assert all(held.points >= 30 for held in found)


@pytest.mark.parametrize(
    "claim",
    [Gt(L(p, t), 0), Eq(L(t + h, t), 0), Lt(g(t + h, t), g(t - h, t)), Eq(g(p, t), g(p, t + h)), Ne(L(t, t), 0),
     Eq(g(t + h, t), 1)],
    ids=str,
)  # fmt: skip
def test_what_fails_is_refused_at_a_point(claim: object) -> None:
    with pytest.raises(LossaryError, match=r"does not hold for \w+ at .*="):
        settled(theorem(claim), ENTRIES)


def test_a_theorem_that_fails_is_a_failure_of_its_question() -> None:
    question = asked("every-distance-depends-on-its-target")
    false = theorem(Gt(L(p, t), 0), ("absolute",))
    spoiled = replace(question, answer=replace(question.answer, theorems=[false]))
    (failure,) = spoiled.failures
    assert "does not hold for absolute at" in failure
    assert question.failures == ()


def test_a_line_that_no_algebra_decides_is_only_checked() -> None:
    (found,) = settled(theorem(Ge(L(p, t), 0), ("log-cosh",)), {"log-cosh": CATALOGUE.find("log-cosh")})
    assert [held.level for held in found] == ["checked"]


def test_a_line_may_hold_for_any_loss() -> None:
    lines = [Statement(Eq(L(w) / 2 - L(v) / 2, (L(w) - L(v)) / 2), "")]
    domains = {L: Model("any loss"), w: Real(""), v: Real("")}
    (found,) = settled(Theorem(title="", says="", symbols=domains, lines=lines), {})
    assert [held.level for held in found] == ["proved"]


def test_a_loss_without_the_named_symbols_is_refused() -> None:
    with pytest.raises(LossaryError, match="hinge has not all of the symbols p, t"):
        settled(theorem(Ge(L(p, t), 0), ("hinge",)), {"hinge": CATALOGUE.find("hinge")})


def test_a_theorem_needs_lines_and_a_line_a_relation() -> None:
    with pytest.raises(LossaryError, match="is no relation"):
        Statement(L(p, t), "")
    with pytest.raises(LossaryError, match="needs lines"):
        replace(theorem(Ge(L(p, t), 0)), lines=[])


def test_the_page_of_every_distance_proves_its_theorem() -> None:
    first, norms = theorem_views(asked("every-distance-depends-on-its-target"))
    assert len(first.lines) == 5
    assert len(first.of) >= 6
    assert [line.level for line in norms.lines] == ["proved", "proved"]
    assert "proved by algebra for 4, checked at exact points for" in first.lines[0].surely


def steps(way: Walk, *, claimed: bool = False) -> list[float]:
    return [at for at, _ in (way.claimed if claimed else way.true)]


def founding_walk(**changed: object) -> Walk:
    question = asked("target-is-constant")
    assert question.answer.descent is not None
    of: Descent = replace(question.answer.descent, **changed)  # type: ignore[arg-type]
    claim = question.question(question.answer.claims[0]).claims[0]
    return walk(question.entry.loss, question.entry.derivation.gradient, claim, of)


def test_the_gradient_finds_the_target_and_the_claim_walks_past_it() -> None:
    way = founding_walk(rate=Rational(1, 4), steps=10)  # |2w - 3| from w = 4: steps of a half, to 3/2 exactly
    assert steps(way) == [4, 3.5, 3, 2.5, 2, 1.5, 1.5, 1.5, 1.5, 1.5, 1.5]
    assert steps(way, claimed=True) == [4 - n / 2 for n in range(11)]
    assert way.true[-1][1] == 0
    assert way.claimed[-1][1] == way.claimed[0][1] == 5


def test_the_drawing_of_a_descent_stays_in_its_frame() -> None:
    drawn = descent_view(asked("target-is-constant"))
    assert drawn is not None
    for x, y in (*drawn.true_dots, *drawn.claimed_dots):
        assert 0 < x < drawn.width
        assert 0 < y < drawn.height
    assert drawn.rows[0][1:] == ("4", "5", "4", "5")
    assert float(drawn.rows[-1][2]) < float(drawn.rows[-1][4])
    assert descent_view(asked("half-the-loss")) is None


def test_a_descent_needs_a_number_for_every_symbol() -> None:
    with pytest.raises(LossaryError, match="no number is given for t"):
        founding_walk(at={})
    with pytest.raises(LossaryError, match="0 steps cannot be drawn"):
        founding_walk(steps=0)


def test_a_descent_where_a_claim_has_no_value_is_refused() -> None:
    question = asked("target-is-constant")
    assert question.answer.descent is not None
    quotient = question.question(question.answer.claims[2]).claims[0]
    at_the_kink = replace(question.answer.descent, start=Rational(3, 2))
    with pytest.raises(LossaryError, match="has no value at w = 3/2"):
        walk(question.entry.loss, question.entry.derivation.gradient, quotient, at_the_kink)


@pytest.mark.parametrize("question", ANSWERS, ids=lambda question: question.slug)
def test_a_question_leads_to_threads_and_to_questions_that_exist(question: Asked) -> None:
    others = {other.slug for other in ANSWERS if other is not question}
    assert {slug.lower() for slug in question.answer.goes_on} <= others
    for thread in question.answer.source:
        number = thread.name.split()[-1]
        assert number in thread.url.split("/")  # the address is that of the thread that is named


@pytest.mark.parametrize(
    "source, message",
    [
        ("Cross Validated, question 551779", "source must be"),
        (("Cross Validated", "stats.stackexchange.com"), "is no address"),
        (("", "https://stats.stackexchange.com/questions/551779"), "is no name"),
        ([("one", "https://a.example/1", "more")], "source must be"),
    ],
)
def test_a_source_that_leads_nowhere_is_refused(source: object, message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        Answer(id="Q234", loss="squared", short="Yes", claims=[Claim(p, "wrong", "")], source=source)


def test_a_source_may_be_one_or_several() -> None:
    thread = Thread("a thread, issue 1", "https://a.example/issues/1")
    pair = thread.name, thread.url
    for source, number in ((pair, 1), ([pair, thread], 2), ((), 0), (thread, 1)):
        answer = Answer(id="Q234", loss="squared", short="Yes", claims=[Claim(p, "wrong", "")], source=source)
        assert answer.source == (thread,) * number
