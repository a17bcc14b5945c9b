"""A softmax in a typed gradient: losses call it by a letter, so that it is compared by one, and so may labels be."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from sympy import Add, Expr, Indexed, IndexedBase, KroneckerDelta, Mul, Pow, Sum, Symbol, exp

from derivations.catalogue import Entry
from derivations.judge.matches import Match
from derivations.language.functions import Named
from derivations.language.indices import substitute

Find = Callable[[Expr, Sequence[Entry]], list[Match]]  # the matches of an expression in these losses


@dataclass(frozen=True)
class Folded:
    """An expression with a letter for the softmax in it.

    Args:
        expression: the p_k - y_k of softmax(z) - y.
        probability: the p_k.
        score: the z_k.
    """

    expression: Expr
    probability: Indexed
    score: Indexed

    def meant(self, name: Expr) -> Indexed | None:
        """The scores of which this name of a loss is the softmax; None, if it is none."""
        parts = softmax_of(name.definition) if isinstance(name, Named) else None
        return parts[1] if parts and parts[0] == 1 else None


def folded(expression: Expr) -> Folded | None:
    """The expression by a letter for its softmax; None if there is none, or more in it that runs over entries."""
    found = [(node, *parts) for node in _products(expression) if (parts := softmax_of(node))]
    if not found or len({score for _, _, score in found}) > 1:
        return None
    score = found[0][2]
    taken = {str(name) for name in expression.free_symbols}
    base = IndexedBase(next(letter for letter in ("p", "q", "prob_") if letter not in taken))
    probability = base[score.indices]
    plain = expression.xreplace({node: rest * probability for node, rest, _ in found})
    return None if plain.has(Sum) else Folded(plain, probability, score)


def _products(expression: Expr) -> Iterator[Expr]:
    yield from (node for node in expression.atoms(Mul) if node.has(Sum))


def softmax_of(node: Expr) -> tuple[Expr, Indexed] | None:
    """What is multiplied by exp(z_k)/sum_j exp(z_j), and the z_k."""
    factors = Mul.make_args(node)
    for above in factors:
        if not (isinstance(above, exp) and isinstance(above.exp, Indexed) and len(above.exp.indices) == 1):
            continue
        score = above.exp
        for below in factors:
            total = below.base if isinstance(below, Pow) and below.exp == -1 else None
            if isinstance(total, Sum) and len(total.limits) == 1 and _is_total(total, score):
                return Mul(*(each for each in factors if each not in (above, below))), score
    return None


def _is_total(total: Sum, score: Indexed) -> bool:
    """Does it add up the exponentials of all entries?"""
    index, low, high = total.limits[0]
    return low == 1 and isinstance(high, Symbol) and total.function == exp(score.base[index])


def with_labels(expression: Expr) -> Iterator[tuple[Indexed, Expr, Expr]]:
    """The expression with the 1 at the place y for y_k, a term that may be an entry of a unit vector."""
    for term in Add.make_args(expression):
        cells = [factor for factor in Mul.make_args(term) if isinstance(factor, Indexed) and len(factor.indices) == 1]
        if len(cells) == 1 and len(expression.atoms(Indexed) & {cells[0]}) == 1:
            (cell,) = cells
            label = Symbol(str(cell.base), integer=True, positive=True)
            unit = KroneckerDelta(cell.indices[0], label)
            if cell.base not in {other.base for other in expression.atoms(Indexed) - {cell}}:
                yield cell, unit, substitute(expression, {cell: unit})


def scores_of(entry: Entry) -> list[Indexed]:
    """The scores of which an intermediate of the loss is the softmax."""
    found = [softmax_of(each.value) for each in entry.loss.definitions]
    return [parts[1] for parts in found if parts and parts[0] == 1]


def of_a_softmax(expression: Expr, entries: Sequence[Entry], find: Find) -> list[Match]:
    """The matches by a letter for the softmax of the expression, of which a term may be a unit vector."""
    plain = folded(expression)
    if plain is None:
        return []
    own = [part for entry in entries for part in entry.parts if scores_of(part)]
    found = [match for entry in own for match in _of_labels(expression, plain.score, entry, find)]
    for match in find(plain.expression, own):
        names = dict(match.renaming)
        score = plain.meant(names.pop(plain.probability))
        if score is not None:
            found.append(match.called(((plain.score, score), *names.items())))
    return sorted(found, key=lambda match: match.rank)


def _of_labels(expression: Expr, score: Indexed, entry: Entry, find: Find) -> Iterator[Match]:
    """The matches where a term of the expression is the unit vector of a label."""
    for own in scores_of(entry):
        cells = [cell for cell in expression.atoms(Indexed) if cell.base == score.base]
        spelled = expression.xreplace({cell: own.base[cell.indices] for cell in cells})
        for cell, unit, labelled in with_labels(spelled):
            for match in find(labelled, [entry]):
                yield match.called(((score, own.base[score.indices]), (cell, unit), *match.renaming))
