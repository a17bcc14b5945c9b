"""The matrix form against the index form: every loss agrees; what is spoiled is refused, with component and point."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from click.testing import CliRunner
from sympy import Indexed, IndexedBase, Rational, Sum, symbols, tanh

from derivations.calculus.derive import derive
from derivations.catalogue import Entry, load_catalogue, load_entry, the_catalogue
from derivations.catalogue.agreement import compare_forms
from derivations.cli import lossary
from derivations.errors import LossaryError
from derivations.language.domains import Index, Intermediate, Model, Real, Size
from derivations.language.functions import model
from derivations.language.loss import Loss
from derivations.matrix import MatrixForm, Names, NoMatrixForm, matrix_form
from derivations.matrix.algebra import plus, scale
from derivations.matrix.tensors import Basis
from derivations.publish.evidence import evidence_view

ENTRIES = [entry for entry in the_catalogue().parts if entry.agreement is not None]  # which a build has found
BILLIONTH = Rational(1, 10**9)


def form_of(entry: Entry) -> MatrixForm:
    assert entry.matrix is not None
    return entry.matrix


def test_there_are_matrix_forms_to_compare() -> None:
    slugs = {entry.slug for entry in ENTRIES}
    assert len(slugs) > 20
    assert {
        "least-squares",
        "softmax-regression",
        "multivariate-gaussian.S",
        "deep-network",
        "total-variation",
    } <= slugs


# Those that matrices do not say, each with the reason that is given.
UNSAID = {
    "chamfer": "SmallestOver",
    "circle": "the slope of held is not known here",
    "circle.r": "the slope of held is not known here",
    "conditional-random-field": "neither the last nor next to a given one",
    "convolution": "is an index that is not a letter",
    "convolution.x": "is an index that is not a letter",
    "cox-efron": "is an index, used as a number",
    "cox-efron.xi": "is an index, used as a number",
    "cox-regression": "j in expression begins at i, not at 1",
    "crps-of-an-ensemble": "is an index, used as a number",
    "ctc": "does not compare the two indices of a square matrix",
    "dft": "the slope of held is not known here",
    "dirichlet-likelihood": "the slope of loggamma is not known here",
    "embedding": "is an index that is not a letter",
    "evidential": "is no sum, product or function of one argument",
    "focal-tversky": "has an exponent that is not a number",
    "generalised-cross-entropy": "has an exponent that is not a number",
    "gspo": "is no sum, product or function of one argument",
    "k-means": "SmallestOver",
    "linear-recurrence": "neither the last nor next to a given one",
    "linear-recurrence.a": "neither the last nor next to a given one",
    "listmle": "j in expression begins at i, not at 1",
    "logistic-hazard": "j in expression runs to T, which is not one size",
    "max-pooling": "LargestOver",
    "maxout": "LargestOver",
    "multiclass-hinge": "LargestOver",
    "perplexity": "is an index that is not a letter",
    "ranked-probability-score": "runs to i, which is not one size",
    "recurrent-network": "neither the last nor next to a given one",
    "renyi": "has an exponent that is not a number",
    "softmax-cross-entropy-of-labels": "is an index that is not a letter",
    "softmax-focal": "has an exponent that is not a number",
    "vq-vae": "the slope of held is not known here",
    "vq-vae.z": "the slope of held is not known here",
}


def test_every_gradient_by_an_array_has_a_matrix_form() -> None:
    """But for one component of many: there the loss itself is one of many; and for what matrices do not say."""
    without = [entry for entry in the_catalogue().parts if entry.matrix is None and isinstance(entry.loss.wrt, Indexed)]
    for entry in without:
        one_of_many = entry.loss.expression.free_symbols & entry.loss.wrt.free_symbols & entry.loss.free_indices
        assert one_of_many or entry.slug in UNSAID, entry.slug


@pytest.mark.parametrize("slug", UNSAID)
def test_what_matrices_do_not_say_is_refused_with_a_reason(slug: str) -> None:
    with pytest.raises(NoMatrixForm, match=UNSAID[slug]):
        matrix_form(the_catalogue().find(slug).loss, Names(str, str))


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.slug)
def test_both_forms_agree(entry: Entry) -> None:
    agreement = entry.agreement
    assert agreement is not None
    assert agreement.failures == ()
    assert agreement.digits >= 50
    assert agreement.sizes >= 3
    assert agreement.components > agreement.points > agreement.sizes


@pytest.mark.parametrize("entry", ENTRIES[::3], ids=lambda entry: entry.slug)
def test_a_spoiled_form_is_refused(entry: Entry) -> None:
    form = form_of(entry)
    for node in (scale(-1, form.node), scale(1 + BILLIONTH, form.node)):
        found = compare_forms(replace(form, node=node), entry.derivation.gradient)
        assert found.failures
        for failure in found.failures:
            assert failure.kind == "differ"
            assert f"the component for {form.loss.wrt.base}[" in failure.claim
            assert failure.point is not None
            assert failure.left != failure.right


@pytest.mark.parametrize("entry", ENTRIES[1::3], ids=lambda entry: entry.slug)
def test_a_spoiled_loss_is_refused(entry: Entry) -> None:
    form = form_of(entry)
    found = compare_forms(replace(form, stated=scale(1 + BILLIONTH, form.stated)), entry.derivation.gradient)
    assert found.failures
    assert "the loss in index form" in found.failures[0].claim


def test_a_single_wrong_component_is_found() -> None:
    entry = the_catalogue().find("least-squares")
    form = form_of(entry)
    (size,) = form.node.shape
    node = plus([form.node, scale(BILLIONTH, Basis(size, form.loss.wrt.indices[0]))], form.node.shape)
    failure, *_ = compare_forms(replace(form, node=node), entry.derivation.gradient).failures
    assert "w[1]" in failure.claim


DEPTHS = [(base, place) for base in ("z", "a", "g") for place in range(2 if base == "g" else 1)]


@pytest.mark.parametrize("base, place", DEPTHS)
def test_a_spoiled_layer_is_refused(base: str, place: int) -> None:
    """A billionth too much in a definition, or in the slope of the last layer or of the others."""
    entry = the_catalogue().find("deep-network")
    form = form_of(entry)
    rules = dict(form.families.rules)
    (family,) = (each for each in rules if str(each) == base)
    spoiled = [replace(r, value=scale(1 + BILLIONTH * int(at == place), r.value)) for at, r in enumerate(rules[family])]
    families = replace(form.families, rules={**rules, family: tuple(spoiled)})
    found = compare_forms(replace(form, families=families), entry.derivation.gradient)
    assert {failure.kind for failure in found.failures} == {"differ"}


@pytest.mark.parametrize("depth, layer", [(depth, layer) for depth in (1, 2, 4) for layer in range(depth)])
def test_every_layer_is_compared(depth: int, layer: int, monkeypatch: pytest.MonkeyPatch) -> None:
    entry, former = the_catalogue().find("deep-network"), MatrixForm.value

    def spoiled_value(self: MatrixForm, env: Any, numbers: Any) -> Any:
        layers = former(self, env, numbers)
        if len(layers) == depth:
            layers[layer][0][0] += numbers.number(BILLIONTH)
        return layers

    monkeypatch.setattr(MatrixForm, "value", spoiled_value)
    claims = [failure.claim for failure in compare_forms(form_of(entry), entry.derivation.gradient).failures]
    assert claims
    assert all(f"W[{layer + 1}, 1, 1]" in claim for claim in claims)


def layer(activation: type) -> Loss:
    """One layer of a network, whatever its activation."""
    j, k, n, K = symbols("j k n K")
    w, x, z, a, t = map(IndexedBase, ("w", "x", "z", "a", "t"))
    return Loss(
        id="L222",
        expression=Sum((t[k] - a[k]) ** 2, (k, 1, K)),
        wrt=w[j, k],
        backward=True,
        definitions=[(z[k], Sum(w[j, k] * x[j], (j, 1, n))), (a[k], activation(z[k]))],
        symbols={
            w: Real("weights", shape=(n, K)),
            x: Real("inputs", shape=(n,)),
            z: Intermediate("sums", shape=(K,)),
            a: Intermediate("outputs", shape=(K,)),
            t: Real("targets", shape=(K,)),
            **({activation: Model("activation")} if activation is F else {}),
            j: Index("input", last=n),
            k: Index("output", last=K),
            n: Size("inputs"),
            K: Size("outputs"),
        },
        source="a test",
    )


F = model("f")


@pytest.mark.parametrize("activation", [F, tanh], ids=str)
def test_a_layer_with_an_activation_agrees(activation: type) -> None:
    loss = layer(activation)
    form = matrix_form(loss)
    assert form is not None
    gradient = derive(loss).gradient
    assert compare_forms(form, gradient).failures == ()
    assert compare_forms(replace(form, node=scale(1 + BILLIONTH, form.node)), gradient).failures


def spoiled(loss: Loss, names: Names | None = None) -> MatrixForm | None:
    form = matrix_form(loss, names)
    return None if form is None else replace(form, node=scale(2, form.node))


def test_verify_fails_and_names_component_and_point(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derivations.matrix.matrix_form", spoiled)
    monkeypatch.setattr("derivations.cli.commands.the_catalogue", load_catalogue)  # nothing is known yet
    result = CliRunner().invoke(lossary, ["verify", "least-squares"])
    assert result.exit_code == 1
    first, *rest = result.stdout.splitlines()
    assert first.startswith("FAILED  L7QF  least-squares")
    assert "L7QF matrix form: differ" in rest[0]
    assert "component for w[1]" in rest[0]
    assert " at X_11 = " in rest[0]


def test_nothing_is_published_where_they_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("derivations.matrix.matrix_form", spoiled)
    with pytest.raises(LossaryError, match=r"least_squares\.py: L7QF matrix form: differ.*lossary verify"):
        evidence_view(load_entry(the_catalogue().find("least-squares").path))
