"""Claims that are right in part: some components, some branches, or some labels."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from sympy import Basic, Eq, Expr, Gt, Integer, Lt

from derivations.judge.judgement import Diagnosis, Phrase
from derivations.judge.relation import Meeting, Relation, relate
from derivations.judge.scales import Scale, name_scale
from derivations.judge.suspects import Case
from derivations.judge.vectors import Spot
from derivations.notation import tidy_relation

ENOUGH = 3  # spots where it is right, before that is said
SIDES = {-1: Lt, 0: Eq, 1: Gt}


def component_relations(case: Case) -> list[Relation]:
    """Each component by itself."""
    return [relate((one,), (other,), case.field.spots) for one, other in zip(case.claim, case.truth, strict=True)]


def differently_scaled(case: Case, relations: Sequence[Relation]) -> Diagnosis | None:
    """Every component is right up to a constant, but not the same for all."""
    wrong = [i for i, relation in enumerate(relations) if relation.kind != "equal"]
    if any(relations[i].kind != "scaled" for i in wrong) or len(relations) == 1:
        return None
    scales = [name_scale(case.question, relations[i].scales, case.field.spots) for i in wrong]
    names = tuple(case.question.wrt[i] for i in wrong)
    right = "the others are right" if len(wrong) < len(relations) else "no one learning rate serves all"
    first = scales[0]
    slots = ", ".join(f"{{{i}}}" for i in range(len(names)))
    if all(scale.formula == -1 for scale in scales):
        return Diagnosis(
            "component-sign", Phrase(f"the sign of the component for {slots} is turned; {right}", names), names[0]
        )
    words, parts = _times(first, len(names))
    phrase = Phrase(f"the component for {slots} is {words} what it should be; {right}", (*names, *parts))
    return Diagnosis("component-scale", phrase, names[0])


def _times(scale: Scale, slot: int) -> tuple[str, tuple[Expr, ...]]:
    return ("a constant times", ()) if scale.formula is None else (f"{{{slot}}} times", (scale.formula,))


def only_wrong_components(case: Case, relations: Sequence[Relation]) -> Case:
    """The case without the components that are right."""
    wrong = [i for i, relation in enumerate(relations) if relation.kind != "equal"]
    if len(wrong) in (0, len(relations)):
        return case
    question = replace(
        case.question,
        wrt=tuple(case.question.wrt[i] for i in wrong),
        claims=tuple(case.question.claims[i] for i in wrong),
        other_size=None,
    )
    return Case(question, tuple(case.claim[i] for i in wrong), tuple(case.truth[i] for i in wrong), case.field)


def right_on_some_branches(case: Case, meetings: Sequence[Meeting]) -> Diagnosis | None:
    """Is there a side of one switch, or a label, that parts right from wrong?"""
    by_spot: dict[Any, bool] = {}
    for meeting in meetings:
        agrees = meeting.verdict.kind == "agree"
        by_spot[meeting.spot] = by_spot.get(meeting.spot, True) and agrees
    if len(set(by_spot.values())) < 2:  # noqa: PLR2004
        return None
    return _parted(case, by_spot, strictly=True) or _parted(case, by_spot, strictly=False)


def _parted(case: Case, by_spot: Mapping[Spot, bool], *, strictly: bool) -> Diagnosis | None:
    """Always right on one side of an axis; on the other always wrong (strictly), or now and then."""
    for axis, makes in _axes(case):
        wrong = {spot.cell[axis] for spot, agrees in by_spot.items() if not agrees}
        right = [spot.cell[axis] for spot, agrees in by_spot.items() if agrees]
        only_right = set(right) - wrong
        if (
            only_right
            and len([v for v in right if v in only_right]) >= ENOUGH
            and not (strictly and set(right) & wrong)
        ):
            parts = (*map(makes, sorted(only_right, key=str)), *map(makes, sorted(wrong, key=str)))
            good = " or ".join(f"{{{i}}}" for i in range(len(only_right)))
            bad = " or ".join(f"{{{i}}}" for i in range(len(only_right), len(parts)))
            words = f"right where {good}, wrong {'' if strictly else 'in places '}where {bad}"
            return Diagnosis("wrong-branch", Phrase(words, parts), parts[-1])
    return None


def _axes(case: Case) -> Iterator[tuple[int, Any]]:
    """Each place of a cell, and what a value there says as a relation."""
    switches, labels = case.field.switches, case.field.labels
    width = len(case.field.spots[0].cell)
    for i, label in enumerate(labels):
        yield width - len(labels) + i, lambda value, label=label: Eq(label, Integer(value), evaluate=False)
    if all(not switch.binders for switch in switches):
        for i, switch in enumerate(switches):
            yield i, lambda side, u=switch.expression: _relation(u, side)


def _relation(switch: Expr, side: int | None) -> Basic:
    """U > 0, written as a comparison of two sides where it is a difference."""
    kind = SIDES.get(side or 0, Eq)
    return tidy_relation(kind(switch, 0, evaluate=False))
