"""What stands left of the equals sign of a claim, and claims on second derivatives."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from derivations.cli import lossary
from derivations.cli.lefts import is_same, left_of, parted


def run(*words: str) -> Result:
    return CliRunner().invoke(lossary, ["check", *words])


LEFTS = [
    ("dL/dt", ("slope", "L", "t", 1, "")),
    ("∂E/∂w_{jk}^L", ("slope", "E", "w_{jk}^L", 1, "")),
    (r"\frac{\partial \mathcal{L}}{\partial \mathbf{w}}", ("slope", r"\mathcal{L}", r"\mathbf{w}", 1, "")),
    (r"\frac{\partial L(\theta)}{\partial \theta_j}", ("slope", "L", r"\theta_j", 1, "")),
    (r"\frac{\partial L}{\partial \sigma^2}", ("slope", "L", r"\sigma^2", 1, "")),
    ("d^2L/dp^2", ("slope", "L", "p", 2, "")),
    (r"\frac{d^2 L}{dp^2}", ("slope", "L", "p", 2, "")),
    ("2 dL/dp", ("slope", "L", "p", 1, "2")),
    (r"-\frac{1}{2}\frac{dL}{dp}", ("slope", "L", "p", 1, r"-\frac{1}{2}")),
    ("dz/dw * dL/da * da/dz", ("slope", "L", "w", 1, "")),
    (r"\frac{\partial E}{\partial o}\frac{\partial o}{\partial w}", ("slope", "E", "w", 1, "")),
    (r"\nabla_{\theta} J(\theta)", ("slope", "J", r"\theta", 1, "")),
    ("∇L", ("slope", "L", "", 1, "")),
    ("grad", ("slope", "", "", 1, "")),
    ("w.grad", ("slope", "", "w", 1, "")),
    ("f''(x)", ("slope", "f", "x", 2, "")),
    ("d/dw L", ("slope", "L", "w", 1, "")),
    ("d/dw (w*x-t)^2", ("formula", "(w*x-t)^2", "w", 1, "")),
    (r"\frac{\partial a^TXb}{\partial X}", ("formula", "a^TXb", "X", 1, "")),
    (r"\frac{d}{dp}\left( p^2 \right)", ("formula", r"\left( p^2 \right)", "p", 1, "")),
    ("dW^{[2]}", ("course", "", "W^{[2]}", 0, "")),
    ("delta", ("name", "delta", "", 0, "")),
    ("J(w)", ("loss", "J", "", 0, "")),
    ("p_k - t", ("strange", "", "", 0, "")),
    ("dL/da * dz/dw", ("strange", "", "", 0, "")),
]  # fmt: skip


@pytest.mark.parametrize("text, wanted", LEFTS, ids=[text for text, _ in LEFTS])
def test_a_left_side_says_what_is_differentiated_by_what(text: str, wanted: tuple[str, str, str, int, str]) -> None:
    left = left_of(text)
    assert (left.kind, left.of, left.by, left.order, left.factor) == wanted


def test_names_are_the_same_however_they_are_written() -> None:
    pairs = [
        ("w_1", "w1"),
        ("p[i]", "p_{i}"),
        (r"\hat{y}", "y_hat"),
        ("ŷ", r"\hat y"),
        ("z_j^L", "z^L_j"),
        ("θ", r"\theta"),
    ]
    assert all(is_same(*pair) for pair in pairs)
    assert not any(is_same(*pair) for pair in [("w_1", "w_2"), ("p", "t"), ("p_i", "p_j"), ("yhat", "y")])


def test_a_claim_is_parted_at_its_own_equals_sign() -> None:
    assert parted("p_k - t_k, p_k = q_k") == ("", "p_k - t_k, p_k = q_k", "")
    assert parted("dz = a - y, a = sigma(z)") == ("dz", "a - y", ", a = sigma(z)")
    assert parted("where(x == 1, a, b)[i=j]")[0] == ""


SQUARE, NEURON = ("(p-t)^2", "--wrt", "p"), ("(t-o)^2/2", "--where", "o = sigma(w*x)", "--wrt", "w")
SUM, TWO = "sum((p_i-t_i)^2, i=1..n)", ("x^2*y", "--wrt", "x", "--wrt", "y")
SHARE = "p_i = exp(z_i)/sum(exp(z_j), j=1..K)"
AS = "as what its left side says"
JUDGED: list[tuple[str, tuple[str, ...], str]] = [
    # by another variable than the question's
    ("negated", (*SQUARE, "--claim", "dL/dt = 2(p-t)"), f"{AS}, dL/dt"),
    ("exact", (*SQUARE, "--claim", "dL/dt = -2(p-t)"), f"{AS}, dL/dt"),
    ("negated", ("--latex", *SQUARE, "--claim", r"\frac{\partial L}{\partial t} = 2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "L'(t) = 2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "grad_t L = 2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "dt = 2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "L_t = 2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "d/dt (p-t)^2 = 2(p-t)"), AS),
    ("wrong", (*NEURON, "--claim", "dE/do = -2(t-o)*o*(1-o)*x"), AS),
    ("exact", (*NEURON, "--claim", "dE/do = o - t"), AS),
    ("exact", (*NEURON, "--claim", "do/dw = o(1-o)x"), AS),
    ("exact", (*NEURON, "--claim", "dE/dw = -(t-o)*o*(1-o)*x"), ""),
    ("negated", ("huber", "--claim", "dL/dt = clip(p-t, -delta, delta)"), AS),
    ("wrong", ("huber", "--claim", "dL/ddelta = clip(p-t, -delta, delta)"), AS),
    ("exact", ("huber", "--claim", "dL/dp = clip(p-t, -delta, delta)"), ""),
    ("wrong", ("multivariate-gaussian", "--claim", "dL/dS = -inv(S) @ (x-mu)"), AS),
    ("exact", ("multivariate-gaussian", "--claim", "dL/dmu = -inv(S) @ (x-mu)"), ""),
    ("exact", ("x_1^2 + 3x_2", "--wrt", "x_1", "--claim", "df/dx_2 = 3"), AS),
    # several variables
    ("wrong", (*TWO, "--claim", "dL/dy = 2xy", "--claim", "dL/dx = x^2"), "by the variable that its left side names"),
    ("exact", (*TWO, "--claim", "dL/dy = x^2", "--claim", "dL/dx = 2xy"), "by the variable that its left side names"),
    ("exact", (*TWO, "--claim", "dL/dx = 2xy", "--claim", "x^2"), ""),
    ("exact", (*TWO, "--claim", "dL/dx = 2xy"), AS),
    ("exact", ("x_1^2 + 3x_2", "--wrt", "x_1", "--wrt", "x_2", "--claim", "df/dx = [2x_1, 3]"), ""),
    # other letters of an index
    ("exact", (SUM, "--wrt", "p_j", "--claim", "dL/dp_i = 2(p_i-t_i)"), AS),
    ("exact", (SUM, "--wrt", "p_j", "--claim", "dL/dp = 2(p-t)"), ""),
    ("wrong", (SUM, "--wrt", "p_j", "--claim", "dL/dp_i = 2p_i"), AS),
    # constant factors
    ("exact", (*SQUARE, "--claim", "2 dL/dp = 4(p-t)"), ""),
    ("exact", (*SQUARE, "--claim", "-dL/dp = 2(t-p)"), ""),
    ("positive-scale", (*SQUARE, "--claim", "2 dL/dp = 2(p-t)"), ""),
    ("exact", ("--latex", *SQUARE, "--claim", r"\frac12\frac{dL}{dp} = p-t"), ""),
    ("exact", ("x_1^2 + 3x_2", "--wrt", "x_1", "--wrt", "x_2", "--claim", "2∇f = [4x_1, 6]"), ""),
    # intermediates, and labels
    ("exact", (SHARE, "--wrt", "z_j", "--claim", "dp_i/dz_k = p_i([i=k] - p_k)"), AS),
    ("exact", ("-log(p_y)", "--where", "p = softmax(z)", "--wrt", "z_k", "--claim", "dL/dz_y = p_y - 1"), AS),
    ("exact", ("squared", "--claim", "d/dp (p-t)^2 = 2(p-t)"), ""),
    ("negated", (*SQUARE, "--claim", "dL_dt = 2(p-t)"), AS),
    ("negated", ("--latex", *SQUARE, "--claim", r"\[ \frac{\partial L}{\partial t} = 2(p-t) \]"), AS),
    ("negated", ("--latex", *SQUARE, "--claim", r"\begin{align*} \frac{dL}{dt}\, &= 2(p-t) \end{align*}"), AS),
    ("negated", ("--latex", *SQUARE, "--claim", r"\partial_t L &= 2(p-t)"), AS),
    # how people call a gradient
    *(("exact", (*SQUARE, "--claim", f"{name} = 2(p-t)"), "")
      for name in ("delta", "grad", "g", "L'", "L'(p)", "f'(p)", "∇L", "nabla L", "dp", "p.grad", "L_p", "delta_p")),
    ("exact", ("y = (p-t)^2", "--wrt", "p", "--claim", "y' = 2(p-t)"), ""),
    ("exact", ("y = (p-t)^2", "--wrt", "p", "--claim", "dy/dp = 2(p-t)"), ""),
    ("exact", (*SQUARE, "--claim", "d/dp (p^2 - 2p*t + t^2) = 2(p-t)"), ""),
    *(("exact", (*SQUARE, "--claim", f"{name} = 2(p-t)"), "")
      for name in ("dBCE/dp", "dLoss/dp", "dE_total/dp", "L'(p,t)", "∇L(p, t)", "∇L(θ)", "dL/dp(p)", "dL(p,t)/dp")),
    ("exact", (*SQUARE, "--claim", "dtotal_loss/dp = 2(p-t)"), ""),
    ("exact", ("exp(log_var) - log_var", "--wrt", "log_var", "--claim", "dL/dlog_var = exp(log_var) - 1"), ""),
    # formulas of the loss
    ("exact", (*SQUARE, "--claim", "d(-L)/dp = -2(p-t)"), AS),
    ("negated", (*SQUARE, "--claim", "d(-L)/dp = 2(p-t)"), "minus the slope"),
    ("exact", (*SQUARE, "--claim", "dL^2/dp = 4(p-t)^3".replace("dL^2", "d L^2")), AS),
    ("wrong", (*SQUARE, "--claim", "dsqrtL/dp = 2(p-t)"), AS),
    ("exact", ("--latex", *SQUARE, "--claim", r"\frac{d (3L)}{d p} = 6(p-t)"), AS),
    ("exact", ("-y*log(p)", "--wrt", "p", "--claim", "dL/dp = -y/p"), ""),
    # in brackets behind it
    ("negated", ("--latex", *SQUARE, "--claim", r"\nabla L(t) = 2(p-t)"), AS),
    # differentials
    ("exact", (*SQUARE, "--claim", "dL = 2*(p-t) dp"), ""),
    ("exact", (*SQUARE, "--claim", "dL = -2(t-p)*dp"), ""),
    ("wrong", (*SQUARE, "--claim", "dL = 2(p+t) dp"), ""),
    ("exact", ("--latex", *SQUARE, "--claim", r"\mathrm{d}L = 2(p-t)\,\mathrm{d}p"), ""),
    # what ends a sentence, and what is said behind it
    ("exact", (*SQUARE, "--claim", "2*(p-t)."), ""),
    ("exact", (*SQUARE, "--claim", "dL/dp = 2p - 2t ."), ""),
    ("exact", (*SQUARE, "--claim", "2*(p-t) # by the chain rule, dL/dp = 3"), ""),
    ("exact", ("--latex", *SQUARE, "--claim", r"\frac{dL}{dp} = 2(p-t) % = 3"), ""),
    # second derivatives
    ("exact", (*SQUARE, "--order", "2", "--claim", "d^2L/dp^2 = 2"), ""),
    ("negated", (*SQUARE, "--order", "2", "--claim", "d^2L/dt^2 = -2"), "claim = -1.0 × second derivative"),
    ("exact", (*SQUARE, "--order", "2", "--claim", "L'' = 2"), ""),
]  # fmt: skip


@pytest.mark.parametrize("verdict, words, part", JUDGED, ids=[" ".join(words) for _, words, _ in JUDGED])
def test_a_claim_is_judged_as_what_its_left_side_says(verdict: str, words: tuple[str, ...], part: str) -> None:
    result = run(*words)
    text = " ".join(result.output.split())
    assert result.exit_code == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text
    assert part or AS not in text


REFUSED = [
    ((*SQUARE, "--claim", "dL/dq = 2(p-t)"), "does not depend on q"),
    ((*SQUARE, "--claim", "dp/dL = 2(p-t)"), "p is a letter of the loss, not its name"),
    ((*SQUARE, "--claim", "L = 2(p-t)"), "says what L is, the loss, not its gradient: write dL/dp"),
    ((*SQUARE, "--claim", "f(p) = 2(p-t)"), "says what f is"),
    (("y = (p-t)^2", "--wrt", "p", "--claim", "y = 2(p-t)"), "says what y is"),
    (("huber", "--claim", "delta = clip(p-t, -delta, delta)"), "delta is, which is a letter of the loss"),
    ((*SQUARE, "--claim", "0 dL/dp = 0"), "no constant other than 0"),
    ((*SQUARE, "--claim", "p dL/dp = 2p(p-t)"), "no constant other than 0"),
    ((*SQUARE, "--order", "2", "--claim", "dL/dp = 2"), "leave out --order 2"),
    (("x*y", "--wrt", "x", "--claim", "d^2L/dxdy = 1", "--claim", "dL/dx = y"), "a second derivative, but"),
    ((*SQUARE, "--claim", "d/dp (p+t)^2 = 2(p-t)"), "which is not the loss"),
    (("x^2*y", "--wrt", "x", "--claim", "dL/dx = 2xy", "--claim", "dL/dy = x^2"), "add --wrt y"),
    ((*TWO, "--claim", "dL/dx = 2xy", "--claim", "dL/dx = x^2"), "two claims speak of the slope by x"),
    ((SHARE, "--wrt", "z_j", "--claim", "dp_k/dz_j = p_i([i=j] - p_j)"), "the loss is p_i: use its letters"),
    (("-log(p_y)", "--where", "p = softmax(z)", "--wrt", "z_k", "--claim", "dp_k/dz_k = 1"), "p_k is a letter"),
    (("(f(w*x)-t)^2", "--where", "f(u) = u^2", "--wrt", "w", "--claim", "f'(w*x) = 2w*x"), "f is a letter"),
    ((*SQUARE, "--claim", "dL/dp = t = 2(p-t), t = 3"), "several equals signs"),
    # what says another thing
    ((*SQUARE, "--claim", "dlogL/dp = 2(p-t)"), "log(L), which is not the loss"),
    ((*SQUARE, "--claim", "dlogL/dp = 2/(p-t)"), "log(L), which is not the loss"),
    (("--latex", *SQUARE, "--claim", r"\frac{d \log L}{d p} = 2(p-t)"), r"\log L, which is not the loss"),
    (("squared", "--claim", "d(-L)/dp = 2(p-t)"), "the slope of a formula of the loss"),
    ((*SQUARE, "--claim", "dnegL/dp = 2(p-t)"), "nothing says what negL is"),
    ((*SQUARE, "--claim", "dneg_loss/dp = 2(p-t)"), "nothing says what neg_loss is"),
    ((*SQUARE, "--claim", "L'(0) = 2(p-t)"), "the value of a slope at one point"),
    ((*SQUARE, "--claim", "dL/dp(1) = 2(p-t)"), "the value of a slope at one point"),
    ((*SQUARE, "--claim", "dL/dp(t) = 2(p-t)"), "the value of a slope at one point"),
    (("--latex", *SQUARE, "--claim", r"\nabla_p L(0) = 2(p-t)"), "the value of a slope at one point"),
    *(
        ((*SQUARE, "--claim", f"{left} = 2(p-t)"), f"what {left} says is not read: leave it out")
        for left in ("dL/dlog p", "dL/dlog(p)", "|dL/dp|", "(dL/dp)^2", "|∇L|", "dL/dp dp")
    ),
    ((*SQUARE, "--claim", "dL/d(t-p) = 2(p-t)"), "a slope by t-p, and it is taken by a letter"),
    ((*SQUARE, "--claim", "dL/d(1/p) = 2(p-t)"), "a slope by 1/p, and it is taken by a letter"),
    (("--latex", *SQUARE, "--claim", r"\frac{\partial L}{\partial (t-p)} = 2(p-t)"), "a slope by t-p, and it is taken"),
    *(
        (("--latex", *SQUARE, "--claim", f"{left} = 2(p-t)"), f"what {left} says is not read: leave it out")
        for left in (
            r"\dot{p}",
            r"\ddot p",
            r"\|\nabla L\|",
            r"\frac{dL}{d \log p}",
            r"\left.\frac{dL}{dp}\right|_{p=0}",
        )
    ),
    ((*SQUARE, "--claim", "Δp = 2(p-t)"), "what Δp says is not read"),
    (("--latex", *SQUARE, "--claim", r"\Delta p = 2(p-t)"), r"what \Delta p says is not read"),
    ((*SQUARE, "--claim", "dL/(2dp) = p-t"), "what dL/(2dp) says is not read"),
    ((*SQUARE, "--claim", "step = 2(p-t)"), "step in the claim"),
    ((*SQUARE, "--claim", "dL = 2*(p-t)"), "is read as a number times dp"),
    ((*SQUARE, "--claim", "dL = 2p dp - 2t dp"), "is read as a number times dp"),
    (("w^T w", "--wrt", "w", "--claim", "dL = 2w^T dw"), "is read as a number times dw"),
    *(
        ((*SQUARE, "--claim", claim), "is an update rule, no slope")
        for claim in (
            "p -= 2(p-t)",
            "p -= lr*2(p-t)",
            "p = p - 2(p-t)",
            "p := p - a*2(p-t)",
            "p += 2(t-p)",
            "p ← p - 2(p-t)",
        )
    ),
    (("--latex", *SQUARE, "--claim", r"p \leftarrow p - \eta 2(p-t)"), "is an update rule, no slope"),
    ((*SQUARE, "--claim", "p_new = p - 2(p-t)"), "p_new is, which is a letter of the loss"),
    ((*SQUARE, "--claim", "dL/dp + 1 = 2(p-t)"), "as a slope left of its equals sign"),
    ((*SQUARE, "--claim", "2(p-t) = dL/dt"), "as a slope left of its equals sign"),
    ((*SQUARE, "--claim", "dL/dt = dL/dp = 2(p-t)"), "as a slope left of its equals sign"),
    ((*SQUARE, "--claim", "dL/dp = 2(p-t); dL/dt = 2(p-t)"), "a definition is written name = formula"),
]


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_a_left_side_of_which_the_question_is_not_is_refused_with_a_cure(words: tuple[str, ...], part: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert part in " ".join(result.output.split())


SOFTMAX = ("log(sum(exp(z)))", "--where", "p = softmax(z)", "--wrt", "z", "--order", "2", "--claim")
LEAST, FORM = (
    ("||Xw-y||^2", "--wrt", "w", "--order", "2", "--claim"),
    ("w^T A w", "--wrt", "w", "--order", "2", "--claim"),
)
SECOND = [
    ("exact", (*FORM, "A + A^T")),
    ("wrong", (*FORM, "2A")),
    ("negated", (*FORM, "-A - A^T")),
    ("exact", (*LEAST, "2 X^T X")),
    ("exact", (*LEAST, "H = 2 X^T X")),
    ("positive-scale", (*LEAST, "X^T X")),
    ("wrong", (*LEAST, "2 X X^T")),
    ("exact", (*SOFTMAX, "diag(p) - p p^T")),
    ("wrong", (*SOFTMAX, "diag(p) + p p^T")),
    ("exact", (*SOFTMAX, "p_i(1-p_i)")),
    ("wrong", ("||w||^2", "--wrt", "w", "--order", "2", "--claim", "2w_i")),  # the first derivative
    ("exact", ("||Xw-y||^2+||w||^2", "--wrt", "w", "--order", "2", "--claim", "2(X^T X + I)")),
]


@pytest.mark.parametrize("verdict, words", SECOND, ids=[" ".join(words) for _, words in SECOND])
def test_a_matrix_of_second_derivatives_is_judged_entry_by_entry(verdict: str, words: tuple[str, ...]) -> None:
    result = run(*words)
    assert result.exit_code == 0, result.output
    assert result.output.split()[1].startswith(verdict), result.output
    assert "this is the gradient" not in result.output.lower()


def test_a_matrix_that_was_taken_for_symmetric_is_named_in_a_second_derivative_too() -> None:
    assert "Right only where A is symmetric" in run(*FORM, "2A").output


def test_a_claim_that_says_what_the_loss_is_is_held_to_it() -> None:
    assert run(*SQUARE, "--claim", "L = (p+t)^2\ndL/dp = 2(p-t)").output.startswith("✗ L = (p+t)^2 is not the loss")
    assert run(*SQUARE, "--claim", "L = (p-t)^2\ndL/dp = 2(p-t)").output.startswith("✓ every line is the gradient")


def test_of_an_intermediate_nobody_descends(tmp_path: Path) -> None:
    file = tmp_path / "steps.txt"
    file.write_text("e = p - t\nde/dp = -1\ndL/dp = 2e", encoding="utf-8")
    text = " ".join(run(*SQUARE, "--steps", str(file)).output.split())
    assert "this is minus the slope." in text
    assert "uphill" not in text


UNJUDGED = [
    ((*SOFTMAX, "p_i*([i=j] - p_j)"), "only as a whole matrix"),
    (("||w||^2", "--wrt", "w", "--order", "2", "--claim", "2 I"), "I in the claim does not occur in the loss"),
    (("a^T w", "--wrt", "w", "--order", "2", "--claim", "a a^T"), "every second derivative is 0"),
]


@pytest.mark.parametrize("words, part", UNJUDGED, ids=[" ".join(words) for words, _ in UNJUDGED])
def test_second_derivatives_that_are_not_judged_are_not_called_wrong(words: tuple[str, ...], part: str) -> None:
    result = run(*words)
    assert (result.exit_code, part in " ".join(result.output.split())) == (2, True), result.output


STEPS: list[tuple[tuple[str, ...], str, str]] = [
    # the loss is said before
    (SQUARE, "L = (p-t)^2\nL' = 2(p-t)", "✓ every line is the gradient (1 of 1)"),
    (SQUARE, "L(p) = (p-t)^2\nL'(p) = 2(p+t)", "✗ the first line is not"),
    (SQUARE, "f(p) = (p-t)^2\nf'(p) = 2(p-t)\n= 2p - 2t", "✓ every line is the gradient (2 of 2)"),
    (SQUARE, "g(p) = (p-t)^2\ng'(p) = 2(p-t)", "✓ every line is the gradient (1 of 1)"),
    (SQUARE, "L = (p-t)^2\n= 2(p-t)", "lossary: error: line 1 of the derivation: the claim says what L is"),
    (SQUARE, "L = (p+t)^2\ndL/dp = 2(p-t)", "✗ L = (p+t)^2 is not the loss"),
    (SQUARE, "L = 2(p-t)^2\ndL/dp = 2(p-t)", "✗ L = 2(p-t)^2 is not the loss"),
    (SQUARE, "dL/dp = 2(p-t)\nL = 2(p-t)", "✗ L = 2(p-t) is not the loss"),
    (SQUARE, "g(p) = (p-t)^3\ng'(p) = 2(p-t)", "✗ g(p) = (p-t)^3 is not the loss"),
    (SQUARE, "L = p^2 - 2p*t + t^2 = (p-t)^2\ndL/dp = 2(p-t)", "✓ every line is the gradient (1 of 1)"),
    (SQUARE, "E = p - t\nL = E^2\ndL/dp = 2E", "✓ every line is the gradient (1 of 1)"),
    (SQUARE, "E = p + t\nL = E^2\ndL/dp = 2E", "✗ L = E^2 is not the loss"),
    (("squared",), "L = (p-t)^2\ndL/dp = 2(p-t)", "✓ every line is the gradient (1 of 1)"),
    (("squared",), "L = (p+t)^2\ndL/dp = 2(p-t)", "✗ L = (p+t)^2 is not the loss"),
    (("||Xw-y||^2", "--wrt", "w"), "L = w^T X^T X w - 2y^T X w + y^T y\ndL/dw = 2X^T(Xw-y)", "✓ every line is the"),
    (("||Xw-y||^2", "--wrt", "w"), "L = w^T X^T X w + y^T y\ndL/dw = 2X^T(Xw-y)", "✗ L = w^T X^T X w + y^T y is not"),
    (SQUARE, "dL/dp = 2(p-t)\np = p - a*2(p-t)", "lossary: error: p = p - a*2(p-t) is an update rule"),
    (SQUARE, "dL/dp = 2(p-t) # the chain rule: u = p\n= 2p - 2t.", "✓ every line is the gradient (2 of 2)"),
    (SQUARE, "dL = 2(p-t) dp\ndL/dp = 2(p-t)", "✓ every line is right (2 of 2)"),
    (SQUARE, "dL = 3(p-t) dp\ndL/dp = 2(p-t)", "✗ the first line is not the gradient"),
    # slopes by other variables
    (SQUARE, "dL/dt = 2(p-t)", "✗ the first line is not dL/dt"),
    (SQUARE, "dL/dp = 2(p-t)\ndL/dt = -2(p-t)", "✓ every line is right (2 of 2)"),
    (SQUARE, "dL/dp = 2(p-t)\ndL/dq = 0", "lossary: error: line 2 of the derivation: the claim speaks of dL/dq"),
    (NEURON, "do = o - t\ndw = do*o*(1-o)*x", "✓ every line is"),
    (SQUARE, "L' = 2(p-t)\nL'' = 2", "✓ every line is right (2 of 2)"),
    (SQUARE, "L' = 2(p-t)\nL'' = 3", "✗ line 2 is the first that is wrong"),
    # derivatives that are still to be taken
    (SQUARE, "d/dp (p^2 - 2p*t + t^2)\n= 2p - 2t", "✓ every line is the gradient (2 of 2)"),
    (SQUARE, "d/dp (p^2 - p*t - t^2)\n= 2p - 2t", "✗ the first line is not the gradient"),
    (SQUARE, "d/dp(p^2) - d/dp(2p*t) + d/dp(t^2)\n= 2p - 2t", "✓ every line is the gradient (2 of 2)"),
    (SQUARE, "2(p-t) d/dp (t-p)\n= 2(p-t)", "✗ the first line is not the gradient"),
    (("--latex", *SQUARE), r"\frac{d}{dp}\left(p^2 - 3pt\right) = 2p - 2t", "✗ the first line is not the gradient"),
    (("--latex", *SQUARE), r"2(p-t)\cdot\frac{\partial (p-t)}{\partial p} = 2(p-t)", "✓ every line is the gradient (2"),
    (("--latex", *SQUARE), r"\frac{dL}{dp} = \frac{\partial (p-t)^3}{\partial p} = 2(p-t)", "✗ the first line"),
    (SQUARE, "d/dp (p-t)^2 + 3p\n= 2(p-t)", "✓ every line that could be judged is the gradient (1 of 2)"),
    (SQUARE, "d/dp (d(p^2)/dp * (p-t))\n= 2(p-t)", "✓ every line that could be judged is the gradient (1 of 2)"),
    (("p^3", "--wrt", "p"), "d/dp (p^2) * p\n= 3p^2", "✗ the first line is not the gradient"),
    (("||X w - y||^2", "--wrt", "w"), "d/dw(w*x)\n= 2X^T(X w - y)", "✓ every line that could be judged"),
]  # fmt: skip


@pytest.mark.parametrize("words, text, first", STEPS, ids=[text for _, text, _ in STEPS])
def test_lines_are_judged_by_what_stands_left_of_them(
    tmp_path: Path, words: tuple[str, ...], text: str, first: str
) -> None:
    file = tmp_path / "steps.txt"
    file.write_text(text, encoding="utf-8")
    assert run(*words, "--steps", str(file)).output.startswith(first)
