"""Names of a claim that the loss does not hold: read where it is plain what they mean, and refused elsewhere."""

from __future__ import annotations

import pytest
from click.testing import CliRunner

from derivations.cli import lossary

SOFTMAX = "-log(softmax(z)[y])"
QUOTIENT = "-log(exp(z_y)/sum_j exp(z_j))"
CROSS = "-t*log(sigma(z)) - (1-t)*log(1-sigma(z))"
LINE = "(w*x+b-y)^2"

MEANT = [
    # spelled otherwise
    ("exact", ("(y_hat - y)^2", "--wrt", "y_hat", "--claim", "2(yhat - y)"), "yhat was read as the y_hat of the loss"),
    ("negated", ("(yhat - y)^2", "--wrt", "yhat", "--claim", "2(y - ŷ)"), "y_hat was read as the yhat"),
    ("exact", ("(y_pred - y)^2", "--wrt", "y_pred", "--claim", "2(ypred - y)"), "ypred was read as the y_pred"),
    ("exact", ("mean((yhat - y)^2)", "--wrt", "yhat", "--claim", "2(y_hat - y)/n"), "y_hat was read as the yhat"),
    ("exact", ("(p-t)^2 + lambda*w^2", "--wrt", "w", "--claim", "2*lam*w"), "lam was read as the lambda"),
    ("exact", ("sum((p_i-t_i)^2, i=1..n)/n", "--wrt", "p_k", "--claim", "2(p_k-t_k)/N"), "N was read as the n"),
    # the softmax or the sigmoid of the loss
    ("exact", (SOFTMAX, "--wrt", "z_k", "--claim", "p_k - delta_ky"), "p was read as the softmax"),
    ("exact", (SOFTMAX, "--wrt", "z", "--claim", "p - onehot(y)"), "p was read as the softmax"),
    ("negated", (QUOTIENT, "--wrt", "z_k", "--claim", "delta_ky - s_k"), "s was read as the softmax"),
    ("wrong", (QUOTIENT, "--wrt", "z_k", "--claim", "p_k + delta_ky"), "p was read as the softmax"),
    ("exact", ("logsumexp(z) - z[y]", "--wrt", "z", "--claim", "p - onehot(y)"), "p was read as the softmax"),
    ("exact", ("-z_y + log(sum_j exp(z_j))", "--wrt", "z_k", "--claim", "p_k - delta_ky"), "the softmax"),
    ("exact", (CROSS, "--wrt", "z", "--claim", "p - t"), "p was read as the sigmoid"),
    ("exact", ("log(1 + e^z) - t*z", "--wrt", "z", "--claim", "yhat - t"), "yhat was read as the sigmoid"),
    ("exact", ("-log(1/(1+exp(-z)))", "--wrt", "z", "--claim", "a - 1"), "a was read as the sigmoid"),
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "p - onehot(y)"), "the softmax"),
    (
        "exact",
        ("F.binary_cross_entropy_with_logits(z, t)", "--wrt", "z", "--claim", "(p - t)/len(z)"),
        "p was read as the sigmoid",
    ),
]

REFUSED = [
    (
        ("(p-t)^2", "--wrt", "p", "--claim", "2(p-q)"),
        'q in the claim does not occur in the loss: say --where "q = ..."',
    ),
    (("(p-t)^2", "--wrt", "p", "--claim", "c*(p-t)"), "--symbol c:hyper"),
    (("(m(w)-t)^2", "--wrt", "w", "--claim", "2(a-t)m'(w)"), "a in the claim"),
    ((LINE, "--wrt", "w", "--claim", "2(yhat-y)x"), "yhat in the claim"),
    ((LINE, "--wrt", "w", "--claim", "2*e*x"), "what is e?"),
    (("log(1+exp(-y*z))", "--wrt", "z", "--claim", "-y*(1-p)"), "p in the claim"),
    (("sigma(u)*sigma(v)", "--wrt", "u", "--claim", "p*(1-p)"), "p in the claim"),
    (("F.nll_loss(logp, y)", "--wrt", "logp", "--claim", "-onehot(y)/q"), "q in the claim"),
]

