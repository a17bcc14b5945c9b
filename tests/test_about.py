"""What a script says of a loss beside its formulas: each field is checked, and a wrong one is told in one line."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sympy import symbols

from derivations.errors import LossaryError
from derivations.language import Code, Instead, Loss, Real, Source
from derivations.language.about import LIBRARIES, REDUCTIONS, alias_key

p, t = symbols("p t")
RIGHT: dict[str, Any] = {
    "id": "L222",
    "expression": (p - t) ** 2,
    "wrt": p,
    "symbols": {p: Real("prediction"), t: Real("target")},
    "source": "a test",
}
CALL = "torch.nn.L1Loss()(input, target)"
FULL: dict[str, Any] = {
    **RIGHT,
    "source": [Source("a paper", doi="10.1214/aoms/1177703732", arxiv="1807.03748", from_memory=True), "a book"],
    "aliases": ["MAE", "nn.L1Loss", "mean absolute error"],
    "why": "The gradient\n   is a sign.",
    "in_code": [(CALL, "mean"), Code("optax.l2_loss(p, t)", "none", note="half of it")],
    "see_instead": [("huber", "has no kink"), Instead("L2C9", "is squared")],
}


def test_a_script_without_them_stays_as_it_is() -> None:
    loss = Loss(**RIGHT)
    assert loss.source == (Source("a test"),)
    assert (loss.aliases, loss.why, loss.in_code, loss.see_instead) == ((), "", (), ())
    assert Loss(**{**RIGHT, "id": "", "source": ""}).source == ()


def test_tuples_and_records_are_the_same() -> None:
    loss = Loss(**FULL)
    assert loss.why == "The gradient is a sign."
    assert loss.in_code == (Code(CALL, "mean"), Code("optax.l2_loss(p, t)", "none", "half of it"))
    assert loss.see_instead == (Instead("huber", "has no kink"), Instead("L2C9", "is squared"))
    assert [source.text for source in loss.source] == ["a paper", "a book"]


def test_a_loss_can_be_taken_with_a_change() -> None:
    loss = Loss(**FULL)
    changed = replace(loss, id="L333")
    for field in ("source", "aliases", "used_for", "why", "in_code", "see_instead"):
        assert getattr(changed, field) == getattr(loss, field)


def test_a_call_is_taken_apart() -> None:
    code = Code("sklearn.linear_model.Ridge(alpha=1.0).fit(X, y)", "sum")
    assert (code.library, code.function) == ("scikit-learn", "sklearn.linear_model.Ridge")
    assert code.function + code.arguments == code.call


@pytest.mark.parametrize("root", LIBRARIES)
@pytest.mark.parametrize("reduction", REDUCTIONS)
def test_every_library_and_reduction_is_known(root: str, reduction: str) -> None:
    assert Code(f"{root}.f(p, t)", reduction).library == LIBRARIES[root]


def test_a_source_leads_somewhere() -> None:
    source = Source("a paper", doi="10.1016/0167-2789(92)90242-F", arxiv="cs/0112017")
    assert source.links == {
        "doi:10.1016/0167-2789(92)90242-F": "https://doi.org/10.1016/0167-2789(92)90242-F",
        "arXiv:cs/0112017": "https://arxiv.org/abs/cs/0112017",
    }
    assert Source("a paper").links == {}
    assert Source("a paper", from_memory=True).line == "a paper, cited from memory"


@pytest.mark.parametrize(
    "doi", ["10.1007/BF00994018", "10.1111/j.2517-6161.1996.tb02080.x", "10.1007/978-0-387-21606-5_9", "10.5555/a:b;c"]
)
def test_a_doi_is_taken_as_it_is(doi: str) -> None:
    assert list(Source("a paper", doi=doi).links.values()) == [f"https://doi.org/{doi}"]


@pytest.mark.parametrize("arxiv", ["1312.6114", "1807.03748v2", "hep-th/9901001", "math.PR/0309001"])
def test_an_arxiv_id_is_taken_as_it_is(arxiv: str) -> None:
    assert list(Source("a paper", arxiv=arxiv).links.values()) == [f"https://arxiv.org/abs/{arxiv}"]


WRONG = [
    # aliases
    ("aliases", "MAE", r"aliases must be a list of names such as \"MAE\".*, not 'MAE'"),
    ("aliases", None, r"aliases must be a list"),
    ("aliases", [3], r"aliases: 3 is no name"),
    ("aliases", [""], r"aliases: '' is no name"),
    ("aliases", [" MAE"], r"aliases: ' MAE' is no name"),
    ("aliases", ["M\nAE"], r"is no name"),
    ("aliases", ["$L_1$"], r"is no name"),
    ("aliases", ["regression/mae"], r"is no name"),
    ("aliases", ["<b>"], r"is no name"),
    ("aliases", ["a" * 61], r"up to 60 letters"),
    ("aliases", ["l4k7"], r"aliases: 'l4k7' has the form of a permanent id"),
    ("aliases", ["Q3M8"], r"has the form of a permanent id"),
    ("aliases", ["nn.L4K7"], r"has the form of a permanent id"),
    ("aliases", ["L1 loss", "l1_Loss"], r"aliases: 'l1-loss' occurs twice"),
    ("aliases", ["nn.L1Loss", "L1Loss"], r"aliases: 'l1loss' occurs twice"),
    # used_for
    ("used_for", 3, r"used_for must be a text, not 3"),
    ("used_for", "Errors.", r"used_for must be a few words such as 'errors of which some are wild'.*, not 'Errors\.'"),
    ("used_for", "e" * 71, r"at most 70 characters"),
    # why
    ("why", ["a", "b"], r"why must be a text, not \['a', 'b'\]"),
    ("why", None, r"why must be a text"),
    # in_code
    ("in_code", CALL, r"in_code must be a list of tuples \(call, reduction, note\), not 'torch"),
    ("in_code", (CALL, "mean"), r"in_code must be a list of tuples .*, not of 'torch"),
    ("in_code", [(CALL,)], r"in_code must be a list of tuples"),
    ("in_code", [(CALL, "mean", "a", "b")], r"in_code must be a list of tuples"),
    ("in_code", [(3, "mean")], r"in_code: the call must be a text, not 3"),
    (
        "in_code",
        [("nn.L1Loss()(input, target)", "mean")],
        r"begins with nn: write it as one types it, .*from torch, jax",
    ),
    ("in_code", [("tourch.nn.L1Loss()(a, b)", "mean")], r"begins with tourch: "),
    ("in_code", [("torch.nn.L1Loss", "mean")], r"in_code: 'torch\.nn\.L1Loss' is no call"),
    ("in_code", [("torch.nn.L1Loss()(a, b", "mean")], r"is no call"),
    ("in_code", [("torch.f(a) + torch.g(b)", "mean")], r"is no call"),
    ("in_code", [("torch(a)", "mean")], r"is no call"),
    ("in_code", [("(torch.f)(a)", "mean")], r"is no call"),
    ("in_code", [("torch.f(a\0)", "mean")], r"is no call"),
    ("in_code", [(CALL, "average")], r"reduction of 'torch.*' is one of none, mean, sum, .*, not 'average'"),
    ("in_code", [(CALL, None)], r"is one of none, mean"),
    ("in_code", [(CALL, ["mean"])], r"is one of none, mean"),
    ("in_code", [(CALL, "mean", 3)], r"in_code: a note must be a text, not 3"),
    # see_instead
    ("see_instead", ("huber", "why"), r"see_instead must be a list of tuples \(name, why\), not of 'huber'"),
    ("see_instead", ["huber"], r"see_instead must be a list of tuples"),
    ("see_instead", [("huber",)], r"see_instead must be a list of tuples"),
    ("see_instead", {"huber": "why"}, r"see_instead must be a list of tuples"),
    ("see_instead", [("huber", "")], r"see_instead: the reason must be a text, not ''"),
    ("see_instead", [(3, "why")], r"see_instead: the slug must be a text, not 3"),
    ("see_instead", [("huber", "why"), ("Huber", "why")], r"see_instead: 'huber' occurs twice"),
    # source
    ("source", 3, r"source must be a text, or Source\("),
    ("source", None, r"source is empty"),
    ("source", [], r"source is empty"),
    ("source", [""], r"source must be a text, not ''"),
    ("source", "   ", r"source must be a text, not '   '"),
    ("source", ["a book", 3], r"source must be a text, or Source\("),
    ("source", {"text": "a book"}, r"source must be a text, or Source\("),
]


@pytest.mark.parametrize("field, value, message", WRONG)
def test_a_wrong_field_is_named_in_one_line(field: str, value: Any, message: str) -> None:
    with pytest.raises(LossaryError, match=message) as caught:
        Loss(**{**RIGHT, field: value})
    assert "\n" not in str(caught.value)


@pytest.mark.parametrize(
    "fields, message",
    [
        (
            {"doi": "https://doi.org/10.1007/BF00994018"},
            r"source: doi must be a DOI such as .*without https://doi\.org/",
        ),
        ({"doi": "doi:10.1007/BF00994018"}, r"source: doi must be"),
        ({"doi": "10.1007/BF00994018."}, r"source: doi must be"),
        ({"doi": "10.1007/"}, r"source: doi must be"),
        ({"doi": '10.1007/"><script>'}, r"source: doi must be"),
        ({"doi": "10.1007/a b"}, r"source: doi must be"),
        ({"doi": None}, r"source: doi must be .*, not None"),
        ({"arxiv": "arXiv:1807.03748"}, r"source: arxiv must be an arXiv id .*without arXiv:"),
        ({"arxiv": "1807.03748 (2018)"}, r"source: arxiv must be"),
        ({"arxiv": 1807.03748}, r"source: arxiv must be .*, not 1807\.03748"),
        ({"text": 3}, r"source must be a text, not 3"),
        ({"from_memory": "yes"}, r"source: from_memory must be True or False, not 'yes'"),
    ],
)
def test_a_wrong_source_is_named_in_one_line(fields: dict[str, Any], message: str) -> None:
    with pytest.raises(LossaryError, match=message):
        Source(**{"text": "a paper", **fields})


@pytest.mark.parametrize(
    "one, other",
    [
        ("Mean absolute error", "mean_absolute-error"),
        ("L1 Loss", "l1-loss"),
        ("torch.nn.L1Loss", "L1Loss"),
        ("Kullback–Leibler", "kullback-leibler"),
        (" huber ", "HUBER"),
    ],
)
def test_names_are_compared_as_people_write_them(one: str, other: str) -> None:
    assert alias_key(one) == alias_key(other)


@pytest.mark.parametrize("one, other", [("L1", "L2"), ("MSE", "RMSE"), ("l1loss", "l1-loss")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert alias_key(one) != alias_key(other)
