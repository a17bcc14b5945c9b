"""Claims that are right in part: some components, some branches, or some labels."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import combinations, product
from typing import Any

from flint import fmpq
from sympy import Basic, Eq, Expr, Gt, Lt, Ne, Symbol

from derivations.calculus.canon import length
from derivations.evidence.balls import precision
from derivations.evidence.points import rational
from derivations.evidence.sampling import sign_at
from derivations.judge.faults.retried import tried_again
from derivations.judge.faults.suspects import Case
from derivations.judge.judgement import Diagnosis, Phrase
from derivations.judge.relation import Meeting, Relation, relate
from derivations.judge.scales import Scale, name_scale
from derivations.judge.vectors import Spot
from derivations.language.domains import Index
from derivations.notation import tidy_relation

BITS, MOST_AXES = 256, 12
RIGHT_SOMEWHERE = "wrong-branch"
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
    return components(case, wrong)


def components(case: Case, which: Sequence[int]) -> Case:
    """The case of some components."""
    question = replace(
        case.question,
        wrt=tuple(case.question.wrt[i] for i in which),
        claims=tuple(case.question.claims[i] for i in which),
        other_size=None,
        needs=tuple(case.question.needs_of(i) for i in which),
    )
    return Case(question, tuple(case.claim[i] for i in which), tuple(case.truth[i] for i in which), case.field)


def right_on_some_branches(case: Case, meetings: Sequence[Meeting], *, with_signs: bool = True) -> Diagnosis | None:
    """Is there a side of a switch, a label, or the sign of a name that parts right from wrong, also at new spots?"""
    by_spot: dict[Any, bool] = {}
    for meeting in meetings:
        agrees = meeting.verdict.kind == "agree"
        by_spot[meeting.spot] = by_spot.get(meeting.spot, True) and agrees
    if len(set(by_spot.values())) < 2 or _parted_somehow(case, by_spot, with_signs=with_signs) is None:  # noqa: PLR2004
        return None
    return _parted_somehow(case, by_spot | tried_again(case), with_signs=with_signs)


def _parted_somehow(case: Case, by_spot: Mapping[Spot, bool], *, with_signs: bool) -> Diagnosis | None:
    axes = _axes(case, tuple(by_spot), with_signs=with_signs)
    return (
        _parted(axes, by_spot, strictly=True)
        or _parted_by_two(axes[:MOST_AXES], by_spot)
        or _parted(axes, by_spot, strictly=False)
    )


@dataclass(frozen=True)
class _Axis:
    """Something that has a few values, such as a label or the sign of a switch."""

    values: Mapping[Spot, Any]
    says: Callable[[Any], Expr]


def _parted(axes: Sequence[_Axis], by_spot: Mapping[Spot, bool], *, strictly: bool) -> Diagnosis | None:
    """Always right on one side of an axis; on the other always wrong (strictly), or now and then."""
    for axis in axes:
        wrong = {axis.values[spot] for spot, agrees in by_spot.items() if not agrees}
        right = [axis.values[spot] for spot, agrees in by_spot.items() if agrees]
        only_right = set(right) - wrong - {None}
        if (
            only_right
            and len([v for v in right if v in only_right]) >= ENOUGH
            and not (strictly and set(right) & wrong)
        ):
            known = sorted(wrong - {None}, key=str) or [None]
            parts = (*map(axis.says, sorted(only_right, key=str)), *map(axis.says, known))
            good = " or ".join(f"{{{i}}}" for i in range(len(only_right)))
            bad = " or ".join(f"{{{i}}}" for i in range(len(only_right), len(parts)))
            words = f"right where {good}, wrong {'' if strictly else 'in places '}where {bad}"
            return Diagnosis(RIGHT_SOMEWHERE, Phrase(words, parts), parts[-1])
    return None


def _parted_by_two(axes: Sequence[_Axis], by_spot: Mapping[Spot, bool]) -> Diagnosis | None:
    """Wrong exactly where two conditions hold, or right exactly there."""
    if min(list(by_spot.values()).count(kind) for kind in (True, False)) < ENOUGH:
        return None
    for (one, other), agrees in product(combinations(axes, 2), (False, True)):
        inside = {(one.values[spot], other.values[spot]) for spot, right in by_spot.items() if right == agrees}
        outside = {(one.values[spot], other.values[spot]) for spot, right in by_spot.items() if right != agrees}
        if len(inside) == 1 and not inside & outside:
            ((first, second),) = inside
            parts = (one.says(first), other.says(second))
            words = "right only where {0} and {1}" if agrees else "wrong where {0} and {1}, and only there"
            return Diagnosis(RIGHT_SOMEWHERE, Phrase(words, parts), parts[0])
    return None


def _axes(case: Case, spots: Sequence[Spot], *, with_signs: bool) -> list[_Axis]:
    """Labels, then switches with the short ones first, then the signs of what is given."""
    labels = case.field.labels
    switches = sorted((s.expression for s in case.field.switches if not s.binders), key=length)
    names = [s for s in spots[0].point.numbers if isinstance(s, Symbol) and s not in (*labels, *switches)]
    indices = [s for s, domain in case.question.loss.symbols.items() if isinstance(domain, Index)]
    pairs = [pair for pair in combinations(indices, 2) if _met(pair, spots)]
    return [
        *(_Axis({spot: _same(one, other, spot) for spot in spots}, partial(_pair, one, other)) for one, other in pairs),
        *(_Axis({spot: spot.point.numbers[y] for spot in spots}, partial(_equals, y)) for y in labels),
        *(_Axis({spot: _side(u, spot) for spot in spots}, partial(_relation, u)) for u in switches),
        *(
            _Axis({spot: _side(s, spot) for spot in spots}, partial(_relation, s))
            for s in (names if with_signs else ())
        ),
    ]


def _met(pair: tuple[Expr, Expr], spots: Sequence[Spot]) -> bool:
    """Are the two indices the same at more than one of their values? Of one alone, nothing follows for the others."""
    one, other = pair
    known = {one, other} <= spots[0].where.numbers.keys()
    return known and len({spot.where.numbers[one] for spot in spots if _same(one, other, spot)}) > 1


def _side(switch: Expr, spot: Spot) -> int | None:
    with precision(BITS), spot.entered():
        return sign_at(switch, spot.scope())


def _same(one: Expr, other: Expr, spot: Spot) -> bool:
    return bool(spot.where.numbers[one] == spot.where.numbers[other])


def _pair(one: Expr, other: Expr, same: bool) -> Basic:  # noqa: FBT001  (a value of the axis)
    return (Eq if same else Ne)(one, other, evaluate=False)


def _equals(label: Expr, value: fmpq) -> Expr:
    return Eq(label, rational(value), evaluate=False)


def _relation(switch: Expr, side: int | None) -> Basic:
    """U > 0, written as a comparison of two sides where it is a difference."""
    kind = SIDES.get(side or 0, Eq)
    return tidy_relation(kind(switch, 0, evaluate=False))
