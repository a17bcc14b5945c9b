"""Is it certain that a loss has a slope at every point of its domains? Then no point has to be tried for it."""

from __future__ import annotations

from functools import lru_cache

from sympy import (
    Add,
    Basic,
    Expr,
    Indexed,
    Mul,
    Number,
    NumberSymbol,
    Pow,
    Sum,
    Symbol,
    Tuple,
    atan,
    cos,
    cosh,
    exp,
    log,
    sin,
    sinh,
    tanh,
)
from sympy.core.function import AppliedUndef

from derivations.evidence.proof import Prover
from derivations.evidence.zeros import edges_in
from derivations.language.domains import PositiveDefinite
from derivations.language.functions import Adjoint, D, Named, inverse_entry, log_det, sigma, softplus
from derivations.language.loss import Loss

# These have a value and a slope wherever their parts have, and all edges in them are positive.
SMOOTH = (
    Add | Mul | Pow | Sum | Named | AppliedUndef | exp | log | sigma | softplus | tanh | sinh | cosh | sin | cos | atan
)
PLAIN = Symbol | Number | NumberSymbol | Tuple


def slope_of(loss: Loss) -> Expr:
    """The slope of the loss as a hole."""
    return Adjoint(Symbol(loss.name), loss.wrt) if loss.backward else D(loss.expression, loss.wrt)


@lru_cache(maxsize=64)
def to_be_tried(loss: Loss) -> Expr | None:
    """What must have a value at a point of the loss: its slope; None if it is proved to have one everywhere."""
    return None if not loss.backward and _has_slope_everywhere(loss) else slope_of(loss)


def _has_slope_everywhere(loss: Loss) -> bool:
    prover = Prover(loss)
    edges = dict.fromkeys(edges_in(loss.expression))
    return _is_smooth(loss.expression, loss) and all(prover.is_positive(*edge) for edge in edges)


def _is_smooth(node: Basic, loss: Loss) -> bool:
    if isinstance(node, log_det | inverse_entry):
        return isinstance(loss.symbols.get(node.array), PositiveDefinite)
    if isinstance(node, Indexed):
        return all(isinstance(index, Symbol | Number) for index in node.indices)
    return isinstance(node, PLAIN) or (isinstance(node, SMOOTH) and all(_is_smooth(part, loss) for part in node.args))
