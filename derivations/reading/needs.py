"""What must have a value for a formula to have one as it was typed.

SymPy simplifies while a formula is put together: x/x is 1 at once, and exp(log(x)) is x. What has a value in fewer
places than what became of it is kept beside the formula.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache

from sympy import (
    Add,
    Basic,
    Dummy,
    Expr,
    Ge,
    Gt,
    Integer,
    LambertW,
    Mul,
    Ne,
    Pow,
    S,
    Sum,
    acos,
    asin,
    cos,
    digamma,
    gamma,
    log,
    loggamma,
    polygamma,
    tan,
)
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Branches, otherwise

PARTIAL = (
    log,
    loggamma,
    gamma,
    digamma,
    polygamma,
    LambertW,
    asin,
    acos,
    tan,
)  # functions without a value at some real numbers


def needs_of(node: Basic) -> Iterator[Expr]:
    """Every operation in the formula that some numbers cannot be put into, within the sums and cases around it."""
    yield from own_needs(node)
    if isinstance(node, Indexed):
        return
    if isinstance(node, Sum):
        yield from (Sum(need, *node.limits) for need in needs_of(node.function))
    elif isinstance(node, Branches):
        yield from _needs_of_cases(node)
    else:
        for part in node.args:
            yield from needs_of(part)


def own_needs(node: Basic) -> Iterator[Expr]:
    """The same of the operation at the top alone: of 1/(xy), 1/x and 1/y; a cell may lie beyond its array."""
    if not node.free_symbols:
        return
    if isinstance(node, Indexed) and any(isinstance(index, Add) for index in node.indices):
        yield node
    if isinstance(node, Pow):
        base, exponent = node.args
        if exponent.is_Integer and exponent.is_negative:
            yield from (Pow(factor, S.NegativeOne, evaluate=False) for factor in _factors(base))
        elif not exponent.is_Integer and not _is_root_of_square(node) and not (base.is_number and base.is_positive):
            yield node
            if exponent.is_number and exponent.is_negative:  # the same as 1/x^(1/2)
                root = Pow(base, -exponent)
                yield from (root, Pow(root, S.NegativeOne, evaluate=False))
    elif isinstance(node, PARTIAL):
        yield node


def _is_root_of_square(node: Pow) -> bool:
    return bool(node.exp.is_positive and node.exp.is_number and node.base.is_nonnegative)


def _factors(base: Expr) -> Iterator[Expr]:
    for factor in Mul.make_args(base):
        is_power = isinstance(factor, Pow) and factor.exp.is_Integer and factor.exp.is_positive
        if not factor.is_number:
            yield factor.base if is_power else factor


def _needs_of_cases(node: Branches) -> Iterator[Expr]:
    """A value is needed where its condition holds and none before it, and elsewhere it is 1."""
    before: list[Basic] = []
    for value, condition in node.cases:
        if condition != otherwise:
            for need in needs_of(condition):
                yield Branches(*before, need, otherwise) if before else need
        for need in needs_of(value):
            rest = () if condition == otherwise else (S.One, otherwise)
            yield Branches(*before, need, condition, *rest) if before or rest else need
        before += [S.One, condition]


def relations_of(need: Expr) -> tuple[Relational, ...]:
    """What must hold for it to have a value; nothing of a sum or of cases, of which no single relation says that."""
    if isinstance(need, Pow):
        kind = Ne if need.exp.is_Integer else Ge if need.exp.is_number and need.exp.is_positive else Gt
        return (kind(need.base, 0, evaluate=False),)
    if isinstance(need, asin | acos):
        return tuple(Ge(1 + side * need.args[0], 0, evaluate=False) for side in (-1, 1))
    if isinstance(need, tan):
        return (Ne(cos(need.args[0]), 0, evaluate=False),)
    return (Gt(need.args[-1], 0, evaluate=False),) if isinstance(need, PARTIAL) else ()


def lost(needs: Iterable[Expr], formula: Expr) -> tuple[Expr, ...]:
    """Those of the needs, each once, that the formula no longer shows."""
    missing = dict.fromkeys(needs)
    for kept in needs_of(formula) if missing else ():
        missing.pop(kept, None)
    return tuple(need for need in missing if not _always(need))


def _always(need: Expr) -> bool:
    """Has it a value wherever its parts have one, because an argument such as 1 + exp(z) is positive?"""
    return isinstance(need, Pow | log) and bool(need.args[0].is_positive)


def needs_of_function(make: Callable[..., Expr], arguments: list[Expr]) -> Iterator[Expr]:
    """What a function needs that is made up of others, such as log(p/(1 - p)); of its arguments nothing."""
    places = _places(len(arguments))
    found = _needs_at_places(make, len(arguments))
    given = dict(zip(places, arguments, strict=True))
    for need in found:
        parts = [part.xreplace(given) for part in need.args]
        yield from own_needs(need.func(*parts, evaluate=False))


@lru_cache(maxsize=16)
def _places(count: int) -> tuple[Expr, ...]:
    return tuple(Dummy(str(Integer(place)), real=True) for place in range(count))


@lru_cache(maxsize=128)
def _needs_at_places(make: Callable[..., Expr], count: int) -> tuple[Expr, ...]:
    return tuple(needs_of(make(*_places(count))))
