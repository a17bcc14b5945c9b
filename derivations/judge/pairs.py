"""Gradients by symmetric matrices: the entries above and below the diagonal counted as one variable, or as two."""

from __future__ import annotations

from sympy import Expr, Integer

from derivations.judge.faults.partly import component_relations
from derivations.judge.faults.suspects import Case
from derivations.judge.faults.terms import added_up, entry_of
from derivations.judge.judgement import Phrase
from derivations.judge.question import Question
from derivations.judge.relation import Relation, relate
from derivations.judge.scales import name_scale
from derivations.judge.spots import Field
from derivations.judge.vectors import Vector, vector


def counted_in_pairs(question: Question, claim: Vector, truth: Vector, field: Field) -> Phrase | None:
    """What is said of a claim that is right if pairs of entries are counted the other way; None if it is not."""
    added = added_up(question, truth)
    if added is not None and _is_symmetric(question, field) and relate(claim, added, field.spots).kind == "equal":
        (entry,) = question.wrt
        words = (
            "right for a symmetric matrix, if {0} and {1} are counted as one variable: off the diagonal this is "
            "the sum of both slopes. A convention; a step that changes both entries takes each slope alone"
        )
        return Phrase(words, (entry, entry.base[entry.indices[::-1]]))
    if _is_half_or_double(question, claim, truth, field):
        words = (
            "right, if the entries above and below the diagonal are counted the other way: as one variable each "
            "pair, or as two. A convention of symmetric matrices: the diagonal agrees, the rest differs by a 2"
        )
        return Phrase(words)
    return None


def _is_symmetric(question: Question, field: Field) -> bool:
    """Was it said, in whatever way, that the matrix is symmetric? Then it is at every point."""
    (entry,) = question.wrt
    mirrored = entry.base[entry.indices[::-1]]
    return relate(vector((entry,)), vector((mirrored,)), field.spots).kind == "equal"


def _is_half_or_double(question: Question, claim: Vector, truth: Vector, field: Field) -> bool:
    """The diagonal is right, and everything else is off by the same factor, 2 or 1/2."""
    entries = [entry_of(w) for w in question.wrt]
    named = None not in entries and len({entry[0] for entry in entries if entry}) == 1
    if not (named or question.symmetric):
        return False
    relations = component_relations(Case(question, claim, truth, field))
    if {relation.kind for relation in relations} != {"equal", "scaled"}:
        return False
    factors = {_factor(question, relation, field) for relation in relations if relation.kind == "scaled"}
    if len(factors) != 1 or factors.pop() not in (Integer(2), Integer(1) / 2):
        return False
    diagonal = [entry is not None and entry[1] == entry[2] for entry in entries]
    return not named or diagonal == [relation.kind == "equal" for relation in relations]


def _factor(question: Question, relation: Relation, field: Field) -> Expr | None:
    return name_scale(question, relation.scales, field.spots).formula
