"""What functions of libraries return at a kink, by function: at one kink, one library has several answers."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from framework_calls import ARRAYS, library_of, returned


@dataclass(frozen=True)
class Kink:
    """A kink, where it lies, and the calls that have it.

    Args:
        at: the variable there.
        is_subgradient: may a subgradient method use this slope?
        calls: in the letter u; zero and one are arrays of its shape.
    """

    at: Any
    is_subgradient: Callable[[Any], bool]
    calls: tuple[str, ...]


def between(low: float, high: float) -> Callable[[Any], bool]:
    return lambda slope: bool(np.all((slope >= low) & (slope <= high)))


def in_the_ball(slope: Any) -> bool:
    return bool(np.linalg.norm(slope) <= 1)


def is_a_mean(slope: Any) -> bool:
    return bool(np.all(slope >= 0) and np.isclose(slope.sum(), 1))


KINKS = {  # by the name by which the pages ask for them
    "abs": Kink(
        0.0,
        between(-1, 1),
        (
            "torch.abs(u)",
            "torch.nn.L1Loss()(u, zero)",
            "torch.linalg.vector_norm(u)",
            "torch.maximum(u, -u)",
            "torch.sqrt(u ** 2)",
            "jax.numpy.abs(u)",
            "jax.numpy.maximum(u, -u)",
            "jax.numpy.sqrt(u ** 2)",
            "keras.ops.abs(u)",
            "keras.losses.MeanAbsoluteError()(zero, u)",
            "sklearn._loss.AbsoluteError().gradient(zero, u)",
        ),
    ),
    "plus": Kink(
        0.0,
        between(0, 1),
        (
            "torch.relu(u)",
            "torch.clamp(u, min=0)",
            "torch.maximum(u, zero)",
            "torch.where(u > 0, u, 0)",
            "jax.nn.relu(u)",
            "jax.numpy.maximum(u, 0)",
            "jax.numpy.clip(u, min=0)",
            "jax.numpy.where(u > 0, u, 0)",
            "keras.ops.relu(u)",
            "keras.ops.maximum(u, 0)",
        ),
    ),
    "hinge": Kink(
        1.0,
        between(-1, 0),
        (
            "torch.relu(1 - u)",
            "torch.clamp(1 - u, min=0)",
            "torch.maximum(1 - u, zero)",
            "torch.nn.HingeEmbeddingLoss()(u, -one)",
            "torch.nn.MarginRankingLoss(margin=1)(u, zero, one)",
            "jax.nn.relu(1 - u)",
            "jax.numpy.maximum(0, 1 - u)",
            "optax.hinge_loss(u, one)",
            "keras.losses.Hinge()(one, u)",
            "sklearn.linear_model._sgd_fast.Hinge(1.0).py_dloss(u.item(), one.item())",
        ),
    ),
    "clip": Kink(
        1.0,
        between(0, 1),
        (
            "torch.clamp(u, -1, 1)",
            "torch.nn.Hardtanh()(u)",
            "torch.minimum(torch.maximum(u, -one), one)",
            "jax.numpy.clip(u, -1, 1)",
            "jax.nn.hard_tanh(u)",
            "keras.ops.clip(u, -1, 1)",
            "keras.ops.hard_tanh(u)",
        ),
    ),
    "norm": Kink(
        (0.0, 0.0),
        in_the_ball,
        (
            "torch.linalg.vector_norm(u)",
            "torch.sqrt(torch.sum(u ** 2))",
            "torch.nn.PairwiseDistance()(u, zero)",
            "torch.nn.PairwiseDistance(eps=0)(u, zero)",
            "jax.numpy.linalg.norm(u)",
            "jax.numpy.sqrt(jax.numpy.sum(u ** 2))",
            "optax.safe_norm(u, 0)",
            "keras.ops.norm(u)",
            "keras.ops.sqrt(keras.ops.sum(u ** 2))",
        ),
    ),
    "largest": Kink(
        (1.0, 1.0),
        is_a_mean,
        (
            "torch.amax(u)",
            "torch.max(u)",
            "torch.max(u, dim=0).values",
            "torch.nn.functional.max_pool1d(u.reshape(1, 2), 2)",
            "jax.numpy.max(u)",
            "keras.ops.max(u)",
        ),
    ),
}


def slope_at(kink: Kink, call: str) -> Any:
    """What the call returns at the kink as its slope; of a vector, all of its entries."""
    place = np.asarray(kink.at)
    if library_of(call) in ARRAYS or ".losses." in call:  # which want a batch
        place = np.atleast_1d(place)
    numbers = {"u": place, "zero": np.zeros_like(place), "one": np.ones_like(place)}
    gradients = returned(call, numbers, ("u",)).gradients
    assert gradients is not None  # noqa: S101  (no call above is one without)
    return gradients["u"].reshape(np.shape(kink.at))
