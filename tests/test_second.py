"""Second derivatives: derived and checked like the first, and found under an address of their own."""

from __future__ import annotations

import json
import pickle
import re
from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from sympy import IndexedBase, Integer, KroneckerDelta, Mul, Rational, Sum, exp, log, symbols

from derivations.calculus.derive import derive
from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.data import KEYS, full, summary
from derivations.cli import lossary
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError
from derivations.language.domains import Index, Intermediate, Real, Size
from derivations.language.functions import held
from derivations.language.loss import Loss
from derivations.language.several import plain_name

p, t = symbols("p t")
i, j, k, l, n = symbols("i j k l n")
z, P = IndexedBase("z"), IndexedBase("p")
# Networks and layers, gradients free of the variable, and variables whose entries are bound to one another.
NONE = {
    "approx-ndcg",
    "asymmetric",
    "attention",
    "attention.K",
    "attention.V",
    "autoencoder",
    "autoencoder.W",
    "average-pooling",
    "barlow-twins",
    "batch-normalisation",
    "beta-weighted-gaussian",
    "beta-weighted-gaussian.mu",
    "circle",
    "circle.r",
    "cispo",
    "complete-iou",
    "conditional-random-field",
    "contractive-penalty",
    "convolution",
    "convolution.x",
    "ctc",
    "deep-network",
    "dense-layer",
    "dense-layer.b",
    "dense-layer.x",
    "dft",
    "distance-iou",
    "dropout",
    "embedding",
    "focal-tversky",
    "gaussian-process",
    "gaussian-process.v",
    "generalised-iou",
    "generalised-linear-model",
    "glu",
    "graph-convolution",
    "gru-cell",
    "gru-cell.a",
    "gru-cell.p",
    "gru-cell.q",
    "gru-cell.s",
    "hidden-markov-model",
    "kl-k1",
    "kullback-leibler-of-log-probabilities",
    "layer-norm",
    "layer-norm.beta",
    "layer-norm.gamma",
    "leaky-relu.alpha",
    "linear-recurrence",
    "linear-recurrence.a",
    "log-det-barrier",
    "lora",
    "lora.B",
    "lstm-cell",
    "lstm-cell.p",
    "lstm-cell.q",
    "lstm-cell.r",
    "lstm-cell.s",
    "mixture-of-experts",
    "mixture-of-experts.f",
    "multivariate-gaussian.S",
    "negative-log-likelihood",
    "nt-xent",
    "nuclear-norm",
    "probabilistic-pca",
    "rashid-network",
    "rashid-network.v",
    "rbm.b",
    "recurrent-network",
    "relu-network",
    "relu-network.v",
    "residual-block",
    "residual-block.W",
    "rloo",
    "rms-norm",
    "rms-norm.gamma",
    "rotary-embedding",
    "rotary-embedding.u",
    "softmax-focal",
    "softmax-network",
    "softmax-network.V",
    "sparsemax",
    "spectral-norm",
    "straight-through",
    "swiglu.b",
    "td-error",
    "uncertainty-weighting.E",
    "varifocal",
    "vicreg-covariance",
    "vq-vae",
    "vq-vae.z",
    "weight-normalisation.a",
    "wgan",
    "wgan.s_g",
    "zero-one",
}


def entry_of(name: str) -> Entry:
    return the_catalogue().find(name)


def second_of(name: str) -> Entry:
    found = entry_of(name).second
    assert found is not None
    return found


def test_every_loss_has_one_but_for_networks() -> None:
    assert {part.slug for part in the_catalogue().parts if part.second is None} == NONE


@pytest.mark.parametrize("name", ["huber", "softmax-cross-entropy", "group-lasso", "triplet-margin.p", "ridge"])
def test_it_is_proved_and_its_mutants_are_refused(name: str) -> None:
    report = second_of(name).report
    assert report.failures == ()
    assert report.gradient == "proved"
    assert report.proved == report.equations
    assert report.mutants > 0


@pytest.mark.parametrize(
    "name, address, first",
    [
        ("huber.second", "L5W8.second", "L5W8"),
        ("L5W8.SECOND", "L5W8.second", "L5W8"),
        ("triplet-margin.p.second", "L57C.p.second", "L57C.p"),
        ("MAE.second", "L3H6.second", "L3H6"),
    ],
)
def test_names_lead_to_it(name: str, address: str, first: str) -> None:
    found = entry_of(name)
    assert found.id == address
    assert found.first is not None
    assert found.first.id == first


def test_its_lines_have_addresses() -> None:
    entry, line = the_catalogue().at("L5W8.second.2")
    assert (entry.id, line) == ("L5W8.second", "2")
    cited = CliRunner().invoke(lossary, ["cite", "L5W8.second.2"]).output
    assert "L5W8.html#L5W8.second.2" in cited
    for wrong in ("L5W8.second.9", "L5W8.second.t1", "L5W8.second.second", "L5W8.p.second.p"):
        with pytest.raises(LossaryError):
            the_catalogue().at(wrong)


def test_a_variable_of_that_name_gives_way() -> None:
    assert plain_name(symbols("second")) == "second_"
    assert plain_name(symbols("t1")) == "t_1"


def test_findings_travel_to_another_process(monkeypatch: pytest.MonkeyPatch) -> None:
    entry = entry_of("fair")
    again = pickle.loads(pickle.dumps(entry))  # noqa: S301  (made here)
    findings = pickle.loads(pickle.dumps(entry.findings))  # noqa: S301
    monkeypatch.setattr("derivations.calculus.derive.derive", None)  # nothing is derived again
    again.keep(*findings)
    assert again.is_checked
    assert again.second.curvature == second_of("fair").curvature
    assert again.derivation.chains == entry.derivation.chains
    assert again.second.derivation.lines == second_of("fair").derivation.lines


