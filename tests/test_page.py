"""What a page is told beside what a command prints: how formulas are read, and the point that shows it."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest

from derivations.catalogue import the_catalogue
from derivations.cli.page import answer
from derivations.errors import LossaryError
from derivations.notation import tex
from derivations.notation.markup import markup
from derivations.publish.mathml import mathml

SAME_SIGN = str.maketrans("\u2212\u22c5\u03d5", "-\u00b7\u03c6", "\u2061\u2063\u00a0 ")


def told(*words: str, files: dict[str, str] | None = None) -> dict[str, Any]:
    (found,) = json.loads(answer(json.dumps({"files": files or {}, "commands": [words]})))
    assert isinstance(found, dict)
    return found


def preview(*words: str) -> tuple[list[str], list[str]]:
    """The text of the formulas, and the remarks."""
    found = told("preview", *words)
    assert (found["status"], found["err"]) == (0, "")
    said = json.loads(found["out"])
    return [text(each) for each in said["formulas"]], said["remarks"]


def text(formula: str) -> str:
    element = ET.fromstring(re.sub(r"<annotation.*?</annotation>", "", formula))  # noqa: S314  (our own)
    return "".join(element.itertext()).translate(SAME_SIGN)


def test_the_point_that_shows_it_is_told_in_the_names_of_the_figure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert told("check", "--claim=p - t", "--", "huber")["seen"] == {
        "point": {"p": 0, "t": -2, "δ": 1},
        "components": ["p"],
        "claimed": [2],
        "true": [1],
    }
    assert "seen" not in told("check", "--claim=2*(p - t)", "--", "squared")
    steps = told("check", "--wrt=p", "--steps=steps.txt", "--", "(p-t)^2", files={"steps.txt": "2*(p-t)\np-t\n"})
    assert steps["seen"]["components"] == ["p"]


@pytest.mark.parametrize(
    "words, formulas",
    [
        (["--claim=min(delta, 2p)", "--", "huber"], ["∂L∂p=min(δ,2p)"]),
        (["--wrt=p", "--claim=p-t", "--", "(p-t)^2"], ["L=(p-t)2", "∂L∂p=p-t"]),
        (["--wrt=p", "--", "(p-t)^2"], ["L=(p-t)2"]),
        (["--wrt=p", "--claim=dL/dt = 2(p-t)", "--", "(p-t)^2"], ["L=(p-t)2", "∂L∂t=2(p-t)"]),
        (["--wrt=p", "--claim=d^2L/dp^2 = 2", "--", "(p-t)^2"], ["L=(p-t)2", "∂2L∂p2=2"]),
        (["--", "(p-t)^2"], ["(p-t)2"]),
        (["--", "squared"], ["L=(p-t)2"]),
        (["--claim=2*(p-t) = 2p-2t", "--", "squared"], ["∂L∂p=2(p-t)", "∂L∂p=2p-2t"]),
        (["--wrt=p", "--claim=dL/dp = g = 2(p-t) = 2p-2t", "--", "(p-t)^2"], ["L=(p-t)2", "∂L∂p=2(p-t)", "∂L∂p=2p-2t"]),
        (["--latex", "--wrt=p", "--", r"\frac{1}{2}(p-t)^2"], ["L=12(p-t)2"]),
    ],
)
def test_formulas_are_shown_as_they_are_read(words: list[str], formulas: list[str]) -> None:
    assert preview(*words) == (formulas, [])


def test_a_preview_says_how_names_were_taken() -> None:
    formulas, remarks = preview("--wrt=w", "--claim=X^T(Xw - y)", "--", "||y - Xw||^2")
    assert formulas[1] == "∂L∂wi=∑j=1nXji(∑k=1dXjkwk-yj)", "no index has two meanings"
    assert "X: read as a matrix (n by d)" in remarks


def test_what_cannot_be_read_is_refused_as_by_the_command() -> None:
    words = ["--claim=2*(p -", "--", "huber"]
    assert told("preview", *words) == told("check", *words)
    assert told("preview", *words)["status"] == 2


def test_formulas_of_the_catalogue_are_typeset_as_on_their_pages() -> None:
    """The same signs in the same order as another program writes them."""
    losses = [entry.loss for entry in the_catalogue().entries[::3]]
    formulas = {tex(u) for loss in losses for u in (loss.expression, *(mistake.claim for mistake in loss.mistakes))}
    for formula in formulas:
        assert text(markup(formula)) == text(mathml(formula, display=True)), formula


@pytest.mark.parametrize(
    "formula, part",
    [
        ("-x", '<mo form="prefix">−</mo>'),
        ("a - x", "<mo>−</mo>"),
        (r"x_{jk}^2", "<msubsup><mi>x</mi><mrow><mi>j</mi><mi>k</mi></mrow><mn>2</mn></msubsup>"),
        (r"\max_{1\le j\le K} z_j", "<munder>"),
        (r"a < b", "<mo>&lt;</mo>"),
    ],
)
def test_signs_stand_where_they_belong(formula: str, part: str) -> None:
    assert part in markup(formula)


def test_what_we_do_not_write_is_no_formula() -> None:
    with pytest.raises(LossaryError, match=r"no MathML for .href"):
        markup(r"\href{x}{y}")
