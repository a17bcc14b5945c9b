"""Backpropagation: one adjoint equation for each named intermediate between a weight and the loss.

The adjoint of v is the sum over everything that uses v directly: dE/dv = sum_c dE/dc dc/dv. The work is linear in the number of
definitions, because each is looked at once; a layer of a network is one definition, whatever the number of layers.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from sympy import Add, Basic, Dummy, Eq, Expr, Lt, S, Sum, Symbol, preorder_traversal
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded
from derivations.calculus.rules import CHAIN, DEFINITION
from derivations.calculus.trace import Step, binders_of_holes, differentiate
from derivations.functions import D, Named
from derivations.indices import rename_bound, substitute
from derivations.loss import Definition, Loss


@dataclass(frozen=True)
class Case:
    """One adjoint equation: the variable, the case that it is for (None: all of them), and the chain rule as its first step."""

    variable: Expr
    condition: Basic | None
    root: Step


def adjoint_equations(loss: Loss) -> list[Case]:
    """The adjoint equations that the gradient of a loss needs, the loss first, the weight last."""
    cases: list[Case] = []
    seen: set[Basic] = set()

    def need(variable: Expr) -> None:
        if _base(variable) in seen:
            return
        seen.add(_base(variable))
        for definition in loss.definitions:
            if _occurrences(definition.value, variable):
                need(definition.name)
        cases.extend(_cases(variable, loss))

    need(loss.wrt)
    return cases


def _base(variable: Expr) -> Basic:
    return variable.base if isinstance(variable, Indexed) else variable


def _occurrences(value: Expr, variable: Expr) -> list[Expr]:
    """Where the array of the variable (or the variable itself) stands in the value."""
    nodes = {node for node in preorder_traversal(value) if _base_or_none(node) == _base(variable)}
    return sorted(nodes, key=str)


def _base_or_none(node: Basic) -> Basic | None:
    return node.base if isinstance(node, Indexed) else node if isinstance(node, Symbol) else None


def _cases(variable: Expr, loss: Loss) -> Iterator[Case]:
    """The last layer apart from the others, where the loss uses the last layer only."""
    last = _last_layer(variable, loss)
    if last is None:
        yield _case(variable, None, loss)
    else:
        index, size = last
        yield _case(variable.xreplace({index: size}), Eq(index, size, evaluate=False), loss)
        yield _case(variable, Lt(index, size, evaluate=False), loss)


def _last_layer(variable: Expr, loss: Loss) -> tuple[Basic, Basic] | None:
    """The index of the variable that the loss, or all that uses it, takes at its last value only, and that value."""
    if variable == loss.wrt or not isinstance(variable, Indexed):
        return None
    for node in _occurrences(loss.expression, variable):
        for own, used, size in zip(variable.indices, node.indices, loss.symbols[variable.base].shape, strict=True):
            if used == size:
                return own, size
    after = only_consumer(variable, loss)
    return None if after is None else _last_layer(after, loss)


def only_consumer(variable: Expr, loss: Loss) -> Expr | None:
    """The intermediate that alone uses the variable, entry by entry, such as o[k] = sigma(z[k]) for z[k]."""
    users = [d for d in loss.definitions if _occurrences(d.value, variable)]
    if len(users) == 1 and not _occurrences(loss.expression, variable) and variable != loss.wrt:
        nodes = _occurrences(users[0].value, variable)
        if all(_indices(node) == users[0].indices for node in nodes):
            return users[0].name.xreplace(dict(zip(users[0].indices, _indices(variable), strict=True)))
    return None


def is_layered(loss: Loss) -> bool:
    """Does a definition go back to a layer before, so that the adjoints cannot all be put in?"""
    return any(case.condition is not None for case in adjoint_equations(loss))


def _case(variable: Expr, condition: Basic | None, loss: Loss) -> Case:
    before = loss.adjoint(variable)
    direct = _direct(variable, condition, loss)
    after = Add(direct, *[_through(definition, variable, loss) for definition in loss.definitions])
    children = tuple(differentiate(hole.inner, hole.wrt, around) for hole, around in binders_of_holes(after).items())
    result = after.xreplace({child.before: child.result for child in children})
    rule = DEFINITION if isinstance(after, D) else CHAIN
    return Case(variable, condition, Step(rule, before, after, (), children, result))


def _direct(variable: Expr, condition: Basic | None, loss: Loss) -> Expr:
    """What the variable does to the loss without any intermediate between."""
    uses = _occurrences(loss.expression, variable) and not isinstance(condition, Lt)
    return D(loss.expression, variable) if uses else S.Zero


def _through(definition: Definition, variable: Expr, loss: Loss) -> Expr:
    """What the variable does to the loss through one intermediate: summed over those components that use it."""
    nodes = _occurrences(definition.value, variable)
    if not nodes:
        return S.Zero
    own = _with_own_letters(definition, variable, loss)
    known = dict(_determined(own, _occurrences(own.value, variable), variable))
    shape = dict(zip(own.indices, loss.symbols[definition.base].shape, strict=True))
    if any(expanded(shape[index] - value).is_negative for index, value in known.items()):
        return S.Zero  # beyond the last layer
    free = [index for index in own.indices if index not in known]
    letters = dict(zip(free, _fresh_letters(definition, variable, loss), strict=False))
    consumer = Named(substitute(own.name, {**known, **letters}), substitute(own.value, {**known, **letters}))
    term = loss.adjoint(consumer.name) * D(consumer, variable)
    return Sum(term, *[(letters[index], 1, shape[index]) for index in free]) if free else term


def _with_own_letters(definition: Definition, variable: Expr, loss: Loss) -> Definition:
    """The definition with indices of its own, which stand nowhere else."""
    letters = {index: Dummy(index.name, integer=True, positive=True) for index in definition.indices}
    value = rename_bound(definition.value, variable.free_symbols | loss.wrt.free_symbols)
    return Definition(definition.name.xreplace(letters), value.xreplace(letters))


def _fresh_letters(definition: Definition, variable: Expr, loss: Loss) -> list[Basic]:
    """Letters for the indices that are summed over: those of the definition, as far as they are not taken."""
    taken = {str(s) for s in variable.free_symbols | loss.wrt.free_symbols | definition.value.atoms(Symbol)}
    own = [index.name for index in definition.indices]
    names = [letter for letter in dict.fromkeys([*own, *"klmpqrsabcd"]) if letter not in taken or letter in own]
    clear = [name for name in names if name not in {str(s) for s in variable.free_symbols | loss.wrt.free_symbols}]
    return [Symbol(name, integer=True, positive=True) for name in clear]


def _determined(definition: Definition, nodes: list[Expr], variable: Expr) -> Mapping[Basic, Expr]:
    """Those indices of the definition that are fixed by the component of the variable that it uses."""
    found: list[dict[Basic, Expr]] = []
    for node in nodes:
        fixed: dict[Basic, Expr] = {}
        for used, wanted in zip(_indices(node), _indices(variable), strict=True):
            for index in definition.indices:
                step = expanded(used - index)
                if used.has(index) and not step.has(index):
                    fixed[index] = expanded(wanted - step)
        found.append(fixed)
    same = [index for index in definition.indices if len({each.get(index) for each in found}) == 1]
    return {index: found[0][index] for index in same if index in found[0]}


def _indices(node: Expr) -> tuple[Basic, ...]:
    return node.indices if isinstance(node, Indexed) else ()
