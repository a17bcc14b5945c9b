"""The graph of a loss: what is given, the named intermediates, the loss, and what is computed from what."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from sympy import Basic, Expr, IndexedBase, Sum, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.deltas import ranges_of
from derivations.calculus.graph import Graph, base_of, indices_of
from derivations.catalogue.data import definitions
from derivations.catalogue.symbols import has_shape
from derivations.language.functions import Named
from derivations.language.indices import substitute
from derivations.language.loss import Definition, Loss
from derivations.notation import unicode_text

REST = Symbol("⋯")  # the layers that are not drawn
LAYERS = 2  # are drawn: a general one and the next


@dataclass(frozen=True)
class Network:
    """The vertices by what is written in them, in the order in which they are computed.

    Args:
        start: what the loss is differentiated by.
        end: the loss.
        uses: for each vertex that is computed, those that it is computed from.
        adjoints: for a vertex the short name of the slope of the loss in it.
        before: the vertex that comes from a layer before, which is not drawn.
    """

    start: Basic
    end: Basic
    uses: Mapping[Basic, tuple[Basic, ...]]
    adjoints: Mapping[Basic, Basic] = field(default_factory=dict)
    before: Basic | None = None

    @cached_property
    def edges(self) -> tuple[tuple[Basic, Basic], ...]:
        return tuple((used, user) for user, all_used in self.uses.items() for used in all_used)

    @cached_property
    def vertices(self) -> tuple[Basic, ...]:
        return tuple(dict.fromkeys(vertex for user, all_used in self.uses.items() for vertex in (*all_used, user)))

    @cached_property
    def path(self) -> frozenset[Basic]:
        """The vertices that a change of the start reaches; all of them lead to the loss."""
        reached = {self.start}
        for user, all_used in self.uses.items():
            if reached.intersection(all_used):
                reached.add(user)
        return frozenset(reached)

    def depth(self, vertex: Basic) -> int:
        """The column: computed vertices come after all that they use, given ones right before their first use."""
        if vertex in self.uses:
            return 1 + max((self.depth(used) for used in self.uses[vertex] if used in self.uses), default=0)
        return min(self.depth(user) for user, all_used in self.uses.items() if vertex in all_used) - 1

    def is_simple(self) -> bool:
        """Does a single path lead from the start to the loss?"""
        return sum(used in self.path for used, user in self.edges) == len(self.path) - 1


def network_of(loss: Loss) -> Network | None:
    """The graph of a loss, None if it names no intermediates."""
    known = definitions(loss)
    if not known:
        return None
    if _is_recursive(loss):
        return _layers(loss)
    end = Symbol(loss.name)
    value_of: dict[Basic, Basic] = {base_of(name): value for name, value in known} | {end: loss.expression}
    label = {base_of(name): name for name, _ in reversed(known)} | {base_of(loss.wrt): loss.wrt}
    found = {base: _used(value, loss, label) for base, value in value_of.items()}
    for node in (node for nodes in found.values() for node in nodes):
        label.setdefault(base_of(node), node)
    uses = {
        label.get(base, base): tuple(dict.fromkeys(label[base_of(node)] for node in nodes))
        for base, nodes in found.items()
    }
    return Network(loss.wrt, end, _in_order(uses, end))


def _is_recursive(loss: Loss) -> bool:
    """Does a layer use the one before?"""
    earlier: set[Basic] = set()
    for definition in reversed(loss.definitions):
        earlier.add(definition.base)
        if any(base_of(node) in earlier for node in definition.value.atoms(Indexed)):
            return True
    return False


def _used(value: Basic, loss: Loss, names: Mapping[Basic, Basic]) -> list[Basic]:
    """The components and symbols in the value, each array once, in the order of the script."""
    found: dict[Basic, Basic] = {}
    for node in _leaves(value, loss, names):
        found.setdefault(base_of(node), node)
    order = list(loss.symbols)
    return sorted(found.values(), key=lambda node: order.index(base_of(node)) if base_of(node) in order else len(order))


def _leaves(node: Basic, loss: Loss, names: Mapping[Basic, Basic]) -> Iterator[Basic]:
    """What stands in the value by name; not what the names stand for."""
    if isinstance(node, Named):
        node = node.name
    base = base_of(node)
    if base in names or (base in loss.symbols and isinstance(node, Indexed | IndexedBase | Symbol)):
        if base in names or has_shape(loss.symbols[base]):
            yield node
        return
    for part in node.args:
        yield from _leaves(part, loss, names)


def _in_order(uses: Mapping[Basic, tuple[Basic, ...]], end: Basic) -> dict[Basic, tuple[Basic, ...]]:
    """What leads to the end, each vertex after those that it uses."""
    ordered: dict[Basic, tuple[Basic, ...]] = {}

    def visit(vertex: Basic) -> None:
        if vertex in uses and vertex not in ordered:
            for used in uses[vertex]:
                visit(used)
            ordered[vertex] = uses[vertex]

    visit(end)
    return ordered


def _layers(loss: Loss) -> Network | None:
    """A general layer and the next, from the weight on; None for layers that do not follow each other one by one."""
    graph, uses, ranges = Graph(loss), dict[Basic, tuple[Basic, ...]](), ranges_of(loss)
    variable: Expr = loss.wrt
    while [base_of(vertex) for vertex in uses].count(base_of(variable)) < LAYERS:
        users = graph.users.get(base_of(variable), ())
        consumers = [(user, each) for user in users for each in graph.through(user, variable, ranges).atoms(Named)]
        if len(consumers) != 1:
            return None
        ((user, consumer),) = consumers
        uses[consumer.name] = _inputs(user, consumer.name, variable, loss)
        variable = consumer.name
    computed = {definition.base for definition in loss.definitions}
    before = next((node for node in next(iter(uses.values())) if base_of(node) in computed), None)
    last = [node for node in _used(loss.expression, loss, {}) if base_of(node) not in computed]
    end = Symbol(loss.name)
    uses |= {REST: (variable,), end: (REST, *last)}
    adjoints = {node: loss.adjoint(node) for node in uses if base_of(node) in loss.adjoints}
    return Network(loss.wrt, end, uses, adjoints, before)


def _inputs(user: Definition, name: Expr, variable: Expr, loss: Loss) -> tuple[Basic, ...]:
    """What a component is computed from, with the letters of the variable that leads to it."""
    value = user.at(name)
    nodes = _used(value, loss, {})
    (own,) = [node for node in nodes if base_of(node) == base_of(variable)]
    letters = {used: at for used, at in zip(indices_of(own), indices_of(variable), strict=True) if used.is_Symbol}
    return tuple(variable if node == own else substitute(node, letters) for node in nodes)


def fans(network: Network, loss: Loss) -> tuple[Basic, ...]:
    """The indices of intermediates that a change reaches for all their values: those of the next layer, say."""
    graph, ranges, found = Graph(loss), ranges_of(loss), dict[Basic, None]()
    for used, user in network.edges:
        definition = next((each for each in loss.definitions if each.base == base_of(user)), None)
        if definition is not None and used in network.path:
            through = graph.through(definition, used, ranges)
            bound = {limit[0] for limit in through.limits} if isinstance(through, Sum) else set()
            names = (each.name for each in through.atoms(Named) if base_of(each.name) == base_of(user))
            for name in names:
                pairs = zip(indices_of(name), indices_of(user), strict=True)
                found |= dict.fromkeys(shown for own, shown in pairs if own in bound)
    return tuple(found)


def told(network: Network) -> str:
    """The graph as sentences: x and v give u; u gives h; and so on."""
    sentences = [
        f"{_listed(map(_spoken, used))} {'give' if len(used) > 1 else 'gives'} {_spoken(vertex)}"
        for vertex, used in network.uses.items()
        if REST not in (vertex, *used)
    ]
    if REST in network.uses:
        sentences.append(f"{_spoken(network.uses[REST][0])} leads through further layers to {_spoken(network.end)}")
    stages = [vertex for vertex in network.uses if vertex in network.path and vertex not in (network.end, REST)]
    through = f" through {_listed(map(_spoken, stages))}" if stages else ""
    ways = "the way" if network.is_simple() else "all ways"
    way = f"Highlighted: {ways} from {_spoken(network.start)}{through} to {_spoken(network.end)}."
    return " ".join(["; ".join(sentences) + ".", way, *_told_back(network)])


def _told_back(network: Network) -> Iterator[str]:
    if network.adjoints:
        back = _listed(_spoken(adjoint) for adjoint in reversed(list(network.adjoints.values())))
        yield f"The adjoints {back} come back the other way."


def _spoken(vertex: Basic) -> str:
    return unicode_text(vertex)


def _listed(texts: Iterable[str]) -> str:
    *most, last = texts
    return f"{', '.join(most)} and {last}" if most else last
