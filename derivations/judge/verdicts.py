"""The verdict on a claim. Balls decide: apart, they prove a difference; together, in every cell, they are evidence."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from sympy import Eq, Expr, Integer

from derivations.evidence.regions import refuse_regions
from derivations.evidence.unseen import Unseen
from derivations.judge.counterexamples import counterexample, simplest
from derivations.judge.defined import gaps
from derivations.judge.faults.diagnosis import ALL, Telling, diagnose
from derivations.judge.faults.partly import RIGHT_SOMEWHERE
from derivations.judge.faults.terms import layouts
from derivations.judge.hunting import hunt, hunt_in_groups
from derivations.judge.judgement import Counterexample, Diagnosis, Evidence, Judgement, Phrase
from derivations.judge.kinks import kink_notes
from derivations.judge.pairs import counted_in_pairs
from derivations.judge.proofs import Proof, prove, sure_gap
from derivations.judge.question import Question
from derivations.judge.reasons import (
    absorbed,
    exact,
    exact_where_both,
    laid_out,
    negated,
    of_size,
    of_strange_size,
    transposed,
    tried,
)
from derivations.judge.relation import Relation, relate
from derivations.judge.scales import Scale, name_scale
from derivations.judge.spots import Field, formulas_of, survey
from derivations.judge.unseen import unseen_of
from derivations.judge.vanishing import FACTOR_VANISHES, elsewhere, in_words, where_it_vanishes
from derivations.judge.vectors import Spot, claimed, true_gradient
from derivations.language.indices import are_turned
from derivations.language.loss import ANONYMOUS
from derivations.language.regions import told_apart

ONE = Integer(1)
TINY = "tiny-term"
COLUMN = ("", "column", "column-vector", "denominator", "gradient")


def judge(question: Question, told: Collection[Telling] = ALL) -> Judgement:
    """The verdict on the claim, with its reason.

    Args:
        question: what is asked.
        told: what is to be said of a claim that is not right; what nobody reads need not be looked for.

    Raises:
        LossaryError: the question cannot be evaluated at all.
    """
    question = replace(question, claims=tuple(map(told_apart, question.claims)))
    refuse_regions(question.loss, formulas_of(question), question.wrt)
    return _Court(question, told).verdict()


class _Court:
    def __init__(self, question: Question, told: Collection[Telling] = ALL) -> None:
        self.question, self.told = question, told
        self.vanishing: Phrase | None = None  # what is said of a factor that is zero somewhere
        self.shown: Sequence[Spot] = ()  # the spots that show best what is wrong
        self.truth, self.claim = true_gradient(question), claimed(question)
        self._look(survey(question, self.truth, brief=True))
        self.proof = prove(question, ONE) if self.relation.kind == "equal" else Proof()
        if not self.proof.is_whole and not self._is_settled:
            self._look_closely()
        if self.relation.kind == "scaled" and self.scale.formula is not None:
            self._look_where_it_vanishes(self.scale.formula)
        elif self.relation.kind == "different":
            self._look_where_it_does_not_vanish()

    @property
    def _is_settled(self) -> bool:
        """Is the claim refuted under every convention, while nobody asks for the reason?"""
        return not self.told and self.relation.kind == "different" and next(self._conventions(), None) is None

    def _look(self, field: Field) -> None:
        self.field = field
        self.relation: Relation = relate(self.claim, self.truth, field.spots)

    def _look_closely(self) -> None:
        """Where there is no proof, look wherever the claim may be wrong."""
        about = self.question, self.claim, self.truth
        self._look(survey(self.question, self.truth))
        self.proof = self._proof()
        if self.relation.kind in ("equal", "scaled") and not self.proof.is_whole:
            self._look(hunt(*about, self.field))
            if self.relation.kind == "scaled":
                self._look(hunt_in_groups(*about, self.field))

    def _look_where_it_vanishes(self, factor: Expr) -> None:
        """A multiple by a factor that is zero somewhere is none there, though algebra says that it is one."""
        places = where_it_vanishes(self.question, factor, self.truth, self.field)
        if places:
            self.vanishing = in_words(self.question, factor, places)
            self.shown = [place.spot for place in places]
            self._look(replace(self.field, spots=(*self.field.spots, *self.shown)))
            self.proof = Proof()

    def _look_where_it_does_not_vanish(self) -> None:
        """What is no multiple may be one but for those constants for which it is zero."""
        spots = elsewhere(self.claim, self.truth, self.field)
        relation = relate(self.claim, self.truth, spots) if spots else self.relation
        factor = name_scale(self.question, relation.scales, spots).formula if relation.scales else None
        if factor is not None:
            self._look_where_it_vanishes(factor)

    def _proof(self) -> Proof:
        """What algebra says of a claim that seems right."""
        if self.relation.kind == "equal":
            return prove(self.question, ONE)
        return prove(self.question, self.scale.formula) if self.relation.kind == "scaled" else Proof()

    def _agreeing(self) -> list[Spot]:
        """The spots at which the claim seems right."""
        apart = {meeting.spot for meeting in self.relation.meetings if meeting.verdict.kind != "agree"}
        return [spot for spot in self.field.spots if spot not in apart]

    def _sure_gap(self) -> Phrase | None:
        """Why a claim is wrong that balls cannot tell from the gradient, or from a multiple of it."""
        if self.relation.kind == "scaled":
            return sure_gap(self.question, self.scale.formula, self.field.spots)
        return sure_gap(self.question, ONE, self.field.spots) if self.relation.kind != "different" else None

    @property
    def scale(self) -> Scale:
        """The k of claim = k gradient."""
        return name_scale(self.question, self.relation.scales, self.field.spots)

    def verdict(self) -> Judgement:
        gap = None if self.proof.is_whole else self._sure_gap()
        if gap is not None:
            return Judgement("wrong", gap, diagnoses=(Diagnosis(TINY, gap),))
        if self.relation.kind == "undecided":
            reason = Phrase(
                "rounding blurs the claim too much to tell it from the gradient, however many digits are taken"
            )
            return Judgement("undecided", reason, evidence=self.evidence)
        found = replace(self._by_relation(), evidence=self.evidence)
        if found.verdict == "wrong":
            return found
        found = replace(found, evidence=replace(self.evidence, level=self.proof.level, unseen=self.unseen))
        found = found if self.question.of_slope else self._with_notes(found)
        if found.verdict == "exact" and self.proof.equal and self.proof.missing:
            return replace(found, reason=exact_where_both(self.question))
        is_told = self.proof.equal or found.verdict == "undecided"
        return found if is_told else replace(found, reason=tried(self.question, found))

    def _with_notes(self, found: Judgement) -> Judgement:
        """The verdict, with what it leaves out: places without a value, and kinks."""
        missing = self._gaps()
        places = {note.parts for note in missing}  # of which it is known that the loss has a gradient there
        if missing and found.verdict == "exact":
            (first, *missing_too), words = (
                missing,
                f"equal to the {self.question.of} wherever it has a value, but {{}}",
            )
            reason = Phrase(words.replace("{}", first.template), first.parts)
            found, missing = replace(found, verdict="convention", reason=reason), tuple(missing_too)
        undecided = () if missing or found.verdict == "convention" else self.proof.notes
        kinks = kink_notes(self.question, self.field)
        kinks = tuple(note for note in kinks if not note.is_open or note.phrase.parts not in places)
        doubt = next((note for note in kinks if note.is_doubtful), None)
        if doubt is not None and found.verdict == "exact" and not self.proof.equal:
            kinks = tuple(note for note in kinks if note is not doubt)
            reason = Phrase(f"right wherever it was tried; but {doubt.phrase.template}", doubt.phrase.parts)
            found = Judgement("undecided", reason, evidence=found.evidence)
        return replace(found, notes=(*missing, *undecided, *(note.phrase for note in kinks)))

    @property
    def unseen(self) -> tuple[Unseen, ...]:
        """The sides of switches for which the claim was neither proved nor tried; those in another size too."""
        if self.proof.equal:
            return ()
        own = unseen_of(self.question, self.claim, self.truth, self.field)
        return own if self.other is None else own + self.other.unseen

    def _gaps(self) -> tuple[Phrase, ...]:
        """Where the claim has no value although the loss has a gradient there."""
        if self.proof.is_whole:
            return ()
        spots = (*self.field.simple, *self.field.spots)
        return gaps(self.question, self.claim, self.truth, spots)

    def _by_relation(self) -> Judgement:
        if self.other is not None and self.relation.kind != "different" and self.other.relation.kind == "different":
            return self.other.wrong_for_its_size()
        if self.relation.kind == "equal":
            return self._equal()
        if self.relation.kind == "scaled":
            return self._laid_out(self._scaled(self.scale))
        return next(self._conventions(), None) or self._wrong()

    @property
    def evidence(self) -> Evidence:
        cells = {(spot.group, spot.cell) for spot in self.field.spots}
        return Evidence(len(self.field.spots), len({cell for _, cell in cells}), self.relation.digits)

    def example(self) -> Counterexample | None:
        wanted = "example" in self.told
        about = self.question, self.claim, self.truth
        if not wanted:
            return None
        return (self.shown and simplest(*about, self.shown)) or counterexample(*about, self.field)

    def _equal(self) -> Judgement:
        other = self._other_scale()
        if other is not None and other.formula != 1:
            return self._of_size(Scale(1, Integer(1)), other)
        if self.question.layout not in COLUMN:
            return Judgement("convention", transposed(self.question), "1.0", Integer(1))
        return self._under_constraints() or Judgement("exact", exact(self.question))

    def _under_constraints(self) -> Judgement | None:
        """Is the claim right only because of equations that the asker added? What a matrix was declared to be stays."""
        loss = self.question.loss
        symmetric = self.question.declared_symmetric
        declared = tuple(pair for pair in loss.constraints if are_turned(*pair) and str(pair[0].base) in symmetric)
        added = tuple(Eq(*pair, evaluate=False) for pair in loss.constraints if pair not in declared)
        if not added or loss.id != ANONYMOUS:
            return None
        definitions = [(definition.name, definition.value) for definition in loss.definitions]
        free = _Court(
            replace(self.question, loss=replace(loss, constraints=declared, definitions=definitions)), self.told
        )
        if free.relation.kind != "different":
            return None
        slots = " and ".join(f"{{{i}}}" for i in range(len(added)))
        words = f"right where {slots} holds, as was stated, and only there: say so with the formula"
        return Judgement("convention", Phrase(words, added), counterexample=free.example())

    def _scaled(self, scale: Scale) -> Judgement:
        example = self.example()
        if scale.sign == 0:
            phrase = Phrase("the claim is the gradient times a factor whose sign depends on {0}", scale.depends[:1])
            diagnoses = (Diagnosis("sign-varies", phrase),)
            return Judgement("wrong", phrase, counterexample=example, diagnoses=diagnoses)
        if scale.sign < 0:
            return Judgement("negated", negated(self.question, scale), scale.text, scale.formula, example)
        other = self._other_scale()
        strange = of_strange_size(self.question, scale) if other is None else None
        if strange is not None:
            return Judgement("wrong", strange, counterexample=example, diagnoses=(Diagnosis("other-size", strange),))
        if scale.sized or (other is not None and other.formula != scale.formula):
            return replace(self._of_size(scale, other), counterexample=example)
        return Judgement("positive-scale", absorbed(self.question, scale), scale.text, scale.formula, example)

    def _laid_out(self, found: Judgement) -> Judgement:
        """What is said of a multiple, and of its layout, if that is another one."""
        if self.question.layout in COLUMN or found.verdict == "wrong":
            return found
        verdict = "convention" if found.verdict == "positive-scale" else found.verdict
        return replace(found, verdict=verdict, reason=found.reason.followed_by(laid_out(self.question)))

    @cached_property
    def other(self) -> _Court | None:
        """The same claim for another size."""
        return None if self.question.other_size is None else _Court(self.question.other_size, self.told)

    def _other_scale(self) -> Scale | None:
        other = self.other
        if other is None or other.relation.kind == "undecided":
            return None
        if other.relation.kind == "equal":
            return Scale(1, Integer(1))
        return name_scale(other.question, other.relation.scales, other.field.spots)

    def wrong_for_its_size(self) -> Judgement:
        """The verdict, if the claim holds for the size that was asked about first."""
        found = next(self._conventions(), None) or self._wrong()
        words = f"right for one number of terms, but not for another: there {found.reason.template}"
        return replace(found, reason=Phrase(words, found.reason.parts))

    def _of_size(self, scale: Scale, other: Scale | None) -> Judgement:
        return Judgement("convention", of_size(self.question, scale, other), scale.text, scale.formula)

    def _conventions(self) -> Iterator[Judgement]:
        for order in layouts(self.question):
            turned = relate(self.claim, tuple(self.truth[i] for i in order), self.field.spots)
            if turned.kind == "equal":
                yield Judgement("convention", transposed(self.question), "1.0", Integer(1), self.example())
        words = counted_in_pairs(self.question, self.claim, self.truth, self.field)
        if words is not None:
            yield Judgement("convention", words, counterexample=self.example())

    def _wrong(self) -> Judgement:
        diagnoses = diagnose(self.question, self.claim, self.truth, self.field, self.relation, self.told)
        if diagnoses and diagnoses[0].kind == RIGHT_SOMEWHERE:
            gap = sure_gap(self.question, ONE, self._agreeing())
            diagnoses = (Diagnosis(TINY, gap), *diagnoses[1:]) if gap is not None else diagnoses
        if self.vanishing is not None:
            diagnoses = (Diagnosis(FACTOR_VANISHES, self.vanishing), *diagnoses)
        reason = diagnoses[0].phrase if diagnoses else Phrase("the claim is not the gradient")
        return Judgement("wrong", reason, counterexample=self.example(), diagnoses=diagnoses)
