"""Is it a factor or a function? And products, as the grammar puts them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction

from derivations.reading.letters import GREEK_NAMES
from derivations.reading.names import MATRICES, SIZES
from derivations.reading.plain_signs import LEFT_OUT
from derivations.reading.tokens import Token
from derivations.reading.tree import (
    Always,
    Apply,
    Cases,
    Compare,
    Entry,
    Grid,
    Infinity,
    Joined,
    Logic,
    Minus,
    Name,
    Node,
    Norm,
    Number,
    Plus,
    Times,
    Transposed,
    iverson,
    without_brackets,
)
from derivations.reading.vocabulary import KNOWN

COEFFICIENTS = {"alpha", "beta", "epsilon", "lambda", "tau"}  # rarely functions, never of a sum
CUTS = {"clip", "clamp"}
BOUNDS = {"min": "maximum", "max": "minimum"}  # of a cut, with the function that keeps to it
ARRAYS = {"array", "asarray", "tensor"}  # of code, around numbers in square brackets
FUNCTION_LETTERS = {*"fghmuFGHLJNKPQRS", "phi", "psi", "Phi", "Psi", "ell", "eta", "varphi"}


def times(left: Node, right: Node, sign: str = "") -> Times:
    """The product of two; the sign between them is a "dot", a "star", or none."""
    before = left if isinstance(left, Times) and not left.chosen else Times(left.at, (left,))
    here = frozenset({len(before.factors)})
    dots, stars = (signs | here if sign == called else signs for called, signs in _signs(before))
    return Times(left.at, (*before.factors, right), dots, stars)


def _signs(product: Times) -> tuple[tuple[str, frozenset[int]], ...]:
    return ("dot", product.dots), ("star", product.stars)


def as_factor(node: Node) -> Node:
    """The (x > 0) of (x > 0)*x and p - (k == y) as 1 or 0, any other factor or term as it is."""
    inner = without_brackets(node)
    return iverson(inner) if isinstance(inner, Compare | Logic) else node


def is_about_arrays(node: Node) -> bool:
    """Does it hold a sign of vectors and matrices?"""
    return any(isinstance(part, Transposed | Norm | Joined) for part in node.walk())


def is_function_letter(full: str) -> bool:
    """Do functions usually bear this name?"""
    return full.partition("_")[0] in FUNCTION_LETTERS


def is_odd_argument(full: str, arguments: Sequence[Node]) -> bool:
    """Is this what functions are seldom applied to, so that W(...) may as well be a product?"""
    return len(arguments) == 1 and (
        (isinstance(without_brackets(arguments[0]), Times) and not is_function_letter(full))
        or isinstance(arguments[0], Plus | Minus | Number)
        or (full in COEFFICIENTS and not isinstance(arguments[0], Name | Entry))
    )


def is_product(full: str, arguments: Sequence[Node], *, whole: bool) -> bool:
    """Is W(...) a product, as it is about arrays and the name none of a function? `whole`: all around is about them."""
    letter = full.partition("_")[0]
    is_letter = len(letter) == 1 or letter in GREEK_NAMES or any(map(str.isdigit, full))  # a word is a function
    is_array = len(arguments) == 1 and is_letter and is_about_arrays(arguments[0]) and not is_function_letter(full)
    return is_array or (whole and full in MATRICES and is_odd_argument(full, arguments))


def of_code(applied: Apply) -> Node:
    """What a call in code stands for: of tensor([a, b]) the vector, of clamp(u, min=0) a maximum."""
    full, arguments = applied.function.full, applied.arguments
    if full in ARRAYS and not applied.primes and len(arguments) == 1 and isinstance(arguments[0], Grid):
        return arguments[0]
    return _cut_off(applied) if full in CUTS and applied.known else applied


def _cut_off(applied: Apply) -> Apply:
    """Of clamp(u, low, high) one bound may be left out, or be None."""
    if not 0 < len(applied.arguments) <= len(BOUNDS) + 1:
        return applied
    cut, *given = applied.arguments
    ends = {side: end for side, end in zip(BOUNDS, given, strict=False) if not _is_no_bound(side, end)}
    if len(ends) == 1:
        ((side, end),) = ends.items()
        return replace(applied, function=Name(applied.function.at, BOUNDS[side]), arguments=(cut, end))
    return replace(applied, arguments=(cut, *ends.values()))


def _is_no_bound(side: str, end: Node) -> bool:
    """Is it None, or infinity?"""
    if side == "min" and isinstance(end, Minus):
        return isinstance(end.inner, Infinity)
    return (isinstance(end, Name) and end.full == LEFT_OUT) or (side == "max" and isinstance(end, Infinity))


def side_by_side(indices: tuple[Node, ...]) -> tuple[Node, ...]:
    """The i and y_i of p_{i y_i}."""
    (first, *others) = indices
    is_row = not others and isinstance(first, Times) and all(isinstance(factor, Name) for factor in first.factors)
    return first.factors if is_row and isinstance(first, Times) else indices


def may_be_function(token: Token) -> bool:
    """Is there a function of ours of this name? Of the Greek letters only σ, Γ, Φ, φ and ψ are."""
    return token.full in KNOWN and (token.kind == "name" or token.text in ("sigma", "Gamma", "Phi", "phi", "psi"))


def within_bounds(node: Times) -> Node:
    """For x_{k-1} [k >= 2], which is 0 where there is no x_{k-1}, the same by cases; any other product as it is."""
    factors = list(map(without_brackets, node.factors))
    guards = [place for place, factor in enumerate(factors) if _is_guard(factor)]
    is_shifted = any(
        not isinstance(index, Name | Number)
        for factor in factors
        for part in factor.walk()
        if isinstance(part, Entry)
        for index in map(without_brackets, part.indices)
    )
    if not guards or not is_shifted or len(guards) == len(factors):
        return node
    rest: Node = Times(node.at, tuple(f for place, f in enumerate(node.factors) if place not in guards))
    for guard in (factors[place] for place in reversed(guards)):
        if isinstance(guard, Cases):
            (_, condition), otherwise = guard.pairs
            rest = Cases(guard.at, ((rest, condition), otherwise))
    return rest


def _is_guard(factor: Node) -> bool:
    """Is it 1 where a condition holds, and else 0?"""
    if not isinstance(factor, Cases) or len(factor.pairs) != 2:  # noqa: PLR2004
        return False
    (one, _), (zero, rest) = factor.pairs
    return isinstance(rest, Always) and [one, zero] == [Number(one.at, Fraction(1)), Number(zero.at, Fraction(0))]


def is_count(node: Node) -> bool:
    """Is it a number of examples, or a multiple of it: n, (2N)?"""
    inner = without_brackets(node)
    factors = inner.factors if isinstance(inner, Times) else (inner,)
    return all(isinstance(f, Number) or (isinstance(f, Name) and f.full in SIZES) for f in factors)
