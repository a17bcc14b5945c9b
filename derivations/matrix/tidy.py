"""The gradient made short: names in place of what they stand for, common factors in front."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from derivations.language.loss import Loss
from derivations.matrix.algebra import apply, plus, power, product
from derivations.matrix.expansion import opened_where_shorter, spread, with_known_totals
from derivations.matrix.factoring import factored_all
from derivations.matrix.folding import Fold, fold, known, named
from derivations.matrix.tensors import (
    Alias,
    Apply,
    Factor,
    Inverse,
    LogDet,
    Member,
    Node,
    Pad,
    Plus,
    Power,
    Product,
    Slice,
    Variable,
)
from derivations.matrix.windows import padded, sliced

MUCH_SHORTER = 0.65  # times as long: then brackets that were multiplied out stay so
ROUNDS = 5  # a factor in front may complete a definition, which may leave a new factor


def tidier(loss: Loss) -> Callable[[Node], Node]:
    """What writes a node with the names of the loss, under its constraints, with common factors in front."""
    folds: list[Fold] = list(known(loss))
    for each in named(loss):
        folds.append(replace(each, long=_once(each.long, folds)))

    def tidied(node: Node) -> Node:
        usual = _settled(node, folds, spread)
        flat = _settled(usual, folds, lambda part: opened_where_shorter(spread(part)))
        is_shorter = len(flat.key) < MUCH_SHORTER * len(usual.key) and _names_in(flat) <= _names_in(usual)
        return flat if is_shorter else usual

    return tidied


def _names_in(node: Node) -> int:
    """How often it names an array or a number."""
    if isinstance(node, Alias | Variable | Member):
        return 1
    return sum(map(_names_in, node.parts))


def _settled(node: Node, folds: list[Fold], opened: Callable[[Node], Node]) -> Node:
    for _ in range(ROUNDS):
        before, node = node, _once(node, folds, opened)
        if node == before:
            break
    return node


def _once(node: Node, folds: list[Fold], opened: Callable[[Node], Node] = spread) -> Node:
    done: dict[Node, Node] = {}

    def change(part: Node) -> Node:
        if part not in done:
            done[part] = factored_all(with_known_totals(fold(opened(rebuilt(part, change)), folds)))
        return done[part]

    return change(node)


def rebuilt(node: Node, change: Callable[[Node], Node]) -> Node:
    """The node with its parts changed; a named intermediate stays closed."""
    match node:
        case Product():
            factors = [Factor(change(f.node), f.letters) for f in node.factors]
            return product(factors, node.out, node.coefficient)
        case Plus():
            return plus(map(change, node.terms), node.shape)
        case Power():
            return power(change(node.base), node.exponent)
        case Apply():
            return apply(node.function, change(node.argument), model=node.model)
        case Pad():
            return padded(change(node.array), node.axis, node.first, node.size)
        case Slice():
            return sliced(change(node.array), node.axis, node.first, node.size)
        case Inverse():
            return Inverse(change(node.matrix))
        case LogDet():
            return LogDet(change(node.matrix))
        case _:
            return node
