"""A quick part of benchmarks/soundness.py: no wrong claim is exact, no right one refused. And is their truth real?"""

from __future__ import annotations

from random import Random

import pytest
from claim_subjects import Draft, Subject
from claim_witnesses import witness
from constructed_claims import KINDS, RIGHT, Claim, Dropped, claims, verdict_on
from sympy import Rational
from true_rewrites import REWRITES, rewritten

from derivations.catalogue import the_catalogue
from derivations.language import sign

SEED, EACH = 7, 6  # claims about each loss, every other one right
LOSSES = (
    "absolute",
    "absolute-of-a-model",
    "binary-cross-entropy",
    "fair",
    "gaussian-log-variance",
    "hinge-of-a-score",
    "huber",
    "log-cosh",
    "mean-squared",
    "softmax",
    "squared-of-a-model",
)
VARIED = (
    "logistic-regression",
    "softmax-of-counts",
    "contrastive",
    "binary-cross-entropy-with-logit",
    "softmax-cross-entropy-of-soft-targets",
    *LOSSES,
)
ENOUGH = 4  # losses that each rewriting is tried with


def subject(slug: str) -> Subject:
    entry = the_catalogue().find(slug)
    return Subject(entry.loss, entry.derivation.gradient)


def made(slug: str, *, right: bool) -> list[Claim]:
    found = claims(slug, subject(slug), range(EACH), SEED, Dropped())
    return [claim for claim in found if claim.right == right]


@pytest.mark.parametrize("slug", LOSSES)
def test_no_wrong_claim_is_exact(slug: str) -> None:
    about = subject(slug)
    wrong = made(slug, right=False)
    said = {(claim.kind, str(claim.expression)): verdict_on(claim, about.loss, about.gradient) for claim in wrong}
    assert said
    assert set(said.values()) <= {"wrong", "undecided", "refused", "convention"}, said
    assert {kind for (kind, _), verdict in said.items() if verdict == "convention"} <= {"S9"}, said  # it says where


@pytest.mark.parametrize("slug", LOSSES)
def test_every_right_claim_is_exact(slug: str) -> None:
    about = subject(slug)
    said = {str(claim.expression): verdict_on(claim, about.loss, about.gradient) for claim in made(slug, right=True)}
    assert said
    assert set(said.values()) <= {"proved", "checked"}, said


@pytest.mark.parametrize("name", sorted(REWRITES))
def test_no_rewriting_changes_a_value(name: str) -> None:
    applied = 0
    for slug in VARIED:
        if applied == ENOUGH:
            break
        about, rng = subject(slug), Random(f"{name} {slug}")
        new = rewritten(about, about.gradient, name, rng)
        if new is not None:
            applied += 1
            assert witness(Draft(new), about, rng) is None, new
    assert applied


def test_a_difference_is_found_where_it_was_put() -> None:
    about = subject("squared")
    p, t = about.coordinates
    far = about.gradient + 1 - sign(p - t - 10**9) ** 2
    assert witness(Draft(far, ((p - t, 10**9),)), about, Random(1)) is not None
    assert witness(Draft(far), about, Random(1)) is None
    assert witness(Draft(about.gradient * Rational(1, 2) * 2), about, Random(1)) is None


def test_every_kind_is_made_and_always_the_same() -> None:
    about = subject("squared-of-a-model")
    numbers = range(40)
    first, second = (list(claims("squared-of-a-model", about, numbers, SEED, Dropped())) for _ in range(2))
    assert [str(claim.expression) for claim in first] == [str(claim.expression) for claim in second]
    assert {claim.kind for claim in first} == {*KINDS} - {"S5", "S7"}, "it has neither sizes nor arrays"
    assert sum(claim.kind == RIGHT for claim in first) == 20
