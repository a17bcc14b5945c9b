"""The verdict on a claim. Balls decide: apart, they prove a difference; together, in every cell, they are evidence."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Eq, Expr, Integer

from derivations.judge.counterexamples import counterexample
from derivations.judge.diagnosis import diagnose
from derivations.judge.judgement import Counterexample, Judgement, Phrase, Proof, literal
from derivations.judge.kinks import kink_notes
from derivations.judge.partly import component_relations
from derivations.judge.question import ANONYMOUS, Question
from derivations.judge.relation import Relation, relate
from derivations.judge.scales import Scale, name_scale
from derivations.judge.spots import Field, survey
from derivations.judge.suspects import Case
from derivations.judge.terms import entry_of, layouts
from derivations.judge.vectors import true_gradient, vector

COLUMN = ("", "column", "column-vector", "denominator", "gradient")


def judge(question: Question) -> Judgement:
    """The verdict on the claim, with its reason.

    Raises:
        LossaryError: the question cannot be evaluated at all.
    """
    return _Court(question).verdict()


class _Court:
    def __init__(self, question: Question) -> None:
        self.question = question
        self.truth, self.claim = true_gradient(question), vector(question.claims)
        self.field: Field = survey(question, self.truth)
        self.relation: Relation = relate(self.claim, self.truth, self.field.spots)

    def verdict(self) -> Judgement:
        if self.relation.kind == "undecided":
            reason = Phrase("the balls stay too wide to tell claim and gradient apart, however many bits they get")
            return Judgement("undecided", reason, proof=self.proof)
        found = replace(self._by_relation(), proof=self.proof)
        if found.verdict == "wrong" or self.question.order != 1:
            return found
        return replace(found, notes=kink_notes(self.question, self.field))

    def _by_relation(self) -> Judgement:
        if self.relation.kind == "equal":
            return self._equal()
        if self.relation.kind == "scaled":
            return self._scaled(name_scale(self.question, self.relation.scales, self.field.spots))
        return next(self._conventions(), None) or self._wrong()

    @property
    def proof(self) -> Proof:
        cells = {(spot.group, spot.cell) for spot in self.field.spots}
        return Proof(len(self.field.spots), len({cell for _, cell in cells}), self.relation.digits)

    def example(self) -> Counterexample | None:
        return counterexample(self.question, self.claim, self.truth, self.field)

    def _equal(self) -> Judgement:
        other = self._other_scale()
        if other is not None and other.formula != 1:
            return self._of_size(Scale(1, Integer(1)), other)
        if self.question.layout not in COLUMN:
            return Judgement("convention", _transposed(self.question), "1.0", Integer(1))
        return self._under_constraints() or Judgement("exact", _exact(self.question))

    def _under_constraints(self) -> Judgement | None:
        """Is the claim right only because of equations that the asker added?"""
        loss = self.question.loss
        if not loss.constraints or loss.id != ANONYMOUS:
            return None
        definitions = [(definition.name, definition.value) for definition in loss.definitions]
        free = _Court(replace(self.question, loss=replace(loss, constraints=(), definitions=definitions)))
        if free.relation.kind != "different":
            return None
        equations = tuple(Eq(left, right, evaluate=False) for left, right in loss.constraints)
        slots = " and ".join(f"{{{i}}}" for i in range(len(equations)))
        words = f"right where {slots} holds, and only there: say so with the formula"
        return Judgement("convention", Phrase(words, equations), counterexample=free.example())

    def _scaled(self, scale: Scale) -> Judgement:
        example = self.example()
        if scale.sign == 0:
            words = "the claim is the gradient times a factor whose sign depends on {0}"
            return Judgement("wrong", Phrase(words, scale.depends[:1]), counterexample=example)
        if scale.sign < 0:
            return Judgement("negated", _negated(scale), scale.text, scale.formula, example)
        other = self._other_scale()
        if scale.sized or (other is not None and other.formula != scale.formula):
            return replace(self._of_size(scale, other), counterexample=example)
        if self.question.layout not in COLUMN:
            return Judgement("convention", _transposed(self.question), scale.text, scale.formula, example)
        return Judgement("positive-scale", _absorbed(scale), scale.text, scale.formula, example)

    def _other_scale(self) -> Scale | None:
        """The scale of the same claim for another size."""
        if self.question.other_size is None:
            return None
        other = _Court(self.question.other_size)
        if other.relation.kind == "equal":
            return Scale(1, Integer(1))
        if other.relation.kind == "scaled":
            return name_scale(other.question, other.relation.scales, other.field.spots)
        return None

    def _of_size(self, scale: Scale, other: Scale | None) -> Judgement:
        words = (
            "the claim is {0} times the gradient"
            if scale.formula is not None
            else "the claim is a multiple of the gradient"
        )
        parts = () if scale.formula is None else (scale.formula,)
        if other is not None and other.formula is not None:
            words += f", and {{{len(parts)}}} times for another number of terms"
            parts = (*parts, other.formula)
        words += (
            ": the factor depends on the size alone. That is a convention, mean against sum: state it with the loss"
        )
        return Judgement("convention", Phrase(words, parts), scale.text, scale.formula)

    def _conventions(self) -> Iterator[Judgement]:
        for order in layouts(self.question):
            turned = relate(self.claim, tuple(self.truth[i] for i in order), self.field.spots)
            if turned.kind == "equal":
                yield Judgement("convention", _transposed(self.question), "1.0", Integer(1), self.example())
        if self._is_symmetric_convention():
            words = (
                "right, if the entries above and below the diagonal are counted the other way: as one variable each "
                "pair, or as two. A convention of symmetric matrices: the diagonal agrees, the rest differs by a 2"
            )
            yield Judgement("convention", Phrase(words), counterexample=self.example())

    def _is_symmetric_convention(self) -> bool:
        """The diagonal is right, and everything else is off by the same factor, 2 or 1/2."""
        entries = [entry_of(w) for w in self.question.wrt]
        named = None not in entries and len({entry[0] for entry in entries if entry}) == 1
        if not (named or self.question.symmetric):
            return False
        relations = component_relations(Case(self.question, self.claim, self.truth, self.field))
        if {relation.kind for relation in relations} != {"equal", "scaled"}:
            return False
        factors = {_factor(self.question, relation, self.field) for relation in relations if relation.kind == "scaled"}
        if len(factors) != 1 or factors.pop() not in (Integer(2), Integer(1) / 2):
            return False
        diagonal = [entry is not None and entry[1] == entry[2] for entry in entries]
        return not named or diagonal == [relation.kind == "equal" for relation in relations]

    def _wrong(self) -> Judgement:
        diagnoses = diagnose(self.question, self.claim, self.truth, self.field, self.relation)
        return Judgement("wrong", diagnoses[0].phrase, counterexample=self.example(), diagnoses=diagnoses)


def _factor(question: Question, relation: Relation, field: Field) -> Expr | None:
    return name_scale(question, relation.scales, field.spots).formula


def _exact(question: Question) -> Phrase:
    names = "gradient" if question.order == 1 else "second derivative"
    if question.given or question.computed or question.loss.constraints:
        return Phrase(f"this is the {names} under the conditions that were stated")
    return Phrase(f"this is the {names}, written this way or another")


def _transposed(question: Question) -> Phrase:
    layout = f" ({literal(question.layout)})" if question.layout else ""
    return Phrase(f"the same numbers in another layout{layout}: transpose it before you subtract it from the variable")


def _absorbed(scale: Scale) -> Phrase:
    if scale.formula is None:
        names = ", ".join(map(str, scale.depends))
        return Phrase(
            f"the claim is the gradient times a positive factor that depends on {literal(names)} alone, "
            "which the learning rate absorbs"
        )
    words = "the claim is {0} times the gradient: a learning rate that is {1} times as large makes the same steps"
    return Phrase(words, (scale.formula, 1 / scale.formula))


def _negated(scale: Scale) -> Phrase:
    if scale.formula == -1:
        return Phrase(
            "the sign is flipped: this is minus the gradient, the direction of descent; subtracting it goes uphill"
        )
    if scale.formula is None:
        return Phrase("the sign is flipped, and a positive constant is off as well: subtracting this goes uphill")
    return Phrase(
        "the sign is flipped, and the size is off as well: the claim is {0} times the gradient", (scale.formula,)
    )