LABELS = [  # one example or many: both are judged
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "softmax(z) - onehot(y)"),
     "if y is a vector and z is a matrix, the verdict is convention: say --symbol y:vector --symbol z:matrix"),
    ("convention", ("F.cross_entropy(z, y)", "--wrt", "z", "--claim", "(softmax(z) - onehot(y))/N"),
     "if y is a vector and z is a matrix, the verdict is exact"),
    ("exact", ("F.cross_entropy(z, y)", "--symbol", "y:vector", "--symbol", "z:matrix", "--wrt", "z", "--claim",
               "(softmax(z) - onehot(y))/N"), "N was read as the number of entries of y and z"),
    ("exact", ("F.nll_loss(logp, y)", "--wrt", "logp", "--claim", "-onehot(y)/N"),
     "That holds if logp is a matrix and y is a vector"),
    ("exact", ("F.cross_entropy(z, y)", "--wrt", "z_ik", "--claim", "(softmax(z)_ik - KroneckerDelta(k,y_i))/n"),
     "n was read as the number of entries of y and z"),
    ("exact", ("F.cross_entropy(x @ W + b, y)", "--wrt", "W", "--claim", "outer(x, softmax(x @ W + b) - onehot(y))"),
     "if x is a matrix and y is a vector, the verdict is wrong"),
    ("exact", ("np.mean(np.sum((X @ W - Y)**2, axis=1))", "--wrt", "W", "--claim", "2*X.T @ (X @ W - Y)/n"),
     "n was read as the number of entries of X and Y"),
]  # fmt: skip

STATED = [
    ("exact", (LINE, "--where", "e = w*x+b-y", "--wrt", "w", "--claim", "2*e*x")),
    ("exact", (LINE, "--wrt", "w", "--claim", "2*e*x, e = w*x+b-y")),
    ("positive-scale", ("(p-t)^2", "--symbol", "c:hyper", "--wrt", "p", "--claim", "c*(p-t)")),
    ("exact", ("e^x", "--wrt", "x", "--claim", "e^x")),
    ("exact", (SOFTMAX, "--where", "p = softmax(z)", "--wrt", "z_k", "--claim", "p_k - delta_ky")),
    ("wrong", (SOFTMAX, "--where", "p = softmax(2z)", "--wrt", "z_k", "--claim", "p_k - delta_ky")),
]


def asked(*words: str) -> tuple[int, str]:
    result = CliRunner().invoke(lossary, ["check", *words])
    return result.exit_code, " ".join(result.output.split())


@pytest.mark.parametrize("verdict, words, part", MEANT, ids=[" ".join(words) for _, words, _ in MEANT])
def test_a_name_is_read_as_what_it_can_only_mean_and_that_is_said(
    verdict: str, words: tuple[str, ...], part: str
) -> None:
    status, text = asked(*words)
    assert status == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("verdict, words, part", LABELS, ids=[" ".join(words) for _, words, _ in LABELS])
def test_a_loss_of_labels_is_judged_for_one_example_and_for_many(
    verdict: str, words: tuple[str, ...], part: str
) -> None:
    status, text = asked(*words)
    assert status == 0, text
    assert text.split()[1].startswith(verdict), text
    assert part in text


@pytest.mark.parametrize("words, part", REFUSED, ids=[" ".join(words) for words, _ in REFUSED])
def test_a_name_of_which_nothing_is_known_is_refused_with_the_cure(words: tuple[str, ...], part: str) -> None:
    status, text = asked(*words)
    assert status == 2
    assert part in text


@pytest.mark.parametrize("verdict, words", STATED, ids=[" ".join(words) for _, words in STATED])
def test_what_was_said_of_a_name_is_taken(verdict: str, words: tuple[str, ...]) -> None:
    status, text = asked(*words)
    assert status == 0, text
    assert text.split()[1].startswith(verdict), text
    assert "of the loss: say" not in text
