"""derive, check, factors and find, as people type them."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sympy import Expr, Integer, Rational

from derivations.catalogue import the_catalogue
from derivations.cli import lossary
from derivations.cli.claims import as_text, in_a_line
from derivations.judge import Judgement, Phrase, ask_about, judge
from derivations.judge.reasons import tried as reason_of_what_was_tried


def run(*words: str) -> Result:
    return CliRunner().invoke(lossary, words)


def test_a_loss_of_your_own_is_derived_and_checked() -> None:
    result = run("derive", "abs(m(w) - t)", "--wrt", "w")
    assert result.exit_code == 0
    assert "∂L/∂w = sign(m(w) − t) · m′(w)" in result.output
    assert "Kink at m(w) = t" in result.output
    assert re.search(r"\d+ of \d+ equalities proved, all compared at \d+ exact points", result.output)


def test_what_was_typed_is_kept() -> None:
    result = run("derive", "log(1+exp(-y*f))", "--wrt", "f")
    assert "∂/∂f [ log(1 + exp(−y f)) ]" in result.output
    assert "Exponential" in result.output


def test_a_spoiled_gradient_that_happens_to_be_right_is_no_failure() -> None:
    result = run("derive", "1/(1+exp(-z))", "--wrt", "z")  # its gradient is even: a dropped minus changes nothing
    assert result.exit_code == 0
    assert re.search(r"\d+ of \d+ equalities proved, all compared at \d+ exact points", result.output)


def test_a_loss_of_your_own_has_no_id() -> None:
    result = run("derive", "p^2", "--wrt", "p")
    assert result.output.startswith("Your loss\n")
    data = json.loads(run("derive", "p^2", "--wrt", "p", "--format", "json").output)
    assert (data["id"], data["slug"], data["family"]) == (None, None, None)
    assert data["lines"][0]["address"] == "1"
    for form in ("markdown", "latex"):
        assert "Lossary" not in run("derive", "p^2", "--wrt", "p", "--format", form).output


def test_a_model_of_anything() -> None:
    result = run("derive", "abs(m(w*x+b) - t)", "--wrt", "w", "--symbol", "m:model")
    assert result.exit_code == 0
    assert "x sign(m(" in result.output


def test_large_numbers_are_no_failure_of_the_derivation() -> None:
    result = run("derive", "-t*log(sigma(w*x+b))-(1-t)*log(1-sigma(w*x+b))", "--wrt", "w")
    assert result.exit_code == 0, result.output


def test_a_tower_of_powers_is_not_confirmed_but_ends() -> None:
    result = run("derive", "x^x^x^x", "--wrt", "x")
    assert result.exit_code == 1
    assert "Not confirmed" in result.output


def test_what_depends_on_a_sign_that_is_not_known_is_told_for_that_sign() -> None:
    huber = "where(abs(r)<=d, r^2/2, d*(abs(r)-d/2))"
    free = run("derive", huber, "--wrt", "r")
    assert free.exit_code == 0
    assert "Kink at r = 0, if d < 0" in free.output
    known = run("derive", huber, "--wrt", "r", "--symbol", "d:positive")
    assert known.exit_code == 0
    assert "r = 0" not in known.output.split("Where the formula")[1].partition("Properties")[0]


def test_relations_are_solved() -> None:
    assert "Holds     where x ≠ 0" in run("derive", "max(-x-y, x-y)", "--wrt", "x").output


def test_a_gradient_of_one_has_no_factors() -> None:
    assert run("factors", "x", "--wrt", "x").output == "The gradient is 1: there is no factor to drop.\n"


def test_domains_are_taken() -> None:
    result = run("derive", "d*(abs(r) - d/2)", "--wrt", "r", "--symbol", "d:positive", "--format", "json")
    data = json.loads(result.output)
    assert data["symbols"] == {"d": "positive", "r": "real"}
    assert data["gradient"] == "d*sign(r)"


def test_latex_is_read() -> None:
    result = run("derive", r"\frac{1}{2}(p-t)^2", "--wrt", "p", "--latex", "--format", "json")
    assert json.loads(result.output)["gradient"] == "p - t"


POWERS = "p_k = exp(z_k)/sum_{j=1}^K exp(z_j)"
SOFTMAX = ("-sum_{k=1}^K t_k log(p_k)", "--where", POWERS, "--wrt", "z_k")
VERDICTS = [
    (("L4K7", "--claim", "m_x'(w)"), "wrong"),
    (("L4K7", "--claim", "sign(m_x(w) - t) m_x'(w)"), "exact"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2(p-t)"), "exact"),
    (("(p-t)^2", "--wrt", "p", "--claim", "p-t"), "positive-scale"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2(t-p)"), "negated"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2p"), "wrong"),
    (("(p-t)^2 + (q-s)^2", "--wrt", "p", "--wrt", "q", "--claim", "p-t", "--claim", "2(q-s)"), "wrong"),
    (("x^3", "--wrt", "x", "--claim", "6x", "--order", "2"), "exact"),
    (("-t log(p)", "--wrt", "p", "--claim", "-t/p"), "exact"),
    (("sum_{i=1}^n (p_i - t_i)^2", "--wrt", "p_j", "--claim", "2 (p_j - t_j)"), "exact"),
    (("sigmoid-node", "--wrt", "w_jk", "--claim", "-(t_k - o_k) o_j"), "wrong"),
    (("sigmoid-node", "--claim", "-2 (t_k - o_k) σ(Σ_{j=1}^n w_jk o_j)(1 - σ(Σ_{j=1}^n w_jk o_j)) o_j"), "exact"),
    (("least-squares", "--wrt", "w_j", "--claim", "sum_{i=1}^m r_i X_ij"), "positive-scale"),
    ((*SOFTMAX, "--claim", "p_k - t_k"), "convention"),
    ((*SOFTMAX, "--claim", "p_k sum_{j=1}^K t_j - t_k"), "exact"),
    ((*SOFTMAX, "--where", "sum_{k=1}^K t_k = 1", "--claim", "p_k - t_k"), "convention"),
    (("-log(p_y)", "--where", POWERS, "--wrt", "z_j", "--claim", "p_j"), "wrong"),
    (("e^2", "--where", "e = t - o", "--wrt", "o", "--claim", "-2 (t - o)"), "exact"),
    (("(t-o)^2", "--wrt", "z", "--where", "o = sigma(z)", "--claim", "-2 (t-o) o (1-o)"), "exact"),
]


@pytest.mark.parametrize(
    "words, verdict", VERDICTS, ids=lambda value: " ".join(value) if isinstance(value, tuple) else ""
)
def test_verdicts(words: tuple[str, ...], verdict: str) -> None:
    result = run("check", *words, "--format", "json")
    assert result.exit_code == 0, result.output
    data = json.loads(result.output)
    assert data["verdict"] == verdict
    assert {"scale", "reason", "counterexample"} <= data.keys()


@pytest.mark.parametrize(
    "factor, proved, tried",
    [
        (
            Integer(1),
            "✓ exact: equal to the gradient (proved)",
            "✓ exact: agrees with the gradient wherever it was tried",
        ),
        (
            Rational(1, 2),
            "∝ positive-scale: equal up to one positive constant: ",
            "∝ positive-scale: equal up to one positive",
        ),
        (Integer(-1), "− negated: the sign is turned (proved)", "− negated: the sign is turned wherever it was tried"),
    ],
)
def test_what_is_right_is_proved_or_agrees_wherever_it_was_tried(factor: Expr, proved: str, tried: str) -> None:
    entry = the_catalogue().find("squared")
    question = ask_about(entry.loss, [factor * entry.derivation.gradient])
    judgement = judge(question)
    first = as_text(judgement, entry).splitlines()[0]
    assert first.startswith(proved)
    assert first.endswith("(proved)")
    assert "wherever it was tried" not in str(judgement.reason)
    assert in_a_line(judgement).startswith(f"{judgement.verdict} (proved): ")
    assert judgement.evidence is not None
    checked = replace(judgement, evidence=replace(judgement.evidence, level="checked"))
    first = as_text(checked, entry).splitlines()[0]
    assert first.startswith(tried)
    assert first.endswith("(not proved)")
    assert in_a_line(checked).startswith(f"{judgement.verdict} (not proved): ")
    assert "wherever it was tried" in str(reason_of_what_was_tried(question, judgement))


def test_where_a_claim_was_not_tried_is_said(tmp_path: Path) -> None:
    thin = "(p^2 - 2*t^2)^2 + (p*t - 7)^2 < 10^-60"
    claim, said = f"where({thin}, 0, 2*(p - t))", "no point was found where (p² − 2 t²)² + (p t − 7)² < 1/10⁶⁰"
    asked = ("check", "(p - t)^2", "--wrt", "p", "--claim", claim)
    assert said in " ".join(run(*asked).output.split())
    data = json.loads(run(*asked, "--format", "json").output)
    assert (data["level"], data["unseen"]) == ("checked", [f"(p**2 - 2*t**2)**2 + (p*t - 7)**2 < 1/{10**60}"])
    path = tmp_path / "claims.yaml"
    path.write_text(
        "- id: gap\n  loss: (p - t)^2\n  symbols: {p: {domain: real, role: param}, t: real}\n  wrt: [p]\n"
        f"  claimed: ['{claim}']\n"
    )
    (line,) = run("check", "--file", str(path)).output.splitlines()
    assert line.startswith("gap: exact (not proved): ")
    assert line.endswith(said)
    (row,) = run("check", "--file", str(path), "--format", "json").output.splitlines()
    assert json.loads(row)["unseen"] == data["unseen"]


def test_a_condition_that_was_typed_holds_for_the_derivation() -> None:
    asked = ("derive", "log(b - a)", "--wrt", "a")
    assert "Edge of the domain at a = b" in run(*asked).output
    under = run(*asked, "--where", "a < b")
    assert "Holds     where a < b\n" in under.output
    assert "Edge of the domain" not in under.output
    assert under.exit_code == 0
    assert json.loads(run(*asked, "--where", "a < b", "--format", "json").output)["conditions"] == ["a < b"]


@pytest.mark.parametrize("text", ["a + b = 1", "a + b == 1", "b == 1 - a"])
def test_an_equation_that_was_typed_holds_too(text: str) -> None:
    asked = ("a*b*c", "--wrt", "c", "--where", text)
    assert re.search(r"Holds     where (a \+ b = 1|b = 1 − a)\n", run("derive", *asked).output)
    assert "≈ convention" in run("check", *asked, "--claim", "a*(1 - a)").output
    assert "✓ exact" in run("check", *asked, "--claim", "a*b").output


def test_what_is_wrong_has_no_level() -> None:
    data = json.loads(run("check", "L4K7", "--claim", "m_x'(w)", "--format", "json").output)
    assert (data["verdict"], data["level"]) == ("wrong", None)
    assert "proved" not in run("check", "L4K7", "--claim", "m_x'(w)").output


def test_a_wrong_claim_is_told_why_and_where() -> None:
    result = run("check", "L4K7", "--claim", "m_x'(w)")
    assert result.output.startswith("✗ wrong")
    assert "with respect to w: claimed" in result.output
    assert len(result.output.splitlines()) < 25


def test_the_paths_part_for_a_loss_of_your_own_too() -> None:
    result = run("check", "abs(m(w) - t)", "--wrt", "w", "--claim", "m'(w)")
    assert (
        "The paths part between the left side and line 1 (Chain rule, Absolute value) of the derivation: see"
        in " ".join(result.output.split())
    )


def test_factors_are_those_of_the_variable_that_was_asked_for() -> None:
    assert run("factors", "squared", "--wrt", "t").output.startswith("✗ −1")
    assert run("factors", "squared").output.startswith("✓ 2")
    assert run("factors", "sigmoid-node", "--wrt", "w").output == run("factors", "sigmoid-node").output


def test_the_founding_audit() -> None:
    data = json.loads(run("factors", "sigmoid-node", "--format", "json").output)
    may_go = {factor["factor"]: factor["may_be_dropped"] for factor in data}
    assert [name for name, may in may_go.items() if may] == ["2"]
    slope = next(factor for factor in data if factor["factor"].startswith("o_k"))
    assert "cross-entropy" in " ".join(slope["without_it"])
    weight = next(factor for factor in data if factor["factor"] == "o_j")
    assert "no function at all" in " ".join(weight["without_it"])


def test_the_way_back() -> None:
    result = run("find", "sigma(z) - t")
    assert result.output.startswith("L9S2  binary-cross-entropy-with-logit: the same gradient")
    assert "mean-squared: the same gradient" in run("find", "2 (p_j - t_j)/n").output
    assert run("find", "2 sum_{i=1}^m r_i X_ij").output == "L7QF  least-squares: the same gradient\n"


FOUND = [
    ("2*sum((sum(X_ij*w_j,j=1..d) - y_i)*X_ik, i=1..n)", "least-squares: the same gradient"),
    ("softmax(z)_k - t_k", "softmax-cross-entropy-of-soft-targets: the same gradient"),
    ("p_k - [k = y]", "softmax-cross-entropy: the same gradient"),
    ("where(k == y, p_k - 1, p_k)", "softmax-cross-entropy: the same gradient"),
    ("p_k - delta_ky", "softmax-cross-entropy: the same gradient"),
    ("np.tanh(e)", "log-cosh: the same gradient, where e is p − t"),
]


@pytest.mark.parametrize("gradient, loss", FOUND)
def test_a_gradient_by_component_is_found_whatever_its_sizes_and_indices_are_called(gradient: str, loss: str) -> None:
    lines = run("find", gradient).output.splitlines()
    assert any(line.endswith(loss) for line in lines)
    assert not any("where k is" in line for line in lines)


BAD = [
    (("derive", "x +* 2", "--wrt", "x"), "(at character 4)\n  x +* 2\n     ^"),
    (("derive", "x^2"), "--wrt NAME"),
    (("derive", "9**9**9*w", "--wrt", "w"), "exponents may be at most"),
    (("derive", "x^2", "--wrt", "x", "--symbol", "x"), "NAME:DOMAIN"),
    (("derive", "x^2", "--wrt", "x", "--symbol", "x:blue"), "is no domain that is known here"),
    (("derive", "t^2", "--wrt", "x"), "does not depend on x: its names are t"),
    (("derive", "λw² + x_1x_2", "--wrt", "q"), "does not depend on q: its names are lambda, w, x_1, x_2"),
    (("check", "nosuchloss", "--claim", "x"), "no loss is called 'nosuchloss'"),
    (("check", "x^2", "--wrt", "x"), "--claim"),
    (("check", "--file", "nowhere.yaml"), "nowhere.yaml"),
    (("check", "x^2", "--wrt", "x", "-x"), "unexpected extra argument"),
    (("check", "sum_{i=1}^n x_i y_ij", "--wrt", "x_j", "--claim", "y_j"), "y takes 2 indices"),
    (("check", "L4K7", "--claim", "m'(w)"), "m in the claim m′(w) does not occur in the loss"),
    (("derive", "__import__('os').system('true')", "--wrt", "x"), "lossary: error"),
]


@pytest.mark.parametrize("words, message", BAD, ids=lambda value: " ".join(value) if isinstance(value, tuple) else "")
def test_bad_input_is_named_with_the_cure(words: tuple[str, ...], message: str) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert message in result.output
    assert "Traceback" not in result.output


def test_a_file_of_claims_goes_on_after_a_broken_record(tmp_path: Path) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(
        """
