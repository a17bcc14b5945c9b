"""What is wrong with a claim: the suspected faults in order, the most specific first."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import Literal

from sympy import Expr

from derivations.judge.defined import without_value
from derivations.judge.faults.assumptions import assumptions, of_matrices
from derivations.judge.faults.curvature import curvature_faults, of_second_step, second_step
from derivations.judge.faults.elsewhere import other_losses
from derivations.judge.faults.misreadings import misreadings
from derivations.judge.faults.partly import (
    component_relations,
    components,
    differently_scaled,
    only_wrong_components,
    right_on_some_branches,
)
from derivations.judge.faults.repairs import slips
from derivations.judge.faults.retried import new_spots
from derivations.judge.faults.slopes_lost import chain_faults, denominator_dropped, wrong_place_faults
from derivations.judge.faults.suspects import Case, Suspect, convict
from derivations.judge.faults.terms import known_mistakes, target_faults, term_faults, unit_faults, variable_faults
from derivations.judge.faults.unlike import unlike
from derivations.judge.faults.within import faults_within_sums
from derivations.judge.judgement import Diagnosis, Phrase
from derivations.judge.question import Question
from derivations.judge.relation import Relation, compare_at, is_zero, largest
from derivations.judge.spots import Field
from derivations.judge.symmetry import asymmetry
from derivations.judge.vectors import Vector
from derivations.language.domains import Size

Telling = Literal["fault", "belonging", "example"]  # what was done wrong; of what else it is the gradient; a point
ALL: tuple[Telling, ...] = ("fault", "belonging", "example")
NO_MULTIPLE = "not-proportional"  # no fault was recognised
BITS = 256
MANY_COMPONENTS = 12


def diagnose(
    question: Question,
    claim: Vector,
    truth: Vector,
    field: Field,
    relation: Relation,
    told: Collection[Telling] = ALL,
) -> tuple[Diagnosis, ...]:
    """Everything that can be said about the fault, the most telling first; as much of it as is to be told."""
    case = Case(question, claim, truth, field)
    found = list(_faults(case, relation)) if "fault" in told else []
    found += [d for d in _also(case) if d is not None] if "belonging" in told else []
    return tuple(found) or ((_in_general(case, relation),) if "fault" in told else ())


def _faults(case: Case, relation: Relation) -> Iterator[Diagnosis]:
    yield from (d for d in (_at_a_glance(case, relation), _in_detail(case, relation)) if d is not None)


def _at_a_glance(case: Case, relation: Relation) -> Diagnosis | None:
    undefined = next((m for m in relation.meetings if m.verdict.kind == "undefined"), None)
    if undefined is not None:
        part = without_value(case.question, undefined.component, undefined.spot)
        where = right_on_some_branches(case, relation.meetings)
        also = _where_it_has_one(case)
        words = f"the claim has no value at points where the loss has a gradient, as {{0}} has none there{also}"
        return Diagnosis("no-value", Phrase(words, (part,)), where.subject if where else part)
    if is_zero(case.claim, case.field.spots):
        return Diagnosis("zero", Phrase("the claim is zero everywhere, but the gradient is not"))
    if largest(case.truth, case.field.spots) is None:
        return Diagnosis("not-zero", Phrase("the true derivative is zero wherever there is one, but the claim is not"))
    return None


def _where_it_has_one(case: Case) -> str:
    """What the claim is where it has a value; of arrays nothing is said, as there may be sizes that were not tried."""
    spots = chain(case.field.simple, case.field.spots, new_spots(case))
    pairs = list(zip(case.claim, case.truth, strict=True))
    if any(compare_at(one, other, spot).kind == "differ" for spot in spots for one, other in pairs):
        return "; where it has one, it is not the gradient either"
    sized = any(isinstance(domain, Size) for domain in case.question.loss.symbols.values())
    return "" if sized else "; where it has one, it is right"


def _in_detail(case: Case, relation: Relation) -> Diagnosis | None:
    """The fault of the components that are wrong."""
    cut = case
    if 1 < len(case.question.wrt) <= MANY_COMPONENTS:
        relations = component_relations(case)
        scaled = differently_scaled(case, relations)
        if scaled is not None:
            return scaled
        cut = only_wrong_components(case, relations)
    # What is right but for a few places is not right only under an assumption, nor because some name is negative.
    hidden = _is_right_at_first(case, relation)
    found = (
        convict(_suspects(cut), cut)
        or _in_second_step(cut)
        or convict(of_matrices(cut), cut)
        or right_on_some_branches(case, relation.meetings, with_signs=not hidden)
        or convict(slips(cut), cut)
        or convict(() if hidden else assumptions(cut), cut)
    )
    if found is None:
        return _in_one_component(cut)
    if found.kind == "known-mistake":  # the page says what was done, but not which part of the loss it is about
        unaware = convict(chain_faults(cut), cut)
        found = replace(found, subject=unaware and unaware.subject)
    return found if cut is case else _of_components(found, cut.question.wrt)


def _is_right_at_first(case: Case, relation: Relation) -> bool:
    hunted = set(map(id, case.field.hunted))
    return bool(hunted) and all(m.verdict.kind == "agree" for m in relation.meetings if id(m.spot) not in hunted)


def _in_one_component(case: Case) -> Diagnosis | None:
    """The components that are wrong have no fault in common: the fault of the first."""
    if len(case.question.wrt) == 1:
        return None
    first = components(case, [0])
    found = convict(_suspects(first), first) or _in_second_step(first) or convict(assumptions(first), first)
    if found is None:
        return None
    words = f"in the component for {{{len(found.phrase.parts)}}}, for one: {found.phrase.template}"
    return replace(found, phrase=Phrase(words, (*found.phrase.parts, case.question.wrt[0])))


def _in_second_step(case: Case) -> Diagnosis | None:
    step = None if case.question.order == 1 else second_step(case)
    found = step and convict(_suspects(step[0]), step[0])
    return replace(found, phrase=of_second_step(found.phrase, step[1])) if step and found else None


def _suspects(case: Case) -> Iterator[Suspect]:
    if case.question.order != 1:
        yield from curvature_faults(case)
    else:
        yield from chain(
            known_mistakes(case),
            term_faults(case),
            chain_faults(case),
            faults_within_sums(case),
            target_faults(case),
            unit_faults(case),
            variable_faults(case),
            misreadings(case),
            wrong_place_faults(case),
            denominator_dropped(case),
        )


def _of_components(diagnosis: Diagnosis, wrt: Sequence[Expr]) -> Diagnosis:
    """The same, said of the wrong components only."""
    n = len(diagnosis.phrase.parts)
    names = ", ".join(f"{{{n + i}}}" for i in range(len(wrt)))
    words = f"in the component for {names}: {diagnosis.phrase.template}; the others are right"
    return Diagnosis(diagnosis.kind, Phrase(words, (*diagnosis.phrase.parts, *wrt)), diagnosis.subject)


def _also(case: Case) -> Iterator[Diagnosis | None]:
    """Of which loss it is the gradient, if of any."""
    if case.question.order == 1:
        yield convict(other_losses(case), case)
        unlike = asymmetry(case.question, case.question.claims, case.field.spots)
        if unlike is not None:
            words = "the claim is the gradient of no function at all: its Jacobian is not symmetric"
            yield Diagnosis("no-gradient", Phrase(words))


def _in_general(case: Case, relation: Relation) -> Diagnosis:
    """No fault was recognised: how the ratio behaves."""
    if _is_right_at_first(case, relation):
        words = "right at all ordinary points, but not at the one below, which was found by what claim and loss hold"
        return Diagnosis("hidden", Phrase(words))
    return Diagnosis(NO_MULTIPLE, unlike(case))
