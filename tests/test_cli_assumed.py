"""What a name is taken for is told by the loss, never by the claim; and what decides a verdict is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.judge import Judgement

NONE = Catalogue(Path(), ())


def own(loss: str, wrt: str, claim: str, **said: object) -> Judgement:
    return verdict_on(Typed(loss, (wrt,), **said), NONE, [claim])[0]  # type: ignore[arg-type]


def about(loss: str, claim: str, *where: str) -> Judgement:
    return verdict_on(Typed(loss, where=where), the_catalogue(), [claim])[0]


def notes(judgement: Judgement) -> str:
    return " ".join(map(str, judgement.notes))


SUMMED = [
    ("F.mse_loss(p, t)", "p", "2*(p - t).mean()"),
    ("F.l1_loss(b, c)", "c", "torch.sign(c - b).mean()"),
    ("np.mean((p - t)**2)", "p", "2*np.mean(p - t)"),
    ("||p - t||^2", "p", "2*sum(p - t)"),
    ("np.sum(p*t)", "p", "np.sum(t)"),
    ("np.sum(np.exp(z))", "z", "np.sum(np.exp(z))"),
    ("np.mean(e**2)", "e", "2*np.mean(e)"),
    (r"\|d - e\|^2", "d", r"2\sum(d - e)"),
    ("np.sum((c @ x - y)**2)", "x", "2*np.sum(c @ x - y)*c"),
    ("-np.mean(t*np.log(p) + (1 - t)*np.log(1 - p))", "p", "np.mean((p - t)/(p*(1 - p)))"),
]


@pytest.mark.parametrize("loss, wrt, claim", SUMMED, ids=[loss for loss, *_ in SUMMED])
def test_no_name_is_a_number_because_the_claim_would_then_be_right(loss: str, wrt: str, claim: str) -> None:
    found = own(loss, wrt, claim, latex="\\" in loss)
    assert found.verdict == "wrong"
    assert f"{wrt} is a number" in notes(found) or "exact" not in notes(found)


def test_what_was_stated_is_taken_as_stated() -> None:
    stated = ("p:number", "t:vector")
    assert own("np.mean((p - t)**2)", "p", "2*np.mean(p - t)", symbols=stated).verdict == "exact"


def test_a_parameter_of_a_model_is_a_number_and_that_is_said() -> None:
    found = own("np.mean((w*x - t)**2)", "w", "2*np.mean((w*x - t)*x)")
    assert found.verdict == "exact"
    assert "if w is a vector, the verdict is wrong: say --symbol w:vector" in notes(found)
    assert own("np.mean((w*x - t)**2)", "w", "2*(w*x - t)*x").verdict == "wrong"
    assert own("np.mean((w1*x1 + w2*x2 - y)**2)", "w1", "2*np.mean(x1*(w1*x1 + w2*x2 - y))").verdict == "exact"


@pytest.mark.parametrize(
    "loss, wrt, claim",
    [
        ("np.mean((y - c)**2)", "c", "-2*np.mean(y - c)"),
        ("np.mean((w*x - t)**2)", "w", "2*(w*x - t)*x/len(x)"),
    ],
)
def test_where_both_are_meant_equally_often_both_are_said(loss: str, wrt: str, claim: str) -> None:
    found = own(loss, wrt, claim)
    assert found.verdict == "undecided"
    assert f"--symbol {wrt}:number" in str(found.reason)
    assert f"--symbol {wrt}:vector" in str(found.reason)


MATRICES = [
    ("x^T {0} x", "x", "({0} + {0}^T) x", "2 {0} x"),
    ("||{0} x - y||^2", "x", "2 {0}^T ({0} x - y)", "2 {0} ({0} x - y)"),
    ("u^T {0} v", "{0}", "u v^T", "u^T v"),
    ("(x - m)^T {0} (x - m)", "m", "-({0} + {0}^T)(x - m)", "-2 {0} (x - m)"),
]


@pytest.mark.parametrize("letter", [*"CDKLMNT", "W_q"])
@pytest.mark.parametrize("loss, wrt, right, wrong", MATRICES, ids=[loss for loss, *_ in MATRICES])
def test_a_capital_in_a_product_with_vectors_is_a_matrix(
    loss: str, wrt: str, right: str, wrong: str, letter: str
) -> None:
    if "(" in loss and letter in {"L", "N", "W_q"}:
        pytest.skip("L (...) and N (...) may be functions")
    loss, wrt, right, wrong = (text.format(letter) for text in (loss, wrt, right, wrong))
    assert own(loss, wrt, right).verdict == "exact"
    assert own(loss, wrt, wrong).verdict == "wrong"


@pytest.mark.parametrize(
    "loss, claim",
    [
        ("C ||w||^2", "2 C w"),
        ("1/N ||y - X w||^2", "2/N X^T (X w - y)"),
        ("1/(2N) ||y - X w||^2", "1/N X^T (X w - y)"),
        ("w^T x/T", "x/T"),
        ("K ||w||^2 + w^T D w", "2 K w + (D + D^T) w"),
    ],
)
def test_where_only_a_number_can_stand_a_capital_is_one(loss: str, claim: str) -> None:
    assert own(loss, "w", claim).verdict == "exact"


@pytest.mark.parametrize(
    "said, verdict",
    [
        ({"where": ("A = A^T",)}, "convention"),
        ({"where": ("A_ij = A_ji",)}, "convention"),
        ({"where": ("A is symmetric",)}, "exact"),
        ({"symbols": ("A:symmetric",)}, "exact"),
    ],
)
def test_that_a_matrix_is_symmetric_may_be_said_in_every_way(said: dict[str, tuple[str, ...]], verdict: str) -> None:
    judgement = own("x^T A x", "x", "2 A x", **said)
    assert judgement.verdict == verdict
    assert judgement.evidence.level == "proved"
    assert own("x^T A x", "x", "3 A x", **said).verdict not in ("exact", "convention")


PAIRED = [  # the slopes of S_ij and S_ji added up, as of one variable; what has a determinant is taken for a covariance
    ("x.T@S@x", "2*np.outer(x,x) - np.diag(x*x)", ("S:symmetric",)),
    ("tr(A S)", "A + A^T - A∘I", ("S:symmetric",)),
    ("log(det(S))", "2*inv(S) - diag(inv(S))", ("S:symmetric",)),
    ("log(det(S))", "2*inv(S) - diag(inv(S))", ("S:matrix",)),
]


@pytest.mark.parametrize("loss, claim, symbols", PAIRED)
def test_the_pairs_of_a_symmetric_matrix_are_a_convention(loss: str, claim: str, symbols: tuple[str, ...]) -> None:
    judgement = own(loss, "S", claim, symbols=symbols)
    assert judgement.verdict == "convention"
    assert "counted as one variable" in judgement.reason.template
    assert own(loss, "S", f"{claim} + S", symbols=symbols).verdict == "wrong"


SAID = [("S = S^T",), ("S - S^T = 0",), ("S symmetric",)]


@pytest.mark.parametrize("where", SAID)
def test_that_the_matrix_is_symmetric_must_be_said(where: tuple[str, ...]) -> None:
    claim = "2 x x^T - (x x^T)∘I"
    judgement = own("x^T S x", "S", claim)
    assert judgement.verdict == "wrong"
    assert str(judgement.reason) == (
        "right only if S is symmetric, S_ij = S_ji, which was not said, and if these two entries are counted as one "
        "variable"
    )
    assert own("x^T S x", "S", claim, where=where).verdict == "convention"
    assert "symmetric" not in str(own("x^T S x", "S", "3 x x^T - (x x^T)∘I").reason)


def test_a_covariance_of_the_catalogue_is_symmetric() -> None:
    gradient = "(inv(S) - inv(S) r r^T inv(S))"
    assert about("multivariate-gaussian.S", f"{gradient} - {gradient}∘I/2").verdict == "convention"


def test_what_is_symmetric_is_square() -> None:
    assert "matrix (n by n)" in notes(own("norm(S, 'fro')**2", "S", "2*S", symbols=("S:symmetric",)))


BESIDE = [
    ("matrix-factorisation.V", "2 E^T U", "E = U V^T - R", "exact"),
    ("matrix-factorisation.V", "2 E U", "E = U V^T - R", "wrong"),
    ("huber", "e", "e = clip(p-t,-delta,delta)", "exact"),
    ("huber", "e", "e = p-t", "wrong"),
    ("softmax-cross-entropy", "q - onehot(y)", "q = softmax(z)", "exact"),
    ("softmax-cross-entropy", "p - e_y", "p = softmax(z)", "exact"),
    ("softmax-cross-entropy", "p - e_y", "p = 2*softmax(z)", "wrong"),
    ("huber", "psi", "psi = where(|p-t| <= delta, p-t, delta*sign(p-t))", "exact"),
]


@pytest.mark.parametrize("loss, claim, where, verdict", BESIDE, ids=[" ".join(words) for words in BESIDE])
def test_what_where_defines_is_put_into_claims_on_the_catalogue(
    loss: str, claim: str, where: str, verdict: str
) -> None:
    assert about(loss, claim, where).verdict == verdict


@pytest.mark.parametrize(
    "where, words",
    [("banana (((", "no condition"), ("p > t", "only define"), ("t = 2*p", "is a name of the loss")],
)
def test_what_else_stands_there_is_refused(where: str, words: str) -> None:
    with pytest.raises(LossaryError, match=words):
        about("huber", "p - t", where)


EXACT = [
    ("tr(M)", "M", "I"),
    ("np.mean((X@w-t)**2)", "w", "2*np.mean((X@w-t)[:,None]*X, axis=0)"),
    ("np.mean((X@w-t)**2)", "w", "2*X.T @ (X@w-t)/len(t)"),
    ("relu(x)", "x", "x>0"),
    ("||Xw-y||^2/n", "w", "2/n X^T(Xw-y)"),
    ("sum((x_{i+1}-x_i)^2,i=1..n-1)", "x_k", "2(x_k - x_{k-1})*[k>=2] - 2(x_{k+1}-x_k)*[k<=n-1]"),
]


@pytest.mark.parametrize("loss, wrt, claim", EXACT, ids=[claim for *_, claim in EXACT])
def test_right_claims_are_read_as_they_are_typed(loss: str, wrt: str, claim: str) -> None:
    assert own(loss, wrt, claim).verdict == "exact"


WRONG = [
    ("sum((x_{i+1}-x_i)^2,i=1..n-1)", "x_k", "2(x_k - x_{k-1}) + 2(x_{k+1}-x_k)", "no value at points"),
    ("sum((x_{i+1}-x_i)^2,i=1..n-1)", "x_k", "2(x_k - x_{k-1})*[k>=3] - 2(x_{k+1}-x_k)*[k<=n-1]", "wrong in places"),
    ("sum(x_i*y_i,i=1..n)", "x_j", "y_i", "write j for i"),
    ("np.mean((p-t)**2)", "p", "2*(p - t).mean()", "stayed"),
]


@pytest.mark.parametrize("loss, wrt, claim, words", WRONG, ids=[claim for _, _, claim, _ in WRONG])
def test_wrong_claims_are_told_what_is_wrong(loss: str, wrt: str, claim: str, words: str) -> None:
    found = own(loss, wrt, claim)
    assert found.verdict == "wrong"
    assert words in str(found.reason)


def test_dividing_by_the_number_of_features_is_no_mean() -> None:
    found = own("np.mean((X@w-t)**2)", "w", "2*X.T@(X@w-t)/X.shape[1]")
    assert found.verdict == "wrong"
    assert "no convention of mean or sum" in str(found.reason)


REFUSED = [
    ("KL(p||q)", "q", "-p/q", "KL is not read"),
    (r"-\log\frac{e^{z_y}}{\sum_j e^{z_j}}", "z_k", r"u_k - \delta_{ky}", "u in the claim does not occur"),
    ("np.mean((X@w-t)**2)", "w", "2*np.mean((X@w-t)[1:]*X, axis=0)", "a slice of a bracket is not read"),
]


@pytest.mark.parametrize("loss, wrt, claim, words", REFUSED, ids=[loss for loss, *_ in REFUSED])
def test_what_is_not_read_is_refused(loss: str, wrt: str, claim: str, words: str) -> None:
    with pytest.raises(LossaryError, match=words):
        own(loss, wrt, claim, latex="\\" in loss)


def test_a_label_is_the_place_of_a_one() -> None:
    assert about("softmax-cross-entropy", "p - e_y").verdict == "exact"
    assert about("softmax-cross-entropy", "p - 2 e_y").verdict == "wrong"
    assert about("softmax-cross-entropy", "p_k - y_k").verdict == "exact"


def test_other_letters_are_told_which_are_expected() -> None:
    with pytest.raises(LossaryError, match="the gradient is by c_ab"):
        about("k-means", "2(c_jk - x_ik)")


def test_labels_with_signs_are_shown_as_they_were_typed() -> None:
    found = own("(r+gamma*V_{t+1}-V_t)^2", "V_t", "2V_{t+1}")
    assert "V_{t+1} = " in (text := str(found) + notes(found)).replace("= -", "= ")
    assert "plus" not in text
