"""The judge on the catalogue itself: gradients, known mistakes, factors, and the way back from gradient to loss."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Sum, Symbol, symbols, tanh

from derivations.catalogue import Entry, the_catalogue
from derivations.errors import LossaryError
from derivations.judge import (
    Match,
    ask,
    ask_about,
    astray,
    factors,
    find,
    judge,
    parting_lines,
    same_gradient,
    without_warnings,
)
from derivations.language.domains import Real
from derivations.language.functions import sigma
from derivations.language.loss import Loss
from derivations.language.names import plain_names

CATALOGUE = the_catalogue()
QUICK = [e for e in CATALOGUE.parts if e.family.slug in ("regression", "classification", "networks")]


@pytest.mark.parametrize("entry", QUICK, ids=lambda e: e.slug)
def test_the_derived_gradient_is_exact(entry: Entry) -> None:
    assert judge(ask_about(entry.loss, [entry.derivation.gradient])).verdict == "exact"


@pytest.mark.slow
@pytest.mark.parametrize("entry", [e for e in CATALOGUE.parts if e not in QUICK][::3], ids=lambda e: e.slug)
def test_the_derived_gradient_of_long_losses_is_exact(entry: Entry) -> None:
    assert judge(ask_about(entry.loss, [entry.derivation.gradient])).verdict == "exact"


@pytest.mark.parametrize("entry", QUICK[::2], ids=lambda e: e.slug)
def test_no_known_mistake_is_exact(entry: Entry) -> None:
    for mistake in entry.loss.mistakes:
        judgement = judge(ask_about(entry.loss, [mistake.claim]))
        assert judgement.verdict != "exact"
        assert judgement.verdict != "wrong" or judgement.diagnoses[0].kind == "known-mistake"


def test_sum_for_mean_is_a_convention() -> None:
    entry = CATALOGUE.find("mean-squared")
    n = next(s for s in entry.loss.symbols if str(s) == "n")
    judgement = judge(ask_about(entry.loss, [n * entry.derivation.gradient]))
    assert (judgement.verdict, judgement.scale) == ("convention", "n")


def test_a_constraint_of_the_asker_is_a_convention() -> None:
    p, q, c = symbols("p q c")
    question = ask(c * p**2, {}, [p], [2 * p * (1 - q)], constraints=[(c + q, 1)])
    assert judge(question).verdict == "convention"
    assert judge(ask(c * p**2, {}, [p], [2 * p * c], constraints=[(c + q, 1)])).verdict == "exact"


def test_a_named_intermediate() -> None:
    z, w, x, t = symbols("z w x t")
    question = ask(
        (sigma(z) - t) ** 2, {}, [w], [2 * (sigma(z) - t) * sigma(z) * (1 - sigma(z)) * x], definitions=[(z, w * x)]
    )
    assert judge(question).verdict == "exact"


def test_a_name_that_the_loss_does_not_know() -> None:
    with pytest.raises(LossaryError, match="b in the claim"):
        ask_about(CATALOGUE.find("squared").loss, [Symbol("b")])


def test_a_factor_that_is_tiny_at_some_point_is_no_less_positive() -> None:
    y, z = symbols("y z")
    loss = Loss(id="", expression=y * sigma(1000 * z), wrt=z, symbols={y: Real(""), z: Real("")}, source=())
    assert [f.sign for f in factors(loss)] == ["positive", "varies", "positive"]  # 1000, y, the slope of sigma


def test_the_founding_factors() -> None:
    found = {f.data()["factor"]: f for f in factors(CATALOGUE.find("sigmoid-node"))}
    assert found["2"].absorbable
    assert not found["−1"].absorbable
    slope = next(f for name, f in found.items() if name.startswith("o_k"))
    assert (slope.sign, slope.absorbable, slope.every_component) == ("positive", False, False)
    assert [str(index) for index in slope.same_for] == ["j"]
    assert "cross-entropy" in str(slope.without[0].phrase)
    assert [d.kind for d in found["o_j"].without] == ["no-gradient"]
    assert found["o_j"].counterexample is not None


def test_a_size_may_go_and_a_residual_may_not() -> None:
    by_text = {str(f.expression): f for f in factors(CATALOGUE.find("mean-squared"))}
    assert by_text["1/n"].absorbable
    assert not next(f for text, f in by_text.items() if "p" in text).absorbable


def test_the_factors_of_a_probability_are_one() -> None:
    found = factors(CATALOGUE.find("binary-cross-entropy"))
    assert len(found) == 2
    assert found[0].without[0].kind == "other-loss"


def slugs(matches: list[Match]) -> list[str]:
    return [match.entry.slug for match in matches]


def test_a_letter_that_is_but_a_factor_does_not_stand_for_what_two_gradients_differ_by() -> None:
    """An a/b is no gradient of b a."""
    a, b = symbols("a b", real=True)
    found = {match.entry.slug: match for match in find(a / b)}
    assert "kullback-leibler" in found
    assert not {"squared-l2-norm", "half-squared-l2-norm"} & found.keys()


def test_find_renames_scales_and_turns() -> None:
    z, t, a, b = symbols("z t a b")
    assert slugs(find(sigma(z) - t)) == ["binary-cross-entropy-with-logit", "multilabel-soft-margin"]
    assert slugs(find(tanh(a - b))) == ["log-cosh"]
    scaled = {match.entry.slug: match for match in find(6 * (a - b))}
    assert scaled["squared"].scale == 3
    assert "where a is p, b is t" in str(scaled["squared"].how)
    assert find(t - sigma(z))[0].scale == -1
    assert find(a * b * sigma(a) + 1) == []


def test_losses_with_the_same_gradient() -> None:
    assert "softmax-cross-entropy-of-soft-targets" in slugs(same_gradient(CATALOGUE.find("half-squared")))
    assert slugs(same_gradient(CATALOGUE.find("squared-of-a-model"))) == ["half-squared-of-a-model"]


def test_the_line_where_the_paths_part() -> None:
    entry = CATALOGUE.find("sigmoid-node")
    mistake = next(m for m in entry.loss.mistakes if "slope of the sigmoid" in m.why)
    judgement = judge(ask_about(entry.loss, [mistake.claim / 2]))
    found = parting_lines(entry.derivation, judgement)
    assert found is not None
    assert found.before is not None
    assert "D(o_k" in str(found.before.expression) or "t[k] - Named(o_k" in str(found.before.expression)
    assert "Sigmoid" in {reason.rule.name for reason in found.line.named}  # here its slope comes in
    assert parting_lines(entry.derivation, judge(ask_about(entry.loss, [entry.derivation.gradient]))) is None


def test_where_something_cancels_the_paths_part() -> None:
    entry = CATALOGUE.find("binary-cross-entropy-with-logit")
    mistake = next(m for m in entry.loss.mistakes if "has cancelled" in m.why)
    found = parting_lines(entry.derivation, without_warnings(ask_about(entry.loss, [mistake.claim])))
    assert found is not None
    assert found.before is not None
    assert (found.before.number + 1, found.line.expression) == (found.line.number, entry.derivation.gradient)
    assert found.before.expression.has(1 - sigma(entry.loss.wrt))


def test_a_counterexample_of_a_direction_climbs_if_there_is_such_a_point() -> None:
    loss = CATALOGUE.find("ridge").loss
    X, r, lam, w = (next(s for s in loss.symbols if str(s) == name) for name in ("X", "r", "lambda", "w"))
    i, k, m = symbols("i k m")
    claim = lam * w[k] + 2 * Sum(r[i] * X[i, k], (i, 1, m))  # at simple points some ten degrees from the gradient
    question = ask_about(loss, [claim])
    judgement = judge(question)
    found = astray(question, judgement)
    assert found is not None
    assert found.angle is not None
    assert found.angle > 90
    assert found == astray(question, judgement)


def test_where_no_step_climbs_the_angle_is_wide_all_the_same() -> None:
    entry = CATALOGUE.find("sigmoid-node")
    mistake = next(m for m in entry.loss.mistakes if "slope of the sigmoid" in m.why)  # a positive factor was dropped
    question = ask_about(entry.loss, [mistake.claim])
    found = astray(question, judge(question))
    assert found is not None
    assert found.angle is not None
    assert 45 < found.angle < 90


def test_what_is_common_to_all_components_is_decided_for_shifted_indices_too() -> None:
    (whole,) = factors(CATALOGUE.find("total-variation"))
    assert (whole.every_component, whole.is_all) == (False, True)


def test_an_audit_says_uphill_only_of_an_example_that_climbs() -> None:
    for entry in QUICK:
        for factor in factors(entry):
            if "uphill" in str(factor.why) and factor.expression != -1:
                assert factor.counterexample is not None
                assert (factor.counterexample.angle or 0) > 90
            if factor.sharing:
                assert not factor.every_example
    slope, _ = factors(CATALOGUE.find("absolute-of-a-model"))
    assert "may go uphill" in str(slope.why)


def test_no_factor_is_called_lost_that_the_claim_has() -> None:
    loss = CATALOGUE.find("ridge").loss
    X, r, lam, w, m = (next(s for s in loss.symbols if str(s) == name) for name in ("X", "r", "lambda", "w", "m"))
    i, k = symbols("i k")
    judgement = judge(ask_about(loss, [2 * lam * w[k] + 2 / m * Sum(r[i] * X[i, k], (i, 1, m))]))
    assert judgement.diagnoses[0].kind == "term-scale"
    assert "divided by m" in str(judgement.reason)


def test_a_counterexample_beyond_a_right_angle_is_found_where_a_unit_is_nearly_flat() -> None:
    loss = CATALOGUE.find("rashid-network.v").loss
    x, w, h, o, t = map(IndexedBase, ("x", "w", "h", "o", "t"))
    i, j, k, K = symbols("i j k K")
    shortcut = Sum(w[j, k] * (t[k] - o[k]), (k, 1, K))
    question = ask_about(loss, [plain_names("claims", -2 * shortcut * h[j] * (1 - h[j]) * x[i], loss.definitions)])
    found = astray(question, judge(question))
    assert found is not None
    assert (found.angle or 0) > 90


def test_an_index_that_names_no_component_stands_in_the_counterexample() -> None:
    loss = CATALOGUE.find("softmax").loss
    i, p = symbols("i"), IndexedBase("p")
    found = judge(ask_about(loss, [plain_names("claims", p[i] * (1 - p[i]), loss.definitions)])).counterexample
    assert found is not None
    assert "i" in [str(name) for name, _ in found.point]
    assert len(found.components) > 1
