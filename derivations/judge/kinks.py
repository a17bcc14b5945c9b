"""What a claim says exactly at a kink, where the loss has no derivative: reported, never punished."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from flint import arb, fmpq
from sympy import Eq, Expr, Symbol

from derivations.calculus.canon import length
from derivations.evidence.balls import Number, Undecided, Undefined, head, precision
from derivations.evidence.boundaries import slope_in
from derivations.evidence.constraints import exact_root, is_allowed
from derivations.evidence.sampling import is_defined, sign_at
from derivations.evidence.values import evaluate, move
from derivations.evidence.verdicts import compare_values, value
from derivations.judge.defined import bases_of_any_power
from derivations.judge.judgement import Phrase
from derivations.judge.question import Question
from derivations.judge.spots import Field
from derivations.judge.vectors import SECOND, Spot, second_from
from derivations.language.shapes import free_names
from derivations.notation import where_zero

BITS, ZERO = 256, fmpq(0)
SPOTS, NOTES, MOST_NAMES = 6, 3, 4
NEARBY, ALIKE = fmpq(1, 10**12), arb("1e-4")  # steps to both sides; by what share of its size a value may change in one
JUMP = "where {0} the loss jumps, and has no derivative: what the claim says there is not counted"
OPEN = "whether the loss has a {derivative} where {0}, and which, was not decided"
OWN = "; and there the claim has a value that is no limit of its own"
DEPENDS = "where {0} it depends on the other values whether the loss has a {derivative}; where it has none, the claim "
NONE, UNLESS = (
    "at the kink {0} the loss has no {derivative}; the claim ",
    "at the kink {0} the loss has no {derivative} unless ",
)


@dataclass(frozen=True)
class KinkNote:
    """What is said of the points at which a switch is zero.

    Args:
        phrase: the note.
        is_open: does it say that something was not decided?
        is_doubtful: has the claim, besides, a value there that it has nowhere nearby?
    """

    phrase: Phrase
    is_open: bool = False
    is_doubtful: bool = False


def kink_notes(question: Question, field: Field) -> tuple[KinkNote, ...]:
    """One note for each switch that has a kink at an exact point that can be found."""
    if len(question.wrt) != 1 or not isinstance(question.wrt[0], Symbol) or question.loss.backward or question.computed:
        return ()
    switches = sorted((s.expression for s in field.switches if not s.binders), key=length)
    found: list[tuple[Expr, KinkNote]] = []
    for switch in switches:
        note = next(_notes(question, switch, field, [known for known, _ in found]), None)
        if note is not None and len(found) < NOTES:
            found.append((switch, note))
    return tuple(note for _, note in found)


def _notes(question: Question, switch: Expr, field: Field, noted: Sequence[Expr]) -> Iterator[KinkNote]:
    """The note of a switch, unless another one is zero at the same points."""
    for spot in (*field.simple, *field.spots)[:SPOTS]:
        with precision(BITS):
            root = exact_root(switch, spot.point, {}, question.wrt[0])
            if root is None:
                continue
            there = Spot(spot.point.changed(question.wrt[0], root), {})
            if any(sign_at(other, there.scope()) == 0 for other in noted):
                return
            if not is_allowed(there.point):
                continue
            kind = _kind(question, there)
            if compare_values(partial(_values, question, there)).kind == "differ":
                yield KinkNote(Phrase(JUMP, (where_zero(switch),)))
            elif kind == "differ":
                always = not _is_smooth_elsewhere(question, switch, field)
                yield KinkNote(_note(question, switch, there, always=always))
            elif kind != "agree" and is_defined(question.loss.expression, there.scope()):
                is_own = _has_own_value(question, there)
                words = _of_order(question, OPEN + OWN if is_own else OPEN)
                yield KinkNote(Phrase(words, (where_zero(switch),)), is_open=True, is_doubtful=is_own)


def _has_own_value(question: Question, there: Spot) -> bool:
    """Is the claim there another than on either side, close by?"""
    wrt, claim = question.wrt[0], question.claims[0]
    try:
        own = value(claim, there.scope())
    except (Undefined, Undecided):
        return False
    for step in (-NEARBY, NEARBY):
        with suppress(Undefined, Undecided):
            beside = value(claim, there.point.changed(wrt, there.point.get(wrt) + step).scope())
            if abs(arb(own - beside)) < ALIKE * (1 + abs(arb(own))):
                return False
    return True


def _kind(question: Question, there: Spot) -> str:
    """Do the derivatives of both sides agree, up to the one that is asked for?"""
    kinds = (compare_values(partial(_slopes, question, there, order)).kind for order in range(1, question.order + 1))
    return next((kind for kind in kinds if kind != "agree"), "agree")


def _slopes(question: Question, there: Spot, order: int) -> tuple[Number, Number]:
    loss, wrt, scope = question.loss.expression, question.wrt[0], there.scope()
    if order == SECOND:
        return second_from(loss, wrt, scope, -1), second_from(loss, wrt, scope, 1)
    below, above = (slope_in(loss, move(scope, wrt, side=side)) for side in (-1, 1))
    return below, above


def _of_order(question: Question, words: str) -> str:
    return words.replace("{derivative}", "second derivative" if question.order == SECOND else "derivative")


def _values(question: Question, there: Spot) -> tuple[Number, Number]:
    below, above = (
        head(evaluate(question.loss.expression, move(there.scope(), question.wrt[0], side=side))) for side in (-1, 1)
    )
    return below, above


def _is_smooth_elsewhere(question: Question, switch: Expr, field: Field) -> bool:
    """Has |p|^q, a power with a symbol above, a slope at p = 0 for other values of that symbol?"""
    if not any(True for base in bases_of_any_power(question.loss.expression) if base.has(*switch.free_symbols)):
        return False
    wrt = question.wrt[0]
    with precision(BITS):
        for spot in (*field.simple, *field.spots):
            root = exact_root(switch, spot.point, {}, wrt)
            there = None if root is None else Spot(spot.point.changed(wrt, root), {})
            if there is None or not is_allowed(there.point):
                continue
            if _kind(question, there) == "agree":
                return True
    return False


def _note(question: Question, switch: Expr, there: Spot, *, always: bool) -> Phrase:
    flat = [Eq(name, 0, evaluate=False) for name in _flattening(question, switch, there)] if always else []
    unless = UNLESS + " or ".join(f"{{{1 + place}}}" for place in range(len(flat))) + "; the claim "
    says = _of_order(question, unless if flat else NONE if always else DEPENDS) + _value(question, there)
    return Phrase(says + " there, which is a matter of convention and not counted", (where_zero(switch), *flat))


def _flattening(question: Question, switch: Expr, there: Spot) -> Iterator[Symbol]:
    """The names that take the kink away where they are 0, as a does that of |a x|, and x that of |w x - t|."""
    wrt, held = question.wrt[0], free_names(question.loss.expression)
    names = [s for s in there.point.numbers if isinstance(s, Symbol) and s != wrt and s in held]
    for name in sorted(names, key=str)[:MOST_NAMES] if question.order == 1 else ():
        point = there.point.changed(name, ZERO)
        roots = [(key, exact_root(switch, point, {}, key)) for key in (wrt, *names) if key != name]
        points = [point, *(point.changed(key, root) for key, root in roots if root is not None)]
        spots = [Spot(each, {}) for each in points if is_allowed(each)]
        kinds = {_kind(question, spot) for spot in spots if sign_at(switch, spot.scope()) == 0}
        if kinds == {"agree"}:
            yield name


def _value(question: Question, there: Spot) -> str:
    try:
        below, above = _slopes(question, there, question.order)
        claimed = value(question.claims[0], there.scope())
    except (Undefined, Undecided):
        return "has no value"
    slope = _of_order(question, "{derivative}") if question.order == SECOND else "slope"
    if claimed in (below, above):
        return f"takes the {slope} on one side"
    between = min(below, above) < claimed < max(below, above)
    return f"takes a value {'between' if between else 'outside'} the {slope}s on both sides"
