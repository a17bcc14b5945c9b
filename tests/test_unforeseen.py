"""What nobody foresaw is named: the script, that it is our fault, and what came before."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from flint import arb, fmpq
from sympy import I, Integer, Sum, log, symbols, zoo

from derivations.catalogue import load_catalogue
from derivations.catalogue.losses import Entry
from derivations.catalogue.workers import Task, in_order
from derivations.errors import LossaryError, OurFaultError, naming
from derivations.evidence import evaluate
from derivations.evidence.balls import Undefined, power
from derivations.evidence.mutants import mutants_of
from derivations.evidence.scope import Graph, Scope
from derivations.judge import find
from derivations.judge.scales import recognised
from derivations.language.domains import Real, Size
from derivations.language.functions import branches, magnitude, otherwise
from derivations.language.loss import Loss
from derivations.publish.site import replacing, run_mkdocs


def broken(_: object) -> None:
    msg = "nobody foresaw it"
    raise ZeroDivisionError(msg)


def test_a_fault_of_ours_is_named_and_keeps_its_cause() -> None:
    with (
        pytest.raises(
            OurFaultError, match=r"huber\.py: ZeroDivisionError: nobody foresaw it .*please report"
        ) as caught,
        naming("huber.py"),
    ):
        broken(0)
    assert isinstance(caught.value.__cause__, ZeroDivisionError)


@pytest.mark.parametrize("workers", [1, 2])
def test_a_fault_in_a_task_names_the_task(workers: int) -> None:
    tasks = [Task(broken, number, f"loss {number}") for number in range(4)]
    with pytest.raises(LossaryError, match=r"^loss 0: ZeroDivisionError: nobody foresaw it"):
        list(in_order(tasks, lambda _: None, workers))


@pytest.mark.parametrize("part", ["derive", "examine", "matrix_form", "compare_forms"])
def test_an_entry_names_its_script(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = load_catalogue().find("least-squares")
    assert isinstance(entry, Entry)
    monkeypatch.setattr(f"derivations.catalogue.losses.{part}", lambda *_, **__: broken(0))
    with pytest.raises(LossaryError, match=r"least_squares\.py: ZeroDivisionError"):
        _ = entry.derivation, entry.report, entry.agreement


def test_one_loss_that_fails_does_not_end_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = load_catalogue().entries
    target = next(entry for entry in entries if entry.slug == "squared")
    module = sys.modules["derivations.judge.find"]  # the function of this name hides it
    first: Callable[..., Any] = vars(module)["_matches"]

    def failing(pattern: Any, entry: Entry) -> Iterable[Any]:
        return broken(entry) or [] if entry.slug == "absolute" else first(pattern, entry)

    monkeypatch.setattr(module, "_matches", failing)
    with pytest.warns(RuntimeWarning, match=r"absolute\.py: ZeroDivisionError"):
        found = find(target.derivation.gradient, [e for e in entries if e.slug in ("absolute", "squared")])
    assert [match.entry.slug for match in found] == ["squared"]


def test_an_inverse_is_looked_for_by_its_own_names() -> None:
    entries = load_catalogue().entries
    for slug in ("gaussian-covariance", "gaussian-mean"):
        gradient = next(entry for entry in entries if entry.slug == slug).derivation.gradient
        assert slug in [match.entry.slug for match in find(gradient, entries)]


@pytest.mark.parametrize("node", [I, zoo, log(-1), Integer(2) + I])
def test_what_is_no_real_number_has_no_value(node: Any) -> None:
    with pytest.raises(Undefined):
        evaluate(node, Scope({}, {}, Graph(Integer(0), {})))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 7])
def test_whole_powers_of_a_ball_around_zero_are_bounded(n: int) -> None:
    result = power(arb(0, 0.5), fmpq(n))
    assert result.is_finite()
    assert result.contains(arb(0.25) ** n)


def test_a_scale_without_bounds_has_no_name() -> None:
    assert recognised(arb("nan")) is None


a, p, s, x, n, m = symbols("a p s x n m", real=True)
MUTATED = {
    "a division by a dropped name": branches((1, 1 / a <= 2), (p, otherwise)),
    "a power of a dropped name": branches((x**2, magnitude(x) < 1 / s**2), (x, otherwise)),
    "a logarithm": p * log(1 - p) + p * log(-1 + x),
    "a bound letter that is a name": n * p - Sum(n * x, (n, 1, m)),
    "a letter bound twice": Sum(n * Sum(n**2, (n, 1, m)) * p, (n, 1, m)),
}


@pytest.mark.parametrize("name", MUTATED)
def test_mutants_are_formulas(name: str) -> None:
    domains: dict[Any, Any] = {**dict.fromkeys((a, p, s, x, n), Real("number")), m: Size("size")}
    loss = Loss(id="", expression=p * x, wrt=p, symbols=domains, source=())
    mutants = mutants_of(MUTATED[name], loss)
    assert len(mutants) > 6
    assert not any(mutant.has(I, zoo) for _, mutant in mutants)


def test_folders_that_others_left_beside_the_site_stay(tmp_path: Path) -> None:
    others = tmp_path / ".site-building-x"
    others.mkdir()
    with replacing(tmp_path / "site") as folder:
        (folder / "index.html").write_text("home")
    assert others.is_dir()
    shutil.rmtree(others)


@pytest.mark.parametrize("value", ["today", "1.5", "9" * 30])
def test_a_date_that_is_none_is_named(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", value)
    with pytest.raises(LossaryError, match="SOURCE_DATE_EPOCH"):
        run_mkdocs(tmp_path, tmp_path / "site")
