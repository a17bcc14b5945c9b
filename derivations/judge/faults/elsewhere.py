"""Is it the gradient of another loss? Losses of the catalogue, put in place of the outer function of this one."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import lru_cache, partial
from pathlib import Path

from sympy import Expr, Indexed, Symbol

from derivations.catalogue import Entry, the_catalogue
from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.places import switches_in
from derivations.evidence.proof.quotients import Unproved
from derivations.evidence.proof.slopes import slope
from derivations.judge.faults.suspects import LETTER, Case, Says, Suspect, at_first, convict, depends, each, put
from derivations.judge.judgement import Phrase, literal
from derivations.judge.question import Question
from derivations.judge.roughly import far_apart, rough, rough_code
from derivations.judge.vectors import Component, Spot, component
from derivations.language.domains import Index
from derivations.language.functions import D, Named
from derivations.language.shapes import base_of, free_names

MOST = 600
TWO = 2  # symbols of a loss: a prediction and a target
QUICK_BITS = 64


@dataclass(frozen=True)
class Place:
    """A place for the outer function of another loss, within a loss of which something is claimed.

    Args:
        rows: at each spot of a first look, for each component: prediction and target there, the slope of the
            prediction, and the claim.
    """

    rows: tuple[tuple[float, float, float, float], ...]

    def may_hold(self, entry: Entry) -> bool:
        """May the claim be the gradient of this loss, put here? Sure if it says no."""
        letters = {entry.loss.wrt: 0, _target(entry): 1}
        gradient = entry.derivation.gradient
        if not free_names(gradient) <= letters.keys():
            return True
        slope = rough_code(gradient, letters)

        def put_in(prediction: float, target: float, inner: float) -> float | None:
            outer = slope((prediction, target))
            return outer if outer is None else outer * inner

        return not far_apart((put_in(u, t, inner), claim) for u, t, inner, claim in self.rows)


@dataclass
class Consulted:
    """With which other losses claims were compared, so that what is said of them holds until one of these changes.

    Args:
        places: where they were put.
        named: the scripts of those that were found.
        whole: do these tell all?
    """

    places: list[Place] = field(default_factory=list)
    named: list[Path] = field(default_factory=list)
    whole: bool = True

    def take(self, note: Place | Path | None) -> None:
        if isinstance(note, Place):
            self.places.append(note)
        elif note is None:
            self.whole = False
        else:
            self.named.append(note)


_watching: ContextVar[Consulted | None] = ContextVar("_watching", default=None)


@contextmanager
def consulting() -> Iterator[Consulted]:
    """Take down what other losses are consulted within."""
    token = _watching.set(found := Consulted())
    try:
        yield found
    finally:
        _watching.reset(token)


def note(make: Callable[[], Place | Path | None]) -> None:
    """Take this down, if somebody watches."""
    watching = _watching.get()
    if watching is not None:
        watching.take(make())


@lru_cache(maxsize=1)
def known_losses() -> tuple[Entry, ...]:
    """The losses of ours with which the judge compares."""
    return compared_with_all(the_catalogue().of_symbols(TWO))


def compared_with_all(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of one prediction and one target: with them the judge compares claims about any loss."""
    return tuple(entry for entry in entries if entry.family.calls_loss(entry.loss.name) and _meets_its_target(entry))


def _meets_its_target(entry: Entry) -> bool:
    """Does the gradient depend on both? That of u - v is 1 with respect to u, and fits whatever has a slope."""
    loss, target = entry.loss, _target(entry)
    with suppress(Unproved):  # a function that the table of slopes does not have
        return target is not None and free_names(slope(loss.expression, loss.wrt)) == {loss.wrt, target}
    return False


def _target(entry: Entry) -> Symbol | None:
    loss = entry.loss
    others = [s for s in loss.symbols if s != loss.wrt]
    is_simple = isinstance(loss.wrt, Symbol) and len(others) == 1 and not loss.definitions
    return others[0] if is_simple and isinstance(others[0], Symbol) else None


def other_losses(case: Case) -> Iterator[Suspect]:
    """Every loss of the catalogue, as a function of every part of this one and of every target."""
    question = case.question
    claimed = set().union(*map(free_names, question.claims))
    tried = 0
    for part in (*question.wrt, *case.parts):
        if _is_slope_of(part, case):
            continue
        for target in _targets(question):
            if free_names(part) | {base_of(target)} >= claimed - _indices(question) and base_of(target) in claimed:
                note(partial(place_of, case, part, target))
                for entry in known_losses():
                    if (tried := tried + 1) > MOST:
                        note(lambda: None)
                        return
                    outer = put(entry.loss.expression, {entry.loss.wrt: Named(LETTER, part), _target(entry): target})
                    if outer is None or (not case.field.switches and next(switches_in(outer), None)):
                        continue  # its own boundaries have not been looked for
                    right = each(D(outer, w) for w in question.wrt)
                    yield Suspect("other-loss", case.claim, right, partial(_say, entry, part, target))


def _is_slope_of(part: Expr, case: Case) -> bool:
    """Is the claim the slope of this part, up to a constant? Then no target has a say in it."""
    slope = each(D(part, w) for w in case.question.wrt)
    return convict([Suspect("other-loss", case.claim, slope, lambda: (Phrase(""), None))], case) is not None


def place_of(case: Case, part: Expr, target: Expr) -> Place | None:
    """Where other losses are put into this one, as numbers; None if these do not tell all."""
    if depends(target, case.question):
        return None
    inner, outer = (component(u) for u in (part, target))
    slopes = [component(D(part, w)) for w in case.question.wrt]
    with precision(QUICK_BITS):
        rows = [
            (_rough(inner, spot), _rough(outer, spot), _rough(slope, spot), _rough(claim, spot))
            for spot in at_first(case)
            for slope, claim in zip(slopes, case.claim, strict=True)
        ]
    return Place(tuple(rows))


def _rough(number: Component, spot: Spot) -> float:
    try:
        return rough(number.at(spot))
    except (Undefined, Undecided, LossaryError):
        return math.nan


def _say(entry: Entry, part: Expr, target: Expr) -> Says:
    note(lambda: entry.path)
    return Phrase(
        f"this is the gradient of another loss: {literal(entry.title)}, of {{0}} against {{1}}", (part, target)
    ), part


def _indices(question: Question) -> set[Expr]:
    return {s for s, domain in question.loss.symbols.items() if isinstance(domain, Index)}


def _targets(question: Question) -> list[Expr]:
    """What a prediction may be compared with: names, and components that the loss speaks of."""
    plain = [
        s for s in question.loss.symbols if isinstance(s, Symbol) and question.role(s) in ("data", "label", "param")
    ]
    cells = sorted((u for u in question.loss.expression.atoms(Indexed) if not depends(u, question)), key=str)
    return [s for s in plain if s not in question.wrt and s not in _indices(question)] + cells
