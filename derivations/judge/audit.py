"""May this factor be dropped? Every factor of a gradient, and what becomes of the gradient without it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial
from typing import Any, Literal

from sympy import Basic, Expr, Indexed, Integer, Mul, Symbol

from derivations.calculus.derive import derive
from derivations.catalogue import Entry
from derivations.errors import LossaryError
from derivations.evidence.verdicts import sign_of
from derivations.judge.counterexamples import leads_astray, simplest
from derivations.judge.judgement import Counterexample, Diagnosis, Phrase, literal
from derivations.judge.leftout import POSITIVE
from derivations.judge.question import Question, Role, ask_about
from derivations.judge.spots import Field, survey
from derivations.judge.vectors import claimed, component, true_gradient
from derivations.judge.verdicts import judge
from derivations.language.domains import Index, Real
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.shapes import free_names
from derivations.notation import unicode_text

TELLING = ("other-loss", "no-gradient")
Sign = Literal["positive", "negative", "varies", "never negative"]


@dataclass(frozen=True)
class Factor:
    """One factor of a gradient.

    Args:
        expression: the factor.
        depends: the names that it depends on.
        constant: does it stay the same during training, for all data?
        sign: its sign at all points that were tried.
        same_for: indices of the variable that it does not depend on: components that differ in them share it.
        every_component: is it common to all components?
        every_example: is it the same for all examples, whatever these are?
        sharing: if it is not, but free of data and labels: the variables that examples must share for it to be so.
        absorbable: may it go, because a learning rate makes up for it?
        why: the answer in a sentence.
        without: what is left without it: the gradient of another loss, or of none.
        counterexample: a point at which gradient and remainder differ; none if the factor may go, or is all there is.
        is_all: is it the whole gradient?
    """

    expression: Expr
    depends: tuple[Any, ...]
    constant: bool
    sign: Sign
    same_for: tuple[Expr, ...]
    every_component: bool
    every_example: bool
    sharing: tuple[Any, ...]
    absorbable: bool
    why: Phrase
    without: tuple[Diagnosis, ...] = ()
    counterexample: Counterexample | None = None
    is_all: bool = False

    def data(self) -> dict[str, Any]:
        """For a program."""
        return {
            "factor": unicode_text(self.expression),
            "depends_on": [str(name) for name in self.depends],
            "constant": self.constant,
            "sign": self.sign,
            "every_component": self.every_component,
            "every_example": self.every_example,
            "every_example_sharing": [str(name) for name in self.sharing],
            "may_be_dropped": self.absorbable,
            "why": str(self.why),
            "without_it": [str(diagnosis.phrase) for diagnosis in self.without],
            "counterexample": None if self.counterexample is None else self.counterexample.data(),
        }


def factors(loss: Loss | Entry, *, roles: dict[str, Role] | None = None) -> tuple[Factor, ...]:
    """The factors of the gradient, numbers first.

    Raises:
        LossaryError: if no rule covers a part of the loss.
    """
    gradient = loss.derivation.gradient if isinstance(loss, Entry) else derive(loss).gradient
    stated = loss.loss if isinstance(loss, Entry) else loss
    question = ask_about(stated, [gradient], roles=roles)
    field = survey(question, true_gradient(question))
    return tuple(_audited(factor, gradient, question, field, roles) for factor in factors_of(gradient))


def factors_of(gradient: Expr) -> tuple[Expr, ...]:
    """Its factors as a reader sees them: the minus, the number, and s (1 - s) as one."""
    number, rest = gradient.as_content_primitive() if gradient.is_Add else gradient.as_coeff_Mul()
    parts = [Integer(-1)] * bool(number < 0) + [abs(number)] * bool(abs(number) != 1)
    loose = [factor for factor in Mul.make_args(rest) if factor != 1]
    while loose:
        factor = loose.pop(0)
        partner = next((other for other in loose if _are_partners(factor, other)), None)
        if partner is not None:
            loose.remove(partner)
            factor = Mul(*sorted((factor, partner), key=_length))
        parts.append(factor)
    return tuple(parts)


def _are_partners(one: Expr, other: Expr) -> bool:
    """Such as s and 1 - s, or 1/p and 1/(1 - p)."""
    (u, m), (v, n) = one.as_base_exp(), other.as_base_exp()
    return bool(m == n and (u == 1 - v or v == 1 - u))


def _length(expression: Basic) -> int:
    return len(str(expression))


def _audited(factor: Expr, gradient: Expr, question: Question, field: Field, roles: Any) -> Factor:
    names = free_names(factor)
    indices = {s for s, d in question.loss.symbols.items() if isinstance(d, Index)}
    depends = tuple(s for s in question.loss.symbols if s in names and s not in indices)
    own = own_indices(question)
    same_for = tuple(index for index in own if index not in names)
    constant = set(depends) <= set(question.constants) and not names & indices
    is_free_of_data = all(question.role(s) not in ("data", "label") for s in depends) and not names & indices
    sign = "varies" if _turns(factor, question) else _sign(factor, field)
    known = Factor(
        factor,
        depends,
        constant=constant,
        sign=sign,
        same_for=same_for,
        every_component=len(same_for) == len(own),
        every_example=constant,
        sharing=tuple(s for s in depends if question.role(s) == "param") if is_free_of_data and not constant else (),
        absorbable=constant and sign == "positive",
        why=_may_go(factor),
    )
    if known.absorbable:
        return known
    if gradient == factor:
        return replace(known, why=Phrase("this is the whole gradient: there is no factor to drop"), is_all=True)
    without, example = _dropped(gradient / factor, question.loss, roles)
    if sign not in ("positive", "never negative") and example is not None and not leads_astray(example):
        example = _uphill(factor, gradient / factor, field, question.loss, roles) or example
    return replace(known, why=_must_stay(known, question, example), without=without, counterexample=example)


def own_indices(question: Question) -> tuple[Expr, ...]:
    """The indices that tell the components of the variable apart, also where it is written x_{j+1}."""
    wrt = question.loss.wrt
    named = [symbol for index in wrt.indices for symbol in index.free_symbols] if isinstance(wrt, Indexed) else []
    return tuple(s for s, d in question.loss.symbols.items() if isinstance(d, Index) and s in named)


def _turns(factor: Expr, question: Question) -> bool:
    """Does the factor turn its sign with a number or an array that may be of either sign?"""
    names = free_names(factor)
    either = [s for s, domain in question.loss.symbols.items() if s in names and isinstance(domain, Real)]
    return any(factor.xreplace(_minus(factor, name)) == -factor for name in either)


def _minus(factor: Expr, name: Any) -> dict[Basic, Expr]:
    cells = [name] if isinstance(name, Symbol) else [cell for cell in factor.atoms(Indexed) if cell.base == name]
    return {cell: -cell for cell in cells}


def _sign(factor: Expr, field: Field) -> Sign:
    number = component(factor)
    found = {sign_of(partial(number.at, spot)) for spot in field.spots} - {None}
    if found == {1}:
        return "positive"
    return "negative" if found == {-1} else "never negative" if found == {0, 1} else "varies"


def _dropped(rest: Expr, loss: Loss, roles: Any) -> tuple[tuple[Diagnosis, ...], Counterexample | None]:
    try:
        judgement = judge(ask_about(loss, [rest], roles=roles), ("belonging", "example"))
    except LossaryError:
        return (), None
    return tuple(_of_the_rest(d) for d in judgement.diagnoses if d.kind in TELLING), judgement.counterexample


def _uphill(factor: Expr, rest: Expr, field: Field, loss: Loss, roles: Any) -> Counterexample | None:
    """A point at which the factor is negative and a step along what is left climbs, if one was found."""
    question, number = ask_about(loss, [rest], roles=roles), component(factor)
    spots = tuple(spot for spot in (*field.simple, *field.spots) if sign_of(partial(number.at, spot)) == -1)
    example = simplest(question, claimed(question), true_gradient(question), spots)
    return example if example is not None and leads_astray(example) else None


def _of_the_rest(diagnosis: Diagnosis) -> Diagnosis:
    words = diagnosis.phrase.template.replace("the claim is", "what is left is").replace("this is", "what is left is")
    return replace(diagnosis, phrase=Phrase(words, diagnosis.phrase.parts))


def _may_go(factor: Expr) -> Phrase:
    if factor.is_number:
        return Phrase("a positive number, the same always and everywhere: the learning rate absorbs it", (factor,))
    return Phrase(
        "positive, and constant during training: the learning rate absorbs it; say so with the loss", (factor,)
    )


def _must_stay(factor: Factor, question: Question, example: Counterexample | None) -> Phrase:
    if factor.expression == -1:
        return Phrase("without the minus the step goes uphill")
    varying = tuple(s for s in factor.depends if s not in question.constants)
    names = varying or tuple(s for s in factor.depends if s not in question.sizes)
    if factor.sign not in ("positive", "never negative"):
        sign = "is negative" if factor.sign == "negative" else "varies"
        words = f"its sign {sign} (it depends on {_slots(names)}): without it {_leads(factor, example)}"
        setting = next((s for s in names if str(s) in POSITIVE and question.loss.id == ANONYMOUS), None)
        meant = f"; if it is a positive constant, say so: --symbol {literal(str(setting))}:hyper" if setting else ""
        return Phrase(words + meant, names)
    if factor.every_component:
        return Phrase(
            "it is common to all components at one point, so the direction there survives; but it varies "
            f"(with {_slots(names)}), so the steps change, and so does the direction of a sum over examples with "
            "different values of it",
            names,
        )
    which = tuple(index for index in own_indices(question) if index not in factor.same_for)
    common = (
        f"; it is common to the components with the same {_slots(which)}: there the direction at one point survives, "
        "but neither the step nor a sum over examples"
    )
    says = f"it differs from component to component (with {_slots(which)}), so without it the direction changes"
    return Phrase(says + (common if factor.same_for else ""), which)


def _leads(factor: Factor, example: Counterexample | None) -> str:
    """Where a step leads without the factor; uphill only if the example shows it."""
    if example is None or not leads_astray(example):
        return "the direction changes"
    return "the step goes uphill" if factor.sign == "negative" else "the step may go uphill"


def _slots(parts: tuple[Any, ...]) -> str:
    """Places in a phrase for these parts, its first ones."""
    return ", ".join(f"{{{i}}}" for i in range(len(parts)))
