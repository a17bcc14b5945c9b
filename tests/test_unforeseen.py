"""What nobody foresaw is named: the script, that it is our fault, and what came before."""

from __future__ import annotations

import json
import re
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from flint import arb, fmpq
from sympy import I, Integer, Sum, log, symbols, zoo

from derivations.catalogue import SCRIPTS, load_entry, the_catalogue
from derivations.catalogue.losses import Entry
from derivations.catalogue.workers import Task, in_order
from derivations.cli import lossary
from derivations.cli.show import FORMATS
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError, OurFaultError, naming
from derivations.evidence import evaluate
from derivations.evidence.balls import Undefined, power
from derivations.evidence.mutants import mutants_of
from derivations.evidence.scope import Graph, Scope
from derivations.judge import ask_about, find, in_vocabulary, judge
from derivations.judge.scales import recognised
from derivations.language.cases import branches
from derivations.language.domains import Model, Real, Size
from derivations.language.functions import magnitude, model, otherwise
from derivations.language.loss import ANONYMOUS, Loss
from derivations.notation import tex, unicode_text
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


PARTS = ("calculus.derive.derive", "evidence.examine", "matrix.matrix_form", "catalogue.agreement.compare_forms")


@pytest.mark.parametrize("part", PARTS)
def test_an_entry_names_its_script(part: str, monkeypatch: pytest.MonkeyPatch) -> None:
    entry = load_entry(SCRIPTS / "linear_models" / "least_squares.py")
    monkeypatch.setattr(f"derivations.{part}", lambda *_, **__: broken(0))
    with pytest.raises(LossaryError, match=r"least_squares\.py: ZeroDivisionError"):
        _ = entry.derivation, entry.report, entry.agreement


def test_one_loss_that_fails_does_not_end_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    entries = the_catalogue().entries
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
    catalogue = the_catalogue()
    for slug in ("multivariate-gaussian", "multivariate-gaussian.S"):
        gradient = catalogue.find(slug).derivation.gradient
        assert slug in [match.entry.slug for match in find(gradient, catalogue.entries)]


@pytest.mark.parametrize("node", [I, zoo, log(-1), Integer(2) + I])
def test_what_is_no_real_number_has_no_value(node: Any) -> None:
    with pytest.raises(Undefined):
        evaluate(node, Scope({}, {}, Graph(Integer(0), {})))


@pytest.mark.parametrize("n", [0, 1, 2, 3, 4, 7])
def test_whole_powers_of_a_ball_around_zero_are_bounded(n: int) -> None:
    result = power(arb(0, 0.5), fmpq(n))
    assert result.is_finite()
    assert result.contains(arb(0.25) ** n)


@pytest.mark.parametrize("number", ["nan", "+/- inf", "1e400", "-1e400", "1e-400", "[0 +/- 1]"])
def test_a_scale_without_bounds_or_beyond_all_floats_has_no_name(number: str) -> None:
    assert recognised(arb(number)) is None


SHARE = {  # loss, claim, verdict, scale
    "a huge scale": ("w^2", "exp(1000)*w", "positive-scale", "9.85035557008523"),
    "a tiny scale": ("w^2", "-exp(-1000)*w", "negated", "-2.5379794487747284e-435"),
    "a tiny gradient": ("exp(-1000)*w^2", "w", "positive-scale", "9.85035557008523"),
    "a tiny gradient, halved": ("exp(-1000)*w^2", "exp(-1000)*w", "positive-scale", "0.5"),
    "a huge gradient, halved": ("exp(1000)*w^2", "exp(1000)*w", "positive-scale", "0.5"),
    "a tiny gradient, as it is": ("exp(-1000)*w^2", "2*exp(-1000)*w", "exact", None),
    "no ratio": ("exp(900*w)", "w", "wrong", None),
    "no ratio, the other way": ("w^2", "exp(900*w)", "wrong", None),
}


@pytest.mark.parametrize("name", SHARE)
def test_numbers_that_no_float_can_hold(name: str) -> None:
    loss, claim, verdict, scale = SHARE[name]
    for form in ("json", "text"):
        command = ["check", loss, "--wrt", "w", "--claim", claim, "--format", form]
        result = CliRunner().invoke(lossary, command, catch_exceptions=False)
        assert not {"nan", "inf", "0.0"} & set(re.split(r"[^A-Za-z0-9.]+", result.stdout))
        if form == "json":
            found = json.loads(result.stdout)
            assert found["verdict"] == verdict
            assert scale is None or found["scale"].startswith(scale)


NAMES_OF_CLASSES = (
    "D", "Sum", "Add", "Mul", "Pow", "Symbol", "Named", "Prime", "Derivative", "Max", "Eq", "exp",
    "log", "sin", "sigma", "magnitude", "sign", "held", "Phi", "phi", "clip", "E", "S",
)  # fmt: skip


@pytest.mark.parametrize("name", NAMES_OF_CLASSES)
def test_a_model_may_bear_the_name_of_a_class(name: str) -> None:
    w, t = symbols("w t")
    f = model(name)
    loss = Loss(
        id=ANONYMOUS,
        expression=(f(w) - t) ** 2 + f(w) ** 2,
        wrt=w,
        symbols={w: Real("weight"), t: Real("target"), f: Model("model")},
        source=(),
    )
    entry = your_entry(loss)
    assert not entry.failures
    gradient, other = entry.derivation.gradient, model("q")
    for show in (tex, unicode_text):
        for exponent in (1, 2):
            assert show(f(w) ** exponent).replace(show(f), "q") == show(other(w) ** exponent)
    assert all(write(entry) for write in FORMATS.values())
    assert in_vocabulary(gradient) == gradient
    assert judge(ask_about(loss, [gradient])).verdict == "exact"


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
