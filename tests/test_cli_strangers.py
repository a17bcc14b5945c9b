"""What strangers type: names, left sides and indicators as they write them, judged as they are meant or refused."""

from __future__ import annotations

import pytest
from click.testing import CliRunner, Result

from derivations.cli import lossary


def run(*words: str) -> Result:
    return CliRunner().invoke(lossary, ["check", *words])


def said(*words: str) -> str:
    result = run(*words)
    assert result.exit_code == 0, result.output
    return " ".join(result.output.split())


TEX = "--latex"
SUM = r"\frac{1}{2m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)})^2"
SLOPE = r"\frac{1}{m}\sum_{i=1}^m (h_\theta(x^{(i)}) - y^{(i)}) x^{(i)}"
COURSE = (TEX, SUM, "--claim", SLOPE, "--wrt")
ROW, ENTRY = r"h_\theta(x) = \theta^T x", r"h_\theta(x^{(i)}) = \theta^T x^{(i)}"
BOTH = "both stand here: write one of them"
LINE = "(w1*x1 + w2*x2 - y)^2"
JUDGED: list[tuple[str, tuple[str, ...], str]] = [
    # functions that are defined, behind the loss or beside it
    ("exact", (*COURSE, r"\theta", "--where", ROW), "theta: read as a vector"),
    ("exact", (TEX, f"{SUM}, {ROW}", "--wrt", r"\theta", "--claim", SLOPE), "theta: read as a vector"),
    ("exact", (*COURSE, r"\theta", "--where", ENTRY), "theta: read as a vector"),
    ("exact", (TEX, f"{SUM}, {ENTRY}", "--wrt", r"\theta", "--claim", SLOPE), "theta: read as a vector"),
    ("exact", (*COURSE, r"\theta", "--where", r"h_{\theta}(x^{(k)}) = \theta x^{(k)}"), ""),
    ("exact", (*COURSE, r"\theta_1", "--where", r"h_\theta(x) = \theta_0 + \theta_1 x"), ""),
    ("wrong", (*COURSE, r"\theta_0", "--where", r"h_\theta(x) = \theta_0 + \theta_1 x"), "with respect to θ_1"),
    ("exact", (TEX, r"(h(x^{(i)}) - y^{(i)})^2", "--where", "h(x) = w x", "--wrt", "w", "--claim",
               r"2(h(x^{(i)}) - y^{(i)}) x^{(i)}"), ""),
    ("wrong", (*COURSE, r"\theta", "--where", r"h_\theta(x) = \sigma(\theta^T x)"), "was dropped"),
    ("exact", ("sum((h(x[i]) - y[i])^2, i=1..m)", "--where", "h(x[i]) = w x[i]", "--wrt", "w", "--claim",
               "2 sum((h(x[i]) - y[i]) x[i], i=1..m)"), ""),
    # a name and its number, with a line between them or without
    ("exact", ("(x1 - x2)^2", "--wrt", "x1", "--claim", "2*(x_1 - x_2)"), "x_2 was read as the x2 of the loss"),
    ("negated", ("(x1 - x2)^2", "--wrt", "x_2", "--claim", "2*(x_1 - x_2)"), "x_2 was read as the x2 of the loss"),
    ("exact", ("(x_1 - x_2)^2", "--wrt", "x1", "--claim", "dL/dx1 = 2*(x1 - x2)"), "x1 was read as the x_1"),
    ("exact", (LINE, "--wrt", "w_1", "--claim", "2*(w_1 x_1 + w_2 x_2 - y)*x_1"), "w_1 was read as the w1"),
    ("wrong", (LINE, "--wrt", "w1", "--claim", "2*(w_1 x_1 + w_2 x_2 - y)*x_2"), "w_1 was read as the w1"),
    ("exact", ("log(x1)", "--where", "x_1 > 0", "--wrt", "x1", "--claim", "1/x_1"), "conditions that were stated"),
    ("exact", ("(o1 - t)^2", "--where", "o_1 = w*x", "--wrt", "w", "--claim", "2*(o_1 - t)*x"), "o_1 was read as"),
    ("exact", ("sum(x_i^2, i=1..n)", "--wrt", "x_1", "--claim", "2*x1"), "x1 was read as the x_1"),
    # the unit vector of a label
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "p - e_y"), "with 1 at the place y"),
    ("negated", ("F.cross_entropy(z, c)", "--wrt", "z", "--claim", "e_c - softmax(z)"), "with 1 at the place"),
    ("wrong", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "p + e_y"), "with 1 at the place y"),
    # second derivatives, as the left side says
    ("exact", ("(p-t)^2", "--wrt", "p", "--claim", "d^2L/dp^2 = 2"), "This is the second derivative"),
    ("positive-scale", ("(p-t)^2", "--wrt", "p", "--claim", "∂²L/∂p² = 3"), "3/2 times the second derivative"),
    ("exact", ("x^3", "--wrt", "x", "--claim", "L''(x) = 6x"), "This is the second derivative"),
    ("exact", ("x^2 + y^3", "--wrt", "x", "--wrt", "y", "--claim", "d^2L/dy^2 = 6y", "--claim", "d^2L/dx^2 = 2"), ""),
    ("exact", ("w^T A w", "--wrt", "w", "--claim", "d^2L/dw^2 = A + A^T"), "the second derivative"),
    ("exact", ("(p-t)^2", "--wrt", "p", "--claim", "d^2L/dp dt = -2"), "This is the second derivative"),
    ("negated", ("(p-t)^2", "--wrt", "p", "--claim", "∂²L/∂t∂p = 2"), "minus the second derivative"),
    ("exact", (TEX, "x^2 y^3", "--wrt", "x", "--claim", r"\frac{\partial^2 L}{\partial x \partial y} = 6xy^2"), ""),
    ("wrong", ("x^2*y^3", "--wrt", "x", "--claim", "d^2L/dxdy = 6x*y"), "The factor y was dropped"),
    ("positive-scale", ("o^2*x", "--where", "o = w*x", "--wrt", "w", "--claim", "d^2L/dw dx = 2w*x^2"), "1/3 times"),
    # a name between two equals signs
    ("exact", ("(p-t)^2", "--wrt", "p", "--claim", "dL/dp = g = 2(p-t)"), ""),
    ("negated", ("(p-t)^2", "--wrt", "p", "--claim", "dL/dp = g = h_1 = 2(t-p)"), ""),
    ("exact", ("(x-t)^2 + y*t", "--wrt", "x", "--wrt", "t", "--claim", "dL/dx = g = 2(x-t)", "--claim",
               "dL/dt = h = y-2(x-t)"), ""),
    ("exact", ("s^2", "--wrt", "s", "--claim", "dL/d(s^2) = 1"), "what its left side says"),
    # several variables, whose indices run to different sizes
    ("exact", ("||X-UV^T||^2", "--wrt", "U", "--wrt", "V", "--claim", "dL/dU = -2*(X-UV^T)V", "--claim",
               "dL/dV = -2*(X-UV^T)^T U"), "V: read as a matrix (d by K)"),
    ("exact", ("||X-UV^T||^2", "--claim", "dL/dV = -2*(X-UV^T)^T U", "--claim", "dL/dU = -2*(X-UV^T)V"), ""),
    ("wrong", ("||X-UV^T||^2", "--wrt", "U", "--wrt", "V", "--claim", "-2*(X-UV^T)V", "--claim", "2*(X-UV^T)^T U"),
     "The sign of the component for V"),
    # powers of a matrix in a trace, or beside an array
    ("exact", ("tr(A X^2)", "--wrt", "X", "--claim", "(AX+XA)^T"), "read as a product of matrices"),
    ("wrong", ("tr(A X^2)", "--wrt", "X", "--claim", "2(AX)^T"), "read as a product of matrices"),
    ("exact", ("tr(X^3 + A X)", "--wrt", "X", "--claim", "3(XX)^T + A^T"), "read as a product of matrices"),
    ("exact", ("b^T X^2 c", "--wrt", "X", "--claim", "b c^T X^T + X^T b c^T"), "X: read as a matrix (n by n)"),
    ("exact", ("np.trace(A @ X**2)", "--wrt", "X", "--claim", "2*A.T*X"), "X: read as a matrix (d by n)"),
    # what is right but for a part of the points that was not tried, or for a digit far behind the point
    ("wrong", ("x^2", "--wrt", "x", "--claim", "where(sin(x)=0, 0, 2x)"), "wrong in places where sin(x) = 0"),
    ("wrong", ("x^2", "--wrt", "x", "--claim", "where(x^3=2x, 0, 2x)"), "At x = 1.41421"),
    ("wrong", ("x^2", "--wrt", "x", "--claim", "where(x^2=x, 0, 2x)"), "At x = 1"),
    ("convention", ("(p-t)^2", "--wrt", "p", "--claim", "1.99999999999999999999*(p-t)"), "2 to 20 digits"),
    ("positive-scale", ("(p-t)^2", "--wrt", "p", "--claim", "4.00000000000000000002*(p-t)"), "4 to 19 digits"),
    ("exact", ("(p-t)^2 + lambda*p", "--wrt", "p", "--symbol", "lambda:hyper", "--claim", "2*(p-t) + lam"), ""),
    ("exact", ("||y - Xw||^2", "--wrt", "w", "--symbol", "X:matrix(n,d)", "--symbol", "n:size", "--claim",
               "2X'(Xw-y)"), "X: read as a matrix (n by d)"),
    # letters that count: of steps, and beside a sum that runs up to another
    ("exact", ("mean(ratio_t*A_t)", "--wrt", "ratio_t", "--claim", "A_t/T"), "T was read as the number of entries"),
    ("convention", ("1/n sum_{i=1}^N (y_i-p_i)^2", "--wrt", "p_i", "--claim", "p_i - y_i"), "n was read as a number"),
    # a sum over a set
    ("exact", ("sum_{i in {1,...,n}} (y_i-p_i)^2", "--wrt", "p_j", "--claim", "2(p_j-y_j)"), ""),
    ("wrong", ("sum_{i in {2, …, n}} (y_i-p_i)^2", "--wrt", "p_j", "--claim", "2(p_j-y_j)"), ""),
    ("exact", (r"\sum_{i\in\{1,\ldots,n\}} (y_i-p_i)^2", "--wrt", "p_j", "--claim", "2(p_j-y_j)"), ""),
    # a word below a letter that bears the number of an example
    ("exact", ("sum_i (p_hat^(i) - y^(i))^2", "--wrt", "p_hat^(i)", "--claim", "2(p_hat^(i) - y^(i))"), ""),
    ("exact", ("sum_i (p_hat^(i) - y^(i))^2", "--wrt", "y^(j)", "--claim", "2(y^(j) - p_hat^(j))"), ""),
    ("exact", ("sum_i (y_pred^(i) - y^(i))^2", "--wrt", "y_pred^(j)", "--claim", "2(y_pred^(j) - y^(j))"), ""),
    ("negated", ("sum_i (y_pred^(i) - y^(i))^2", "--wrt", "y_pred^(j)", "--claim", "2(y^(j) - y_pred^(j))"), ""),
]  # fmt: skip
REFUSED = [
    (("(x1 - x2)^2", "--wrt", "x1", "--claim", "2*(x_1 - x_3)"), "x_3 in the claim does not occur in the loss"),
    (("(x_1 - x_2)^2", "--wrt", "x_1", "--claim", "2*(x_1 - x2) + x_2 - x2"), f"x2 and x_2 {BOTH}"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2*(p-t)", "--symbol", "q:real"), "--symbol q: there is no q in the loss"),
    (("m(w)^2", "--wrt", "w", "--claim", "0", "--symbol", "net:model"), "--symbol net: there is no net in the loss"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2*(p-t)", "--where", "p >"), "one side of the sign is empty"),
    (("(p-t)^2", "--wrt", "p", "--claim", "2*(p-t)", "--where", "= p"), "one side of the sign is empty"),
    (("x^3", "--wrt", "x", "--claim", "L'''(x) = 6"), "only first and second derivatives are judged"),
    (("(p-t)^2", "--wrt", "p", "--claim", "d^2L/dp^2 = 2", "--claim", "dL/dp = 2(p-t)"), "a second derivative, but"),
    (("x^2 + y^2", "--wrt", "x", "--claim", "d^2L/dxdy = 1"), "this second derivative is 0 everywhere"),
    (("x^2*y^3", "--wrt", "x", "--claim", "d^2L/dxdz = 1"), "does not depend on z: its names are x, y"),
    (("huber", "--claim", "d^2L/dpdt = 1"), "only of a loss that is typed as a formula"),
    (("(p-t)^2", "--wrt", "p", "--claim", "dL/d(2p) = p-t"), "write one of its own for 2p, such as u"),
    ((TEX, "(p-t)^2", "--wrt", "p", "--claim", r"\frac{dL}{d(p-t)} = 2(p-t)"), "write one of its own for p-t"),
    (("(x_1 - x1)^2", "--wrt", "x1", "--claim", "2*(x1 - x_1)"), f"x_1 and x1 {BOTH}"),
    (("sum((y_i-p_i)**2 for i in range(n))", "--wrt", "p_j", "--claim", "2(p_j-y_j)"), "write sum_{i=1}^n u_i"),
    (("max(log(abs(p)), t)", "--wrt", "p", "--claim", "where(log(-abs(p)) > t, 1/p, 0)"), "nowhere a real number"),
    (("x^T S^-1 x", "--where", "S = A + lambda I", "--wrt", "x", "--claim", "2 S^-1 x"), "leave the formula out"),
    (("log det(M)", "--where", "M = X^T X", "--wrt", "X", "--claim", "2 X M^-1"), "leave the formula out"),
]


@pytest.mark.parametrize("verdict, words, part", JUDGED, ids=[" ".join(words) for _, words, _ in JUDGED])
def test_what_strangers_type_is_judged_as_it_is_meant(verdict: str, words: tuple[str, ...], part: str) -> None:
    text = said(*words)
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_may_mean_two_things_is_refused_with_the_cure(words: tuple[str, ...], part: str) -> None:
    result = run(*words)
    assert result.exit_code == 2, result.output
    assert part in " ".join(result.output.split())


def test_a_chain_drops_no_letter_of_the_loss() -> None:
    assert "the first line is not dL/dp" in said("(p-t)^2", "--wrt", "p", "--claim", "dL/dp = t = 2(p-t)")
    assert "every line is the gradient (2 of 2)" in said(
        "(p-t)^2", "--wrt", "p", "--claim", "dL/dp = g = p-t+p-t = 2(p-t)"
    )


@pytest.mark.parametrize("formula", ["p - e_y", "p - onehot(y)", "softmax(z) - e_{y}"])
def test_the_unit_vector_of_a_label_is_found(formula: str) -> None:
    result = CliRunner().invoke(lossary, ["find", formula])
    assert "L4D4  softmax-cross-entropy: the same gradient" in result.output


def test_an_e_with_an_index_of_other_names_is_an_error_still() -> None:
    result = CliRunner().invoke(lossary, ["find", "e_k*x_k"])
    assert "with 1 at the place" not in result.output


def test_of_a_place_with_a_gradient_it_is_not_said_that_this_is_open() -> None:
    text = said("abs(x)^a", "--wrt", "x", "--claim", "a*abs(x)^(a-1)*sign(x)")
    assert "the loss has a gradient there for some values of the exponent" in text
    assert "was not decided" not in text
