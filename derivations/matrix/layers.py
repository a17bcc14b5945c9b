"""Networks of any depth: what one layer is made of, and backpropagation from each layer to the one before.

The intermediates of layer l are arrays with the label l, such as z_l and a_l, each defined by arrays of its own layer
and of the one before. The slope of the loss by one of them comes from the loss itself, if the layer is the last, and
from all that use it: in the same layer, and in the next.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sympy import Basic, Eq, Expr, Lt, expand

from derivations.language.loss import Loss
from derivations.matrix.algebra import plus, zero
from derivations.matrix.reading import Reader
from derivations.matrix.reverse import gradient, parts_first, slopes
from derivations.matrix.tensors import ONE, Member, Node, NoMatrixForm
from derivations.matrix.tidy import rebuilt


@dataclass(frozen=True)
class Rule:
    """What a member of a family is; if there is a condition, only where its label keeps it."""

    member: Member
    value: Node
    condition: Basic | None = None


@dataclass(frozen=True)
class Families:
    """What the arrays of each layer are.

    Args:
        layer: the letter for a layer in the rules; None if there are no layers.
        depth: the number of layers.
        rules: of a family one for all layers, or one for the last and one for those before it.
    """

    layer: Basic | None = None
    depth: Basic | None = None
    rules: Mapping[Basic, tuple[Rule, ...]] = field(default_factory=dict)

    def array(self, symbol: Basic, loss: Loss) -> Basic:
        """The symbol as it stands in formulas: ``W[l]``, if there is an array W for each layer."""
        return symbol[self.layer] if self.depth in loss.symbols[symbol].shape[:1] else symbol


NONE = Families()


def members(node: Node) -> list[Member]:
    """The arrays of layers that a node is built of."""
    return [part for part in parts_first(node) if isinstance(part, Member)]


def reached(nodes: Iterable[Node], rules_of: Callable[[Basic], tuple[Rule, ...]]) -> dict[Basic, tuple[Rule, ...]]:
    """The rules of every family that the nodes need, at once or by way of others."""
    found: dict[Basic, tuple[Rule, ...]] = {}
    waiting = list(nodes)
    while waiting:
        for base in dict.fromkeys(member.base for member in members(waiting.pop(0))):
            if base not in found and (rules := rules_of(base)):
                found[base] = rules
                waiting += [rule.value for rule in rules]
    return found


class Backwards:
    """The slopes of a loss by the arrays of its layers.

    Args:
        loss: what is differentiated.
        reader: of this loss.
        stated: the loss as a node.
        tidied: what makes a slope short.
    """

    def __init__(self, loss: Loss, reader: Reader, stated: Node, tidied: Callable[[Node], Node]) -> None:
        self.loss, self.reader, self.stated, self.tidied = loss, reader, stated, tidied
        self.values = reader.families()
        self.equation = cache(self._equation)

    def gradient(self) -> Node:
        """The slope by the array of the loss's `wrt`; by that of layer l, if it has one for each."""
        base = self.loss.wrt.base
        if not self.reader.is_family(base):
            self._check_unlayered(base)
            return gradient(self.stated, base, self.tidied, self.loss.adjoints)
        if self.loss.wrt.indices[0] != self.reader.layer:
            msg = f"no matrix form: the layer of {self.loss.wrt} is not a letter"
            raise NoMatrixForm(msg)
        before, last = self.slope(base, is_last=False), self.slope(base, is_last=True)
        if before != last:
            msg = f"no matrix form: the slope with respect to {base} in the last layer is not like that in the others"
            raise NoMatrixForm(msg)
        return before

    def families(self, gradient: Node) -> Families:
        """What the arrays of layers are that the loss and its gradient need; slopes that have a name are among them."""
        return Families(self.reader.layer, self.reader.depth, reached([self.stated, gradient], self._rules_of))

    def _rules_of(self, base: Basic) -> tuple[Rule, ...]:
        sources = {name: source for source, name in self.loss.adjoints.items()}
        return tuple(self._rules(sources[base])) if base in sources else self._definition(base)

    def _definition(self, base: Basic) -> tuple[Rule, ...]:
        return (Rule(self.reader.member(base, self.reader.layer), self.values[base]),) if base in self.values else ()

    def _rules(self, base: Basic) -> Iterator[Rule]:
        layer, depth = self.reader.layer, self.reader.depth
        name, last, before = self._named(base), self.equation(base, is_last=True), self.equation(base, is_last=False)
        if last == before:
            yield Rule(name, before)
            return
        at_end = {layer: depth}
        end = Member(name.base, depth, name.sizes)
        yield Rule(end, relabelled(last, at_end), Eq(layer, depth, evaluate=False))
        yield Rule(name, before, Lt(layer, depth, evaluate=False))

    def slope(self, base: Basic, *, is_last: bool) -> Node:
        """The slope by an array of layer l, by its name if it has one; the last layer has a slope of its own."""
        return self._named(base) if base in self.loss.adjoints else self.equation(base, is_last=is_last)

    def _equation(self, base: Basic, *, is_last: bool) -> Node:
        terms = list(self._terms(base, is_last=is_last))
        return self.tidied(plus(terms, self.reader.member(base, self.reader.layer).shape))

    def _terms(self, base: Basic, *, is_last: bool) -> Iterator[Node]:
        """What the slope is the sum of: a term from the loss, one from each use in this layer and in the next."""
        layer: Any = self.reader.layer
        if is_last:
            yield self._directly(base)
        for user, value in self.values.items():
            for member in members(value):
                if member.base == base and member.label == layer:
                    yield self._through(user, member, self.slope(user, is_last=is_last))
                elif member.base == base and not is_last:
                    yield relabelled(self._through(user, member, self._after(user, member)), {layer: layer + 1})

    def _directly(self, base: Basic) -> Node:
        for member in members(self.stated):
            if member.label != self.reader.depth:
                msg = f"no matrix form: the loss uses {base} of layer {member.label}, not of the last"
                raise NoMatrixForm(msg)
        wanted = self.reader.member(base, self.reader.depth)
        found = self._handed_to(wanted, self.stated, ONE)
        return relabelled(found, {self.reader.depth: self.reader.layer})

    def _through(self, user: Basic, member: Member, slope: Node) -> Node:
        return self.tidied(self._handed_to(member, self.values[user], slope))

    def _handed_to(self, member: Member, root: Node, slope: Node) -> Node:
        found = (each for node, each in slopes(root, slope, self.tidied, self.loss.adjoints) if node == member)
        return next(found, zero(member.shape))

    def _after(self, user: Basic, member: Member) -> Node:
        """The slope by an array of the next layer."""
        if expand(self.reader.layer - member.label) != 1:
            reason = f"{user} uses {member.base} of layer {member.label}: only the layer before is known here"
            msg = f"no matrix form: {reason}"
            raise NoMatrixForm(msg)
        if user not in self.loss.adjoints:
            needed = f"the slope with respect to {user} is needed in the next layer"
            msg = f"no matrix form: {needed}: give it a name in adjoints"
            raise NoMatrixForm(msg)
        return self._named(user)

    def _named(self, base: Basic) -> Member:
        return self.reader.member(self.loss.adjoints[base], self.reader.layer)

    def _check_unlayered(self, base: Any) -> None:
        """What every layer uses has a sum over the layers for its slope."""
        rules = [rule for each in reached([self.stated], self._definition).values() for rule in each]
        if any(getattr(part, "base", None) == base for rule in rules for part in parts_first(rule.value)):
            msg = f"no matrix form: {base} is used in every layer, and its slope is a sum over them"
            raise NoMatrixForm(msg)


def relabelled(node: Node, labels: Mapping[Any, Expr]) -> Node:
    """The node with the arrays of other layers."""
    if isinstance(node, Member):
        return Member(node.base, node.label.xreplace(labels), node.sizes)
    return rebuilt(node, lambda part: relabelled(part, labels))