- id: right
  loss: {sympy: (p - t)**2}
  symbols: {p: {domain: real, role: param}, t: {domain: real, role: data}}
  wrt: [p]
  claimed: {sympy: [2*(p - t)]}
- id: broken
  loss: {sympy: (p - t)**}
  symbols: {p: {domain: real, role: param}, t: {domain: real, role: data}}
  wrt: [p]
  claimed: {sympy: [2*(p - t)]}
- id: turned
  loss: {sympy: (p - t)**2}
  symbols: {p: {domain: real, role: param}, t: {domain: real, role: data}}
  wrt: [p]
  claimed: {sympy: [2*(t - p)]}
"""
    )
    result = run("check", "--file", str(path), "--format", "json")
    assert "1 record could not be judged" in result.stderr
    assert result.exit_code == 2
    rows = [json.loads(row) for row in result.stdout.splitlines()]
    assert [(row["id"], row.get("verdict")) for row in rows] == [
        ("right", "exact"),
        ("broken", None),
        ("turned", "negated"),
    ]
    assert rows[1]["line"] == 7
    assert rows[1]["error"]


ERRORS = "1/n*sum((p_i - y_i)^2, i=1..n)"
BOUND = [
    (("--where", "p_i = w*x_i + b"), "2/n*sum((p_i - y_i)*x_i, i=1..n)"),
    (("--where", "p_j = w*x_j + b"), "2/n*sum((p_i - y_i)*x_i, i=1..n)"),
    (("--where", "p[i] = w*x[i] + b"), "2/n*sum((p[k] - y[k])*x[k], k=1..n)"),
    (("--where", "z_i = w*x_i", "--where", "p_i = sigma(z_i)"), "2/n*sum((p_i - y_i)*p_i*(1 - p_i)*x_i, i=1..n)"),
]


@pytest.mark.parametrize("where, claim", BOUND, ids=[" ".join(where) for where, _ in BOUND])
def test_an_index_on_the_left_of_a_definition_binds(where: tuple[str, ...], claim: str) -> None:
    assert "✓ exact" in run("check", ERRORS, "--wrt", "w", *where, "--claim", claim).output


def test_so_the_gradient_sums_over_it() -> None:
    found = run("derive", ERRORS, "--wrt", "w", "--where", "p_i = w*x_i + b").output
    assert "∂L/∂w = 2/n · Σ_{i=1..n} x_i · (p_i − y_i)" in found


def test_one_side_of_a_definition_tells_what_the_other_is() -> None:
    asked = ("check", "-log(p_y)", "--wrt", "z_k", "--where", "p_i = exp(z_i)/sum(exp(z_j), j=1..K)")
    assert "✓ exact" in run(*asked, "--claim", "p_k - [k = y]").output


def test_a_gradient_of_no_loss_is_an_answer() -> None:
    result = run("find", "q^7 sigma(q)")
    assert result.exit_code == 1
    assert "No loss of the catalogue has this gradient" in result.output


def test_it_binds_in_latex() -> None:
    asked = ("check", "--latex", r"\frac1n\sum_{i=1}^n(\hat y_i - y_i)^2", "--wrt", "w", "--where", r"\hat y_i = w x_i")
    assert "✓ exact" in run(*asked, "--claim", r"\frac2n\sum_{i=1}^n(\hat y_i - y_i)x_i").output
    assert "the index i" in run(*asked, "--claim", r"\frac{2x_i}n\sum_{i=1}^n(\hat y_i - y_i)").output


UNBOUND = [
    (("check", ERRORS, "--where", "p_i = w*x_i + b", "--claim", "2*x_i/n*sum(p_i - y_i, i=1..n)"), "sum over it"),
    (("check", ERRORS, "--where", "p_i = w*x_i + b", "--claim", "2/n*sum((p_i - y_i)*x_k, i=1..n)"), "the index k"),
    (("check", "sum((w*x_i - y_i)^2, i=1..n)", "--claim", "2*x_i*sum(w*x_i - y_i, i=1..n)"), "the index i"),
]


@pytest.mark.parametrize("words, cure", UNBOUND, ids=[" ".join(words) for words, _ in UNBOUND])
def test_a_claim_with_an_index_that_nothing_binds_is_wrong(words: tuple[str, ...], cure: str) -> None:
    result = run(*words, "--wrt", "w")
    assert result.exit_code == 0
    assert result.output.startswith("✗ wrong")
    assert cure in " ".join(result.output.split())


NO_QUESTION = [
    (("derive", "sum((p - y_i)^2, i=1..n)", "--where", "p = w*x_i"), "give it to the name as well, as in p_i"),
    (("derive", "sum((w*x_i - y_i)^2, i=1..n)", "--symbol", "x_i:positive"), "by its letter alone"),
]


@pytest.mark.parametrize("words, cure", NO_QUESTION, ids=[" ".join(words) for words, _ in NO_QUESTION])
def test_an_index_that_nothing_binds_is_an_error(words: tuple[str, ...], cure: str) -> None:
    result = run(*words, "--wrt", "w")
    assert result.exit_code == 2
    assert cure in result.output


def test_the_domain_of_an_array_may_be_said() -> None:
    asked = ("check", "sum(w*log(x_i), i=1..n)", "--wrt", "w", "--symbol", "x:positive")
    assert "✓ exact" in run(*asked, "--claim", "sum(log(x_i), i=1..n)").output


@pytest.mark.parametrize(
    "words",
    [
        ("derive", "sigmod(z)", "--wrt", "z"),
        ("check", "sigmod(z)", "--wrt", "z", "--claim", "sigmod'(z)"),
        ("check", "z^2", "--wrt", "z", "--claim", "2*sigmod(z)"),
        ("check", "q^2", "--wrt", "z", "--where", "q = sigmod(z)", "--claim", "2q"),
        ("factors", "sigmod(z)^2", "--wrt", "z"),
        ("find", "sigmod(z) - t"),
    ],
    ids=" ".join,
)
def test_a_name_that_nobody_declared_is_asked_about(words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 2
    assert "did you mean sigma(z)? Or declare a model: --symbol sigmod:model" in result.output


def test_a_declared_model_is_one_and_a_letter_is_said_to_be_taken_for_one() -> None:
    asked = ("check", "net(w)^2", "--wrt", "w", "--claim", "2*net(w)*net'(w)", "--symbol", "net:model")
    assert "✓ exact" in run(*asked).output
    assert "read as a model" not in run(*asked).output
    assert "m was read as a model" in run("check", "m(w)^2", "--wrt", "w", "--claim", "2*m(w)*m'(w)").output


def test_a_scale_that_is_a_sum_stands_in_brackets() -> None:
    for scale, shown in (("beta + 1", "(beta + 1)"), ("-1.0", "-1.0"), ("2*beta", "2*beta")):
        said = as_text(Judgement("positive-scale", Phrase("it is a multiple"), scale=scale), None)
        assert f"Scale: claim = {shown} × gradient" in said.splitlines()


CURES = [
    (("0*x", "--claim", "0"), "it comes to a constant, and has no names"),
    (("x*p", "--claim", "p", "--where", "banana"), "no condition (x > 0), no constraint (p + q = 1) and no definition"),
    (("x*p", "--claim", "p", "--where", "p > (2"), "(at the end)\n  p > (2\n        ^"),
    (("x*y", "--wrt", "x,y", "--claim", "y"), "name each variable by itself, as in --wrt x --wrt y"),
    (("x^2", "--claim", "2*x^1.0000001"), "this exponent is too fine"),
    (("x^2", "--claim", "2*x^1001"), "exponents may be at most 1000"),
    (("x*y", "--wrt", "y", "--claim", "y", "--claim", "x", "--claim", "1"), "3 claims for 2 variables"),
    (("argmax(x)", "--claim", "1"), "the place of a maximum is an index"),
]


@pytest.mark.parametrize("words, cure", CURES, ids=[" ".join(words) for words, _ in CURES])
def test_a_message_names_the_thing_and_the_cure(words: tuple[str, ...], cure: str) -> None:
    result = run("check", *words, "--wrt", "x")
    assert result.exit_code == 2
    assert cure in result.stderr


def test_the_caret_stands_below_its_place_in_a_line_of_a_derivation(tmp_path: Path) -> None:
    steps = tmp_path / "steps.txt"
    steps.write_text("= 2*(p-t)\n= 2*p-*2*t\n")
    result = run("check", "(p-t)^2", "--wrt", "p", "--steps", str(steps))
    assert result.stderr.startswith("lossary: error: line 2 of the derivation: ")
    assert result.stderr.endswith("\n  2*p-*2*t\n      ^\n")


@pytest.mark.parametrize(
    "words, said, unsaid",
    [
        (("(p-t)^2", "--claim", "2*(p-t);"), "✓ exact", "?"),
        (("(p-t)^2", "--claim", "2e", "--where", "e = p - t"), "✓ exact", "?"),
        (("p^2", "--claim", "2*p + 1"), "claimed 3, true 2", "angle"),
        (("p^3", "--claim", "3*p^2", "--order", "2"), "✗ wrong: not this second derivative", "angle"),
        (("p^2", "--claim", "2.00000001*p"), "the claim is 1.000000005 times the gradient", "is 1 times"),
        (("asin(sin(p))", "--claim", "1"), "✗ wrong", "was put in where"),
    ],
)
def test_what_is_said_of_a_number(words: tuple[str, ...], said: str, unsaid: str) -> None:
    result = run("check", *words, "--wrt", "p")
    assert result.exit_code == 0, result.stderr
    assert said in result.stdout
    assert unsaid not in result.stdout


def test_a_trace_has_no_sum_that_stayed() -> None:
    assert "the sum over" not in run("check", "tr(A)", "--wrt", "A", "--claim", "1").stdout


def test_the_gradient_that_is_0_is_found() -> None:
    assert run("find", "0").stdout.split()[:2] == ["LTY6", "zero-one:"]


def test_an_empty_folder_is_said_to_be_one(tmp_path: Path) -> None:
    result = run("--losses", str(tmp_path), "list")
    assert result.exit_code == 1
    assert "has no script of a loss" in result.stderr


def test_of_a_long_point_the_first_entries_are_told() -> None:
    output = run("check", "sum(x_i^2, i=1..n)/2", "--wrt", "x_k", "--claim", "x_k*(1+[n>100])").output
    assert "and 95 more entries" in " ".join(output.split())
    assert "x_6 = " in " ".join(output.split())
    assert "x_7 = " not in output


def test_a_loss_by_its_name_is_headed_without_an_address() -> None:
    assert run("derive", "MSE", "--wrt", "p").output.splitlines()[0] == "Your loss"


def test_a_second_derivative_holds_only_where_the_loss_has_a_value() -> None:
    output = run("derive", "log(p/(1-p))", "--wrt", "p").output
    line = next(line for line in output.splitlines() if line.startswith("Second"))
    assert "where p/(1 − p) > 0" in line


@pytest.mark.parametrize(
    "content, why", [(None, "cannot be read: no such file or directory"), (b"\xff", "byte 1 is no text in UTF-8")]
)
def test_why_a_file_cannot_be_read_is_said_in_words(tmp_path: Path, content: bytes | None, why: str) -> None:
    path = tmp_path / "steps.txt"
    if content is not None:
        path.write_bytes(content)
    result = run("check", "(p-t)^2", "--wrt", "p", "--steps", str(path))
    assert result.exit_code == 2
    assert why in result.output
    assert "Errno" not in result.output


def test_a_sigma_that_is_taken_as_the_variance_is_named() -> None:
    taken = "sigma was taken as the variance; write sigma^2"
    words = ("--wrt", "mu", "--claim", "(mu-x)/sigma")
    assert taken in " ".join(run("check", "-log N(x|mu,sigma)", *words).output.split())
    assert taken not in " ".join(run("check", "-log N(x|mu,v)", *words[:-1], "(mu-x)/v").output.split())
