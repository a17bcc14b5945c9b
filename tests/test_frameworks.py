"""What libraries return: the data that pages read, what is said of them, and, with the libraries, the measurement."""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from derivations.catalogue import Catalogue, Entry, frameworks, the_catalogue
from derivations.catalogue.frameworks import NONE, OTHER, SHIFTED, Compared, measured
from derivations.errors import LossaryError
from derivations.language import Code
from derivations.publish.numbers import as_prose, place
from derivations.publish.pages import measurements, renderer
from derivations.publish.render import literal
from derivations.publish.returns import KinkView, kink_views, returned_at
from derivations.publish.software import call_view

LIBRARIES = ("torch", "jax", "optax", "keras", "sklearn")
RENEW = "python benchmarks/frameworks.py --write renews what the pages read"


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return the_catalogue()


def calls(catalogue: Catalogue) -> Iterator[tuple[Entry, Code]]:
    """Every call of a library that is measured."""
    for entry in catalogue.entries:
        for code in entry.loss.in_code:
            if code.call.partition(".")[0] in LIBRARIES:
                yield entry, code


# The data


def test_every_call_was_measured_and_nothing_else(catalogue: Catalogue) -> None:
    stated = {(entry.id, code.call) for entry, code in calls(catalogue)}
    assert stated == set(measured().calls), RENEW
    assert set(measured().versions) >= set(LIBRARIES)


def test_what_is_not_the_loss_of_the_page_is_explained_there(catalogue: Catalogue) -> None:
    unexplained = []
    for entry, code in calls(catalogue):
        found = measured().calls[entry.id, code.call]
        if {OTHER, SHIFTED} & {found.value, found.gradient} or not found.points:
            unexplained += [] if code.note else [code.call]
    assert unexplained == []


def test_the_reduction_is_the_one_that_is_stated(catalogue: Catalogue) -> None:
    """Keras has its own name for a mean. Of half of the calls it can be told at least."""
    pairs = [(code.reduction, measured().calls[entry.id, code.call].reduction) for entry, code in calls(catalogue)]
    told = [(stated.replace("sum_over_batch_size", "mean"), found) for stated, found in pairs if found]
    assert all(stated == found for stated, found in told)
    assert len(told) > len(pairs) / 2


def test_at_one_kink_one_library_has_several_answers() -> None:
    slopes: dict[str, set[float]] = {}
    for one in measured().kinks:
        if one.kink == "hinge":
            slopes.setdefault(one.call.partition(".")[0], set()).add(one.slope)
    assert slopes["torch"] == {-0.5, 0}


def test_no_number_is_no_subgradient() -> None:
    for one in measured().kinks:
        assert one.allowed == ("nan" not in str(one.slope)), one


