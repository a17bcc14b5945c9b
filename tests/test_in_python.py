"""The catalogue in Python: the page of that name runs, its types are right, and formulas take numbers."""

from __future__ import annotations

import doctest
import random
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sympy import Expr, Float, Rational, S, Symbol

from derivations import catalogue
from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.language.domains import Label01, LabelSign, Positive, Real
from derivations.language.functions import held
from derivations.notation import in_sympy

PAGE = Path(__file__).parents[1] / "templates" / "pages" / "python.md"


@pytest.fixture(scope="module")
def page() -> doctest.DocTest:
    text = PAGE.read_text(encoding="utf-8").replace("```", "")
    return doctest.DocTestParser().get_doctest(text, {}, "python.md", str(PAGE), 0)


def test_what_the_page_shows_is_what_python_prints(page: doctest.DocTest) -> None:
    told: list[str] = []
    result = doctest.DocTestRunner().run(page, out=told.append)
    assert result.attempted > 20
    assert result.failed == 0, "".join(told)


def test_its_types_are_right(page: doctest.DocTest, tmp_path: Path, repository: Path) -> None:
    right, wrong = tmp_path / "page.py", tmp_path / "wrong.py"
    right.write_text("".join(example.source for example in page.examples), encoding="utf-8")
    wrong.write_text("from derivations import catalogue\ncatalogue.find('huber').judge('p', latex='no')\n")
    command = [sys.executable, "-m", "mypy", "--strict", "--config-file", "pyproject.toml", str(right), str(wrong)]
    done = subprocess.run(command, cwd=repository, capture_output=True, text=True, check=False)
    assert [Path(line.partition(":")[0]).name for line in done.stdout.splitlines() if ": error:" in line] == [
        "wrong.py"
    ]


def of_numbers() -> list[Entry]:
    """Losses of numbers alone."""
    kinds = (Real, Positive, Label01, LabelSign)
    found = []
    for entry in catalogue.the_catalogue():
        domains = entry.loss.all_symbols
        if all(isinstance(s, Symbol) and type(d) in kinds and not d.shape for s, d in domains.items()):
            found.append(entry)
    return found


def some(domain: Any, rng: random.Random) -> Any:
    if isinstance(domain, Label01 | LabelSign):
        return S.One
    low, high = (Rational(1, 3), 2) if isinstance(domain, Positive) else (-2, 2)
    return low + (high - low) * Rational(rng.randrange(1, 1000), 1001)


def slope(entry: Entry, at: dict[Any, Any]) -> Float:
    """By a difference, which is no calculus of ours."""
    step = Rational(1, 10**12)
    ends = [entry.expression.subs(at | {entry.loss.wrt: at[entry.loss.wrt] + way * step}).evalf(40) for way in (1, -1)]
    return (ends[0] - ends[1]) / (2 * step)


def test_formulas_take_numbers_and_the_gradient_is_the_slope() -> None:
    rng, tried = random.Random(1), 0
    for entry in of_numbers()[:40]:
        if entry.loss.constraints or entry.loss.expression.has(held):  # whose slope is meant to be another
            continue
        at = {symbol: some(domain, rng) for symbol, domain in entry.loss.all_symbols.items()}
        found, wanted = entry.gradient.subs(at).evalf(30), slope(entry, at)
        assert found.is_number, entry
        if not wanted.is_real:
            continue  # outside the domain
        assert abs(found - wanted) < 1e-8 * (1 + abs(wanted)), entry
        tried += 1
    assert tried > 20


@pytest.mark.parametrize("name", ["huber", "L5W8", "l5w8", "robust/huber", "regression/huber", "nn.HuberLoss"])
def test_every_name_finds_it(name: str) -> None:
    assert catalogue.find(name).slug == "huber"


def test_all_are_listed_and_shown() -> None:
    whole = catalogue.the_catalogue()
    assert len(whole) == len(list(whole)) > 100
    assert repr(whole).startswith(f"<{len(whole)} losses in ")
    html = whole._repr_html_()
    assert all(f">{entry.id}</a>" in html for entry in whole)
    assert "$" not in html


@pytest.mark.parametrize("name", ["absolute", "least-squares", "deep-network"])
def test_an_entry_shows_its_derivation(name: str) -> None:
    entry = catalogue.find(name)
    html, latex = entry._repr_html_(), entry._repr_latex_()
    for line in entry.derivation.all_lines:
        assert f"<small>{entry.address(line.number)}</small>" in html
    assert html.count("<small>proved: ") == len(entry.derivation.all_lines)
    assert "<math" in html
    assert "$" not in html
    assert latex.count("$") % 2 == 0
    assert r"\begin{aligned}" in latex
    assert "\\new{" not in latex


def test_a_claim_may_be_sympy_and_about_the_second_derivative() -> None:
    entry = catalogue.find("half-squared")
    p, t = (Symbol(name) for name in "pt")  # of no domain: names count
    assert entry.judge(p - t).verdict == "exact"
    assert entry.judge(t - p).verdict == "negated"
    assert entry.second is not None
    assert entry.second.judge("1").verdict == "exact"
    assert catalogue.find("half-squared").judge("3").verdict == "wrong"


def test_a_judgement_is_shown_with_its_point() -> None:
    judgement = catalogue.find("absolute").judge("p - t")
    assert str(judgement).startswith("wrong: ")
    assert "claimed" in str(judgement)
    assert judgement._repr_markdown_().startswith("**wrong**: ")


@pytest.mark.parametrize("claim", [3, None, 1.5])
def test_what_is_no_claim_is_refused(claim: Any) -> None:
    with pytest.raises(LossaryError, match="a claim is text"):
        catalogue.find("absolute").judge(claim)


def test_a_broken_answer_would_be_seen() -> None:
    entry = catalogue.find("absolute")
    at = {symbol: Rational(2 + number) for number, symbol in enumerate(entry.loss.symbols)}
    spoiled = SimpleNamespace(expression=-entry.expression, loss=entry.loss)
    assert isinstance(in_sympy(entry.loss.expression), Expr)
    assert abs(slope(spoiled, at) - entry.gradient.subs(at)) > 1  # type: ignore[arg-type]
