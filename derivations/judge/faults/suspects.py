"""Suspected faults: each says what the claim would be if somebody had made it, and the balls say whether it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sympy import Basic, Expr, Indexed, Number, Sum, Symbol, nan, oo, zoo

from derivations.calculus.canon import length
from derivations.calculus.trace import differentiate
from derivations.errors import LossaryError
from derivations.evidence.balls import Undecided, Undefined
from derivations.judge.judgement import Diagnosis, Phrase
from derivations.judge.question import Question
from derivations.judge.relation import Relation, compare_at, largest, quick_multiple, relate
from derivations.judge.scales import name_scale
from derivations.judge.spots import Field
from derivations.judge.vectors import Group, Spot, Vector, slope_hole, vector
from derivations.language.functions import D, Named
from derivations.language.shapes import free_names

QUICK, THOROUGH, FEWEST = 4, 24, 2  # spots
MOST_PARTS = 40  # of a formula
LONG = 60  # nodes; a longer factor is not written out


@dataclass(frozen=True)
class Case:
    """Everything that is known about a wrong claim.

    Args:
        question: the question, perhaps cut down to the components that are wrong.
        claim: its claims as numbers.
        truth: the slopes of the loss.
        field: where to compare.
    """

    question: Question
    claim: Vector
    truth: Vector
    field: Field

    @property
    def parts(self) -> tuple[Expr, ...]:
        """The parts of the loss that depend on a variable, the loss itself and the variables left out."""
        return parts_of(self.question)

    @property
    def true_slopes(self) -> tuple[Expr, ...]:
        return tuple(slope_hole(self.question.loss, w) for w in self.question.wrt)


Says = tuple[Phrase, Expr | None]  # the fault, and the part of the formula that it is about


@dataclass(frozen=True)
class Suspect:
    """If left is a constant multiple of right, then this is the fault."""

    kind: str
    left: Vector
    right: Vector
    says: Callable[[], Says]  # called if it is found guilty: formulas take time
    exactly: bool = False  # must be equal, a constant factor is not enough
    times: str = ""  # how to say the constant factor, even if it is 1
    may_lack_values: bool = False  # is it enough if the sides agree wherever the right one has a value?


def convict(suspects: Iterable[Suspect], case: Case) -> Diagnosis | None:
    """The first suspect whose claim this is; else the first whose claim it is up to a constant."""
    quick, every = at_first(case), case.field.spots
    thorough = [*_spread(every, THOROUGH), *_hidden(case)]
    scaled: tuple[Suspect, Relation] | None = None
    for suspect in suspects:
        relation = _tried(suspect, quick, thorough, every)
        if relation is not None and suspect.times:
            told = _with_times(suspect, relation, case)
            if told is not None:
                return told
        elif relation is not None and relation.kind == "equal":
            return Diagnosis(suspect.kind, *suspect.says())
        elif relation is not None and scaled is None and not suspect.exactly:
            scaled = suspect, relation
    return scaled and _scaled(*scaled, case)


def at_first(case: Case) -> list[Spot]:
    """The spots of the quick test, which have the same constants: where possible such that nothing is zero."""
    groups: dict[Group, list[Spot]] = {}
    for spot in case.field.spots:
        groups.setdefault(spot.group, []).append(spot)
    tried = [_spread(spots, QUICK) for spots in islice(groups.values(), QUICK)]
    for vectors in ((case.claim, case.truth), (case.claim,)):
        for spots in tried:
            if all(largest(vector, spots) for vector in vectors):
                return spots
    return tried[0]


def _hidden(case: Case) -> list[Spot]:
    """Spots at which a claim is wrong that is right at all ordinary ones: a fault must explain these too."""
    pairs = list(zip(case.claim, case.truth, strict=True))
    wrong = (spot for spot in case.field.hunted if any(compare_at(*pair, spot).kind != "agree" for pair in pairs))
    return list(islice(wrong, QUICK))


def _tried(suspect: Suspect, quick: Sequence[Spot], thorough: Sequence[Spot], every: Sequence[Spot]) -> Relation | None:
    """How its sides relate, if they do."""
    try:
        if suspect.may_lack_values:
            thorough = every = [spot for spot in every if _has_values(suspect.right, spot)]
            quick = thorough[:QUICK]
        if len(quick) >= FEWEST and quick_multiple(suspect.left, suspect.right, quick):
            relation = relate(suspect.left, suspect.right, thorough)
            if relation.kind == "scaled":  # of one spot in each group anything is a multiple: look at all
                relation = relate(suspect.left, suspect.right, every)
            return relation if relation.kind in ("equal", "scaled") else None
    except (LossaryError, ZeroDivisionError):
        pass  # what the fault would have led to makes no sense
    return None


def _has_values(vector: Vector, spot: Spot) -> bool:
    try:
        return all(part.at(spot) is not None for part in vector)
    except (Undefined, Undecided):
        return False


def _scaled(suspect: Suspect, relation: Relation, case: Case) -> Diagnosis:
    scale = name_scale(case.question, relation.scales, case.field.spots)
    phrase, subject = suspect.says()
    return Diagnosis(suspect.kind, _with_constant(phrase, scale.formula), subject)


def _with_times(suspect: Suspect, relation: Relation, case: Case) -> Diagnosis | None:
    """With the factor in words; None if there are no words for it."""
    scale = name_scale(case.question, relation.scales, case.field.spots)
    phrase, subject = suspect.says()
    if scale.formula is not None:
        slot, parts = f"{{{len(phrase.parts)}}}", (*phrase.parts, scale.formula)
        return Diagnosis(suspect.kind, Phrase(phrase.template + suspect.times.format(slot), parts), subject)
    if scale.number is not None:
        words = phrase.template + suspect.times.format(f"{scale.number:.6g}")
        return Diagnosis(suspect.kind, Phrase(words, phrase.parts), subject)
    return None


def plainly(words: str, *parts: Basic) -> Says:
    """A sentence about the first of the parts, if that is an expression."""
    first = parts[0] if parts else None
    return Phrase(words, parts), first if isinstance(first, Expr) else None


def _with_constant(phrase: Phrase, factor: Expr | None) -> Phrase:
    """The constant first: behind the fault it would be read as part of what was lost or missing."""
    if factor is None:
        return Phrase("up to a constant factor, " + phrase.template, phrase.parts)
    if factor == -1:
        return Phrase("up to the sign, " + phrase.template, phrase.parts)
    return Phrase(f"up to the factor {{{len(phrase.parts)}}}, {phrase.template}", (*phrase.parts, factor))


def _spread(spots: Sequence[Spot], most: int) -> list[Spot]:
    """So many of them, from beginning to end; those of different cells first."""
    firsts = {(spot.group, spot.cell): spot for spot in reversed(spots)}
    chosen = dict.fromkeys([*list(firsts.values())[:most], *spots[:: max(1, len(spots) // most)]])
    return list(chosen)[:most]


def parts_of(question: Question) -> tuple[Expr, ...]:
    """The parts of the loss that depend on a variable, outermost first."""
    loss, known, found = question.loss, set(question.loss.symbols), dict[Expr, None]()

    def visit(node: Expr, bound: frozenset[Basic] = frozenset()) -> None:
        if not isinstance(node, Expr) or isinstance(node, Symbol | Indexed | Number) or not depends(node, question):
            return
        if free_names(node) <= known and not bound & node.free_symbols:
            found.setdefault(node)
        inside = bound | {limit[0] for limit in node.limits} if isinstance(node, Sum) else bound
        for part in (node.definition,) if isinstance(node, Named) else node.args:
            visit(part, inside)

    for source in (loss.expression, *(d.value for d in loss.definitions if loss.backward)):
        visit(source)
    found.pop(loss.expression, None)
    return tuple(found)[:MOST_PARTS]


def depends(node: Expr, question: Question) -> bool:
    """Does it depend on one of the variables?"""
    return any(depends_on(node, w) for w in question.wrt)


def depends_on(node: Expr, w: Expr) -> bool:
    return (w.base if isinstance(w, Indexed) else w) in free_names(node)


def put(expression: Expr, changes: Mapping[Expr, Expr]) -> Expr | None:
    """The expression with some parts replaced; None if that makes no sense, such as 1/0."""
    try:
        changed: Expr = expression.xreplace(changes)
    except (ValueError, TypeError, ZeroDivisionError, RecursionError):  # SymPy turns signs in tanh(-x - y) for ever
        return None
    return None if changed.has(zoo, oo, -oo, nan) else changed


def each(expression_for: Iterable[Expr]) -> Vector:
    return vector(tuple(expression_for))


LETTER = Symbol("u_", real=True)


def function_slope_hole(node: Expr) -> D | None:
    """For h(u) the hole that is worth h'(u); None if the node is no function of one part."""
    inner = _argument(node)
    if inner is None:
        return None
    named = Named(LETTER, inner)
    return D(node.func(*[named if part == inner else part for part in node.args]), named)


def function_slope(node: Expr) -> Expr:
    """h'(u) as a formula, or the hole itself if no rule covers it."""
    hole: Any = function_slope_hole(node)
    inner = hole.wrt.definition
    outer = put(hole.inner, {hole.wrt: LETTER})
    formula = None if outer is None else formula_of(outer, LETTER, inner)
    return hole if formula is None else formula


def _argument(node: Expr) -> Expr | None:
    if node.is_Pow:
        return node.exp if node.base.is_number else node.base if node.exp.is_number else None
    return node.args[0] if node.is_Function and len(node.args) == 1 else None


def formula_of(expression: Expr, letter: Expr, value: Expr) -> Expr | None:
    """The slope by the letter as a formula, with its value put in; None if no rule covers it or it is long."""
    try:
        result = put(differentiate(expression, letter).result, {letter: value})
    except (LossaryError, RecursionError):
        return None
    return result if result is not None and length(result) <= LONG else None


def outer_slope(question: Question, part: Expr) -> Expr | None:
    """The slope of the loss by one of its parts, as a formula."""
    rest = put(question.loss.expression, {part: LETTER})
    return None if rest is None else formula_of(rest, LETTER, part)