@pytest.mark.parametrize(
    "text", ["", "[]", '{"kinks": []}', '{"measured": "", "versions": {}, "kinks": 3, "calls": []}']
)
def test_damaged_data_are_told_in_one_line(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "frameworks.json"
    monkeypatch.setattr(frameworks, "FILE", file)
    with pytest.raises(LossaryError, match=r"frameworks\.json: not readable \(.+\): write it with"):
        measured()
    file.write_text(text, encoding="utf-8")
    with pytest.raises(LossaryError, match=r"^[^\n]*frameworks\.json: not readable \([^\n]+\): write it with[^\n]*$"):
        measured()


# What is said


@pytest.mark.parametrize(
    "number, said",
    [
        (0.0, "$0$"),
        (-0.5, r"$-\tfrac{1}{2}$"),
        (16.1181, "$16.12$"),
        (-1e12, "$-10^{12}$"),
        (1e-7, "$10^{-7}$"),
        (2.22045e-16, r"$2.22\cdot 10^{-16}$"),
        ("nan", "NaN"),
        ("-inf", r"$-\infty$"),
        ([0.0, "nan"], "($0$, NaN)"),
    ],
)
def test_numbers_as_prose(number: Any, said: str) -> None:
    assert as_prose(number) == said


def test_a_place_as_one_types_it() -> None:
    assert place({"p": [1.5, -2.0], "t": 0.0}) == "`p = [1.5, -2], t = 0`"


def said_of(catalogue: Catalogue, slug: str, function: str) -> str:
    entry = catalogue.find(slug)
    code = next(code for code in entry.loss.in_code if code.function == function)
    return " ".join(call_view(code, entry.loss).said)


def test_the_page_says_what_a_call_returns(catalogue: Catalogue) -> None:
    clamped = said_of(catalogue, "binary-cross-entropy", "torch.nn.BCELoss")
    assert "Same value and gradient at 24 points." in clamped
    assert "$100$ and the slope $-10^{12}$ at `p = 0, t = 1`" in clamped
    assert "times $1/m$, at 24" in said_of(
        catalogue, "logistic-regression", "torch.nn.functional.binary_cross_entropy_with_logits"
    )
    assert "NaN; the loss has $1000$ and the slope $1$" in said_of(
        catalogue, "logistic-of-a-score", "torch.nn.SoftMarginLoss"
    )
    assert "the value differs by a constant" in said_of(catalogue, "cosine-distance", "keras.losses.CosineSimilarity")
    assert "Another loss" in said_of(catalogue, "smooth-l1", "torch.nn.HuberLoss")
    assert "(NaN, NaN)" in said_of(catalogue, "root-mean-squared", "torch.sqrt")
    assert "minimum" in said_of(catalogue, "ridge", "sklearn.linear_model.Ridge")


def test_of_a_library_that_is_not_measured_nothing_is_said(catalogue: Catalogue) -> None:
    assert said_of(catalogue, "huber", "xgboost.XGBRegressor") == ""


# At the kinks of a page


def test_the_page_about_kinks_names_every_function() -> None:
    page = renderer()("pages/kinks.md", **measurements())
    assert [one.call for one in measured().kinks if literal(one.call) not in page] == []
    assert all(words in page for words in (measured().date, measured().libraries, "at up to 24 points"))


def at_kink(catalogue: Catalogue, slug: str, number: int = 0) -> KinkView | None:
    entry = catalogue.find(slug)
    return returned_at(entry.derivation.boundaries[number], entry.loss)


def slope_with(view: KinkView | None, call: str) -> str:
    assert view is not None
    return next(each.slope for each in view.returns if call in each.calls)


@pytest.mark.parametrize(
    "slug, number, call, slope",
    [
        ("absolute", 0, "torch.abs(u)", "$0$"),
        ("absolute", 0, "jax.numpy.abs(u)", "$1$"),
        ("absolute", 0, "torch.sqrt(u ** 2)", "NaN"),
        ("hinge", 0, "torch.relu(u)", "$0$"),
        ("hinge", 0, "torch.clamp(u, min=0)", "$0$"),
        ("hinge", 0, "jax.numpy.maximum(u, 0)", r"$-\tfrac{1}{2}$"),
        ("lasso", 0, "jax.numpy.abs(u)", r"$\sum_{i=1}^m r_i\,X_{ik} + \lambda$"),
        ("total-variation", 0, "jax.numpy.abs(u)", "$1$"),
        ("total-variation", 1, "jax.numpy.abs(u)", "$-1$"),  # |x[j+2] - x[j+1]|: the variable stands on the right
        ("linear-svm", 0, "torch.clamp(u, min=0)", "$0$"),
        ("linear-svm", 0, "jax.numpy.maximum(u, 0)", r"$-\frac{C}{2}$"),
        ("rectifier", 0, "torch.relu(u)", "$0$"),
        ("group-lasso", 0, "torch.linalg.vector_norm(u)", "$0$ in every component"),
        ("group-lasso", 0, "jax.numpy.linalg.norm(u)", "NaN in every component"),
        ("root-mean-squared", 0, "torch.sqrt(torch.sum(u ** 2))", "NaN in every component"),
        ("max-pooling", 0, "torch.amax(u)", "each gets the same share"),
        ("max-pooling", 0, "torch.max(u, dim=0).values", "one of them gets all"),
    ],
)
def test_the_slope_at_the_kink_of_a_page(catalogue: Catalogue, slug: str, number: int, call: str, slope: str) -> None:
    assert slope_with(at_kink(catalogue, slug, number), call) == slope


@pytest.mark.parametrize(
    "slug, call, function",
    [
        ("absolute-value", "torch.abs(u)", "torch.abs(u)"),
        ("absolute-value", "jax.numpy.abs(u)", "jax.numpy.abs(u)"),
        ("rectifier", "jax.nn.relu(z)", "jax.nn.relu(u)"),
        ("hinge", "optax.hinge_loss(a, 1)", "jax.numpy.maximum(u, 0)"),  # with which Optax writes it
        ("group-lasso", "optax.safe_norm(lam * w, 0)", "optax.safe_norm(u, 0)"),
    ],
)
def test_the_chain_rule_says_what_was_measured(catalogue: Catalogue, slug: str, call: str, function: str) -> None:
    (seen,) = (seen for seen in measured().calls[catalogue.find(slug).id, call].seen if seen.kind == "kink")
    slope = seen.theirs[1][0] if isinstance(seen.theirs[1], list) else seen.theirs[1]
    assert slope_with(at_kink(catalogue, slug), function).startswith(as_prose(slope))


def test_a_loss_without_a_kink_says_nothing(catalogue: Catalogue) -> None:
    boundaries = [
        (b, entry.loss)
        for entry in map(catalogue.find, ("huber", "binary-cross-entropy", "relu6"))  # a clip is no max(0, u)
        for b in entry.boundaries
    ]
    assert len(boundaries) > 1
    assert [returned_at(boundary, loss) for boundary, loss in boundaries] == [None] * len(boundaries)


def test_most_kinks_are_of_a_kind_that_was_measured(catalogue: Catalogue) -> None:
    """Of the others the page says only that it depends on how the loss is written."""
    found = [(part, b) for part in catalogue.parts for b in part.derivation.boundaries if b.kind in ("kink", "tie")]
    views = [view for part, boundary in found if (view := returned_at(boundary, part.loss))]
    assert len(views) > 3 / 5 * len(found)
    assert {view.of for view in views} <= {view.of for view in kink_views()}
    assert len({view.of for view in views}) > 3


# With the libraries


@pytest.fixture(scope="session")
def benchmark(repository: Path) -> ModuleType:
    """The script that measures. Without the libraries the test is skipped."""
    missing = [library for library in LIBRARIES if find_spec(library) is None]
    if missing:
        pytest.skip(
            f"not installed: {', '.join(missing)} (the optional dependency group `frameworks`: make frameworks)"
        )
    sys.path.append(str(repository / "benchmarks"))
    import frameworks as script  # noqa: PLC0415  (not without the libraries)

    return script


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of the libraries, which are not ours
def test_measured_again_it_is_the_same(benchmark: ModuleType, catalogue: Catalogue) -> None:
    again = benchmark.measured(catalogue)
    (kinks, kept_kinks), (found, kept) = (
        (again["kinks"], [vars(one) for one in measured().kinks]),
        (again["calls"], [benchmark.plain(as_record(one)) for one in measured().calls.values()]),
    )
    assert kinks == kept_kinks, RENEW
    for one, other in zip(found, kept, strict=True):
        assert one == other, RENEW


def as_record(one: Compared) -> dict[str, Any]:
    """As it stands in the data."""
    if not one.points:
        return {"loss": one.loss, "call": one.call, "points": 0}
    seen = [
        {name: value for name, value in vars(each).items() if name != "boundary" or value is not None}
        for each in one.seen
    ]
    return {**vars(one), "seen": seen}


FALSE = (  # of the absolute loss
    ("torch.nn.MSELoss()(p, t)", OTHER, OTHER),
    ("torch.nn.L1Loss()(p, t) + 1", SHIFTED, "same"),
    ("torch.nn.L1Loss()(t, -p)", OTHER, OTHER),
    ("torch.nn.L1Loss()(p, t) / 2", OTHER, OTHER),
    ("sklearn.metrics.mean_squared_error(t, p)", OTHER, NONE),
)


@pytest.mark.parametrize("call, value, gradient", FALSE)
@pytest.mark.filterwarnings("default")
def test_a_call_of_another_loss_is_found(
    benchmark: ModuleType, catalogue: Catalogue, call: str, value: str, gradient: str
) -> None:
    found = benchmark.compared(catalogue.find("absolute"), call)
    assert (found["value"], found["gradient"]) == (value, gradient)


@pytest.mark.parametrize(
    "call",
    ["torch.abs(x)", "torch.abs(p).__class__", "torch.nothing(p)", "torch.abs([p for p in t])", "torch.abs(p, t, t)"],
)
def test_what_cannot_be_called_is_not(benchmark: ModuleType, catalogue: Catalogue, call: str) -> None:
    assert benchmark.compared(catalogue.find("absolute"), call) == {"points": 0}


@pytest.mark.filterwarnings("default")
def test_weights_of_another_loss_are_no_minimum(benchmark: ModuleType, catalogue: Catalogue) -> None:
    call = "sklearn.linear_model.Ridge(alpha=2 * lam, fit_intercept=False).fit(X, y)"
    assert benchmark.compared(catalogue.find("ridge"), call)["value"] == OTHER


@pytest.mark.parametrize("name, said", [("scad", "scad: no call of torch, .+: state one"), ("hubr", "no loss .+hubr")])
def test_a_loss_of_which_nothing_is_measured_is_told_in_one_line(
    benchmark: ModuleType, capsys: pytest.CaptureFixture[str], name: str, said: str
) -> None:
    with pytest.raises(SystemExit) as left:
        benchmark.main([name])
    assert left.value.code == 2
    assert re.search(f"^[^\n]*{said}[^\n]*\n$", capsys.readouterr().err)
