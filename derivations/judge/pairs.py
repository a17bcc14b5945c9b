"""Gradients by symmetric matrices: the entries above and below the diagonal counted as one variable, or as two."""

from __future__ import annotations

from sympy import Expr, Indexed, Integer

from derivations.evidence.balls import Number
from derivations.evidence.scope import Scope
from derivations.judge.faults.partly import component_relations
from derivations.judge.faults.suspects import Case
from derivations.judge.faults.terms import entry_of
from derivations.judge.judgement import Phrase
from derivations.judge.question import Question
from derivations.judge.relation import Relation, relate
from derivations.judge.scales import name_scale
from derivations.judge.spots import Field
from derivations.judge.vectors import Component, Vector, with_number


def counted_in_pairs(question: Question, claim: Vector, truth: Vector, field: Field) -> Phrase | None:
    """What is said of a claim that is right if pairs of entries are counted the other way; None if it is not."""
    added = _added_up(question, truth)
    if added is not None and relate(claim, added, field.spots).kind == "equal":
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


def _added_up(question: Question, truth: Vector) -> Vector | None:
    """The gradient by a square matrix, if S_ij and S_ji are one variable: off the diagonal the sum of both slopes."""
    entry = question.wrt[0] if len(question.wrt) == 1 else None
    if not isinstance(entry, Indexed) or len(set(entry.indices)) != 2 or not all(i.is_Symbol for i in entry.indices):  # noqa: PLR2004
        return None
    row, column = entry.indices
    shape = question.loss.symbols[entry.base].shape if entry.base in question.loss.symbols else ()
    (slope,) = truth

    def code(scope: Scope) -> Number:
        here = scope.numbers[row], scope.numbers[column]
        one = slope.code(scope)
        if here[0] == here[1]:
            return one
        return one + slope.code(with_number(with_number(scope, row, here[1]), column, here[0]))

    return (Component(code),) if len(set(shape)) == 1 else None


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
