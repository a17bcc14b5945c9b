"""The questions: the judge says of every claim what its page says, and a script that is wrong is found out."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from derivations.catalogue import load_catalogue, the_catalogue
from derivations.cli import lossary
from derivations.errors import LossaryError
from derivations.judge.answers import Asked, find_asked, judged, load_answers

CATALOGUE = the_catalogue()
ANSWERS = load_answers(CATALOGUE)
SCRIPT = '''"""May I drop the 2?

Yes.
"""

from sympy import symbols

from derivations.language.question import Answer, Claim

p, t = symbols("p t")
answer = Answer(id="Q234", loss="squared", short="Yes", claims=[Claim(p - t, "positive-scale", "half of it")])
'''


@pytest.mark.parametrize("asked", ANSWERS[::4], ids=lambda asked: asked.slug)
def test_the_judge_says_what_the_page_says(asked: Asked) -> None:
    """That of one in four; a build fails if it does not say so of each."""
    assert asked.failures == ()
    for claim, judgement in zip(asked.answer.claims, asked.judgements, strict=True):
        assert judgement.counterexample is not None or claim.verdict in ("exact", "convention")


def test_the_questions_that_started_it_are_answered() -> None:
    verdicts = {asked.slug: [claim.verdict for claim in asked.answer.claims] for asked in ANSWERS}
    assert verdicts["target-is-constant"][0] == "wrong"
    assert verdicts["factors-that-may-be-dropped"][0] == "wrong"
    assert len(ANSWERS) >= 17


def test_every_verdict_that_a_claim_can_get_occurs() -> None:
    found = {claim.verdict for asked in ANSWERS for claim in asked.answer.claims}
    assert found == {"exact", "positive-scale", "negated", "convention", "wrong"}


@pytest.fixture
def folder(tmp_path: Path, repository: Path) -> Path:
    """Losses with one question beside them."""
    losses = repository / "derivations" / "losses" / "regression"
    (tmp_path / "losses" / "regression").mkdir(parents=True)
    shutil.copy(losses / "squared.py", tmp_path / "losses" / "regression")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "drop_the_two.py").write_text(SCRIPT)
    return tmp_path


def load(folder: Path) -> tuple[Asked, ...]:
    return load_answers(load_catalogue(folder / "losses"))


def test_a_question_is_one_file(folder: Path) -> None:
    (asked,) = load(folder)
    assert (asked.slug, asked.title, asked.lead) == ("drop-the-two", "May I drop the 2?", "Yes.")
    assert asked.failures == ()


def test_losses_without_questions_have_none(folder: Path) -> None:
    shutil.rmtree(folder / "questions")
    assert load(folder) == ()


def test_a_verdict_that_is_not_the_judges_is_a_failure(folder: Path) -> None:
    script = folder / "questions" / "drop_the_two.py"
    script.write_text(SCRIPT.replace("positive-scale", "exact"))
    ((_, failures),) = judged(load(folder), lambda _: None)
    (failure,) = failures
    assert failure.startswith("claim 1: the script says exact, the judge positive-scale: the claim is 1/2 times")


@pytest.mark.parametrize(
    "right, wrong, complaint",
    [
        ('loss="squared"', 'loss="squard"', r"drop_the_two.*no loss is called 'squard': did you mean squared"),
        ("Q234", "L234", "drop_the_two.*'L234' is not Q and three"),
        ('"positive-scale"', '"fine"', "drop_the_two.*verdict 'fine' is none of exact"),
        ("claims=[", "claims=[] and [", "drop_the_two.*claims is empty"),
        ("Claim(p - t", "Claim('p - t'", "drop_the_two.*'p - t' is no formula"),
        ("answer = ", "reply = ", "drop_the_two.*field answer is missing"),
        ('"""May I drop the 2?\n\nYes.\n"""', "", "drop_the_two.*no docstring"),
        ("p, t = symbols", "print(1)\np, t = symbols", r"drop_the_two.*`print\(1\)` in a script"),
    ],
)
def test_a_script_that_is_wrong_is_named(folder: Path, right: str, wrong: str, complaint: str) -> None:
    assert right in SCRIPT
    (folder / "questions" / "drop_the_two.py").write_text(SCRIPT.replace(right, wrong, 1))
    with pytest.raises(LossaryError, match=complaint):
        load(folder)


def test_a_claim_about_an_unknown_symbol_is_an_error(folder: Path) -> None:
    script = folder / "questions" / "drop_the_two.py"
    script.write_text(SCRIPT.replace('p, t = symbols("p t")', 'p, t = symbols("p q")'))
    (asked,) = load(folder)
    with pytest.raises(LossaryError, match=r"drop_the_two.*q"):
        _ = asked.judgements


def test_a_question_is_verified_by_its_name() -> None:
    result = CliRunner().invoke(lossary, ["verify", "half-or-not", "squared"])
    assert result.exit_code == 0
    assert "half-or-not: 5 claims judged" in result.output
    assert "squared: " in result.output
    assert len(result.output.splitlines()) == 2


def test_verify_fails_with_a_question(folder: Path) -> None:
    script = folder / "questions" / "drop_the_two.py"
    script.write_text(SCRIPT.replace("positive-scale", "exact"))
    result = CliRunner().invoke(lossary, ["--losses", str(folder / "losses"), "verify"])
    assert result.exit_code == 1
    assert "FAILED  Q234  drop-the-two: 1 claim judged\n        claim 1: the script says exact" in result.output


def test_an_id_belongs_to_one_question(folder: Path) -> None:
    (folder / "questions" / "again.py").write_text(SCRIPT)
    with pytest.raises(LossaryError, match=r"id Q234 is taken by .*again\.py"):
        load(folder)


def test_a_question_that_took_the_id_of_another_is_found_by_neither_name(folder: Path) -> None:
    (folder / "questions" / "again.py").write_text(SCRIPT)
    own = load_catalogue(folder / "losses")
    found = find_asked(own, "Q234")
    assert found is not None
    assert found.slug == "again"
    with pytest.raises(LossaryError, match=r"drop_the_two\.py: the id Q234 is taken by .*again\.py"):
        find_asked(own, "drop-the-two")
