"""Questions as first-year students, threads and programs type them, and what is said of how they were read."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.catalogue import the_catalogue
from derivations.cli import lossary
from derivations.cli.gradients import gradients_typed
from derivations.judge import find

SOFTMAX = "softmax-cross-entropy"
PICKED = "-log p_y, p_k = exp(z_k)/sum_j exp(z_j)"
ONE_HOT = "y in the claim was read as the vector with 1 at the place y and 0 elsewhere"

SCORES = "p_k = exp(z_k)/sum_j exp(z_j)"
HIDDEN = "np.maximum(x.dot(w1), 0)"
NETWORK = f"y_pred = {HIDDEN}.dot(w2)"
TRIPLET = "d_p = ||f_a - f_p||², d_n = ||f_a - f_n||²"
LINE = "hθ(x) = θ₀ + θ₁x"
HUBER = "np.where(np.abs(r) <= d, 0.5*r**2, d*(np.abs(r) - 0.5*d))"
BATCH = "relu(x @ w1).T @ (2*(p - y))"
ROW = "sum((Y_ij - P_ij)^2, j=1..m)"
UNIT = "sum_j w_j x_j^(i) - y^(i)"
LOGS = "y^(i) log(h^(i)) + (1 - y^(i)) log(1 - h^(i))"
FITTED, SLOPE = "y_pred_i = w*x_i", "-2/n*sum((y_i - y_pred_i)"
RATIO = "exp(log_prob_new_t - log_prob_old_t)"
DISCOUNTED = "sum(gamma^t*r_{t+1}, t=0..T-1)"
POLYNOMIAL = "(y - sum(w_j*x^j, j=0..M))^2 + sum(w_j^2, j=1..M)"
NUMBERED = "y was read as the number of an entry, as it is compared with the index of a sum"

JUDGED = [
    # a dot between vectors, and a vector that a prime turns
    ("exact", ("1/(2n) sum_i (w.x_i - y_i)^2", "--wrt", "w", "--claim", "1/n sum_i (w.x_i - y_i) x_i"), "proved"),
    ("wrong", ("log(1+exp(-y*w.x))", "--wrt", "w", "--claim", "-y*w/(1+exp(y*w.x))"), "not this gradient"),
    ("exact", ("norm(A*x-b)^2", "--wrt", "A", "--claim", "2*(A*x-b)*x'"), "x' was read as x transposed"),
    ("convention", ("norm(A*x-b)^2", "--wrt", "A", "--claim", "2*x*(A*x-b)'"), "transpose"),
    # a sum or mean that names no index, within a sum over the letter in it
    ("exact", ("sum_i (x_i - mean(x_i))^2", "--wrt", "x_k", "--claim", "2*(x_k - mean(x))"), "read as another index"),
    (
        "convention",
        ("sum_i (x_i - mean(x_i))^2", "--wrt", "x_k", "--claim", "2*(x_k - mean(x))*(1 - 1/n)"),
        "1 − 1/n times",
    ),
    ("exact", ("sum_i ||x_i - mean(x_i)||^2", "--wrt", "x_k", "--claim", "2(x_k - mean(x_i))"), "over i"),
    (
        "exact",
        ("-sum_i y_i*log(exp(z_i)/sum(exp(z_i)))", "--wrt", "z_i", "--claim", "exp(z_i)/sum(exp(z))*sum(y) - y_i"),
        "read as another index",
    ),
    (
        "exact",
        ("sum_i (y_i - sum(w_j x_ij))^2", "--wrt", "w_j", "--claim", "-2 sum_i (y_i - sum(w_j x_ij)) x_ij"),
        "taken over j",
    ),
    # what a claim says of its names
    ("exact", ("(y - sigma(w*x+b))^2", "--wrt", "w", "--claim", "-2(y-a)a(1-a)x where a = sigma(w*x+b)"), "proved"),
    ("exact", ("(y - sigma(w*x+b))^2", "--wrt", "w", "--claim", "-2(y-a)a(1-a)x with a = sigma(z) and z = w*x+b"), ""),
    ("exact", ("||Xw-y||^2", "--wrt", "w", "--claim", "2 X^T r where r = Xw - y"), "proved"),
    ("negated", ("||Xw-y||^2", "--wrt", "w", "--claim", "dL/dw = 2 X^T r, where r = y - Xw"), "proved"),
    ("exact", ("-log(softmax(z)_y)", "--wrt", "z_k", "--claim", "p_k - [k=y] where p = softmax(z)"), "proved"),
    # the number of a class, taken for its unit vector
    ("exact", (SOFTMAX, "--wrt", "z", "--claim", "p - y"), ONE_HOT),
    ("exact", (SOFTMAX, "--wrt", "z", "--claim", "softmax(z) - y"), ONE_HOT),
    ("exact", (SOFTMAX, "--wrt", "z_k", "--claim", "p_k - y_k"), ONE_HOT),
    ("negated", (SOFTMAX, "--wrt", "z", "--claim", "y - p"), ONE_HOT),
    ("wrong", (SOFTMAX, "--wrt", "z", "--claim", "p + y"), ONE_HOT),
    ("exact", (PICKED, "--wrt", "z", "--claim", "p - y"), ONE_HOT),
    ("exact", (PICKED, "--wrt", "z_k", "--claim", "p_k - y_k"), ONE_HOT),
    ("exact", ("-log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z) - y"), ONE_HOT),
    ("wrong", ("-log(softmax(z)[y])", "--wrt", "z", "--claim", "softmax(z)[y] - 1"), "not this gradient"),
    # second derivatives by two entries
    ("exact", ("log sum_k exp(z_k)", "--wrt", "z", "--order", "2", "--claim", "p_i(delta_ij - p_j)"), "each entry"),
    ("exact", ("w^T A w", "--wrt", "w", "--order", "2", "--claim", "A_ij + A_ji"), "each entry"),
    ("wrong", ("w^T A w", "--wrt", "w", "--order", "2", "--claim", "2*A_ij"), "only where A is symmetric"),
    ("exact", ("w^T A w", "--wrt", "w", "--claim", "d^2L/dw_i dw_j = A_ij + A_ji"), "each entry"),
    ("wrong", ("w^T A w", "--wrt", "w_i", "--claim", "d^2L/dw_i dw_j = A_ij"), "each entry"),
    ("exact", ("ridge", "--wrt", "w", "--order", "2", "--claim", "2X'X + 2*lambda*I"), "read as the identity matrix"),
    ("wrong", ("ridge", "--wrt", "w", "--order", "2", "--claim", "2X'X + lambda*I"), "read as the identity matrix"),
    # a title, what is said of a letter, and programs that state the loss last
    ("exact", ("quantile loss: max(q*e, (q-1)*e) with e = y - f", "--wrt", "f", "--claim", "1{e<0} - q"), "exact"),
    ("exact", ("(a-t)^2 with a = w*x and t = s", "--wrt", "w", "--claim", "2(a-t)x"), "exact"),
    ("exact", ("w^T A w, A symmetric", "--wrt", "w", "--claim", "2Aw"), "(proved)"),
    ("exact", ("w^T A w where A is symmetric", "--wrt", "w", "--claim", "2Aw"), "(proved)"),
    ("exact", ("z = w*x + b; a = sigma(z); L = (a - y)^2", "--wrt", "w", "--claim", "2(a-y)a(1-a)x"), "exact"),
    (
        "exact",
        (
            "z = X @ w\np = sigmoid(z)\nloss = np.mean((p - y)**2)",
            "--wrt",
            "w",
            "--claim",
            "2*X.T @ ((p-y)*p*(1-p))/len(y)",
        ),
        "exact",
    ),
    ("exact", ("y = w*x + b, f = x^2", "--wrt", "w", "--claim", "x"), "exact"),
    # a factor that appears over one denominator
    (
        "wrong",
        ("-mean(y*log(p) + (1-y)*log(1-p))", "--wrt", "p", "--claim", "(p-y)/n"),
        "the factor 1/(p_i · (1 − p_i)) was",
    ),
    # labels that are compared with the index of a sum
    ("exact", (f"-sum([j=y]*log(p_j)), {SCORES}", "--wrt", "z_k", "--claim", "p_k - [k=y]"), NUMBERED),
    ("exact", (f"-sum(delta(j,y)*log(p_j)), {SCORES}", "--wrt", "z_k", "--claim", "p_k - delta_yk"), "delta of two"),
    ("exact", (f"-sum([j==y]*log(p_j)), {SCORES}", "--wrt", "z", "--claim", "p - y"), ONE_HOT),
    ("wrong", (f"-sum([j=y]*log(p_j)), {SCORES}", "--wrt", "z_k", "--claim", "p_k - 1"), "wrong where k"),
    (
        "exact",
        (
            "--latex",
            r"-\sum_{i=1}^m\sum_{j=1}^K 1\{y^{(i)}=j\}\log\frac{e^{\theta_j^T x^{(i)}}}{\sum_l e^{\theta_l^T x^{(i)}}}",
            "--wrt",
            r"\theta_j",
            "--claim",
            r"-\sum_i x^{(i)} (1\{y^{(i)}=j\} - \frac{e^{\theta_j^T x^{(i)}}}{\sum_l e^{\theta_l^T x^{(i)}}})",
        ),
        NUMBERED,
    ),
    ("exact", ("sum(sum([y_i=k]*log(p_ik), i=1..n), k=1..K)", "--wrt", "p_ik", "--claim", "[y_i=k]/p_ik"), NUMBERED),
    ("exact", ("sum(sum([y_i=k]*y_i*p_ik, i=1..n), k=1..K)", "--wrt", "p_ik", "--claim", "[y_i=k]*y_i"), "exact"),
    ("exact", ("sum(x_i*[i=t], i=1..n) + t^2", "--wrt", "t", "--claim", "2t"), "exact"),
    # inverse functions, logarithms to a base, sums over several indices and over sets
    ("exact", ("tan^-1(x)", "--wrt", "x", "--claim", "1/(1+x^2)"), "inverse function, atan"),
    ("wrong", ("tan⁻¹(x)", "--wrt", "x", "--claim", "-(1+tan(x)^2)/tan(x)^2"), "inverse function, atan"),
    ("exact", ("--latex", r"\tanh^{-1} x", "--wrt", "x", "--claim", r"\frac{1}{1-x^2}"), "inverse function, atanh"),
    ("exact", ("arcsinh(x)", "--wrt", "x", "--claim", "1/sqrt(1+x^2)"), "exact"),
    ("exact", ("log_b(x)", "--wrt", "b", "--claim", "-ln x/(b (ln b)^2)"), "to base b"),
    ("exact", ("--latex", r"\log_b x", "--wrt", "x", "--claim", r"\frac{1}{x \ln b}"), "to base b"),
    ("exact", ("sum(u_ij^2, i=1..n, j=1..m)", "--wrt", "u_ij", "--claim", "2u_ij"), "exact"),
    ("exact", ("sum(x_i*x_j, i=1..n, j=1..i)", "--wrt", "x_k", "--claim", "sum(x_j, j=1..n) + x_k"), "exact"),
    ("wrong", ("sum(x_i*x_j, i=1..n, j=1..n, i != j)", "--wrt", "x_k", "--claim", "2*sum(x_j, j=1..n)"), "not this"),
    ("exact", ("sum(x_i^2, i=1..n, y_i > 0)", "--wrt", "x_k", "--claim", "2x_k*[y_k > 0]"), "exact"),
    ("exact", ("1/|S| ∑_{i∈S} (a x_i + b)²", "--wrt", "b", "--claim", "2/|S| ∑_{i∈S} (a x_i + b)"), "from 1 to S"),
    ("exact", (f"-1/m sum({LOGS})", "--wrt", "h^(i)", "--claim", "(h^(i) - y^(i))/(m h^(i)(1 - h^(i)))"), "exact"),
    ("negated", (f"-1/m sum({LOGS})", "--wrt", "h_i", "--claim", "(y^(i) - h^(i))/(m h^(i)(1 - h^(i)))"), "flipped"),
    ("exact", (f"sum_i ({UNIT})^2", "--wrt", "w_k", "--claim", f"2 sum_i ({UNIT}) x_k^(i)"), "exact"),
    ("exact", ("x^(k) + k", "--wrt", "x", "--claim", "k x^(k - 1)"), "exact"),
    ("exact", ("sum(w_i*x^(i), i=0..d)", "--wrt", "x", "--claim", "sum(i*w_i*x^(i-1), i=1..d)"), "exact"),
    ("exact", ("1/n ∑ (y⁽ⁱ⁾ - w x⁽ⁱ⁾)²", "--wrt", "w", "--claim", "-2/n ∑ x⁽ⁱ⁾ (y⁽ⁱ⁾ - w x⁽ⁱ⁾)"), "exact"),
    # names with a word or a letter below them, and letters that belong together without a line between them
    ("exact", (f"((y_pred - y)**2).sum(), {NETWORK}", "--wrt", "w2", "--claim", f"{HIDDEN}.T.dot(2*(y_pred - y))"), ""),
    ("exact", ("sum((y_i - y_pred_i)^2)", "--wrt", "y_pred_i", "--claim", "-2(y_i - y_pred_i)"), "to the gradient"),
    # a mean that names no index, and what the n of a claim counts then
    ("exact", ("mean((y_i - p_i)^2)", "--wrt", "p_i", "--claim", "-2(y_i - p_i)/n"), "taken over i"),
    ("exact", ("mean((y_i - w*x_i)^2)", "--wrt", "w", "--claim", "-2 mean(x_i(y_i - w*x_i))"), "taken over i"),
    ("exact", ("mean((Y_ij - P_ij)^2)", "--wrt", "P_ij", "--claim", "-2(Y_ij - P_ij)/(n m)"), "taken over i and j"),
    ("exact", (f"mean({ROW})", "--wrt", "P_ij", "--claim", "-2(Y_ij - P_ij)/n"), "to the gradient"),
    ("convention", (f"mean({ROW})", "--wrt", "P_ij", "--claim", "-2(Y_ij - P_ij)/m"), "n/m times"),
    ("exact", ("mean(x_i y_i) - mean(x_i)mean(y_i)", "--wrt", "x_k", "--claim", "(y_k - mean(y_i))/n"), "over i"),
    ("exact", ("mean((y_i - w^T x_i)^2)", "--wrt", "w", "--claim", "-2 mean((y_i - w^T x_i) x_i)"), "taken over i"),
    ("exact", ("mean(||x_i - c||^2)", "--wrt", "c", "--claim", "2(c - mean(x_i))"), "taken over i"),
    ("negated", ("mean((y_true_i - y_pred_i)^2)", "--wrt", "y_pred_i", "--claim", "2(y_true_i - y_pred_i)/n"), "sign"),
    ("exact", (f"1/n sum((y_i - y_pred_i)^2), {FITTED}", "--wrt", "w", "--claim", f"{SLOPE}*x_i)"), "exact"),
    ("exact", (f"-sum({RATIO}*A_t)", "--wrt", "log_prob_new_t", "--claim", f"-A_t*{RATIO}"), "exact"),
    ("exact", ("beta*(log_pi - log_pi_ref)", "--wrt", "log_pi_ref", "--claim", "-beta"), "exact"),
    ("exact", ("sum((y_i - y_true)^2)", "--wrt", "y_true", "--claim", "-2*sum(y_i - y_true)"), "as a number"),
    ("exact", (f"max(0, d_p - d_n + m), {TRIPLET}", "--wrt", "f_a", "--claim", "2(f_n - f_p)[d_p - d_n + m > 0]"), ""),
    ("exact", ("λ1||w||_1 + λ2||w||_2^2", "--wrt", "w", "--claim", "λ1 sign(w) + 2λ2 w"), "read as a vector"),
    ("exact", (f"1/(2m) Σ (hθ(x⁽ⁱ⁾) - y⁽ⁱ⁾)², {LINE}", "--wrt", "θ₁", "--claim", "1/m Σ (hθ(x⁽ⁱ⁾) - y⁽ⁱ⁾) x⁽ⁱ⁾"), ""),
    ("exact", ("pθ(1-θ)", "--wrt", "θ", "--claim", "p(1-2θ)"), ""),
    ("exact", ("sum over i of (y_i - b x_i)^2", "--wrt", "b", "--claim", "-2 sum x_i (y_i - b x_i)"), "over i"),
    ("exact", ("sum(x_i*log(lam) - lam)", "--wrt", "lam", "--claim", "sum(x_i)/lam - n"), "number of entries of x"),
    # a function of what nobody differentiates by, the softmax of scores with an index, the label p of s_p
    ("exact", ("log(1 + exp(-y*F(x)))", "--wrt", "F", "--claim", "-y/(1 + exp(y*F(x)))"), "a quantity of its own"),
    ("exact", ("log(1 + exp(-y*F(x)))", "--wrt", "F", "--claim", "-y/(1 + exp(y*F))"), "a quantity of its own"),
    ("exact", ("-log(exp(s_y)/sum(exp(s_j)))", "--wrt", "s_k", "--claim", "p_k - [k=y]"), "read as the softmax"),
    ("exact", ("-log(exp(s_p)/sum(exp(s_j)))", "--wrt", "s_k", "--claim", "softmax(s)_k - [k=p]"), "over j"),
    # thresholds, constraints, and programs that make their loss first
    ("convention", (HUBER, "--wrt", "r", "--claim", "np.clip(r, -d, d)"), "that d is a positive constant"),
    ("wrong", (HUBER, "--wrt", "r", "--claim", "np.clip(r, -2*d, d)"), "not this gradient"),
    ("convention", ("-sum(y*log(softmax(z))), sum(y) = 1", "--wrt", "z", "--claim", "softmax(z) - y"), "as was stated"),
    ("convention", ("x^T A x, A = A^T", "--wrt", "x", "--claim", "2Ax"), "as was stated"),
    (
        "exact",
        ("crit = nn.MSELoss(); loss = crit(w*x, y)", "--wrt", "w", "--claim", "2*((w*x-y)*x).mean()"),
        "",
    ),
    (
        "undecided",
        ("((p - y)**2).sum(), p = relu(x @ w1) @ w2", "--wrt", "w2", "--claim", BATCH),
        "matrix and w1",
    ),
    # determinants
    ("convention", ("det(X)", "--wrt", "X", "--claim", "det(X) X^{-T}"), "only where the determinant is positive"),
    ("convention", ("det(X)", "--wrt", "X", "--claim", "abs(det(X)) X^{-T}"), "only where the determinant is positive"),
    ("wrong", ("det(X)", "--wrt", "X", "--claim", "X^{-T}"), "not this gradient"),
    # sums from 0 whose index is a number as well
    ("exact", ("sum(gamma^t*r_t, t=0..T)", "--wrt", "r_k", "--claim", "gamma^k"), "so that r_0 is the first"),
    ("positive-scale", ("sum(gamma^t*r_t, t=0..T)", "--wrt", "r_k", "--claim", "gamma^(k-1)"), "is the first"),
    ("exact", ("sum(i*(A w)_i, i=0..n)", "--wrt", "w_j", "--claim", "sum(i*A_ij, i=0..n)"), "so that A_0 is the first"),
    ("exact", (DISCOUNTED, "--wrt", "r_k", "--claim", "gamma^(k-1)"), "written as one less"),
    ("wrong", ("sum(w_j*x^j, j=0..3)", "--wrt", "w_2", "--claim", "x^3"), "one factor x too many"),
    ("exact", ("sum(w_j*x^j, j=0..3)", "--wrt", "x", "--claim", "w_1 + 2w_2 x + 3w_3 x^2"), "w_0 is the first"),
    ("exact", (POLYNOMIAL, "--wrt", "w_k", "--claim", "-2*(y - sum(w_j*x^j, j=0..M))*x^k + 2w_k*[k>0]"), "w_0"),
    ("exact", (POLYNOMIAL, "--wrt", "w_0", "--claim", "-2*(y - sum(w_j*x^j, j=0..M))"), "w_0 is the first"),
    ("exact", ("sum(w_j*x_j, j=0..d) + w_0^2", "--wrt", "w_0", "--claim", "x_0 + 2w_0"), "w_0 is the first"),
    ("exact", ("sum(w_j*x_j, j=0..d)", "--wrt", "w_k", "--claim", "x_k"), "was counted from 1"),
    # MATLAB
    ("exact", ("sum((p - t).^2)/n", "--wrt", "p", "--claim", "2*(p - t)/n"), "read as a vector"),
    ("exact", ("-y.*log(a) - (1-y).*log(1-a), a = 1./(1+exp(-z))", "--wrt", "z", "--claim", "a - y"), "exact"),
    ("exact", ("(1/(2*m))*sum((X*w - y).^2)", "--wrt", "w", "--claim", "(1/m)*X.'*(X*w - y)"), "exact"),
    ("exact", ("2.*x.^2", "--wrt", "x", "--claim", "4.*x"), "exact"),
]


@pytest.mark.parametrize("verdict, arguments, words", JUDGED)
def test_a_question_is_judged_as_it_was_typed(verdict: str, arguments: tuple[str, ...], words: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *arguments])
    assert result.exit_code == 0, result.output
    assert f" {verdict}:" in result.output.splitlines()[0], result.output
    assert words.lower() in " ".join(result.output.split()).lower()


def test_a_mean_over_two_letters_that_are_bound_is_refused() -> None:
    arguments = ("sum_i sum_j (x_ij - mean(x_ij))^2", "--wrt", "x_kl", "--claim", "2(x_kl - mean(x))")
    result = CliRunner().invoke(lossary, ["check", *arguments])
    assert result.exit_code == 2
    assert "index i is bound twice" in result.stderr


@pytest.mark.parametrize("arguments, words", [
    (("E[(x-m)^2]", "--wrt", "m", "--claim", "-2 E[x-m]"), "an expectation is not read: write 1/n*sum_i"),
    (("w.x^2", "--wrt", "w", "--claim", "x"), "write (w.x)^2 or w.(x^2)"),
    (("(p-t)^2", "p", "2(p-t)"), "say the variable with --wrt and what you think it is with --claim"),
    (("x^2", "--wrt", "x", "--claim", "(x^2)'"), "expected an operator"),
])  # fmt: skip
def test_what_is_not_read_names_the_cure(arguments: tuple[str, ...], words: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *arguments])
    assert result.exit_code == 2
    assert words in result.stderr


SQUARE = ("(p-t)^2", "--wrt", "p", "--claim")


@pytest.mark.parametrize("loss", ["(p-t)^2#squared loss", "(p-t)^2 # squared loss"])
@pytest.mark.parametrize("claim", ["2*(p-t)#the gradient", "2*(p-t) #gradient", "2*(p-t) # twice"])
def test_what_stands_behind_a_hash_is_a_comment(loss: str, claim: str) -> None:
    assert "exact" in CliRunner().invoke(lossary, ["check", loss, "--wrt", "p", "--claim", claim]).output


def test_a_hash_before_one_letter_may_count_a_set_and_is_refused() -> None:
    result = CliRunner().invoke(lossary, ["check", *SQUARE, "2*(p-t)/#S"])
    assert result.exit_code == 2
    assert "'#' has no meaning" in result.output


def test_signs_of_one_column_are_shown_above_the_caret() -> None:
    _, text, caret = CliRunner().invoke(lossary, ["check", *SQUARE, "2*(p±t)⁽"]).output.splitlines()
    assert text[len(caret) - 1] == "±"


def test_every_statement_of_one_where_is_heard() -> None:
    words = ["check", "n*m*p", "--wrt", "p", "--claim", "12", "--where", "n = 3, m = 4"]
    assert "Right where n = 3 and m = 4 holds" in CliRunner().invoke(lossary, words).output
    words = ["check", "(a-t)^2", "--wrt", "w", "--claim", "2*(a-t)*x", "--where", "a = s*x, s = w"]
    assert "exact" in CliRunner().invoke(lossary, words).output


@pytest.mark.parametrize(
    "name, slug",
    [
        ("hinge loss", "hinge"),
        ("Huber Loss", "huber"),
        ("F.mse_loss", "mean-squared"),
        ("torch.nn.functional.huber_loss", "huber"),
        ("DPO loss function", "dpo"),
    ],
)
def test_the_word_loss_may_stand_behind_a_name(name: str, slug: str) -> None:
    found = the_catalogue().named(name)
    assert found is not None
    assert found.slug == slug


def test_a_phrase_that_names_no_loss_is_answered_with_the_nearest() -> None:
    result = CliRunner().invoke(lossary, ["check", "cross entropy of softmax", "--claim", "p - y"])
    assert result.exit_code == 2
    assert "no loss is called 'cross entropy of softmax': did you mean" in result.output


def test_a_softmax_is_found_whatever_it_and_its_scores_are_called() -> None:
    names = ("softmax-cross-entropy", "softmax-cross-entropy-of-soft-targets", "half-squared", "distillation")
    entries = [the_catalogue().find(name) for name in names]
    (said,) = gradients_typed("softmax(s) - y", (), latex=False)
    assert [match.entry.slug for match in find(said.expression, entries)] == [*names[:2]]
