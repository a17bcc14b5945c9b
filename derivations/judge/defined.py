"""Where a claim has a value: it must have one wherever the loss has a gradient, but for single points."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

from sympy import Basic, Expr, Pow, S, Sum, Symbol

from derivations.evidence.balls import Undecided, Undefined, precision
from derivations.evidence.boundaries import slopes_beside
from derivations.evidence.constraints import is_allowed
from derivations.evidence.places import Switch
from derivations.evidence.sampling import is_defined, sign_at
from derivations.evidence.switching import HOLDS
from derivations.evidence.values import assignments, binders_of
from derivations.evidence.zeros import edges_in, positives_in, vanishing
from derivations.judge.judgement import Phrase
from derivations.judge.question import Question
from derivations.judge.vectors import SECOND, Component, Spot, Vector
from derivations.language.functions import Branches, magnitude
from derivations.notation import where_zero

BITS = 256
SPOTS, NOTES = 6, 3
MOST_NAMES = 8  # by which a kink is looked for
SAYS = "where {0} the claim has no value as it was typed, although the loss has a {derivative} there"

FOR_SOME = " for some values of the exponent"


def typed_parts(question: Question, number: int) -> tuple[Expr, ...]:
    """A claim, and what it needs beside what it shows."""
    return (*question.needs_of(number), question.claims[number])


def ends_of_domain(question: Question) -> Iterator[Switch]:
    """What must be positive for a claim to have a value, beside what the loss itself asks for."""
    known = set(positives_in(question.loss.expression))
    claims = chain.from_iterable(typed_parts(question, number) for number in range(len(question.claims)))
    for found in dict.fromkeys(chain.from_iterable(map(positives_in, claims))):
        if found not in known and not found[0].is_positive:
            yield Switch(*found)


def without_value(question: Question, number: int, spot: Spot) -> Expr:
    """The part of a claim that has no value there, as it was typed."""
    with precision(BITS):
        parts = typed_parts(question, number)
        return _inmost(next((part for part in parts if not is_defined(part, spot.scope())), parts[-1]))


def _inmost(need: Expr) -> Expr:
    """What a need is about, without the cases and sums around it."""
    if isinstance(need, Branches):
        values = [u for u, _ in need.cases if u != S.One]
        return _inmost(values[0]) if len(values) == 1 else need
    return _inmost(need.function) if isinstance(need, Sum) else need


def gaps(question: Question, claim: Vector, truth: Vector, spots: Sequence[Spot]) -> tuple[Phrase, ...]:
    """A note for each boundary on which the loss has a gradient and the claim no value."""
    if question.computed:
        return ()
    expression = question.loss.expression
    powers = frozenset(bases_of_any_power(expression))
    own = {edge for edge, _ in edges_in(expression)} - powers
    found: dict[Expr, Phrase] = {}
    for number, pair in enumerate(zip(claim, truth, strict=True)):
        edges = chain.from_iterable(map(edges_in, typed_parts(question, number)))
        for edge, binders in dict.fromkeys(edges):
            is_new = edge not in own and edge not in found and not edge.is_positive
            some = spots if powers else spots[:SPOTS]  # of all exponents, few may be those that matter
            if (
                is_new
                and len(found) < NOTES
                and _is_gap(question, Switch(edge, binders), number, pair, some, tuple(found))
            ):
                says = f"{SAYS}{FOR_SOME}" if _plainly(edge) in map(_plainly, powers) else SAYS
                says = says.replace("{derivative}", question.of)
                found[edge] = Phrase(says, (where_zero(_plainly(edge)),))
    return tuple(found.values())


def _plainly(edge: Expr) -> Expr:
    """What is zero at the same places and shorter: p of |p| and of p^2."""
    if isinstance(edge, magnitude) or (isinstance(edge, Pow) and edge.exp.is_positive):
        return _plainly(edge.args[0])
    return edge


def bases_of_any_power(expression: Basic) -> Iterator[Expr]:
    """What is raised to a power that holds a symbol: at its zero the loss has a slope for some values of that alone."""
    yield from (power.base for power in expression.atoms(Pow) if power.exp.free_symbols)


def _is_gap(
    question: Question,
    edge: Switch,
    number: int,
    pair: tuple[Component, Component],
    spots: Sequence[Spot],
    noted: Sequence[Expr],
) -> bool:
    """Is there a point where this is zero, at which the claim has no value but the loss a gradient?

    A point at which something noted is zero counts no more.
    """
    with precision(BITS):
        for spot in spots:
            inside = next(assignments(edge.binders, spot.scope()), None)
            bound = dict(inside.indices) if inside else {}
            keys = list(spot.point.setting.domains)
            point = vanishing(edge.expression, spot.point, bound, keys) if inside else None
            there = None if point is None else Spot(point, {})
            if there is None or not belongs(question, there) or _has(pair[0], there):
                continue
            if any(sign_at(other, there.scope()) == 0 for other in noted if not binders_of(other)):
                continue
            if not (_has(pair[1], there) or _has_slope(question, question.wrt[number], there)):
                continue
            if not _has_kink(question, there):
                return True
    return False


def _has_slope(question: Question, variable: Expr, spot: Spot) -> bool:
    """Has the loss the same slope on both sides, though its gradient has no value as it is written?"""
    is_plain = isinstance(variable, Symbol) and not question.loss.backward and question.order != SECOND
    return is_plain and slopes_beside(question.loss.expression, variable, spot.scope()).kind == "agree"


def _has_kink(question: Question, spot: Spot) -> bool:
    """Has the loss a kink there, by the variable or by any other number? A slope by one that vanishes may hide it."""
    numbers = [
        key for key, domain in spot.point.setting.domains.items() if not (domain.choices or key in spot.point.models)
    ]
    names = [key[0][key[1:]] if isinstance(key, tuple) else key for key in numbers]
    return any(
        slopes_beside(question.loss.expression, name, spot.scope()).kind == "differ" for name in names[:MOST_NAMES]
    )


def belongs(question: Question, spot: Spot) -> bool:
    """Does the spot keep the domains and all that the asker stated, and has the loss a value there as it was typed?"""
    if not is_allowed(spot.point):
        return False
    signs = [(relation, sign_at(relation.lhs - relation.rhs, spot.scope())) for relation in question.given]
    holds = all(sign is not None and HOLDS[type(relation)](sign, 0) for relation, sign in signs)
    return holds and all(is_defined(need, spot.scope()) for need in question.loss_needs)


def _has(part: Component, spot: Spot) -> bool:
    try:
        part.at(spot)
    except Undefined:
        return False
    except Undecided:
        return True
    return True
