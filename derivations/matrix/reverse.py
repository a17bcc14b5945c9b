"""The gradient by the whole array at once: from the loss back to the array, each node hands its slope to its parts."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sympy import Rational, S

from derivations.errors import LossaryError
from derivations.matrix.algebra import hadamard, ones, plus, power, product, scale, zero
from derivations.matrix.tensors import (
    ONE,
    Alias,
    Apply,
    Factor,
    Identity,
    Inverse,
    Letter,
    LogDet,
    Node,
    NoMatrixForm,
    Ones,
    Pad,
    Plus,
    Power,
    Product,
    Slice,
    Variable,
    letter_sizes,
)
from derivations.matrix.windows import padded, sliced

TWO = Rational(2)


def _of(name: str) -> Callable[[Node], Node]:
    return lambda u: Apply(name, u)


def _one_minus(u: Node) -> Node:
    return plus([ones(u.shape), scale(-1, u)], u.shape)


def _constant(u: Node) -> Node:
    return zero(u.shape)


# The slope of f at u, written again for this room: what the rules of calculus say is what it is there to check.
SLOPES: dict[str, Callable[[Node], Node]] = {
    "exp": _of("exp"),
    "log": lambda u: power(u, S.NegativeOne),
    "sin": _of("cos"),
    "cos": lambda u: scale(-1, Apply("sin", u)),
    "sinh": _of("cosh"),
    "cosh": _of("sinh"),
    "tanh": lambda u: _one_minus(power(Apply("tanh", u), TWO)),
    "sigma": lambda u: hadamard(Apply("sigma", u), _one_minus(Apply("sigma", u))),
    "softplus": _of("sigma"),
    "magnitude": _of("sign"),
    "positive_part": _of("step"),
    "sign": _constant,
    "step": _constant,
}


def gradient(
    loss: Node, base: Any, tidied: Callable[[Node], Node] = lambda node: node, names: Mapping[Any, Any] | None = None
) -> Node:
    """The gradient of a scalar node by the variable or intermediate of that name, in its shape.

    The slope by a named intermediate is `tidied` before it is handed on, and gets a name itself if `names` has one. Any
    other is handed on term by term, so that what belongs to one name meets in one product.
    """
    if loss.shape:
        msg = f"no matrix form: the loss has the shape {loss.shape}, not one value"
        raise NoMatrixForm(msg)
    for node, slope in slopes(loss, ONE, tidied, names):
        if isinstance(node, Variable | Alias) and node.base == base:
            return tidied(slope)
    msg = f"the loss does not depend on {base}"
    raise LossaryError(msg)


def slopes(
    root: Node, slope: Node, tidied: Callable[[Node], Node], names: Mapping[Any, Any] | None = None
) -> Iterator[tuple[Node, Node]]:
    """Every node that the root is built of, each before its parts, with the slope of the loss by it.

    Args:
        root: what hands its slope on.
        slope: of the loss by the root, in the root's shape.
        tidied: see `gradient`.
        names: see `gradient`.
    """
    found: dict[Node, list[Node]] = {root: [slope]}
    for node in reversed(parts_first(root)):
        terms = found.get(node, [])
        if isinstance(node, Alias) and terms:
            tidy = tidied(plus(terms, node.shape))
            terms = [Alias(names[node.base], tidy) if names and node.base in names else tidy]
        if terms:
            yield node, plus(terms, node.shape)
        for term in terms:
            for part, contribution in _handed_on(node, term):
                found.setdefault(part, []).append(contribution)


def parts_first(node: Node) -> list[Node]:
    """Every node that this one is built of, each after its parts."""
    done: dict[Node, None] = {}

    def visit(node: Node) -> None:
        if node not in done:
            for part in node.parts:
                visit(part)
            done[node] = None

    visit(node)
    return list(done)


def _handed_on(node: Node, slope: Node) -> Iterator[tuple[Node, Node]]:
    """What the slope by a node contributes to the slope by each of its parts."""
    match node:
        case Alias():
            yield node.value, slope
        case Plus():
            yield from ((term, slope) for term in node.terms)
        case Apply():
            yield node.argument, hadamard(slope, slope_of(node))
        case Power():
            below = power(node.base, node.exponent - 1)
            yield node.base, scale(node.exponent, hadamard(slope, below))
        case Product():
            yield from ((f.node, _beside(node, place, slope)) for place, f in enumerate(node.factors))
        case Pad():
            yield node.array, sliced(slope, node.axis, node.first, node.array.shape[node.axis])
        case Slice():
            yield node.array, padded(slope, node.axis, node.first, node.array.shape[node.axis])
        case LogDet():
            yield node.matrix, product([Factor(slope), Factor(Inverse(node.matrix), ("j", "i"))], "ij")
        case Inverse():
            sides = [Factor(node, ("k", "i")), Factor(slope, ("k", "l")), Factor(node, ("j", "l"))]
            yield node.matrix, product(sides, "ij", -1)


def slope_of(node: Apply) -> Node:
    """The slope of the function at its argument."""
    if node.model:
        return Apply(node.function + "'", node.argument, model=True)
    if node.function not in SLOPES:
        msg = f"no matrix form: the slope of {node.function} is not known here"
        raise NoMatrixForm(msg)
    return SLOPES[node.function](node.argument)


def _beside(node: Product, place: int, slope: Node) -> Node:
    """The slope times everything beside the factor at this place, with the axes of that factor.

    Where the factor has a letter twice (the diagonal S[i, i]), its slope is zero off the diagonal.
    """
    factor = node.factors[place]
    rest = [Factor(slope, node.out), *(f for other, f in enumerate(node.factors) if other != place)]
    sizes = letter_sizes(node.factors)
    along = [Factor(Ones(sizes[letter]), (letter,)) for letter in dict.fromkeys(factor.letters)]
    letters, deltas = _told_apart(factor.letters, sizes)
    return product([*rest, *along, *deltas], letters, node.coefficient)


def _told_apart(letters: tuple[Letter, ...], sizes: dict[Letter, Any]) -> tuple[list[Letter], list[Factor]]:
    """Different letters for the axes, and an identity for each that was renamed."""
    apart: list[Letter] = []
    deltas: list[Factor] = []
    for axis, letter in enumerate(letters):
        if letter in apart:
            apart.append(("axis", axis))
            deltas.append(Factor(Identity(sizes[letter]), (letter, apart[-1])))
        else:
            apart.append(letter)
    return apart, deltas
