"""Normal forms of sums over an index: what does not depend on it stands outside, and deltas are contracted.

Bound indices are called alike in sums that are alike: by how deep they stand and how far they run. Sums in sums become
one sum over several indices, written in the order that comes first.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import permutations
from typing import Any

from sympy import Add, Expr, Indexed, Sum, Symbol
from sympy.core.relational import Gt

from derivations.evidence.proof.quotients import (
    Key,
    Monomial,
    NoValue,
    Polynomial,
    Quotient,
    Unproved,
    atoms_in,
    key_of,
    terms,
)
from derivations.evidence.proof.ranges import NONNEGATIVE, POSITIVE, REAL, Range
from derivations.evidence.proof.switches import share_of, sign_form
from derivations.evidence.proof.trees import depth, replaced
from derivations.evidence.proof.workspace import Atom, Nowhere, Pattern, Workspace
from derivations.language.over import Place

WRITTEN_OUT = 3  # terms
MOST_INDICES = 4  # of one sum, written in every order


class NoTerm(Nowhere):
    """A term that is surely one of the sum has no value in this cell, and so the sum has none."""


@dataclass(frozen=True)
class Binder:
    """An index that runs from 1 to its last value."""

    letter: Symbol
    last: Quotient


@dataclass(frozen=True)
class Inside:
    """What a sum adds up."""

    binders: tuple[Binder, ...]
    kernel: Quotient


def total(node: Sum, work: Workspace) -> Quotient:
    """The normal form of a sum; one over several indices is a sum of sums."""
    *inner, (index, low, high) = node.limits
    function: Expr = Sum(node.function, *inner) if inner else node.function
    last = work.of(high - low + 1)
    few = _few(last)
    if few is not None:
        return work.of(Add(*[replaced(function, {index: low + n}) for n in range(few)]))
    letter = _standard(depth(function) + 1, last, work)
    try:
        kernel = work.of(replaced(function, {index: letter + low - 1}))
    except (Nowhere, NoValue) as error:
        if _is_filled(last, work):
            raise
        msg = "a term without a value, of a sum that may be empty"
        raise Unproved(msg) from error
    try:
        return _summed(kernel, Binder(letter, last), work)
    except NoTerm:
        raise
    except (Nowhere, NoValue) as error:
        msg = "a term without a value"
        raise Unproved(msg) from error


def _few(last: Quotient) -> int | None:
    """How many terms there are, if that is a small number: then the sum is written out."""
    if not (last.under.is_one() and last.over.is_constant()):
        return None
    number = 0 if last.over.is_zero() else last.over.leading_coefficient()
    return max(0, int(number)) if number <= WRITTEN_OUT and int(number) == number else None


def place(node: Place, work: Workspace) -> Quotient:
    """The normal form of the place of a maximum or minimum: the same for terms that differ in what is fixed."""
    (low, high), but = map(work.of, node.ends), [work.of(value) for value in node.but]
    letter = _standard(depth(node.term) + 1, high, work)
    kernel, side = _moving_part(work.of(replaced(node.term, {node.index: letter})), letter, work)
    kind = type(node if side > 0 else node.opposite)
    plain = kind(work.expression(kernel), letter, *map(work.expression, (low, high, *but)))
    key = ("place", kind, *map(key_of, (kernel, low, high)), frozenset(map(key_of, but)))
    found = work.plain(key, "place", plain, Range(Fraction(1), with_low=True))
    for gap in (work.ring.add(high, work.ring.negative(found)), work.ring.add(found, work.ring.negative(low))):
        if gap.under.is_one():
            work.learn(gap.over, strictly=False)
    return found


def _moving_part(u: Quotient, letter: Symbol, work: Workspace) -> tuple[Quotient, int]:
    """Without the terms, and the factors of known sign, in which the index does not occur; and the sign of those."""
    one, over = work.ring.one, u.over
    if letter not in work.letters_in(u.under):
        moving = [m for m in terms(over) if any(letter in work.atoms[atom].letters for atom, _ in m[0])]
        over = sum((work.ring.monomial(*m) for m in moving), work.ring.context.constant(0))
    result, side = work.number(1), 1
    for polynomial, exponent in ((over, 1), (u.under, -1)):
        constant, factors = work.ring.factors(polynomial)
        side *= 1 if constant > 0 else -1
        for factor, times in factors:
            known = None if letter in work.letters_in(factor) else work.factor_sign(factor)
            side *= known**times if known else 1
            power = work.ring.power(Quotient(factor, one), 0 if known else exponent * times)
            result = work.ring.multiply(result, power)
    return result, side


def _is_filled(last: Quotient, work: Workspace) -> bool:
    """Is there a first term?"""
    return last.under.is_one() and work.is_nonnegative(last.over - 1)


def _letter(name: str, last: Quotient, work: Workspace) -> Symbol:
    """A bound index; that it runs from 1 to its last value is known of it ever after."""
    letter = Symbol(f"{name}.", integer=True, positive=True)
    if letter not in work.letters:
        work.letters.add(letter)
        work.lasts[letter] = key_of(last)
        upper = work.ring.add(last, work.ring.negative(work.of(letter)))
        if upper.under.is_one():
            work.learn(upper.over, strictly=False)
        for pattern in work.patterns:
            _constrain(pattern, letter, work)
    return letter


def _constrain(pattern: Pattern, letter: Symbol, work: Workspace) -> None:
    """A constraint that holds for every value of an index holds for one that is bound and runs as far."""
    if work.lasts[letter] == pattern.last and letter not in pattern.node.atoms(Symbol):
        names = {pattern.index: letter}
        place = work.single(work.of(replaced(pattern.node, names)).over)
        if place is not None:
            work.ring.equations[place] = (1, work.of(replaced(pattern.value, names)))


def _summed(kernel: Quotient, binder: Binder, work: Workspace) -> Quotient:
    result = work.number(0)
    while (delta := _delta_of(kernel, binder.letter, work)) is not None:
        contracted, kernel = _contracted(kernel, delta, binder, work)
        result = work.ring.add(result, contracted)
    kernel = _where_equal(kernel, binder.letter, work)
    for outside, inside in _split(kernel, binder.letter, work):
        result = work.ring.add(result, work.ring.multiply(outside, _sum_of_term(inside, binder, work)))
    return result


def _delta_of(kernel: Quotient, letter: Symbol, work: Workspace) -> int | None:
    """A delta that names one value of the index; one of what the index stands below, as of y[i] and k, does not."""
    found = atoms_in(kernel.over) | atoms_in(kernel.under)
    deltas = [a for a in sorted(found) if work.atoms[a].kind == "delta" and letter in work.atoms[a].letters]
    place = work.index.get(("symbol", letter))
    return next((a for a in deltas if place in atoms_in(work.atoms[a].inside.over)), None)


def _where_equal(kernel: Quotient, letter: Symbol, work: Workspace) -> Quotient:
    """Beside the delta of y[i] and k, which names no one value of i, all else with k in the place of y[i]."""
    for delta in sorted(atoms_in(kernel.over) | atoms_in(kernel.under)):
        atom = work.atoms[delta]
        ends = sorted(atom.node.args[:2], key=lambda end: letter in end.free_symbols) if atom.kind == "delta" else ()
        if letter in atom.letters and ends and isinstance(ends[1], Indexed) and letter not in ends[0].free_symbols:
            off, on = (work.ring.put(kernel, {delta: work.number(value)}) for value in (0, 1))
            there = work.replaced(work.ring.add(on, work.ring.negative(off)), {ends[1]: ends[0]})
            kernel = work.ring.add(off, work.ring.multiply(work.ring.of_atom(delta), there))
    return kernel


def _contracted(kernel: Quotient, delta: int, binder: Binder, work: Workspace) -> tuple[Quotient, Quotient]:
    """Sum of K(delta): that of K(0), and of K(1) - K(0) the one term at which delta is 1, if it is in the range."""
    off, on = (work.ring.put(kernel, {delta: work.number(value)}) for value in (0, 1))
    place = work.index[("symbol", binder.letter)]
    solved = work.linear(work.atoms[delta].inside.over, place)
    if solved is None or not solved[0].is_constant() or not work.atoms[delta].inside.under.is_one():
        msg = "a delta that does not name one index"
        raise Unproved(msg)
    root = solved[1]
    if not _is_whole(root, work):
        msg = "a delta of what may be no whole number"
        raise Unproved(msg)
    if abs(solved[0].leading_coefficient()) != 1:
        msg = "a delta of a multiple of an index"
        raise Unproved(msg)
    share = _in_range(root, binder, work)
    if share.over.is_zero():
        return share, off
    names = {binder.letter: work.expression(root)}
    try:
        there = work.renamed(on, names)
    except (Nowhere, NoValue) as error:
        raise NoTerm if share == work.number(1) else Nowhere from error
    instead = work.renamed(off, names)
    return work.ring.multiply(share, work.ring.add(there, work.ring.negative(instead))), off


def _is_whole(u: Quotient, work: Workspace) -> bool:
    """Whole multiples of indices and sizes, added up."""
    names = {work.atoms[atom].node for atom in atoms_in(u.over)}
    names = {getattr(name, "base", name) for name in names if not isinstance(name, Place)}
    return names <= work.given.whole | work.letters and u.under.is_one() and all(c.q == 1 for _, c in terms(u.over))


def _in_range(root: Quotient, binder: Binder, work: Workspace) -> Quotient:
    """1 if the index is one of the range, else 0."""
    result = work.number(1)
    for low, high in ((work.number(1), root), (root, binder.last)):
        gap = work.ring.add(high, work.ring.negative(low))
        if not (gap.under.is_one() and work.is_nonnegative(gap.over)):
            # Whole numbers: at least 0 is more than -1/2, which is never equal.
            twice = work.ring.add(work.ring.multiply(work.number(2), gap), work.number(1))
            result = work.ring.multiply(result, share_of(Gt, sign_form(twice, work), work))
    return result


def _split(kernel: Quotient, letter: Symbol, work: Workspace) -> Iterator[tuple[Quotient, Quotient]]:
    """The terms of the kernel, each as what does not depend on the index and what does; like ones together."""
    one = work.ring.one
    constant, factors = work.ring.factors(kernel.under)
    free, bound = work.ring.context.constant(constant), one
    for factor, exponent in factors:
        if letter in work.letters_in(factor):
            bound *= factor**exponent
        else:
            free *= factor**exponent
    groups: dict[Monomial, Polynomial] = {}
    for monomial, coefficient in terms(kernel.over):
        inner = tuple(pair for pair in monomial if letter in work.atoms[pair[0]].letters)
        rest = tuple(pair for pair in monomial if letter not in work.atoms[pair[0]].letters)
        groups[inner] = groups.get(inner, work.ring.context.constant(0)) + work.ring.monomial(rest, coefficient)
    for inner, outer in sorted(groups.items(), key=lambda group: group[0]):
        outside = work.ring.multiply(Quotient(outer, one), work.ring.inverse(Quotient(free, one)))
        yield (
            outside,
            work.ring.multiply(Quotient(work.ring.monomial(inner), one), work.ring.inverse(Quotient(bound, one))),
        )


def _sum_of_term(term: Quotient, binder: Binder, work: Workspace) -> Quotient:
    """The sum of one term that depends on the index in every part."""
    if term.over.is_constant() and term.under.is_one():
        return work.ring.multiply(term, _length(binder.last, work))
    binders: tuple[Binder, ...] = (binder,)
    kernel = term
    inner = _inner_sum(term, binder.letter, work)
    if inner is not None:
        parts: Inside = work.atoms[inner].inside
        binders = (binder, *parts.binders)
        kernel = work.ring.put(term, {inner: parts.kernel})
    return _named_alike(kernel, binders, work)


def _length(last: Quotient, work: Workspace) -> Quotient:
    """How many terms there are: none, not a negative number, where the range is empty."""
    if last.under.is_one() and (last.over.is_zero() or work.is_nonnegative(last.over)):
        return last
    msg = "a range that may be empty"
    raise Unproved(msg)


def _inner_sum(term: Quotient, letter: Symbol, work: Workspace) -> int | None:
    """A sum among the factors of the term, with ranges that do not depend on the index around it."""
    for monomial, _ in terms(term.over):
        for atom, exponent in monomial:
            inside = work.atoms[atom].inside
            if exponent == 1 and isinstance(inside, Inside) and atom not in atoms_in(term.under):
                lasts = [binder.last.over for binder in inside.binders]
                if not any(letter in work.letters_in(last) for last in lasts) and len(lasts) < MOST_INDICES:
                    return atom
    return None


def _named_alike(kernel: Quotient, binders: tuple[Binder, ...], work: Workspace) -> Quotient:
    """The atom of a sum, with its indices in the order and with the names that come first."""
    within = [work.atoms[atom].node for atom in atoms_in(kernel.over) | atoms_in(kernel.under)]
    below = max(map(depth, within), default=0)
    found: tuple[Key, Quotient, tuple[Binder, ...]] | None = None
    for order in permutations(binders) if len(binders) > 1 else (binders,):
        names = {b.letter: _standard(below + n, b.last, work) for n, b in enumerate(order, start=1)}
        named = work.renamed(kernel, names)
        key = ("sum", tuple(key_of(b.last) for b in order), key_of(named))
        if found is None or key < found[0]:
            found = key, named, tuple(Binder(names[b.letter], b.last) for b in order)
    if found is None:
        raise AssertionError
    key, kernel, binders = found

    def make() -> Atom:
        limits = [(b.letter, 1, work.expression(b.last)) for b in reversed(binders)]
        node = Sum(work.expression(kernel), *limits)
        inside = Inside(binders, kernel)
        return Atom("sum", node, work.letters_of(node), _range(kernel, binders, work), inside)

    return work.ring.of_atom(work.atom(key, make))


def _standard(depth: int, last: Quotient, work: Workspace) -> Symbol:
    """The name of an index at this depth that runs this far."""
    key = ("range", key_of(last))
    number = work.numbers.setdefault(key, len(work.numbers))
    return _letter(f"j{depth}.{number}", last, work)


def _range(kernel: Quotient, binders: tuple[Binder, ...], work: Workspace) -> Any:
    """A sum of positive terms is positive, if there is one."""
    over, under = work.sign_of(kernel.over), work.sign_of(kernel.under)
    filled = all(_is_filled(b.last, work) for b in binders)
    if over == 1 and under == 1:
        return POSITIVE if filled else NONNEGATIVE
    return NONNEGATIVE if under == 1 and work.is_nonnegative(kernel.over) else REAL
