"""Comparisons whose sides are equal on a whole region, as in max(a, b) = a: what holds there is judged there."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

CLIPPED = "where(clip(x,-1,1)==x, x^2/2, abs(x)-1/2)"
LARGEST = "sum_j z_j [z_j == max_k z_k]"
THREE = "max(s_1,s_2,s_3)*[s_1 == max(s_1,s_2,s_3)]"
IN_CODE = "np.where(np.minimum(np.abs(p-t), d) == np.abs(p-t), (p-t)**2/2, d*np.abs(p-t)-d**2/2)"

JUDGED = [
    ("exact", LARGEST, "z_j", "[z_j == max_k z_k]"),
    ("wrong", LARGEST, "z_j", "0"),
    ("exact", "max_k z_k", "z_j", "[z_j == max_k z_k]"),
    ("exact", "max(z)", "z", "(z == max(z))"),
    ("wrong", "sum(z*(z == z.max()))", "z", "0*z"),
    ("exact", "min_k z_k", "z_j", "[z_j <= min_k z_k]"),
    ("wrong", "sum_j z_j^2 [z_j >= max_k z_k]", "z_j", "0"),
    ("exact", "where(z_1 == max_k z_k, z_1^2, 0)", "z_1", "where(z_1 == max_k z_k, 2z_1, 0)"),
    ("wrong", "where(z_1 == max_k z_k, z_1^2, 0)", "z_1", "0"),
    ("exact", CLIPPED, "x", "clip(x,-1,1)"),
    ("wrong", CLIPPED, "x", "where(clip(x,-1,1)==x, 2x, sign(x))"),
    ("wrong", "np.where(np.clip(p, 0, 1) == p, p**2, 0)", "p", "0"),
    ("exact", THREE, "s_1", "[s_1 == max(s_1,s_2,s_3)]"),
    ("wrong", THREE, "s_1", "0"),
    ("positive-scale", "where(relu(x)==x, x^2, 0)", "x", "where(relu(x)==x, 3x, 0)"),
    ("exact", "where(max(a,b,c)!=b, b^2, 0)", "b", "where(b>=a and b>=c, 0, 2b)"),
    ("exact", "where(max(x,relu(y)) == x, x^2, 0)", "x", "where(x>=relu(y), 2x, 0)"),
    ("exact", "where(min(abs(x),1) < abs(x), abs(x)-1/2, x^2/2)", "x", "clip(x,-1,1)"),
    ("wrong", "where(min(abs(x),1) < abs(x), abs(x)-1/2, x^2/2)", "x", "where(min(abs(x),1) < abs(x), sign(x), 3x)"),
    ("wrong", IN_CODE, "p", IN_CODE.replace("(p-t)**2/2", "7*(p-t)").replace("d*np.abs(p-t)-d**2/2", "d*np.sign(p-t)")),
    ("exact", "sign(max(a,b)-a)*a^2", "a", "where(a>b, 0, 2a)"),
    ("wrong", "sign(max(a,b)-a)*a^2", "a", "where(a>b, 7, 2a)"),
    ("wrong", "heaviside(max(a,b)-a)*a^2", "a", "where(a>b, 7, 2a)"),
    ("wrong", "abs(sign(x-relu(x)))*x^2", "x", "where(x>0, 7, 2x)"),
    ("exact", "[relu(x)==0]*x^2", "x", "[x<0]*2*x"),
    ("exact", "[clip(x,-1,1)==x]*x^2", "x", "[|x|<=1]*2*x"),
]


def checked(loss: str, wrt: str, claim: str) -> tuple[int, str]:
    result = CliRunner().invoke(lossary, ["check", loss, "--wrt", wrt, f"--claim={claim}"])
    return result.exit_code, result.output


@pytest.mark.parametrize("verdict, loss, wrt, claim", JUDGED)
def test_a_region_of_equality_is_no_boundary(verdict: str, loss: str, wrt: str, claim: str) -> None:
    code, output = checked(loss, wrt, claim)
    assert code == 0, output
    assert f" {verdict}:" in output.splitlines()[0], output
    assert "no point was found" not in output


def test_a_derivation_has_the_cases_that_it_means() -> None:
    result = CliRunner().invoke(lossary, ["derive", "where(max(a,b)==a, a^2, b^2)", "--wrt", "a"])
    assert result.exit_code == 0, result.output
    assert "a² if a ≥ b; b² otherwise" in result.output


HIDDEN = "where(tanh(max(x,0)) == (exp(2*x)-1)/(exp(2*x)+1), x^2, 0)"


@pytest.mark.parametrize("arguments", [
    ["check", HIDDEN, "--wrt", "x", "--claim", "0"],
    ["derive", HIDDEN, "--wrt", "x"],
])  # fmt: skip
def test_what_is_equal_by_an_identity_is_refused_with_a_cure(arguments: list[str]) -> None:
    result = CliRunner().invoke(lossary, arguments)
    assert result.exit_code == 2
    assert "are equal on a whole region: say in numbers where the condition holds" in result.stderr
