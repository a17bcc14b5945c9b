"""Functions of a negated sum: SymPy 1.14 would turn their sign for ever where nothing is multiplied out by itself."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from sympy import atan, cos, cosh, erf, loggamma, sin, sinh, sqrt, symbols, tanh
from sympy.core.parameters import distribute

from derivations.cli import lossary
from derivations.reading import read, read_latex

w, x, y = symbols("w x y", real=True)
FUNCTIONS = {"sin": sin, "cos": cos, "tanh": tanh, "sinh": sinh, "cosh": cosh, "erf": erf, "atan": atan}
SUMS = {"-x-y": -x - y, "x-y-1": x - y - 1, "-2*x-3*y+1": -2 * x - 3 * y + 1, "-x+y": -x + y}
# A loss, and its slope by w.
LOSSES = {
    "cos(-w*x - b)": "x*sin(-w*x - b)",
    "log(cosh(-w*x - b))": "x*tanh(w*x + b)",
    "erf(-w-b)": "-2*exp(-(w+b)^2)/sqrt(pi)",
    "sin(b - w*x - 1)*tanh(-c - x)": "x*cos(b - w*x - 1)*tanh(c + x)",
    "tanh(z), z = -w-b": "tanh(w+b)^2 - 1",
}


@pytest.mark.parametrize("name", FUNCTIONS)
@pytest.mark.parametrize("text", SUMS)
def test_the_signs_of_the_author_stay(name: str, text: str) -> None:
    applied = read(f"{name}({text})").expression
    assert (applied.func, applied.args) == (FUNCTIONS[name], (SUMS[text],))


def test_a_sign_before_a_bracket_is_still_taken_out() -> None:
    assert read("sin(-(x + y))").expression == -sin(x + y)
    assert read_latex(r"\cosh(-2(x+y))").expression == cosh(2 * (x + y))
    assert read("tanh(-x)").expression == -tanh(x)


def test_other_functions_of_a_negated_sum_end_too() -> None:
    assert read("loggamma((-x-y)*x)").expression == loggamma((-x - y) * x)
    assert read("sqrt(-x-y)").expression == sqrt(-x - y)
    assert tanh(w).subs(w, -x - y) == tanh(-x - y)


def test_the_form_of_sympy_itself_is_left_as_it_is() -> None:
    with distribute(True):  # noqa: FBT003
        assert sin(-x - y) == -sin(x + y)


@pytest.mark.parametrize("loss, slope", LOSSES.items(), ids=LOSSES)
def test_such_a_loss_is_derived_checked_and_judged(loss: str, slope: str) -> None:
    derived = CliRunner().invoke(lossary, ["derive", loss, "--wrt", "w"])
    assert derived.exit_code == 0, derived.output
    assert "equalities proved" in derived.output
    judged = CliRunner().invoke(lossary, ["check", loss, "--wrt", "w", f"--claim={slope}"])
    assert judged.output.startswith("✓ exact"), judged.output
