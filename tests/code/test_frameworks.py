"""Code in NumPy, PyTorch and JAX, of every loss: it computes the loss. Skipped without the libraries."""

from __future__ import annotations

import sys
from pathlib import Path
from types import ModuleType

import pytest
from agreement import agreed

from derivations.catalogue import Entry, the_catalogue
from derivations.code import vectors
from derivations.code.languages import JAX, NUMPY, TORCH
from derivations.code.naming import NoCode
from derivations.code.scalars import kernels_of

POINTS = 2


@pytest.fixture(scope="session")
def runs(repository: Path) -> ModuleType:
    """What runs generated code."""
    sys.path.append(str(repository / "benchmarks"))
    import kernel_runs  # noqa: PLC0415  (it stands beside the benchmarks)

    return kernel_runs


def entries() -> list[Entry]:
    return list(the_catalogue().entries)


@pytest.mark.slow
@pytest.mark.filterwarnings("default")  # of numbers that overflow on the way
@pytest.mark.parametrize("key", [NUMPY, TORCH, JAX])
def test_code_computes_the_loss(runs: ModuleType, key: str, tmp_path: Path) -> None:
    if missing := runs.missing(key):
        pytest.skip(
            f"not installed: {', '.join(missing)} (the optional dependency group `frameworks`: make frameworks)"
        )
    wrong = {}
    for entry in entries():
        try:
            kernels = kernels_of(entry, key)
        except NoCode:
            continue
        made = runs.module(key, kernels, tmp_path)
        for kernel in kernels:
            run = runs.runner(key, kernel, getattr(made, kernel.name))
            seen = vectors.measured(kernel, run, POINTS)
            if seen.worst > agreed(kernel):
                wrong[kernel.name] = seen.worst
    assert wrong == {}
