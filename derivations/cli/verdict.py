"""The verdict on what was typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from dataclasses import replace

from sympy import Expr, Indexed

from derivations.catalogue import Catalogue, Entry
from derivations.cli.asked import MATRIX, Asked, MisfitError, asked, doubts_about, models_taken
from derivations.cli.heard import SECOND, Heard, heard, plain_claims
from derivations.cli.hessian import CURE, INDEX, matrix_about, matrix_asked, mixed_asked, of_entries
from derivations.cli.strange import StrangeNameError
from derivations.cli.typed import Typed, entry_meant, taken_apart
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError
from derivations.evidence.sampling import NoPointError
from derivations.judge import Diagnosis, Judgement, Phrase, Question, astray, judge
from derivations.judge.arrays import UnboundIndexError
from derivations.judge.faults.diagnosis import NO_MULTIPLE
from derivations.judge.judgement import literal
from derivations.judge.leftout import Assumption, assumptions_left_out, shares_stated
from derivations.judge.rounded import has_decimals, may_be_rounded, told, told_slipped, unrounded
from derivations.judge.vanishing import FACTOR_VANISHES
from derivations.patience import stage
from derivations.reading import Doubt, ReadingError
from derivations.reading.matrices import POSITIVE_DETERMINANT
from derivations.reading.names import is_parameter
from derivations.reading.products import COLUMNS
from derivations.reading.sums import POSITIVE_FACTORS

FEW = 4  # letters of which one may name the component
LETTER = re.compile(r"\s*\\?[A-Za-z]+\s*")
SECOND_DERIVATIVE = "second derivative"
REFUSED = ("wrong", "undecided")
MISFIT = "shape"  # what is wrong with a claim that has not the shape of the gradient
UNBOUND = "unbound-index"
WHERE_POSITIVE = {
    POSITIVE_FACTORS: Phrase("but only where every factor of the product is positive was it judged"),
    POSITIVE_DETERMINANT: Phrase("but only where the determinant is positive was it judged"),
}


def verdict_on(
    typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1
) -> tuple[Judgement, Entry | None]:
    """The judgement, and the loss that it is about; None if the claim is no formula of it at all.

    Where a variable may be a number as well as a vector, and the verdict depends on it, it says so.

    Raises:
        LossaryError: something cannot be read, or the question makes no sense.
    """
    typed = taken_apart(typed)
    return verdict_as_heard(heard(typed, catalogue, plain_claims(typed, catalogue, claims), order), catalogue)


def verdict_as_heard(said: Heard, catalogue: Catalogue) -> tuple[Judgement, Entry | None]:
    """The same of what the left sides made of the question that was typed."""
    order = said.order
    try:
        if said.also:
            return _by_two(said, catalogue)
        judgement, entry = _weighed_up(said.typed, catalogue, said.claims, order)
    except LossaryError as error:
        if not said.instead or isinstance(error, ReadingError):
            raise
        msg = f"the claim speaks of {said.instead}, and as that it cannot be judged: {error}"
        raise LossaryError(msg) from error
    if said.beside is not None:
        other, _ = _weighed_up(said.beside, catalogue, said.claims, order)
        if (other.verdict, other.scale) != (judgement.verdict, judgement.scale):
            msg = f"the left side differentiates {said.beside.loss}, which is not the loss: leave it out, or mend it"
            raise LossaryError(msg)
    of = SECOND_DERIVATIVE if order == SECOND else "slope" if said.typed.intermediate else judgement.of
    return replace(_noting(judgement, said.notes), of=of), entry


def _noting(judgement: Judgement, remarks: Iterable[str]) -> Judgement:
    """The judgement with these remarks among its notes."""
    return replace(judgement, notes=(*judgement.notes, *(Phrase(literal(words)) for words in remarks)))


def _by_two(said: Heard, catalogue: Catalogue) -> tuple[Judgement, Entry | None]:
    """The verdict on a second derivative by two variables."""
    if entry_meant(said.typed, catalogue) is not None:
        msg = "a second derivative by two variables is judged only of a loss that is typed as a formula"
        raise LossaryError(msg)
    with stage("reading it"):
        entries = of_entries(said.typed, said.claims[0], said.also)
    if entries is not None:
        return replace(_of_entries(entries), of=SECOND_DERIVATIVE), None
    with stage("reading it"):
        found = mixed_asked(said.typed, said.claims[0], said.also)
    with stage("judging the claim"):
        judgement = judge(found.question)
    return replace(_noting(judgement, found.remarks), of=SECOND_DERIVATIVE), None


def _weighed_up(
    typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int
) -> tuple[Judgement, Entry | None]:
    """The same of claims without left sides."""
    found: tuple[Judgement, Entry | None] | LossaryError
    try:
        found = _as_read(typed, catalogue, claims, order)
    except LossaryError as error:
        found = error
    for doubt in doubts_about(typed, catalogue, claims):
        meant = replace(typed, symbols=(*typed.symbols, *doubt.options))
        with suppress(LossaryError):  # what cannot be read so is not meant so
            other, entry = _as_read(meant, catalogue, claims, order)
            if not isinstance(found, LossaryError):
                found = _weighed(found[0], other, doubt), found[1]
            elif other.verdict not in REFUSED:
                found = _noting(other, [f"that holds if {doubt.there}"]), entry
    if isinstance(found, LossaryError):
        raise found
    return found


def _weighed(judgement: Judgement, other: Judgement, doubt: Doubt) -> Judgement:
    """The judgement beside that on another reading, in which some names have another shape or count something else."""
    if judgement.verdict == other.verdict:
        return judgement
    option, own = (" ".join(f"--symbol {_quoted(said)}" for said in some) for some in (doubt.options, doubt.own))
    is_misfit = any(diagnosis.kind == MISFIT for diagnosis in judgement.diagnoses)
    if is_misfit and other.verdict in REFUSED:
        return judgement
    is_open = is_misfit or (other.verdict == "exact" and all(map(is_parameter, doubt.names)))
    is_gradient = other.verdict == "exact" or (other.verdict == "convention" and other.scale in (None, "1.0"))
    if judgement.verdict in REFUSED and is_open and is_gradient:
        there, not_so = "claim is the gradient", "it is not"
        if other.verdict != "exact":
            there, not_so = f"verdict is {other.verdict}", "the claim has not the shape of the gradient"
        words = f"it depends: if {doubt.there}, the {there}, if {doubt.here}, {not_so}; say {option}, or {own}"
        return Judgement("undecided", Phrase(literal(words)), notes=judgement.notes)
    words = (
        f"that holds if {doubt.here}; if {doubt.there}, the verdict is {other.verdict}: say {option} if you mean that"
    )
    return _noting(judgement, [words])


def _quoted(said: str) -> str:
    return f'"{said}"' if "(" in said else said


def _as_read(typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int) -> tuple[Judgement, Entry | None]:
    meant = entry_meant(typed, catalogue) if order == SECOND and len(claims) == 1 and len(typed.wrt) < MATRIX else None
    if meant is not None and (pair := matrix_about(typed, meant, claims[0], by_letters=True)) is not None:
        return _of_entries(pair), meant
    try:
        with stage("reading it"):
            said = asked(typed, catalogue, claims, order)
    except (MisfitError, UnboundIndexError) as error:
        component = _by_component(typed, catalogue, claims, order)
        if component is not None:
            return component
        if order == SECOND and (entries := _entry_by_entry(typed, catalogue, claims)) is not None:
            return entries
        kind = MISFIT if isinstance(error, MisfitError) else UNBOUND
        phrase = Phrase(literal(str(error)))
        return Judgement("wrong", phrase, diagnoses=(Diagnosis(kind, phrase),)), entry_meant(typed, catalogue)
    except StrangeNameError as error:
        component = _by_component(typed, catalogue, claims, order, error.name)
        if component is None:
            raise
        return component
    with stage("judging the claim"):
        judgement = _judged(said)
        if order == SECOND and judgement.verdict == "wrong" and (by_columns := _by_columns(typed, catalogue, claims)):
            return by_columns
        for said_so in (words for remark, words in WHERE_POSITIVE.items() if remark in said.remarks):
            if judgement.verdict in ("exact", "convention"):
                judgement = replace(judgement, verdict="convention", reason=judgement.reason.followed_by(said_so))
        judgement = replace(judgement, counterexample=astray(said.question, judgement))
    judgement = replace(judgement, notes=(*judgement.notes, *models_taken(typed, said.question)))
    return _noting(judgement, said.remarks), entry_meant(typed, catalogue) or your_entry(said.question.loss)


def _by_columns(typed: Typed, catalogue: Catalogue, claims: Sequence[str]) -> tuple[Judgement, Entry | None] | None:
    """The same of a claim such as 2 x @ x.T: a number in a program, but a matrix if vectors are columns."""
    found = None
    with suppress(LossaryError):
        found = _entry_by_entry(typed, catalogue, claims)
    return found if found is not None and Phrase(literal(COLUMNS)) in found[0].notes else None


def _entry_by_entry(typed: Typed, catalogue: Catalogue, claims: Sequence[str]) -> tuple[Judgement, Entry | None] | None:
    """The verdict on a claim that is the whole matrix of second derivatives; None if it cannot be that.

    Raises:
        LossaryError: it is, or may be, but cannot be judged.
    """
    entry = entry_meant(typed, catalogue)
    if len(claims) != 1 or (len(typed.wrt) != 1 if entry is None else len(typed.wrt) > 1):
        msg = f"a matrix of second derivatives is judged of one variable alone: {CURE}"
        raise LossaryError(msg)
    said = matrix_asked(typed, claims[0]) if entry is None else matrix_about(typed, entry, claims[0])
    if said is None:
        letters = {letter for word in INDEX.findall(claims[0]) for letter in word}
        if len(letters) > 1:
            msg = f"a second derivative by two entries is judged only as a whole matrix: {CURE}"
            raise LossaryError(msg)
        return None
    return _of_entries(said), entry


def _of_entries(said: Asked) -> Judgement:
    how = "each entry of the matrix was judged as the slope of a component of the gradient"
    return _noting(judge(said.question), [*said.remarks, how])


def _by_component(
    typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int, strange: str = ""
) -> tuple[Judgement, Entry | None] | None:
    """The verdict on a claim y_k about the gradient by all of w: that by w_k, if it is right so.

    Also if it is wrong, where nothing else can be meant: the loss has the same letter below its names, or the claim
    holds it as a name of its own, as in softmax(z) + [k=y].
    """
    if len(typed.wrt) != 1 or not LETTER.fullmatch(typed.wrt[0]):
        return None
    below = {letter: None for claim in claims for word in INDEX.findall(claim) for letter in word}
    letters = {**({strange: None} if len(strange) == 1 else {}), **below}
    plain = {letter for word in INDEX.findall(typed.loss) for letter in word} | {strange} & below.keys()
    wrong: list[tuple[Judgement, Entry | None]] = []
    for letter in list(letters)[:FEW]:
        with suppress(LossaryError):
            said = asked(replace(typed, wrt=(f"{typed.wrt[0].strip()}_{letter}",)), catalogue, claims, order)
            if letter in {str(name) for name in said.question.loss.expression.free_symbols}:  # a label of the loss
                continue
            judgement, read = _judged(said), f"the claim was read as the component {letter} of the gradient"
            found = _noting(judgement, [*said.remarks, read]), your_entry(said.question.loss)
            if judgement.verdict not in REFUSED:
                return found
            wrong += [found] if letter in plain else []
    return wrong[0] if len(wrong) == 1 else None


def _judged(said: Asked) -> Judgement:
    """The judgement; if it is wrong as it stands but right under what everybody takes for granted, that one."""
    try:
        judgement = judge(said.question)
    except NoPointError:  # of shares that were said to sum to 1, but not to be positive
        found = _taking(said, shares_stated(said.question))
        if found is None:
            raise
        return found
    if may_be_rounded(judgement) and has_decimals(said.question):
        for meant, chosen in unrounded(said.question, _gradient(said.question)):
            again = judge(meant)
            if again.verdict not in REFUSED:
                return told(again, chosen)
        for meant, chosen in unrounded(said.question, _gradient(said.question), slipped=True):
            if judge(meant, ()).verdict == "exact":
                return told_slipped(judgement, chosen)
    if said.under is None or judgement.verdict != "wrong":
        return judgement
    turned = _turned(said.question) if said.whole else None
    if turned is not None and (again := judge(turned)).verdict == "convention" and again.factor == 1:
        return again
    unlike = next(iter(judgement.diagnoses), None)
    for assumption in assumptions_left_out(said.question):
        found = _taking(said, assumption)
        if found is not None and found.verdict not in REFUSED:
            return found
        if found is not None and unlike is not None and unlike.kind == NO_MULTIPLE:  # it says more
            judgement = found
    return judgement


def _gradient(question: Question) -> Expr:
    """The gradient, for the constants in it; the loss, where there is none."""
    with suppress(LossaryError):
        return your_entry(question.loss).derivation.gradient
    return question.loss.expression


def _turned(question: Question) -> Question | None:
    """The same claim in the other layout, if it is about a square matrix: of its shape nothing tells which it is in."""
    entry, *others = question.wrt
    if others or question.layout or not isinstance(entry, Indexed) or len(set(entry.indices)) != MATRIX:
        return None
    row, column = entry.indices
    tall, wide = question.loss.symbols[entry.base].shape
    if tall != wide or not (row.is_Symbol and column.is_Symbol):
        return None
    swap = {row: column, column: row}
    return replace(
        question,
        claims=tuple(claim.xreplace(swap) for claim in question.claims),
        needs=tuple(tuple(need.xreplace(swap) for need in needs) for needs in question.needs),
        layout="transpose",
    )


def _taking(said: Asked, assumption: Assumption) -> Judgement | None:
    """The judgement with something taken for granted, if it is right so, or a multiple by what is zero somewhere."""
    for assumed in dict.fromkeys((assumption, assumption.with_shares)):
        try:
            meant = said.under(assumed) if said.under else None
            found = None if meant is None else judge(meant, ())
        except NoPointError:  # labels of -1 and 1 do not sum to 1
            continue
        if meant is None or found is None:
            return None
        is_telling = found.verdict not in REFUSED or any(d.kind == FACTOR_VANISHES for d in found.diagnoses)
        if not is_telling:
            return None
        return assumed.added_to(found if found.verdict == "exact" else judge(meant))  # what is exact has no reasons
    return None
