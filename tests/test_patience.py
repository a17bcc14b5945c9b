"""The limit on time: it ends the work wherever that is, says what was being done, and leaves nothing behind."""

from __future__ import annotations

import json
import re
import shutil
import signal
import time
from contextlib import suppress
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivations.catalogue import SCRIPTS, load_entry, the_catalogue
from derivations.catalogue.workers import each
from derivations.cli import lossary
from derivations.errors import LossaryError
from derivations.patience import TooLongError, at_most, more_than, stage

GENEROUS = 30.0  # seconds for what takes five to nine on a machine of 2026 that does nothing else
FOR_EVER = "*".join(f"sum(x[i]^{k}*w, i=1..n)" for k in range(1, 30))


def work() -> None:
    """Whatever goes wrong in it, it goes on, as SymPy does."""
    while True:
        with suppress(Exception):
            sum(range(10_000))


def endless(_: object) -> None:
    work()


def test_it_ends_what_heeds_no_error_and_names_the_stage() -> None:
    with pytest.raises(TooLongError, match=r"^the loss: inner took more than 0.1 s: allow more with --time"):  # noqa: SIM117
        with at_most(0.1, "the loss"), stage("inner"):
            work()


def test_the_timer_and_the_handler_are_put_back() -> None:
    former = signal.getsignal(signal.SIGALRM)
    with at_most(100, "the loss"):
        assert signal.getitimer(signal.ITIMER_REAL)[0] > 0
    assert signal.getitimer(signal.ITIMER_REAL) == (0, 0)
    assert signal.getsignal(signal.SIGALRM) is former


def test_inside_a_limit_only_the_outer_one_counts() -> None:
    with at_most(100, "outer"), at_most(0.001, "inner"):
        time.sleep(0.05)
    with pytest.raises(TooLongError, match="outer"), at_most(0.05, "outer"), at_most(100, "inner"):
        work()


def test_what_else_the_machine_does_does_not_count() -> None:
    with at_most(0.2, "the loss"):
        time.sleep(1)  # as long as others have the processor


def test_what_waits_for_ever_is_ended_too() -> None:
    with pytest.raises(TooLongError, match="took more than"), at_most(0.02, "the loss"):
        time.sleep(60)


@pytest.mark.parametrize("seconds, more", [(30, "120"), (50_000, "86400")])
def test_the_cure_is_an_option_that_exists(seconds: float, more: str) -> None:
    assert f"{more_than(seconds):g}" == more


@pytest.mark.parametrize("seconds", ["nan", "-nan", "inf", "-inf", "0", "-1", "1e999", "86401", "soon"])
@pytest.mark.parametrize("command", ["show huber", "list", "code huber --to c", "verify huber", "build"])
def test_the_limit_is_a_number_of_seconds(command: str, seconds: str) -> None:
    result = CliRunner().invoke(lossary, [*command.split(), "--time", seconds])
    assert result.exit_code == 2
    assert "Invalid value for '--time'" in result.stderr


@pytest.mark.parametrize("workers", [1, 2])
def test_one_that_takes_too_long_does_not_stop_the_others(workers: int) -> None:
    entry = load_entry(the_catalogue().find("squared").path)
    first, second = each(endless, [entry, entry], 0.1, lambda _: None, workers)
    for found in (first, second):
        assert isinstance(found, LossaryError)
        assert str(found).startswith("squared: ")


@pytest.mark.parametrize(
    "command",
    [
        ("derive", FOR_EVER, "--wrt", "w"),
        ("check", FOR_EVER, "--wrt", "w", "--claim", "0"),
        ("factors", FOR_EVER, "--wrt", "w"),
        ("find", FOR_EVER),
        ("show", "deep-network"),
        ("build", "--anew"),
    ],
    ids=lambda command: command[0],
)
def test_every_command_has_a_limit(command: tuple[str, ...]) -> None:
    ends_in_time(*command)


def test_verify_has_a_limit(tmp_path: Path) -> None:
    shutil.copytree(SCRIPTS / "networks", tmp_path / "networks")  # of our own losses a test may know the findings
    ends_in_time("--losses", str(tmp_path), "verify", "deep-network")


def ends_in_time(*command: str) -> None:
    result = CliRunner().invoke(lossary, [*command, "--time", "0.01"])
    assert result.exit_code == 2, result.output
    assert "took more than 0.01 s: allow more with --time" in result.stderr
    assert result.stderr.count("\n") == 1


