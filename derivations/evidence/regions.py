"""Conditions that hold by equality on a whole region: there no slope is found, and so nothing would be tried."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from random import Random

from sympy import Basic, Expr

from derivations.errors import LossaryError
from derivations.evidence.balls import Number, Undecided, Undefined, head, is_series, number_sign, precision
from derivations.evidence.constraints import is_allowed
from derivations.evidence.places import BITS, Switch
from derivations.evidence.points import draw, plain
from derivations.evidence.scope import Binder, Scope
from derivations.evidence.settings import settings_of
from derivations.evidence.values import binders_of, evaluate, move, some_assignments
from derivations.language.functions import Branches, sign, step, switches_of
from derivations.language.loss import Loss
from derivations.language.regions import chooses

POINTS, SURE, BOUND = 24, 2, 2  # points tried; so many zeros are no accident; values of bound indices at each point
REGION = "the two sides of {} = 0 are equal on a whole region: say in numbers where the condition holds, as x > 0"


def refuse_regions(loss: Loss, formulas: Iterable[tuple[Basic, tuple[Binder, ...]]], wrt: Sequence[Expr]) -> None:
    """Refuse formulas in which a condition compares what is equal at points that were drawn freely.

    Raises:
        LossaryError: there is such a condition, and one of these variables moves what it compares.
    """
    gaps = dict.fromkeys(gap for formula in formulas for gap in _gaps(*formula))
    if not gaps:
        return
    rng, settings, zeros = Random(11), settings_of(loss), Counter[Switch]()
    with precision(BITS):
        for number in range(POINTS):
            point = draw(settings[number % len(settings)], rng, plain)
            if not is_allowed(point):
                continue
            scope = point.scope()
            moved = [move(scope, w) for w in wrt]
            zeros.update(gap for gap in gaps if any(_turns(gap, scope) for scope in moved))
    found = next((gap for gap in gaps if zeros[gap] >= SURE), None)
    if found is not None:
        raise LossaryError(loss.called(REGION.format(found.expression)))


def _gaps(node: Basic, binders: tuple[Binder, ...]) -> Iterator[Switch]:
    """What conditions and signs compare with 0, where functions in it choose between formulas."""
    binders = (*binders, *binders_of(node))
    own = switches_of(node) if isinstance(node, Branches | sign | step) else ()
    yield from (Switch(gap, binders) for gap in own if chooses(gap))
    for part in node.args:
        yield from _gaps(part, binders)


def _turns(gap: Switch, scope: Scope) -> bool:
    """Is it zero here, as far as one can tell, and yet moves? Where x < 0, max(0, x) does not: its sign is known."""
    for inner in some_assignments(gap.binders, scope, BOUND):
        with suppress(Undefined):
            number = evaluate(gap.expression, inner)
            if is_series(number) and _is_zero(head(number)):
                return True
    return False


def _is_zero(number: Number) -> bool:
    try:
        return number_sign(number) == 0
    except Undecided:
        return True
