"""Generated code, run: in NumPy, PyTorch and JAX, on points as the referee draws them."""

from __future__ import annotations

import importlib.util
import math
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

from derivations.code.generate import program
from derivations.code.languages import BY_KEY, JAX, NUMPY, TORCH
from derivations.code.shapes import Kernel
from derivations.code.vectors import ArrayPoint, length

NEEDS = {NUMPY: ("numpy", "scipy"), TORCH: ("torch",), JAX: ("jax",)}


def missing(key: str) -> list[str]:
    """The packages that a language needs and that are not installed."""
    return [name for name in NEEDS[key] if importlib.util.find_spec(name) is None]


def module(key: str, kernels: list[Kernel], folder: Path) -> ModuleType:
    """The code of some kernels in a language, as a module."""
    path = folder / f"kernels_{key}.py"
    path.write_text(program(BY_KEY[key], kernels), encoding="utf-8")
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        msg = f"{path} is no module"
        raise ImportError(msg)
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


def arrays(key: str) -> Callable[[Any, tuple[int, ...], bool], Any]:
    """How a language makes an array of double precision, or of indices, of numbers and a shape."""
    if key == TORCH:
        import torch  # noqa: PLC0415

        return lambda numbers, shape, whole: torch.tensor(
            numbers, dtype=torch.int64 if whole else torch.float64
        ).reshape(shape)
    if key == JAX:
        import jax  # noqa: PLC0415

        jax.config.update("jax_enable_x64", True)  # noqa: FBT003
        import jax.numpy as jnp  # noqa: PLC0415

        return lambda numbers, shape, whole: jnp.asarray(numbers, dtype=int if whole else float).reshape(shape)
    import numpy as np  # noqa: PLC0415

    return lambda numbers, shape, whole: np.asarray(numbers, dtype=int if whole else float).reshape(shape)


def runner(key: str, kernel: Kernel, function: Callable[..., Any]) -> Callable[[ArrayPoint], list[float]]:
    """What the function of a kernel returns at a point, as a flat list."""
    make = arrays(key)

    def run(point: ArrayPoint) -> list[float]:
        given = [
            value if a.is_function else make(value, tuple(length(size, point.sizes) for size in a.shape), a.whole)
            for a, value in point.values.items()
        ]
        count = function.__code__.co_argcount - len(given)
        sizes = [point.sizes[size] for size in kernel.sizes if size.name in function.__code__.co_varnames[len(given) :]]
        result = function(*given, *sizes[:count])
        flat = [float(x) for x in result.reshape(-1)] if hasattr(result, "reshape") else [float(result)]
        components = math.prod(length(kernel.range_of(axis), point.sizes) for axis in kernel.axes)
        return flat if len(flat) == components else [math.nan]

    return run
