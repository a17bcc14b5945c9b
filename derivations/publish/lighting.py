"""Which part of the diagram each line of a derivation is about: the way that the slope has come back from the loss."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Basic

from derivations.calculus.graph import base_of
from derivations.calculus.lines import Chain, Derivation
from derivations.language.functions import Adjoint, D, Named
from derivations.publish.network import REST, Network, network_of


def lights(derivation: Derivation) -> dict[str, str]:
    """For each line, by its number, the numbers of the vertices that it lights; none of a loss without a diagram."""
    network = network_of(derivation.loss)
    return {} if network is None else dict(_lights(derivation, network))


def _lights(derivation: Derivation, network: Network) -> Iterator[tuple[str, str]]:
    for chain in derivation.chains:
        former = chain.left
        for line in chain.lines:
            found = _backward(chain, former, line.expression, network) or _forward(line.expression, network)
            places = sorted(network.vertices.index(vertex) for vertex in found)
            yield str(line.number), " ".join(map(str, places))
            former = line.expression


def _backward(chain: Chain, former: Basic, now: Basic, network: Network) -> set[Basic]:
    """Of a chain for an adjoint: its variable, and the vertices from which the slope comes to it in this line."""
    if not isinstance(chain.left, Adjoint):
        return set()
    here = _vertex(chain.left.variable, network)
    told = [node for part in (former, now) for node in part.atoms(Adjoint, D) if node != chain.left]
    names = [node.variable for node in told if isinstance(node, Adjoint)]
    names += [node.inner.name for node in told if isinstance(node, D) and isinstance(node.inner, Named)]
    users = {vertex for vertex in (_vertex(name, network) for name in names) if vertex in network.path} - {here}
    return {here} | (users or {network.end})


def _forward(now: Basic, network: Network) -> set[Basic]:
    """Of a chain for the gradient: what its open derivatives have reached, and all between that and the loss."""
    holes = [node.inner for node in now.atoms(D)]
    bases = {base_of(named.name) for hole in holes for named in _outermost(hole)}
    reached = {vertex for vertex in network.path if base_of(vertex) in bases} or {network.start}
    lit = set(reached)
    for used, user in network.edges:
        if used in lit and user in network.path:
            lit.add(user)
    return lit


def _outermost(node: Basic) -> Iterator[Named]:
    """The names in an expression, but not those in what they stand for."""
    if isinstance(node, Named):
        yield node
        return
    for part in node.args:
        yield from _outermost(part)


def _vertex(name: Basic, network: Network) -> Basic:
    """The vertex of a name; of a layer that is not drawn, the one that stands for all those."""
    if name in network.vertices:
        return name
    if REST in network.vertices:
        return REST
    return next((vertex for vertex in network.vertices if base_of(vertex) == base_of(name)), network.end)