def test_a_derivation_that_does_not_come_back_as_it_was_is_not_kept() -> None:
    entry = your_entry(loss_of((p - t) ** 2, p))
    line = replace(entry.derivation.lines[-1], expression=Mul(2, p - t, Integer(1), evaluate=False))
    chain = replace(entry.derivation.chains[-1], lines=(line,))
    vars(entry)["derivation"] = replace(entry.derivation, chains=(chain,))
    assert entry.derived is None


def test_a_second_derivative_that_is_refused_is_a_failure_of_the_loss() -> None:
    entry = your_entry(loss_of((p - t) ** 2, p))
    second = entry.second
    assert second is not None
    wrong = derive(loss_of((p - t) ** 3, p))
    vars(second)["derivation"] = wrong
    vars(second).pop("report")
    assert any("second" in failure.address for failure in entry.failures)
    assert not second.curvature.convex


def loss_of(expression: object, wrt: object, **more: object) -> Loss:
    return Loss(id="", expression=expression, wrt=wrt, symbols={p: Real("x"), t: Real("x")}, source="x", **more)


def test_what_is_held_fixed_has_none() -> None:
    assert your_entry(loss_of(held(p) * (p - t) ** 2, p)).second is None


SOFTMAX = {
    "id": "",
    "expression": -log(P[k]),
    "wrt": z[i],
    "definitions": [(P[j], exp(z[j]) / Sum(exp(z[l]), (l, 1, n)))],
    "symbols": {
        z: Real("logits", shape=(n,)),
        P: Intermediate("softmax", shape=(n,)),
        k: Index("the label", last=n),
        i: Index("a logit", last=n),
        t: Index("another logit", last=n),
        n: Size("classes"),
    },
    "source": "x",
}


def test_a_script_may_ask_for_an_entry_of_the_hessian() -> None:
    loss = Loss(**SOFTMAX, second=z[t])
    entry = your_entry(loss)
    second = entry.second
    assert second is not None
    assert second.report.failures == ()
    q_i, q_t = (loss.named(P[name]) for name in (loss.wrt.indices[0], loss.second.indices[0]))
    difference = second.derivation.gradient - q_i * (KroneckerDelta(loss.wrt.indices[0], loss.second.indices[0]) - q_t)
    assert difference.expand() == 0
    assert second.curvature.convex  # on the diagonal
    assert second.curvature.high == Rational(1, 4)


@pytest.mark.parametrize("wrong", ["z", 2, z[i] + 1])
def test_what_is_no_variable_is_refused(wrong: object) -> None:
    with pytest.raises(LossaryError, match="second must be"):
        Loss(**SOFTMAX, second=wrong)


def test_show_prints_it_and_what_it_says() -> None:
    text = CliRunner().invoke(lossary, ["show", "huber.second"]).output
    assert "Second    ∂²L/∂p² = { 1 if |p − t| ≤ δ; 0 otherwise }    where |p − t| ≠ δ" in text
    assert "Convex in p. The curvature is bounded: it is never more than 1." in text
    assert "L5W8.second.2  proved" in text


@pytest.mark.parametrize("form, sign", [("markdown", r"\frac{\partial^2 L}{\partial p^2}"), ("latex", r"\partial^2 L")])
def test_other_formats_have_it_too(form: str, sign: str) -> None:
    text = CliRunner().invoke(lossary, ["show", "absolute", "--format", form]).output
    assert sign in text
    assert "Second derivative" in text
    assert "the slope jumps up there" in text


def test_verify_tells_what_it_says() -> None:
    result = CliRunner().invoke(lossary, ["verify", "squared"])
    assert result.exit_code == 0
    assert re.search(r"second derivative: (\d+) of \1 equalities proved, \d+ mutants refused", result.output)
    assert "strongly convex, bounded" in result.output


def unjudged(entry: Entry) -> list[dict[str, Any]]:
    """Nothing is said of the mistakes."""
    return [{} for _ in entry.loss.mistakes]


def test_data_for_programs() -> None:
    data = json.loads(json.dumps(full(entry_of("squared"), unjudged)))["second"]
    assert (data["value"], data["low"], data["high"]) == ("2", "2", "2")
    assert (data["strongly"], data["convex"], data["concave"], data["bounded"]) == (True, True, None, True)
    assert data["lines"][-1]["after"] == "2"
    assert "second" in KEYS
    assert full(entry_of("deep-network"), unjudged)["second"] is None
    fresh = your_entry(loss_of((p - t) ** 2, p))
    assert summary(fresh)["second"] is None  # nothing was checked


def test_convex_in_each_of_several_variables_is_not_said_to_be_convex_in_all() -> None:
    """(a b)^2 is convex in a and in b, and not in both."""
    several = " ".join(CliRunner().invoke(lossary, ["derive", "(a*b)^2", "--wrt", "a", "--wrt", "b"]).output.split())
    assert several.count("of one variable, while the others stay") == 2
    alone = CliRunner().invoke(lossary, ["derive", "(a*b)^2", "--wrt", "a"]).output
    assert "Convex in a." in alone
    assert "others stay" not in alone


def test_a_gradient_that_was_written_by_symmetry_is_not_differentiated_once_more() -> None:
    """An entry that moves alone leaves the symmetric matrices, beyond which the formula is no gradient."""
    entry = the_catalogue().find("multivariate-gaussian")
    by_mean, by_covariance = entry.parts
    assert by_mean.second is not None
    assert by_covariance.second is None
