"""Speed and error of generated code beside what libraries have: one run, on arrays of double precision."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

from kernel_runs import arrays, missing, module

from derivations.catalogue import the_catalogue
from derivations.code.accuracy import SMALLEST, error, points_of, true_value
from derivations.code.languages import JAX, LANGUAGES, NUMPY, TORCH
from derivations.code.shapes import Kernel, kernel

LENGTH, REPEATS, POINTS = 200_000, 9, 200
Call = Callable[..., Any]


def theirs() -> Iterator[tuple[str, str, str, Call]]:
    """The loss, whose arrays it takes, the library, and the call: arguments in the order of our code."""
    if find_spec("torch"):
        import torch.nn.functional as F  # noqa: PLC0415, N812

        yield (
            "binary-cross-entropy-with-logit",
            TORCH,
            "torch",
            lambda z, t: F.binary_cross_entropy_with_logits(z, t, reduction="none"),
        )
        yield "softplus", TORCH, "torch", F.softplus
        yield "huber", TORCH, "torch", lambda p, t, delta: F.huber_loss(p, t, reduction="none", delta=float(delta[0]))
        yield "poisson-of-log-rate", TORCH, "torch", lambda z, t: F.poisson_nll_loss(z, t, reduction="none")
    if find_spec("jax") and find_spec("optax"):
        import jax  # noqa: PLC0415
        import optax  # noqa: PLC0415

        yield "binary-cross-entropy-with-logit", JAX, "optax", jax.jit(optax.sigmoid_binary_cross_entropy)
        yield "log-cosh", JAX, "optax", jax.jit(optax.log_cosh)
        yield "softplus", JAX, "jax", jax.jit(jax.nn.softplus)
        yield "huber", JAX, "optax", jax.jit(lambda p, t, delta: optax.huber_loss(p, t, delta=delta))
    if find_spec("sklearn"):
        from sklearn._loss import loss as losses  # noqa: PLC0415

        def half_binomial(z: Any, t: Any) -> Any:
            return losses.HalfBinomialLoss().loss(y_true=t, raw_prediction=z)

        yield "binary-cross-entropy-with-logit", NUMPY, "scikit-learn", half_binomial


def told() -> str:
    """The table: nanoseconds an element, and the largest error as in derivations/code/accuracy.py."""
    rows = ["loss                             library        theirs ns  ours ns  theirs ulp  ours ulp"]
    with TemporaryDirectory() as folder:
        for slug, key, library, call in theirs():
            if key in LANGUAGES and not missing(key):
                rows.append(_row(slug, key, library, call, Path(folder)))
    return "\n".join(rows)


def _row(slug: str, key: str, library: str, call: Call, folder: Path) -> str:
    one = kernel(the_catalogue().find(slug), "value")
    ours = getattr(module(key, [one], folder), one.name)
    if key == JAX:
        import jax  # noqa: PLC0415

        ours = jax.jit(ours)
    times = [_time(each, one, key) for each in (call, ours)]
    errors = [_error(each, one, key) for each in (call, ours)]
    return f"{slug:<32} {library:<13}{times[0]:>11.2f}{times[1]:>9.2f}{errors[0]:>12.3g}{errors[1]:>10.3g}"


def _given(columns: list[list[float]], key: str) -> list[Any]:
    make = arrays(key)
    return [make(column, (len(column),), whole=False) for column in columns]


def _time(call: Call, one: Kernel, key: str) -> float:
    """Nanoseconds an element, of the best of some runs."""
    columns = [
        [math.sin(n * (7 + 3 * place)) * 0.45 + 0.5 for n in range(LENGTH)] for place in range(len(one.arguments))
    ]
    given = _given(columns, key)
    best = math.inf
    for _ in range(REPEATS + 1):
        start = perf_counter()
        found = call(*given)
        if hasattr(found, "block_until_ready"):
            found.block_until_ready()
        best = min(best, perf_counter() - start)
    return best / LENGTH * 1e9


def _error(call: Call, one: Kernel, key: str) -> float:
    """The largest error at points with |numbers| from 1e-100 to 1e100; of a parameter delta only 1 is tried.

    JAX takes numbers below 2^-1022 as 0, in its own functions too: values that small are no measure of a formula.
    """
    worst = 0.0
    for drawn in points_of(one, POINTS):
        at = tuple(1.0 if a.name == "delta" else x for a, x in zip(one.arguments, drawn, strict=True))
        if not all(x == 0 or 1e-100 < abs(x) < 1e100 for x in at):  # noqa: PLR2004
            continue
        found = true_value(one, at)
        if found is not None and (found[0] == 0 or abs(found[0]) >= SMALLEST):
            got = call(*_given([[x] for x in at], key))
            worst = max(worst, error(float(got[0]), *found))
    return worst
