"""Wrong gradients made from the right one. A referee that passes one of them is no referee."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import chain, islice

from sympy import (
    Add,
    Basic,
    Expr,
    Function,
    I,
    Indexed,
    Integer,
    KroneckerDelta,
    Mul,
    Number,
    Pow,
    Rational,
    Sum,
    Symbol,
    nan,
    oo,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derivations.language.domains import Index, Intermediate, Size
from derivations.language.functions import (
    Adjoint,
    Branches,
    D,
    Named,
    Prime,
    clip,
    held,
    inverse_entry,
    largest,
    log_det,
    smallest,
    switches_of,
)
from derivations.language.indices import rename_bound, substitute
from derivations.language.loss import Loss
from derivations.language.over import Extreme, Over, Place

TINY, SMALL = Rational(1, 10**9), Rational(1, 10**3)
WORK, FEWEST = 200_000, 32  # nodes that all mutants of a formula may have together, and mutants that there always are
OF_A_LINE = 6  # mutants of a line that is not the gradient
LONG = 100  # nodes of a part that is named in full
MANY = 20  # terms or factors that SymPy puts in order again when one of them is changed
# What stands inside these is an index or an argument, not a part of the formula.
CLOSED = Indexed | Prime | AppliedUndef | KroneckerDelta | Adjoint | inverse_entry | log_det | Place
NO_NUMBERS = frozenset((nan, oo, zoo, -oo, I))  # what SymPy makes of 1/0 and log(-1)


@dataclass(frozen=True)
class Change:
    """What was done to a formula, and to which part of it; put in words only when asked, as printing is slow."""

    name: str
    part: Basic | None = None

    @property
    def what(self) -> str:
        """What was done, with {0} for the part unless it is long."""
        if self.part is None or "{0}" in self.name:
            return self.name
        is_long = next(islice(_nodes(self.part), LONG, None), None) is not None
        long = f"a {type(self.part).__name__} of {len(self.part.args)} parts"
        return f"{self.name}: {long if is_long else '{0}'}"

    @property
    def formulas(self) -> tuple[Basic, ...]:
        """The part, if there is one."""
        return () if self.part is None else (self.part,)

    def __str__(self) -> str:
        return self.what.format(*self.formulas)


Mutation = tuple[Change, Expr]


def mutants_of(gradient: Expr, loss: Loss) -> list[Mutation]:
    """Wrong forms of the gradient, each with what was done to it; those that are no change are left out."""
    found: dict[Expr, Change] = {}
    parts, names = _parts(gradient, FEWEST), islice(_names(gradient, loss), _most(gradient, FEWEST))
    for change, mutant in (*_whole(gradient), *parts, *names):
        if mutant != gradient and not _holds_any(mutant, NO_NUMBERS):
            found.setdefault(mutant, change)
    return [(change, mutant) for mutant, change in found.items()]


def mutants_of_line(line: Expr) -> list[Mutation]:
    """A few wrong forms of a line, from all over it; only these are made."""
    parts = [partial(_with_part, line, *change) for change in _part_changes(line, OF_A_LINE)]
    every = [*(partial(tuple, mutation) for mutation in _whole(line)), *parts]
    step = max(1, len(every) // OF_A_LINE)
    found: dict[Expr, Change] = {}
    for make in chain.from_iterable(every[start::step] for start in range(step)):
        change, mutant = make()
        if mutant != line and not _holds_any(mutant, NO_NUMBERS - {I}):
            found.setdefault(mutant, change)
        if len(found) == OF_A_LINE:
            break
    return [(change, mutant) for mutant, change in found.items()]


@lru_cache(maxsize=2**15)
def _holds_any(node: Basic, numbers: frozenset[Basic]) -> bool:
    return node in numbers or any(_holds_any(part, numbers) for part in node.args)


def _whole(gradient: Expr) -> Iterator[Mutation]:
    yield Change("sign flipped"), -gradient
    yield Change("doubled"), 2 * gradient
    yield Change("halved"), gradient / 2
    yield Change("zero"), Integer(0)
    yield Change("1e-9 off, relative"), gradient * (1 + TINY)
    yield Change("1e-9 off, absolute"), gradient + TINY


def _most(formula: Expr, fewest: int) -> int:
    """How many mutants of one sort time allows; of a very long formula not all."""
    return max(fewest, WORK // sum(1 for _ in _nodes(formula)))


def _parts(formula: Expr, fewest: int) -> Iterator[Mutation]:
    """One part of the formula changed, wherever it occurs."""
    return (_with_part(formula, *change) for change in _part_changes(formula, fewest))


def _part_changes(formula: Expr, fewest: int) -> Iterator[tuple[Basic, str, Basic]]:
    """The parts, what may be done to each, and what it is then."""
    return islice(_in_turn(dict.fromkeys(_nodes(formula))), _most(formula, fewest))


def _with_part(formula: Expr, node: Basic, name: str, changed: Basic) -> Mutation:
    return Change(name, node), _replaced(formula, node, changed)


def _in_turn(nodes: Iterable[Basic]) -> Iterator[tuple[Basic, str, Basic]]:
    """The first change of every node, then the second, and so on: wherever one stops, all nodes had their turn."""
    rounds = [(node, _changes(node)) for node in nodes]
    while rounds:
        left = []
        for node, changes in rounds:
            change = next(changes, None)
            if change is not None:
                yield node, *change
                left.append((node, changes))
        rounds = left


def _open_parts(node: Basic) -> tuple[int, ...]:
    """The places of the arguments that are formulas themselves, not indices, names or arguments of a model."""
    if isinstance(node, CLOSED):
        return ()
    return (
        (0,) if isinstance(node, Sum | D | Over) else (1,) if isinstance(node, Named) else tuple(range(len(node.args)))
    )


def _nodes(node: Basic) -> Iterator[Basic]:
    yield node
    for i in _open_parts(node):
        yield from _nodes(node.args[i])


def _replaced(node: Basic, old: Basic, new: Basic) -> Basic:
    known = {old: new}  # a part that occurs often is looked at once

    def visit(node: Basic) -> Basic:
        if node not in known:
            inner = _open_parts(node)
            parts = [visit(part) if i in inner else part for i, part in enumerate(node.args)]
            known[node] = node if tuple(parts) == node.args else _rebuilt(node, parts)
        return known[node]

    return visit(node)


def _dropped(node: Basic, symbol: Symbol) -> Basic:
    """The expression with a symbol taken for 0, wherever it stands."""
    known: dict[Basic, Basic] = {symbol: Integer(0)}

    def visit(node: Basic) -> Basic:
        if node not in known:
            parts = [visit(part) for part in node.args]
            known[node] = node if tuple(parts) == node.args else _rebuilt(node, parts)
        return known[node]

    return visit(node)


def _rebuilt(node: Basic, parts: Iterable[Basic]) -> Basic:
    """The node with other arguments. A condition is not evaluated: SymPy fails at 1/0 < 2."""
    if isinstance(node, Relational) or (isinstance(node, Add | Mul) and len(node.args) > MANY):
        return node.func(*parts, evaluate=False)
    return node.func(*parts)


def _changes(node: Basic) -> Iterator[tuple[str, Basic]]:
    if isinstance(node, Add | Mul):
        for i in range(len(node.args)):
            yield f"part {i + 1} dropped", node.func(*node.args[:i], *node.args[i + 1 :])
    elif isinstance(node, Number) and node not in (0, 1, -1):
        yield "constant doubled", 2 * node
    elif isinstance(node, Pow):
        yield "exponent up by one", Pow(node.base, node.exp + 1)
    elif isinstance(node, Sum):
        yield "only the first term of the sum", _first_term(node)
        yield "last term of the sum dropped", _without_last_term(node)
    elif isinstance(node, Prime | KroneckerDelta | Adjoint | inverse_entry):
        yield "factor dropped", Integer(1)
        yield from (("the other end", node.xreplace({p: p.opposite})) for p in node.args if isinstance(p, Place))
    elif isinstance(node, AppliedUndef):
        yield "model dropped", Integer(0)
    elif isinstance(node, Function) and len(node.args) == 1 and not isinstance(node, held):
        yield "outer function dropped", node.args[0]
    elif isinstance(node, Extreme):
        yield "the second instead of the first", node.second
    elif isinstance(node, largest | smallest):
        yield from ((f"argument {i + 1} alone", part) for i, part in enumerate(node.args))
    if switches_of(node):
        yield from _moved_boundaries(node)


def _without_last_term(total: Sum) -> Expr:
    """Over one index the term is taken away, so that a proof sees whether it was 0."""
    if len(total.limits) == 1:
        ((index, _, high),) = total.limits
        return total - substitute(total.function, {index: high})
    return Sum(total.function, *[(index, low, high - 1) for index, low, high in total.limits])


def _first_term(total: Sum) -> Expr:
    term = total.function
    for index, low, _ in total.limits:  # the innermost first: it may begin at one of the others
        term = substitute(term, {index: low})
    return term


def _moved_boundaries(node: Basic) -> Iterator[tuple[str, Basic]]:
    for size in (1, -1) if _compares_whole_numbers(node) else (TINY, -TINY, SMALL, -SMALL):
        name = f"boundary moved by {float(size):g}"
        if isinstance(node, Branches):
            for i, part in enumerate(node.args):
                if isinstance(part, Relational):
                    moved = part.func(part.lhs, part.rhs + size, evaluate=False)
                    yield name, node.func(*node.args[:i], moved, *node.args[i + 1 :])
        elif isinstance(node, clip):
            u, low, high = node.args
            yield name, clip(u, low + size, high)
            yield name, clip(u, low, high + size)
        else:
            yield name, node.func(node.args[0] + size, *node.args[1:])


def _names(gradient: Expr, loss: Loss) -> Iterator[Mutation]:
    """A symbol or a cell taken for 0, or one index for another."""
    symbols = [s for s in loss.symbols if isinstance(s, Symbol)]
    for symbol in [s for s in symbols if not isinstance(loss.symbols[s], Size | Index | Intermediate)]:
        yield Change("{0} dropped", symbol), _dropped(rename_bound(gradient, {symbol}, within_names=True), symbol)
    for cell in dict.fromkeys(node for node in _nodes(gradient) if isinstance(node, Indexed)):
        yield Change("{0} dropped", cell), _replaced(gradient, cell, Integer(0))


def _compares_whole_numbers(node: Basic) -> bool:
    """Do the conditions compare indices, so that a boundary between them moves by 1 or not at all?"""
    relations = [part for part in node.args if isinstance(part, Relational)] if isinstance(node, Branches) else []
    return bool(relations) and all(_is_whole(side) for relation in relations for side in relation.args)


def _is_whole(side: Expr) -> bool:
    """Is it made of whole numbers, of indices among them? An index of a network bears no assumption."""
    if side.atoms(Indexed, AppliedUndef) or not all(number.is_Integer for number in side.atoms(Number)):
        return False
    return all(symbol.is_integer or symbol.is_real is None for symbol in side.free_symbols)