SLOW = """\"\"\"A product of many absolute values

Sixty kinks.
\"\"\"

from sympy import Mul, symbols

from derivations.language import Loss, Real, magnitude

w = symbols("w")
loss = Loss(
    id="L234",
    expression=Mul(*[magnitude(w - number) for number in range(1, 61)]),
    wrt=w,
    symbols={w: Real("weight")},
    source="made up",
    mistakes=[(w, "everything was dropped")],
)
"""


@pytest.mark.parametrize(
    "others",
    [
        pytest.param((), id="alone"),
        pytest.param(("absolute", "half_squared", "squared"), id="in a worker", marks=pytest.mark.slow),
    ],
)
def test_a_build_ends_at_a_loss_that_takes_for_ever_and_names_it(
    others: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "own" / "regression"
    folder.mkdir(parents=True)
    for name in others:
        shutil.copy(SCRIPTS / "regression" / f"{name}.py", folder)
    (folder / "many_kinks.py").write_text(SLOW, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(lossary, ["--losses", "own", "build", "--time", "5"])
    assert result.exit_code == 2, result.output
    named = r"lossary: error: many-kinks: (deriving|checking the lines) took more than 5 s: allow more with --time 20"
    assert re.match(named, result.stderr), result.stderr
    assert result.stderr.endswith('; with make: make site ARGS="--time 20"\n')
    assert result.stderr.count("\n") == 1
    assert not (tmp_path / "site").exists()


@pytest.mark.parametrize("bracket", ["(w+{0})", "(a{0}*w+b{0})", "(w^2-{0})", "1/(w+{0})"])
def test_the_derivative_of_a_long_product_takes_no_long_time(bracket: str) -> None:
    formula = "*".join(bracket.format(i) for i in range(1, 36))
    result, seconds = timed("derive", formula, "--wrt", "w")
    assert result.exit_code == 0, result.output
    assert "equalities proved" in result.stdout
    lines = result.stdout.partition("Derivation\n")[2]
    assert lines.count("\n  = ") <= 3
    assert seconds < GENEROUS, f"{seconds:.1f} s"


@pytest.mark.parametrize("bracket, slope", [("(w-{0})", "1"), ("(a{0}*w+b{0})", "a{0}")])
def test_claims_about_the_derivative_of_a_long_product(bracket: str, slope: str) -> None:
    brackets = [bracket.format(i) for i in range(1, 51)]
    product = "*".join(brackets)
    ratios = "+".join(f"{slope.format(i)}/{u}" for i, u in enumerate(brackets, start=1))
    right, wrong = f"({product})*({ratios})", f"({product})*(1/{brackets[0]}+{ratios})"
    # By ratios it has no value where a bracket is zero.
    for claim, verdict in ((right, "convention"), (wrong, "wrong"), (product, "wrong")):
        result, seconds = timed("check", product, "--wrt", "w", "--claim", claim, "--format", "json")
        assert json.loads(result.stdout)["verdict"] == verdict
        assert seconds < GENEROUS, f"{seconds:.1f} s"


DEEP = (
    "sum(sum(sum(w_i*x_j*y_k, k=1..n), j=1..n), i=1..n)",
    "sum(sum(sum(sum(w_i*x_j*y_k*z_l, l=1..n), k=1..n), j=1..n), i=1..n)",
    "sum(sum(sum(sum(w_i*w_j*w_k*w_l, l=1..n), k=1..n), j=1..n), i=1..n)",
    "sum(sum(sum(sum((w_i*x_j-y_k*z_l)^2, l=1..n), k=1..n), j=1..n), i=1..n)",
)


@pytest.mark.parametrize("formula", DEEP)
def test_sums_in_sums(formula: str) -> None:
    result, seconds = timed("derive", formula, "--wrt", "w_a")
    assert result.exit_code == 0, result.output
    assert seconds < GENEROUS, f"{seconds:.1f} s"


@pytest.mark.parametrize("formula", [*DEEP[:2], "sum(w, j=1..n)", "sum(sum(w, j=1..n), i=1..n)", "sum(w_j, j=1..n)"])
def test_a_sum_is_compared_with_all_gradients(formula: str) -> None:
    result, seconds = timed("find", formula)
    assert "No loss of the catalogue has this gradient" in result.stdout
    assert seconds < GENEROUS, f"{seconds:.1f} s"


def timed(*command: str) -> tuple[Result, float]:
    """What the command says, and how many seconds of work that took."""
    start = time.process_time()
    result = CliRunner().invoke(lossary, [*command, "--time", "300"])
    return result, time.process_time() - start
