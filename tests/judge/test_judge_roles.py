"""What stays as it is during training, and what differs from example to example or is learnt."""

import re

import pytest
from sympy import Integer

from derivations.catalogue import the_catalogue
from derivations.judge.audit import factors
from derivations.judge.question import ask_about
from derivations.judge.verdicts import judge
from derivations.language.shapes import base_of

CATALOGUE = the_catalogue()
VARIES = re.compile(r"\b(target|predict(ed|ion)|learnt)\b|^count")


def test_a_variable_of_the_page_is_no_setting() -> None:
    """Whichever of its variables one differentiates by; but for a number that is the same for all examples."""
    for entry in CATALOGUE.entries:
        variables = {s for s in map(base_of, entry.loss.variables) if entry.loss.all_symbols[s].varies is not False}
        for part in entry.parts:
            constants = ask_about(part.loss, [Integer(0)]).constants
            assert not variables & set(constants), part.slug


def test_targets_and_predictions_are_no_settings() -> None:
    """Nor what a network learns: their scripts say that they vary."""
    for entry in CATALOGUE.entries:
        question = ask_about(entry.loss, [Integer(0)])
        said = {str(s): d.meaning for s, d in entry.loss.symbols.items() if question.role(s) == "hyper"}
        wrong = {name: meaning for name, meaning in said.items() if VARIES.search(meaning)}
        assert not wrong, entry.slug


@pytest.mark.parametrize(
    "slug, may_go",
    [("gaussian-variance.mu", []), ("gaussians.mu", []), ("grpo", ["1/G"])],
)
def test_a_setting_may_go_and_a_prediction_stays(slug: str, may_go: list[str]) -> None:
    """The size of a group is a setting; the variance that a network predicts is none."""
    assert [str(f.expression) for f in factors(CATALOGUE.find(slug)) if f.absorbable] == may_go
    varying = [f for f in factors(CATALOGUE.find("renyi")) if "it varies" in str(f.why)]
    assert varying
    assert not any("α" in str(f.why) for f in varying)


def test_a_shape_is_a_scale() -> None:
    """The order of a Rényi divergence is fixed: what is off by a function of it alone leads the same way."""
    entry = CATALOGUE.find("renyi")
    (alpha,) = (s for s in entry.loss.symbols if str(s) == "alpha")
    assert judge(ask_about(entry.loss, [entry.derivation.gradient / (alpha - 1)])).verdict == "positive-scale"
