"""Claims that hold only under a condition that nobody stated: labels that sum to 1, a symmetric matrix, a 1 or 0."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from fractions import Fraction
from functools import partial

from sympy import Add, Eq, Expr, Indexed, Integer, Symbol

from derivations.evidence.balls import Number
from derivations.evidence.points import contains
from derivations.evidence.scope import Scope
from derivations.evidence.values import evaluate
from derivations.judge.faults.retried import agree_without
from derivations.judge.faults.suspects import Case, Says, Suspect, each, plainly
from derivations.judge.faults.terms import added_up, entry_of
from derivations.judge.judgement import Phrase, literal
from derivations.judge.vectors import Component, with_number
from derivations.language.functions import D, inverse_entry, log_det

TOTALS = (Integer(1), Integer(-1), Integer(0))
MOST_NAMES = 8
Names = Sequence[Symbol]
Change = Mapping[Symbol, Expr]


def assumptions(case: Case) -> Iterator[Suspect]:
    """What would have to hold, the most telling condition first."""
    yield from symmetric(case)
    for change in _changes([s for s in case.field.spots[0].point.numbers if _is_given(case, s)]):
        if not all(_is_possible(case, symbol, value) for symbol, value in change.items()):
            continue
        left, right = (tuple(_under(change, part) for part in vector) for vector in (case.claim, case.truth))
        yield Suspect("assumption", left, right, partial(_says, case, change), exactly=True)


def of_matrices(case: Case) -> Iterator[Suspect]:
    """A matrix taken for symmetric, where the claim is right on the diagonal whether it is or not."""
    added = added_up(case.question, case.truth)
    if added is not None:
        entry = case.question.wrt[0]
        condition = Eq(entry, entry.base[entry.indices[::-1]], evaluate=False)
        words = (
            f"right only if {literal(str(entry.base))} is symmetric, {{0}}, which was not said, "
            "and if these two entries are counted as one variable"
        )
        yield Suspect("assumption", case.claim, added, partial(plainly, words, condition), exactly=True)
    if case.question.of_slope:
        yield from symmetric(case)


def symmetric(case: Case) -> Iterator[Suspect]:
    """A matrix taken for symmetric: each entry is the mean of the two that would be equal."""
    loss = case.question.loss.expression
    cells = {cell.base: cell for cell in sorted(loss.atoms(Indexed), key=str) if len(cell.indices) == 2}  # noqa: PLR2004
    for base, cell in cells.items():
        shape = case.question.loss.symbols[base].shape if base in case.question.loss.symbols else ()
        if len(set(shape)) != 1 or any(w.has(base) for w in case.question.wrt) or loss.has(inverse_entry, log_det):
            continue
        row, column = cell.indices

        def mirrored(formula: Expr, base: Expr = base) -> Expr:
            entries = {c: (c + base[c.indices[::-1]]) / 2 for c in formula.atoms(Indexed) if c.base == base}
            return formula.xreplace(entries)

        left, right = each(map(mirrored, case.question.claims)), each(D(mirrored(loss), w) for w in case.question.wrt)
        condition = Eq(cell, base[column, row], evaluate=False)
        words = f"right only where {literal(str(base))} is symmetric, {{0}}, which was not said"
        says = partial(plainly, words, condition)
        yield Suspect("assumption", left, right, says)


def _is_given(case: Case, symbol: Expr) -> bool:
    given = case.question.role(symbol) in ("data", "label", "param")
    return isinstance(symbol, Symbol) and given and symbol not in (*case.question.wrt, *case.question.computed)


def _is_possible(case: Case, symbol: Symbol, value: Expr) -> bool:
    return not value.is_Integer or contains(case.question.loss.symbols[symbol], Fraction(int(value)))


def _changes(names: Names) -> Iterator[Change]:
    yield from _totals(names)
    entries = {entry: s for s in names if (entry := entry_of(s)) is not None}
    pairs = [((stem, row, column), s) for (stem, row, column), s in entries.items() if row > column]
    mirrored = {s: entries[stem, column, row] for (stem, row, column), s in pairs if (stem, column, row) in entries}
    if mirrored:
        yield mirrored
    for symbol in names[:MOST_NAMES]:
        yield from ({symbol: Integer(1)}, {symbol: Integer(0)})


def _totals(names: Names) -> Iterator[Change]:
    """Names that differ in a number only, such as y1, y2, y3, sum to something."""
    families: dict[str, list[Symbol]] = {}
    for symbol in names:
        families.setdefault(symbol.name.rstrip("0123456789"), []).append(symbol)
    for family in families.values():
        if 1 < len(family) <= MOST_NAMES:
            yield from ({family[-1]: Add(total, *(-s for s in family[:-1]))} for total in TOTALS)


def _under(change: Change, part: Component) -> Component:
    def code(scope: Scope) -> Number:
        changed = scope
        for symbol, value in change.items():
            changed = with_number(changed, symbol, evaluate(value, scope))
        return part.code(changed)

    return Component(code)


def _says(case: Case, change: Change) -> Says:
    conditions = tuple(_condition(symbol, value) for symbol, value in change.items())
    slots = " and ".join(f"{{{i}}}" for i in range(len(conditions)))
    words = f"right only where {slots}, which was not said"
    if agree_without(case, case.claim, case.truth, change):
        words = f"right where {slots}, but not everywhere"
    return Phrase(words, conditions), conditions[0]


def _condition(symbol: Symbol, value: Expr) -> Expr:
    """y1 + y2 + y3 = 1, from y3 := 1 - y1 - y2."""
    names = sorted(value.free_symbols, key=str) if value.is_Add or value.is_Mul else []
    total = value + Add(*names)
    if names and total.is_number:
        return Eq(Add(*names, symbol), total, evaluate=False)
    return Eq(symbol, value, evaluate=False)
