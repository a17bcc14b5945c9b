"""The quick test before a gradient is compared in earnest: it may rule out only what would be found to differ."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from sympy import Rational, symbols

from derivations.catalogue import SCRIPTS, Entry, load_catalogue, the_catalogue
from derivations.errors import LossaryError
from derivations.judge import ask_about, find, judge, same_gradient
from derivations.judge.profiles import Profile, Sketch, prepared, profile_of, sketch_of
from derivations.judge.question import may_be_about
from derivations.language.domains import Positive
from derivations.language.functions import step
from derivations.language.shapes import free_names

CATALOGUE = the_catalogue()
QUICK = [e for e in CATALOGUE.parts if e.family.slug in ("regression", "classification", "networks")]
SCALES = (1, -1, 2, Rational(-1, 3))


def profile(entry: Entry) -> Profile:
    found = profile_of(entry)
    assert found is not None
    return found


def results(entry: Entry) -> list[Any]:
    others = [other for other in CATALOGUE.entries if other.path != entry.path][::5]
    return [(match.entry.id, match.renaming, match.scale, str(match.how)) for match in same_gradient(entry, others)]


def nothing_decides(entry: Entry) -> Sketch | None:
    found = sketch_of(entry)
    return found and replace(found, needed=(), deciding=0, covers=[0] * len(found.covers))


# Without profiles each of these is compared with the others by the referee: a few from all families, with a few of all.
@pytest.mark.parametrize("entry", CATALOGUE.parts[:: len(CATALOGUE.parts) // 10], ids=lambda e: e.slug)
def test_it_changes_no_result(entry: Entry, monkeypatch: pytest.MonkeyPatch) -> None:
    quick = results(entry)
    monkeypatch.setattr(Profile, "excludes", lambda *_: False)
    monkeypatch.setattr(import_module("derivations.judge.find"), "sketch_of", nothing_decides)
    monkeypatch.setattr(import_module("derivations.judge.find"), "may_be_about", lambda *_: True)
    monkeypatch.setattr(import_module("derivations.judge.find"), "far_apart", lambda _: False)
    assert results(entry) == quick


def test_a_sketch_that_was_written_down_gives_the_same() -> None:
    """As a page has them: with the sketch of another loss it would find nothing."""
    y, s = symbols("y s")
    entries = [CATALOGUE.find(slug) for slug in ("hinge-of-a-score", "squared", "triplet-margin", "dense-layer")]
    found = [str(match) for match in find(-y * step(1 - y * s), entries)]
    parts = [part for entry in entries for part in entry.parts]
    sketches = {part.id: vars(sketch) for part in parts if (sketch := sketch_of(part))}
    assert len(sketches) == len(parts)
    written = {name: Sketch(**said) for name, said in json.loads(json.dumps(sketches)).items()}
    with prepared(written):
        assert [str(match) for match in find(-y * step(1 - y * s), entries)] == found != []
    with prepared(written | {entries[0].id: written[entries[1].id]}):
        assert find(-y * step(1 - y * s), entries) == []
    assert [str(match) for match in find(-y * step(1 - y * s), entries)] == found


@pytest.mark.parametrize("entry", CATALOGUE.parts[::4], ids=lambda e: e.slug)
def test_it_excludes_no_multiple_of_the_gradient(entry: Entry) -> None:
    positive = [s for s, domain in entry.loss.symbols.items() if isinstance(domain, Positive) and not domain.shape]
    constants = [s for s in positive if s in profile(entry).constants]  # a variable, such as a variance, is none
    if entry.slug == "total-variation":  # at both ends of the sequence its formula has no value
        return
    for form in (entry.derivation.gradient, *(other.expression for other in entry.loss.other_forms)):
        for scale in (*SCALES, *constants):
            question = ask_about(entry.loss, [scale * form])
            assert not profile(entry).excludes(question.claims[0])


@pytest.mark.parametrize("entry", CATALOGUE.parts[::4], ids=lambda e: e.slug)
def test_it_excludes_what_is_a_little_off(entry: Entry) -> None:
    gradient, off = entry.derivation.gradient, Rational(1, 10**6)
    if gradient == 0:  # of which every multiple is 0
        return
    known = ask_about(entry.loss, [gradient * (1 + off * entry.loss.wrt)]).claims[0]
    assert profile(entry).excludes(known)


@pytest.mark.parametrize("entry", QUICK[::3], ids=lambda e: e.slug)
def test_of_the_known_mistakes_it_excludes_wrong_ones_only(entry: Entry) -> None:
    for mistake in entry.loss.mistakes:
        question = ask_about(entry.loss, [mistake.claim])
        if profile(entry).excludes(question.claims[0]):
            assert judge(question).verdict == "wrong"


@pytest.mark.parametrize("entry", QUICK, ids=lambda e: e.slug)
def test_every_gradient_finds_its_own_loss(entry: Entry) -> None:
    (match,) = find(entry.derivation.gradient, [entry])
    assert match.scale == 1


def test_names_that_a_loss_may_have() -> None:
    gradients = [entry.derivation.gradient for entry in CATALOGUE.parts[::5]]
    for entry in CATALOGUE.parts[::11]:
        for gradient in gradients:
            try:
                ask_about(entry.loss, [gradient])
            except LossaryError:
                continue
            assert may_be_about(entry.loss, free_names(gradient))
    a, b, t = symbols("a b t")
    assert not may_be_about(CATALOGUE.find("squared").loss, free_names(a + b + t))


@pytest.mark.parametrize(
    "slug, deciding",
    [
        ("squared", ["p", "t"]),
        ("log-cosh", ["p", "t"]),
        ("binary-cross-entropy-with-logit", ["z", "t"]),
        ("squared-of-a-model", ["w", "t", "m_x"]),
        ("absolute", []),  # a sign: nearby it stays the same
        ("softmax", ["(z, 1)", "(z, 2)"]),
    ],
)
def test_what_decides_about_a_slope(slug: str, deciding: list[str]) -> None:
    found = {str(key) for key in profile(CATALOGUE.find(slug)).deciding}
    assert found >= set(deciding)
    assert found <= {"p", "t", "w", "z", "m_x", "(z, 1)", "(z, 2)", "(z, 3)"}


def test_a_constant_of_training_does_not_decide() -> None:
    keys = profile(CATALOGUE.find("huber")).deciding
    assert {str(key) for key in keys} <= {"p", "t"}


def test_the_first_spot_may_lie_where_the_slope_is_zero() -> None:
    y, s = symbols("y s")
    assert "hinge-of-a-score" in [match.entry.slug for match in find(-y * step(1 - y * s))]


def test_spots_are_drawn_until_two_slopes_are_not_zero() -> None:
    slopes = [row.slope for row in profile(CATALOGUE.find("epsilon-insensitive")).rows]
    assert sum(slope != 0 for slope in slopes) > 1


def test_other_constants_are_drawn_where_the_slope_does_not_move() -> None:
    """Of two boxes, one of which has no side of its own in what they share."""
    rows = profile(CATALOGUE.find("box-iou")).rows
    assert any(one.group == other.group and one.slope != other.slope for one in rows for other in rows)


def test_losses_are_compared_with_those_of_their_own_folder(tmp_path: Path) -> None:
    for name in ("squared", "half_squared"):
        (tmp_path / "own").mkdir(exist_ok=True)
        shutil.copy(SCRIPTS / "regression" / f"{name}.py", tmp_path / "own")
    here = load_catalogue(tmp_path)
    assert [match.entry.path.parent for match in same_gradient(here.find("squared"))] == [tmp_path / "own"]
