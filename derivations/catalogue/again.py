"""Is a gradient differentiated again, and is anything said of the curvature?"""

from __future__ import annotations

from itertools import islice

from sympy import Expr, preorder_traversal

from derivations.language.functions import held
from derivations.language.loss import Loss
from derivations.language.shapes import base_of

LONG = 200  # nodes of a gradient whose derivative is not taken any more


def is_slope_only(loss: Loss) -> bool:
    """Is the formula right for the slope alone, as something in it follows the variable?"""
    return any(domain.follows for domain in loss.symbols.values())


def is_once_only(loss: Loss) -> bool:
    """Has it no second derivative: a network, what is held fixed or follows the variable, and entries tied together?

    Where an equation holds between the entries of the variable, the gradient may have been written by it, and is then
    no gradient beyond it, to which one entry that moves alone leads.
    """
    tied = loss.all_symbols[base_of(loss.wrt)].ties
    return tied or is_slope_only(loss) or loss.backward or loss.expression.has(held)


def is_long(gradient: Expr) -> bool:
    """Is it too long to be differentiated again?"""
    return next(islice(preorder_traversal(gradient), LONG, None), None) is not None
