"""Backpropagation: one adjoint equation for each named intermediate between a weight and the loss.

The adjoint of v is the sum over everything that uses v directly: dE/dv = sum_c dE/dc dc/dv. The work is linear in the
number of definitions, because each is looked at once; a layer of a network is one definition, whatever the number of
layers.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from sympy import Add, Basic, Dummy, Eq, Expr, Lt, S, Sum, Symbol, preorder_traversal
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded
from derivations.calculus.deltas import Ranges, bracketed, ranges_of
from derivations.calculus.rules import ALL_PATHS, DEFINITION
from derivations.calculus.trace import Step, around_holes, differentiate
from derivations.language.functions import D, Named
from derivations.language.indices import rename_bound, substitute
from derivations.language.loss import Definition, Loss

LETTERS = "klmpqrsabcd"


@dataclass(frozen=True)
class Case:
    """One adjoint equation: its variable, the case that it is for (None: all), and the chain rule as its first step."""

    variable: Expr
    condition: Basic | None
    root: Step


def base_of(variable: Basic) -> Basic:
    """The array of a component, or the symbol itself."""
    return variable.base if isinstance(variable, Indexed) else variable


def indices_of(variable: Basic) -> tuple[Basic, ...]:
    """The indices of a component; none of a plain symbol."""
    return variable.indices if isinstance(variable, Indexed) else ()


def components(value: Expr) -> dict[Basic, list[Expr]]:
    """Every symbol and component of an array in the value, by symbol or array."""
    found: dict[Basic, list[Expr]] = {}
    for node in dict.fromkeys(preorder_traversal(value)):
        if isinstance(node, Indexed | Symbol):
            found.setdefault(base_of(node), []).append(node)
    return found


class Graph:
    """The definitions of a loss, and who uses whom."""

    def __init__(self, loss: Loss) -> None:
        self.loss = loss
        self.direct = components(loss.expression)
        self.users: dict[Basic, list[Definition]] = {}
        self.uses = {definition.base: components(definition.value) for definition in loss.definitions}
        for definition in loss.definitions:
            for base in self.uses[definition.base]:
                self.users.setdefault(base, []).append(definition)

    def adjoint_equations(self, weights: Iterable[Expr]) -> list[Case]:
        """The adjoint equations that the gradients need, the loss first; what they share is derived once."""
        cases: list[Case] = []
        seen: set[Basic] = set()

        def need(variable: Expr) -> None:
            if base_of(variable) not in seen:
                seen.add(base_of(variable))
                for definition in self.users.get(base_of(variable), ()):
                    need(definition.name)
                cases.extend(self.cases(variable))

        for weight in weights:
            need(weight)
        return cases

    def cases(self, variable: Expr) -> Iterator[Case]:
        """The last layer apart from the others, where the loss uses the last layer only."""
        last = self.last_layer(variable)
        if last is None:
            yield self.case(variable, None)
        else:
            index, size = last
            yield self.case(variable.xreplace({index: size}), Eq(index, size, evaluate=False))
            yield self.case(variable, Lt(index, size, evaluate=False))

    def last_layer(self, variable: Expr) -> tuple[Basic, Basic] | None:
        """The index of an intermediate that the loss takes at its last value only, and that value."""
        if base_of(variable) not in self.uses:
            return None
        shape = self.loss.symbols[base_of(variable)].shape
        for node in self.direct.get(base_of(variable), ()):
            for own, used, size in zip(indices_of(variable), indices_of(node), shape, strict=True):
                if used == size:
                    return own, size
        after = self.only_consumer(variable)
        return None if after is None else self.last_layer(after)

    def only_consumer(self, variable: Expr) -> Expr | None:
        """The intermediate that alone uses the variable, entry by entry, such as o[k] = sigma(z[k]) for z[k]."""
        users = self.users.get(base_of(variable), ())
        if len(users) != 1 or base_of(variable) in self.direct:
            return None
        (user,) = users
        nodes = self.uses[user.base][base_of(variable)]
        if any(indices_of(node) != user.indices for node in nodes):
            return None
        return user.name.xreplace(dict(zip(user.indices, indices_of(variable), strict=True)))

    def case(self, variable: Expr, condition: Basic | None) -> Case:
        """The chain rule for one variable."""
        uses = base_of(variable) in self.direct and not isinstance(condition, Lt)
        users, ranges = self.users.get(base_of(variable), ()), self.ranges_in(condition)
        loss = rename_bound(self.loss.expression, variable.free_symbols) if users else self.loss.expression
        direct = D(loss, variable) if uses else S.Zero
        after = Add(direct, *[self.through(user, variable, ranges) for user in users])
        children = tuple(
            differentiate(hole.inner, hole.wrt, around.binders, ranges) for hole, around in around_holes(after).items()
        )
        result = after.xreplace({child.before: child.result for child in children})
        rule = DEFINITION if isinstance(after, D) else ALL_PATHS
        return Case(variable, condition, Step(rule, self.loss.adjoint(variable), after, (), children, result))

    def ranges_in(self, condition: Basic | None) -> Ranges:
        """The ranges of the indices, in a case that leaves out the last layer."""
        ranges = ranges_of(self.loss)
        if isinstance(condition, Lt):
            ranges = {**ranges, condition.lhs: (S.One, condition.rhs - 1)}
        return ranges

    def through(self, user: Definition, variable: Expr, ranges: Ranges) -> Expr:
        """What the variable does to the loss through one intermediate: summed over those components that use it."""
        taken = variable.free_symbols | self.loss.wrt.free_symbols | self.loss.free_indices
        own = {index: Dummy(index.name, integer=True, positive=True) for index in user.indices}
        name, value = user.name.xreplace(own), rename_bound(user.value, taken).xreplace(own)
        nodes = [node.xreplace(own) for node in self.uses[user.base][base_of(variable)]]
        known = determined(indices_of(name), nodes, variable)
        shape = dict(zip(indices_of(name), self.loss.symbols[user.base].shape, strict=True))
        free = [index for index in shape if index not in known]
        letters = dict(zip(free, fresh_letters(user, [index.name for index in free], taken), strict=False))
        consumer = Named(substitute(name, {**known, **letters}), substitute(value, {**known, **letters}))
        term = self.loss.adjoint(consumer.name) * D(consumer, variable)
        inside = [gap for index, at in known.items() for gap in (at - 1, shape[index] - at)]
        term = bracketed(term, inside, ranges)
        return Sum(term, *[(letters[index], 1, shape[index]) for index in free]) if free and term != 0 else term


def fresh_letters(user: Definition, indices: Sequence[str], taken: set[Basic]) -> list[Basic]:
    """Letters for these indices of the definition, to be summed over: their own, where not taken, or others."""
    names = {str(symbol) for symbol in taken}
    inside = names | {str(symbol) for symbol in user.value.atoms(Symbol)}
    others = (letter for letter in LETTERS if letter not in inside and letter not in indices)
    return [Symbol(next(others) if name in names else name, integer=True, positive=True) for name in indices]


def determined(own: tuple[Basic, ...], nodes: list[Expr], variable: Expr) -> Mapping[Basic, Expr]:
    """The indices of a definition that the component of the variable that it uses fixes: a[l - 1, j] fixes l."""
    found = [_fixed(own, indices_of(node), indices_of(variable)) for node in nodes]
    same = [index for index in own if len({each.get(index) for each in found}) == 1]
    return {index: found[0][index] for index in same if index in found[0]}


def _fixed(own: tuple[Basic, ...], used: tuple[Basic, ...], wanted: tuple[Basic, ...]) -> dict[Basic, Expr]:
    fixed: dict[Basic, Expr] = {}
    for at, value in zip(used, wanted, strict=True):
        if at in own:
            fixed[at] = value
        else:
            shifts = {index: expanded(at - index) for index in own if at.has(index)}
            fixed |= {index: expanded(value - shift) for index, shift in shifts.items() if not shift.has(index)}
    return fixed
