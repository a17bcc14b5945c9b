"""Properties as a script declares them, and as the catalogue, the terminal, the pages and the filter tell them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner
from sympy import Symbol, symbols

from derivations.catalogue import Entry, load_catalogue, the_catalogue
from derivations.cli import lossary
from derivations.errors import LossaryError
from derivations.language.domains import Positive, Real
from derivations.language.functions import magnitude
from derivations.language.loss import Loss
from derivations.language.properties import Declared
from derivations.publish.families import Comparison, member
from derivations.publish.properties import far_out, in_a_word, on_the_card, property_views
from derivations.publish.traits import PROPERTIES, in_use, traits_of

p, t, c = symbols("p t c")


def declaring(properties: Any) -> Loss:
    given = {p: Real("prediction"), t: Real("target"), c: Positive("scale")}
    return Loss(id="", expression=c * magnitude(p - t), wrt=(p, t), symbols=given, source="x", properties=properties)


def test_a_list_speaks_of_the_first_variable_and_a_dict_of_each() -> None:
    loss = declaring(["convex", "not smooth", ("Lipschitz", c), ("differentiable", 0)])
    constant = Symbol("c", positive=True)
    assert [str(one) for one in loss.properties] == ["convex", "not smooth", "Lipschitz c", "differentiable 0"]
    assert loss.properties[2] == Declared("Lipschitz", True, constant)  # noqa: FBT003
    assert loss.others[0].properties == ()
    assert declaring({t: ["convex"]}).others[0].properties == (Declared("convex"),)


@pytest.mark.parametrize(
    "properties, message",
    [
        ("convex", "properties must be a list of items, each a name such as"),
        (("Lipschitz", c), "properties must be a list"),
        (["konvex"], "properties: 'konvex' must be a name such as"),
        ([("Lipschitz", "delta")], "properties: ('Lipschitz', 'delta') must be a name"),
        ([("Lipschitz", c, 1)], "must be a name"),
        ([("convex", 1)], 'write "convex" alone, as it has no value'),
        (["minimum"], 'write ("minimum", value)'),
        ([("not Lipschitz", c)], '"not Lipschitz" takes no value'),
        ([("differentiable", 3)], "how often the loss can be differentiated is 0, 1, 2 or oo"),
        (["convex", "not convex"], "'convex' occurs twice"),
        ({c: ["convex"]}, "properties speaks of c, which is not in wrt"),
        ([("Lipschitz", symbols("d"))], "the symbol d in properties has no domain"),
    ],
)
def test_what_is_no_property_is_refused_in_a_line(properties: Any, message: str) -> None:
    with pytest.raises(LossaryError, match="propert") as failed:
        declaring(properties)
    assert message in str(failed.value)
    assert "\n" not in str(failed.value)


def written(folder: Path, properties: str) -> Path:
    """The script of the log-cosh loss with properties, in a catalogue of its own."""
    path = folder / "losses" / "robust" / "log_cosh.py"
    source = the_catalogue().find("log-cosh").path.read_text(encoding="utf-8")
    path.parent.mkdir(parents=True)
    path.write_text(source.replace("    wrt=p,", f"    wrt=p,\n    properties={properties},"), encoding="utf-8")
    return path.parents[1]


def test_what_is_refuted_or_undecided_fails_like_a_false_line(tmp_path: Path) -> None:
    entry = load_catalogue(written(tmp_path, '["convex", ("strongly convex", 1), ("Lipschitz", 1)]')).find("log-cosh")
    (failure,) = entry.failures
    assert failure.kind == "refuted"
    assert failure.address == f"{entry.id} property"
    assert "strongly convex 1: the constant is exceeded" in failure.claim
    assert failure.point is not None


def test_what_is_true_is_confirmed(tmp_path: Path) -> None:
    stated = '["strictly convex", "not strongly convex", ("Lipschitz", 1), ("smooth", 1), ("minimum", 0), "symmetric"]'
    assert load_catalogue(written(tmp_path, stated)).find("log-cosh").failures == ()


def entry_of(slug: str) -> Entry:
    return the_catalogue().find(slug)


def test_the_card_says_what_is_worth_knowing_at_a_glance() -> None:
    assert on_the_card(entry_of("huber"), str) == (
        "Convex; Lipschitz, with constant delta; smooth, with constant 1; once continuously differentiable; "
        "minimum 0 at Eq(p, t); symmetric in p and t"
    )
    assert on_the_card(entry_of("squared"), str).startswith("Strongly convex, with constant 2; not Lipschitz; smooth")
    assert "not bounded below" not in on_the_card(entry_of("binary-cross-entropy"), str)


def test_each_property_is_told_with_what_decided_it() -> None:
    told = {view.text: view.why for view in property_views(entry_of("binary-cross-entropy"), str)}
    assert told["Strictly convex"] == "The second derivative is positive."
    assert told["Not Lipschitz"] == "The slope grows without bound as p goes to 1, at Eq(t, 0)."
    assert told["Bounded below by 0"] == "Its terms cannot add up to less."
    of_tanh = [view.text for view in property_views(entry_of("hyperbolic-tangent"), str)]
    assert "Not convex" in of_tanh
    assert not {"Not strictly convex", "Not strongly convex"} & set(of_tanh)


def test_the_terminal_and_programs_are_told_the_same() -> None:
    text = CliRunner().invoke(lossary, ["show", "hinge"]).output
    assert "\nProperties\n  Convex – The second derivative is never negative, and at a kink the slope jumps up." in text
    assert "infimum" not in text
    data = json.loads(CliRunner().invoke(lossary, ["show", "hinge", "--format", "json"]).output)
    found = {one["name"]: one for one in data["properties"]}
    assert (found["Lipschitz"]["holds"], found["Lipschitz"]["value"]) == (True, "1")
    assert found["minimum"]["why"] == "below Eq(a, 1) the slope is never positive, and above it never negative"
    assert found["classification-calibrated"]["holds"]
    assert not found["strictly convex"]["holds"]


def test_a_family_says_what_curvature_and_slope_do() -> None:
    said = {slug: (in_a_word(entry_of(slug)), far_out(entry_of(slug))) for slug in ("squared", "absolute", "huber")}
    assert said == {
        "squared": ("strongly convex", "grows"),
        "absolute": ("convex, with kinks", "bounded"),
        "huber": ("convex", "bounded"),
    }
    assert far_out(entry_of("hinge")) == r"bounded as $a\to -\infty$, falls back to 0 as $a\to \infty$"
    assert far_out(entry_of("sigmoid")) == "falls back to 0"
    assert far_out(entry_of("mean-squared")) == "–"
    assert in_a_word(entry_of("f-divergence")) == "not convex in general"  # f is any function there
    assert in_a_word(entry_of("nuclear-norm")) == "–"  # its singular vectors follow the matrix
    assert far_out(entry_of("tukey")) == "falls back to 0"  # not proved at its seams, and constant far out


def test_the_table_has_the_columns_of_which_something_is_known() -> None:
    robust = Comparison([member(entry) for entry in the_catalogue().entries if entry.family.slug == "robust"])
    assert robust.has_far
    assert robust.has_uses
    linear = Comparison([member(entry_of(slug)) for slug in ("ridge", "lasso")])
    assert not linear.has_far


def test_the_filter_has_what_separates() -> None:
    found = [traits_of(entry_of(slug)) for slug in ("squared", "absolute", "hinge", "sigmoid")]
    assert "strongly-convex" in found[0]
    assert "lipschitz" not in found[0]
    assert {"lipschitz", "symmetric", "minimum"} <= set(found[1])
    assert {"calibrated", "lipschitz"} <= set(found[2])
    assert "not-convex" in found[3]
    traits = [trait for trait, _ in PROPERTIES]
    assert [trait.slug for trait in in_use(traits, [["convex", "smooth"], ["convex"]])] == ["smooth"]


def test_infinity_has_a_sign() -> None:
    assert "−∞" in CliRunner().invoke(lossary, ["show", "squared"]).output
