"""What is typed about a loss in other spellings: lam for lambda, l_w for the ell_w of the page, I for the identity."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.judge import Judgement


def judged(loss: str, wrt: str, claim: str, *, latex: bool = False) -> Judgement:
    return verdict_on(Typed(loss, (wrt,), latex=latex), the_catalogue(), [claim])[0]


def own(loss: str, wrt: str, claim: str) -> Judgement:
    return verdict_on(Typed(loss, (wrt,)), Catalogue(Path(), ()), [claim])[0]


@pytest.mark.parametrize(
    "loss, wrt, claim",
    [
        ("simpo", "l_w", "-beta*torch.sigmoid(-u)/n_w"),
        ("kl-k3", "l", "1 - torch.exp(d)"),
        ("gradient-penalty", "g", "2*lam*(np.linalg.norm(g)-1)*g/np.linalg.norm(g)"),
    ],
)
def test_letters_may_be_spelled_as_code_and_keyboards_have_them(loss: str, wrt: str, claim: str) -> None:
    assert judged(loss, wrt, claim).verdict == "exact"


@pytest.mark.parametrize("loss", ["kl-k3", "rloo"])
def test_a_variable_that_the_loss_does_not_have_is_refused(loss: str) -> None:
    with pytest.raises(LossaryError, match="does not depend on zz: its names are"):
        judged(loss, "zz", "0")


@pytest.mark.parametrize(
    "loss, wrt, claim, verdict",
    [
        ("kullback-leibler", "q", "-p/q", "exact"),
        ("layer-norm", "gamma", "g*h", "exact"),
        ("softmax-layer", "z", "p*(1-p)*g", "wrong"),
        ("orthogonality", "W", "4W(W^TW - I)", "exact"),
        ("orthogonality", "W", "2W(W^TW - I)", "positive-scale"),
    ],
)
def test_whole_arrays_are_read_in_the_letters_of_the_page(loss: str, wrt: str, claim: str, verdict: str) -> None:
    assert judged(loss, wrt, claim).verdict == verdict


def test_vectors_are_divided_entry_by_entry_in_latex_too() -> None:
    found = judged("kullback-leibler", "q", r"-\frac{p}{q}", latex=True)
    assert found.verdict == "exact"
    assert any("entry by entry" in note.template for note in found.notes)


def test_two_columns_side_by_side_are_still_no_product() -> None:
    found = judged("layer-norm", "gamma", "g h")
    assert found.verdict == "wrong"
    assert "two columns side by side" in str(found.reason)


@pytest.mark.parametrize("product", ["lam I", "lam*I"])
def test_the_identity_stands_beside_matrices(product: str) -> None:
    loss = "(X w - y)^T(X w-y)/2 + lam/2*w^T w"
    found = own(loss, "w", f"(X^T X + {product})w - X^T y")
    assert found.verdict == "exact"
    assert any("the identity matrix" in note.template for note in found.notes)


@pytest.mark.parametrize("call", ["F.kl_div(z, y)", "F.cosine_embedding_loss(z, y, t)", "CE(p, t)"])
def test_losses_that_libraries_write_in_two_ways_are_refused_with_what_to_write(call: str) -> None:
    with pytest.raises(LossaryError, match="is not read: write"):
        own(call, "z_k", "0")
