"""Code of losses: what it looks like, that it computes the loss, and that it is as exact as its page says."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, Entry, the_catalogue
from derivations.code import vectors
from derivations.code.accuracy import measured, points_of
from derivations.code.compiled import caller, compiled, compiler, plain_form
from derivations.code.generate import code_of
from derivations.code.languages import BY_KEY
from derivations.code.measured import FILE, recorded
from derivations.code.scalars import all_kernels, is_scalar, kernels_of
from derivations.code.shapes import Kernel, NoCode

POINTS = 100  # of each loss of numbers
PARTS = 6  # of losses of arrays every sixth is tried here; all of them where the libraries are

needs_compiler = pytest.mark.skipif(compiler() is None, reason="no C compiler: install one, such as the package gcc")


@pytest.fixture(scope="module")
def catalogue() -> Catalogue:
    return the_catalogue()


def test_numpy(catalogue: Catalogue) -> None:
    assert code_of(catalogue.find("huber"), "numpy") == (
        "import numpy as np\n"
        "\n\n"
        "def huber(p, t, delta):\n"
        "    v = p - t\n"
        "    v2 = np.abs(v)\n"
        "    return np.where(v2 <= delta, v*v/2, delta*(v2 - delta/2))\n"
        "\n\n"
        "def huber_gradient(p, t, delta):\n"
        "    v = p - t\n"
        "    return np.where(np.abs(v) <= delta, v, delta*np.sign(v))\n"
        "\n\n"
        "def huber_second(p, t, delta):\n"
        "    return np.where(np.abs(p - t) <= delta, 1.0, 0.0)\n"
    )


def test_sums_are_sums_of_arrays_and_loops(catalogue: Catalogue) -> None:
    entry = catalogue.find("kullback-leibler")
    assert "np.sum(p*np.log(p/q))" in code_of(entry, "numpy", "value")
    assert "for (int i = 0; i < K; ++i)" in code_of(entry, "c", "value")
    assert "torch.sum(" in code_of(entry, "torch", "value")


@pytest.mark.parametrize("to", list(BY_KEY))
def test_a_softmax_is_shifted(catalogue: Catalogue, to: str) -> None:
    text = code_of(catalogue.find("softmax-cross-entropy"), to, "gradient")
    assert "max" in text or "INFINITY" in text


@pytest.mark.parametrize(
    "name, to, message",
    [
        ("von-mises-likelihood", "c", "the function i0e has no counterpart in c"),
        ("log-det-barrier", "c", "log_det has no counterpart in c"),
        ("lstm-cell", "numpy", "derived backwards"),
        ("total-variation", "jax", "an entry inside the array"),
    ],
)
def test_what_cannot_be_written_is_named(catalogue: Catalogue, name: str, to: str, message: str) -> None:
    with pytest.raises(NoCode, match=message):
        code_of(catalogue.find(name), to)


def test_a_second_derivative_that_is_none_is_said(catalogue: Catalogue) -> None:
    with pytest.raises(NoCode, match="no second derivative"):
        code_of(catalogue.find("zero-one"), "c", "second")


def test_every_loss_of_numbers_was_measured(catalogue: Catalogue) -> None:
    told = {entry.id for entry in catalogue.entries if is_scalar(entry)}
    assert set(recorded()) == told, f"python benchmarks/kernels.py --write renews {FILE.name}"


@needs_compiler
def test_code_is_as_exact_as_its_page_says(catalogue: Catalogue, tmp_path: Path) -> None:
    """The points are the first of those that were measured; another mathematical library may round otherwise."""
    entries = [entry for entry in catalogue.entries if is_scalar(entry)]
    kernels = {entry: kernels_of(entry, "c") for entry in entries}
    library = compiled([kernel for found in kernels.values() for kernel in found], tmp_path)
    worse = {}
    for entry, found in kernels.items():
        for kernel in found:
            (seen,) = measured(kernel, [caller(library, kernel)], points_of(kernel, POINTS // len(found)))
            if seen.worst > 2 * recorded()[entry.id].worst + 1:
                worse[kernel.name] = seen
    assert worse == {}


@needs_compiler
def test_a_formula_that_loses_digits_would_be_seen(catalogue: Catalogue, tmp_path: Path) -> None:
    kernel = next(iter(all_kernels(catalogue.find("gan-generator"))))
    library = compiled([kernel, plain := plain_form(kernel)], tmp_path)
    ours, theirs = measured(kernel, [caller(library, kernel), caller(library, plain)], points_of(kernel, 200))
    assert not ours.lost
    assert theirs.lost


def with_arrays(entries: tuple[Entry, ...]) -> list[Kernel]:
    """What there is to compute of losses of arrays, as far as C has the functions."""
    found = []
    for entry in entries:
        if not entry.loss.backward and not is_scalar(entry):
            try:
                found += kernels_of(entry, "c")
            except NoCode:
                continue
    return found


@needs_compiler
def test_loops_compute_the_loss(catalogue: Catalogue, tmp_path: Path) -> None:
    """Within some thousand roundings: where the components of a sum cancel, an error is as large beside the rest."""
    kernels = with_arrays(catalogue.entries[::PARTS])
    library = compiled(kernels, tmp_path)
    assert len(kernels) > 40
    wrong = {}
    for kernel in kernels:
        seen = vectors.measured_c(kernel, getattr(library, kernel.name), 3)
        if seen.worst > vectors.AGREED:
            wrong[kernel.name] = seen.worst
    assert wrong == {}
