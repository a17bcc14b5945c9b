"""Calls of libraries, written as text in the symbols of a loss: what they return, and the gradient by a symbol.

A call such as ``torch.nn.HuberLoss(delta=delta)(p, t)`` is looked at as a syntax tree, and done piece by piece: names
of libraries, of symbols, attributes, calls and arithmetic. Nothing else is known here, and nothing is compiled.
"""

from __future__ import annotations

import ast
import operator
import os
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from keyword import iskeyword
from types import ModuleType
from typing import Any

try:
    import numpy as np
except ImportError as error:
    msg = "benchmarks/frameworks.py needs the dependency group `frameworks` of pyproject.toml: make frameworks"
    raise SystemExit(msg) from error

os.environ["KERAS_BACKEND"] = "torch"  # Keras stands on another library, which differentiates for it

OPERATORS: dict[type[ast.AST], Callable[..., Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.MatMult: operator.matmul,
    ast.USub: operator.neg,
    ast.Gt: operator.gt,
}
DISTRIBUTIONS = {  # by the name that one imports: what to ask the version of
    "torch": "torch",
    "jax": "jax",
    "optax": "optax",
    "keras": "keras",
    "sklearn": "scikit-learn",
    "numpy": "numpy",
}
TENSORS, TRACED, ARRAYS = ("torch", "keras"), ("jax", "optax"), ("sklearn",)  # what each library computes with
SLOPES = ("gradient", "py_dloss")  # functions that return a slope
Arrays = Mapping[str, Any]  # a number or an array for every name


class NotCalledError(Exception):
    """A call that is not known how to make, or that its library refuses."""


@dataclass(frozen=True)
class Returned:
    """What a call returned: numbers, or fitted weights; and the gradient of their sum by each symbol, if it has any."""

    value: Any
    gradients: dict[str, Any] | None


def python_name(symbol: object) -> str:
    """The symbol as it stands in a call: lambda, which Python keeps to itself, is lam."""
    name = str(symbol)
    return name[:3] if iskeyword(name) else name


def library_of(call: str) -> str:
    return call.partition(".")[0]


@cache
def library(name: str) -> ModuleType:
    """The library, told to compute in double precision."""
    module = import_module(name)
    if name in TENSORS:
        import_module("torch").set_default_dtype(import_module("torch").float64)
    if name in TRACED:
        import_module("jax").config.update("jax_enable_x64", val=True)
    if name == "keras":
        module.config.set_floatx("float64")
    return module


def returned(call: str, arrays: Arrays, wrt: tuple[str, ...]) -> Returned:
    """What the call returns for these arrays, and its gradient by these names.

    Raises:
        NotCalledError: it does not know a name, or its library refuses.
    """
    names = {name: float(array) if name in settings_of(call) and np.ndim(array) == 0 else array
             for name, array in arrays.items()}  # fmt: skip
    how = next(way for libraries, way in WAYS if library_of(call) in libraries)
    library(library_of(call))
    try:
        return how(call, names, wrt)
    except Exception as error:  # whatever a library may raise
        msg = f"{call}: {type(error).__name__}: {' '.join(str(error).split())}"
        raise NotCalledError(msg) from error


def settings_of(call: str) -> set[str]:
    """The names inside keyword arguments: settings such as a threshold, which a library wants as a plain number."""
    keywords = [node.value for node in ast.walk(ast.parse(call, mode="eval")) if isinstance(node, ast.keyword)]
    return {node.id for value in keywords for node in ast.walk(value) if isinstance(node, ast.Name)}


def _by_torch(call: str, arrays: Arrays, wrt: tuple[str, ...]) -> Returned:
    torch = library("torch")
    names = {name: torch.tensor(array) if isinstance(array, np.ndarray) else array for name, array in arrays.items()}
    names |= {name: names[name].requires_grad_() for name in wrt}
    value = value_of(call, names)
    slopes = torch.autograd.grad(value.sum(), [names[name] for name in wrt])
    return Returned(value.detach().numpy(), dict(zip(wrt, (slope.numpy() for slope in slopes), strict=True)))


def _by_jax(call: str, arrays: Arrays, wrt: tuple[str, ...]) -> Returned:
    jax = library("jax")
    names = {n: jax.numpy.asarray(array) if isinstance(array, np.ndarray) else array for n, array in arrays.items()}

    def summed(moved: Arrays) -> tuple[Any, Any]:
        value = value_of(call, {**names, **moved})
        return value.sum(), value

    slopes, value = jax.grad(summed, has_aux=True)({name: names[name] for name in wrt})
    return Returned(np.asarray(value), {name: np.asarray(slope) for name, slope in slopes.items()})


def _by_numpy(call: str, arrays: Arrays, wrt: tuple[str, ...]) -> Returned:
    """Scikit-learn differentiates nothing; some of its functions return a slope instead of a value."""
    found = value_of(call, arrays)
    value = np.asarray(getattr(found, "coef_", found))  # of what was fitted, the weights
    is_slope = any(f".{name}(" in call for name in SLOPES)
    return Returned(np.asarray(np.nan) if is_slope else value, dict.fromkeys(wrt, value) if is_slope else None)


WAYS = ((TENSORS, _by_torch), (TRACED, _by_jax), (ARRAYS, _by_numpy))


def value_of(call: str, names: Arrays) -> Any:
    """The value of a call, given what its names stand for."""
    return _value(ast.parse(call, mode="eval").body, names)


def _value(node: ast.expr, names: Arrays) -> Any:
    match node:
        case ast.Constant():
            return node.value
        case ast.Name():
            return library(node.id) if node.id in DISTRIBUTIONS else _named(node.id, names)
        case ast.List() | ast.Tuple():
            return [_value(item, names) for item in node.elts]
        case ast.Attribute():
            return _attribute(_value(node.value, names), node.attr)
        case ast.UnaryOp():
            return OPERATORS[type(node.op)](_value(node.operand, names))
        case ast.BinOp():
            return OPERATORS[type(node.op)](_value(node.left, names), _value(node.right, names))
        case ast.Compare(ops=[sign], comparators=[right]):
            return OPERATORS[type(sign)](_value(node.left, names), _value(right, names))
        case ast.Call():
            given = {keyword.arg: _value(keyword.value, names) for keyword in node.keywords if keyword.arg}
            return _value(node.func, names)(*(_value(argument, names) for argument in node.args), **given)
    msg = f"{ast.unparse(node)}: such a piece of a call is not known: add it to benchmarks/framework_calls.py"
    raise NotCalledError(msg)


def _named(name: str, names: Arrays) -> Any:
    if name not in names:
        msg = f"{name} is no symbol of the loss: write the call in its symbols ({', '.join(sorted(names))})"
        raise NotCalledError(msg)
    return names[name]


def _attribute(thing: Any, name: str) -> Any:
    if re.match("__", name):
        msg = f"{name}: no call needs such an attribute"
        raise NotCalledError(msg)
    if isinstance(thing, ModuleType) and not hasattr(thing, name):
        return import_module(f"{thing.__name__}.{name}")
    return getattr(thing, name)
