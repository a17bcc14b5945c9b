"""Sums, means and entries as people type them: read where it is plain what they mean, and refused elsewhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

SQUARES = "1/n sum (y_i - w x_i)^2"
VECTORS = "1/2 sum (y - w x)^2"
MEAN = "mean (y - w*x)^2"
POWERS = "was read as the sum of the powers; write (sum(...))^p for the other"
ALL = "sum(x_i^2, i=1..n)"
PARTIAL = "sum((sum(x_j, j=1..i) - t_i)^2, i=1..n)"
MODEL = "J(theta) = 1/(2m) sum_{i=1}^m (h(x^(i)) - y^(i))^2"
SHIFTED = "exp(z_k - z_y)/sum(exp(z_j - z_y)) - [k=y]"
RIVALS = "[1 - s_y + s_k > 0] - [k=y]*sum([1 - s_y + s_j > 0])"

TYPED = [
    # a word that stands apart from its brackets is the sign of a sum
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n sum x_i (y_i - w x_i)"), POWERS),
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n sum (y_i - w x_i) x_i"), "sum of the products"),
    ("exact", (SQUARES, "--wrt", "w", "--claim", "-2/n * sum (y_i - w*x_i) * x_i"), "sum of the products"),
    ("wrong", (SQUARES, "--wrt", "w", "--claim", "-2/n (sum (y_i - w x_i)) (sum x_i)"), POWERS),
    ("exact", (VECTORS, "--wrt", "w", "--claim", "-sum x (y - w x)"), POWERS),
    ("wrong", (VECTORS, "--wrt", "w", "--claim", "-sum(y - w x)*sum(x)"), POWERS),
    ("exact", ("Sum (p_i - t_i)^2", "--wrt", "p_k", "--claim", "2(p_k - t_k)"), "write (Sum(...))^p"),
    (
        "exact",
        (
            "sum (p_i t_i) / (sum (p_i) + sum (t_i))",
            "--wrt",
            "p_k",
            "--claim",
            "t_k/(sum(p_i + t_i)) - sum(p_i t_i)/(sum(p_i + t_i))^2",
        ),
        "",
    ),
    ("exact", ("sum(p_i - t_i)^2", "--wrt", "p_k", "--claim", "2 sum(p_i - t_i)"), ""),
    ("exact", ("(sum (p_i - t_i))^2", "--wrt", "p_k", "--claim", "2 sum (p_i - t_i)"), ""),
    ("exact", ("sum (1 - w x_i)_+", "--wrt", "w", "--claim", "-sum x_i [w x_i < 1]"), ""),
    (
        "exact",
        ("1/2 " + MEAN, "--wrt", "w", "--claim", "-mean x (y - w*x)"),
        "the mean of the powers; write (mean(...))^p",
    ),
    ("wrong", ("1/2 " + MEAN, "--wrt", "w", "--claim", "-mean(y - w*x) mean(x)"), "the mean of the powers"),
    ("exact", ("np.sum (y - w*x)**2", "--wrt", "w", "--claim", "-2*np.sum(x)*np.sum(y - w*x)"), ""),
    # a sum up to an index, of another sum or of the entry that is asked about
    ("exact", (ALL, "--wrt", "x_k", "--claim", "sum(2x_i, i=k..k)"), "proved"),
    ("positive-scale", (ALL, "--wrt", "x_k", "--claim", "sum(3x_i, i=k..k)"), "3/2 times"),
    ("exact", (ALL, "--wrt", "x_k", "--claim", "2sum(x_i, i=1..k) - 2sum(x_i, i=1..k-1)"), ""),
    ("exact", (PARTIAL, "--wrt", "x_k", "--claim", "2*sum(sum(x_j, j=1..i) - t_i, i=k..n)"), ""),
    ("wrong", (PARTIAL, "--wrt", "x_k", "--claim", "2*sum(sum(x_j, j=1..i) - t_i, i=1..k)"), ""),
    ("exact", ("sum(sum(x_i*x_j, j=1..i), i=1..n)", "--wrt", "x_k", "--claim", "x_k + sum(x_i)"), ""),
    ("wrong", (ALL, "--wrt", "x_k", "--claim", "2x_k + [x_1=0]"), "At n"),
    # what stands below one name alone is an index too, if the sum that names none is taken over it
    ("exact", ("sum(|p_i|^3)", "--wrt", "p_k", "--claim", "3|p_k|p_k"), "was taken over i"),
    ("exact", ("sum(x_ij^2)", "--wrt", "x_kl", "--claim", "2x_kl"), "was taken over i and j"),
    ("exact", ("sum(w_in^2)", "--wrt", "w_in", "--claim", "2w_in"), "w_in: read as a vector"),
    # what the loss leaves free stands outside: the label y of a claim is summed over nowhere
    ("exact", ("-log(softmax(z)_y)", "--wrt", "z_k", "--claim", SHIFTED), "was taken over j."),
    ("exact", ("-z_y + log(sum(exp(z_j)))", "--wrt", "z_k", "--claim", SHIFTED), "was taken over j."),
    ("exact", ("softmax-cross-entropy", "--claim", SHIFTED), "was taken over j."),
    ("wrong", ("softmax-cross-entropy", "--claim", SHIFTED.replace("[k=y]", "1")), ""),
    ("exact", ("sum_j max(0, 1 - s_y + s_j)", "--wrt", "s_k", "--claim", RIVALS), "was taken over j."),
    ("exact", ("mixup", "--claim", SHIFTED.replace("y", "a").replace("[k=a]", "m*[k=a] - (1-m)*[k=b]")), "over j."),
    ("exact", ("-log(softmax(z)_y)", "--wrt", "z", "--claim", "1/sum(exp(z_j - z_k)) - [k=y]"), "was taken over j."),
    ("exact", ("sum(x_i*y_i)^2", "--wrt", "x", "--claim", "2*y_i*sum(x_i*y_i)"), "was taken over i."),
    # entries counted from 0
    ("exact", ("x[0]*x[1]", "--wrt", "x", "--claim", "[x[1], x[0]]"), "counted from 0"),
    ("wrong", ("x[0]*x[1]", "--wrt", "x", "--claim", "[x[0], x[1]]"), "The entries x_1 and x_2 are swapped"),
    ("wrong", ("x[1]*x[2]", "--wrt", "x", "--claim", "[x[1], x[2]]"), "The entries x_1 and x_2 are swapped"),
    ("exact", ("x[0]^2*x[1]", "--wrt", "x[0]", "--claim", "2*x[0]*x[1]"), "counted from 0"),
    ("exact", ("x[0]^2*x[1]", "--wrt", "x[1]", "--claim", "x[0]^2"), "counted from 0"),
    ("exact", ("A[0,0]*A[1,1] - A[0,1]*A[1,0]", "--wrt", "A[0,1]", "--claim", "-A[1,0]"), "counted from 0"),
    ("exact", ("-log(softmax(z)[0])", "--wrt", "z", "--claim", "softmax(z) - onehot(0)"), "counted from 0"),
    ("wrong", ("-log(softmax(z)[0])", "--wrt", "z", "--claim", "softmax(z) - onehot(1)"), "counted from 0"),
    ("exact", ("-log(softmax(z)[1])", "--wrt", "z_k", "--claim", "softmax(z)_k - [k=1]"), ""),
    # a prime before a sign of products, as in MATLAB
    ("exact", ("x'*A*x", "--wrt", "x", "--claim", "(A+A')*x"), "A: read as a matrix"),
    ("exact", ("x'*y", "--wrt", "x", "--claim", "y"), "read as a vector"),
    # a product without a sign that holds what is differentiated by, which stands nowhere else
    ("exact", ("(y - sigmoid(wx+b))^2", "--wrt", "w", "--claim", "-2(y-s)s(1-s)x, s = sigmoid(wx+b)"), "product w x"),
]

REFUSED = [
    (("log(sum(exp(z_i)))", "--wrt", "z", "--claim", "1/sum(exp(z_j - z_k))"), "as in --wrt z_k"),
    (("softmax-cross-entropy-of-labels", "--claim", "w_{y_a}/sum(w_{y_i})*(p_ab - [b=y_a])"), "nothing tells how many"),
    (("log(sum(exp(s_j - s_y)))", "--wrt", "s_k", "--claim", "0"), "does this sum run over y too?"),
    (("sum (y - w*x)**2", "--wrt", "w", "--claim", "0"), "write sum((u)**p) or (sum(u))**p"),
    (("mean (y - w*x)**2", "--wrt", "w", "--claim", "0"), "write mean((u)**p) or (mean(u))**p"),
    ((VECTORS, "--wrt", "w", "--claim", "-sum (y - w x) x"), "write sum(u*v) or sum(u)*v"),
    (
        (ALL, "--wrt", "x_k", "--claim", "2x_k + [x_1=x_2]"),
        "an entry has the number 2: whether there are so many is not",
    ),
    ((ALL, "--wrt", "x_k", "--claim", "sum(2x_i, i=1..3)"), "run to n and to 3: which is its size?"),
    (
        ("sum_i (sum_{j=1}^i x_j)^2", "--wrt", "x_k", "--claim", "2*sum_{i=k}^m sum_{j=1}^i x_j"),
        "nothing tells how many",
    ),
    (("-log(softmax(z)[0])", "--wrt", "z_k", "--claim", "softmax(z)_k - [k=0]"), "is 0 the number of one?"),
    (("-log(softmax(z)[0])", "--wrt", "z_k", "--claim", "softmax(z)_k - delta_{k0}"), "is 0 the number of one?"),
    (("-np.log(softmax(z)[2])", "--wrt", "z_k", "--claim", "softmax(z)_k - (k==0)"), "write onehot(0)"),
    ((MODEL, "--wrt", "theta_j", "--claim", "1/m sum_{i=1}^m (h(x^(i)) - y^(i)) x_j^(i)"), "say --where 'h(x) = ...'"),
    (("(y - net)^2", "--wrt", "t", "--claim", "0"), "does not depend on t"),
    (("sum(x_j^2, j=1..k)", "--wrt", "x_k", "--claim", "2x_k"), "k is the end of a sum and an index"),
]


@pytest.mark.parametrize("verdict, words, part", TYPED, ids=[" ".join(words) for _, words, _ in TYPED])
def test_it_is_judged_as_it_was_meant(verdict: str, words: tuple[str, ...], part: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *words])
    text = " ".join(result.output.split())
    assert result.exit_code == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_what_may_be_meant_otherwise_is_refused_with_a_cure(words: tuple[str, ...], part: str) -> None:
    result = CliRunner().invoke(lossary, ["check", *words])
    assert result.exit_code == 2, result.output
    assert part in " ".join(result.output.split())


def test_a_product_without_a_sign_is_derived_by_its_factor() -> None:
    result = CliRunner().invoke(lossary, ["derive", "-y log(sigmoid(wx+b)) - (1-y) log(1-sigmoid(wx+b))", "--wrt", "w"])
    assert result.exit_code == 0, result.output
    assert "x · (σ(w x + b) − y)" in result.output
