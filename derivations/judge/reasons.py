"""The reasons of every verdict but `wrong`, in words."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from sympy import Add, Basic, Expr, Indexed, Mul, Sum

from derivations.judge.judgement import Judgement, Phrase, literal
from derivations.judge.question import Question
from derivations.judge.scales import Scale
from derivations.language.shapes import base_of, free_names
from derivations.notation import unicode_text

GRADIENT = "gradient"  # by which one goes down


def exact(question: Question) -> Phrase:
    what = question.of
    if _conditional(question):
        return Phrase(f"this is the {what} under the conditions that were stated")
    return Phrase(f"this is the {what}, written this way or another")


def exact_where_both(question: Question) -> Phrase:
    """The reason of what is proved to be right but for places where it may have no value."""
    where = " under the conditions that were stated" if _conditional(question) else ""
    return Phrase(f"this is the {question.of}{where} wherever both have a value")


def tried(question: Question, found: Judgement) -> Phrase:
    """The reason of what is right, but not proved; with the sides of switches on which no point was found."""
    if found.verdict == "exact":
        where = " under the conditions that were stated" if _conditional(question) else ""
        reason = Phrase(f"this agrees with the {question.of}{where} wherever it was tried")
    else:
        reason = Phrase(f"wherever it was tried, {found.reason.template}", found.reason.parts)
    nowhere = found.evidence.nowhere if found.evidence is not None else None
    return reason if nowhere is None else reason.followed_by(nowhere)


def _conditional(question: Question) -> bool:
    return bool(question.given or question.computed or question.loss.stated)


def transposed(question: Question) -> Phrase:
    return Phrase(f"the same numbers in {_layout(question)}: transpose it before you subtract it from the variable")


def laid_out(question: Question) -> Phrase:
    """The same of a multiple of the gradient, whose reason is given before this."""
    return Phrase(f"and it stands in {_layout(question)}: transpose it before you subtract it from the variable")


def _layout(question: Question) -> str:
    return f"another layout ({literal(question.layout)})" if question.layout else "another layout"


def absorbed(question: Question, scale: Scale) -> Phrase:
    what = question.of
    if scale.formula is not None and question.of != GRADIENT:
        return Phrase(f"the claim is {{0}} times the {what}", (scale.formula,))
    if scale.formula is not None:
        words = "the claim is {0} times the gradient: a learning rate that is {1} times as large makes the same steps"
        return Phrase(words, (scale.formula, 1 / scale.formula))
    if scale.number is not None:
        short = f"{scale.number:.6g}"
        is_near = isinstance(scale.number, Decimal) and Decimal(short) != scale.number
        written = str(scale.number) if is_near or short == "1" else short  # it is not 1, or it would be exact
        return Phrase(f"the claim is {written} times the {what}, which a learning rate absorbs")
    names = ", ".join(map(str, scale.depends))
    return Phrase(
        f"the claim is the {what} times a positive factor that depends on {literal(names)} alone, "
        "which the learning rate absorbs"
    )


def negated(question: Question, scale: Scale) -> Phrase:
    what = question.of
    if scale.formula == -1 and question.of == GRADIENT:
        return Phrase(
            "the sign is flipped: this is minus the gradient, the direction of descent; subtracting it goes uphill"
        )
    if scale.formula == -1:
        return Phrase(f"the sign is flipped: this is minus the {what}")
    if scale.formula is not None:
        words = f"the sign is flipped, and the size is off as well: the claim is {{0}} times the {what}"
        return Phrase(words, (scale.formula,))
    return Phrase(f"the sign is flipped, and a positive constant is off as well: it is no {what} to go down by")


def of_size(question: Question, scale: Scale, other: Scale | None) -> Phrase:
    """A factor that depends on the number of terms alone."""
    what, parts = question.of, tuple[Expr, ...]()
    words = f"the claim is a multiple of the {what}"
    if scale.formula is not None:
        words, parts = f"the claim is {{0}} times the {what}", (scale.formula,)
        if scale.formula == 1:
            words, parts = f"the claim is the {what} for this number of terms", ()
    if other is not None and other.formula is not None:
        words += f", and {{{len(parts)}}} times the {what} for another number of terms"
        parts = (*parts, other.formula)
    if other is not None or _is_of_a_mean(question, scale):
        words += (
            ": the factor depends on the size alone. That is a convention, mean against sum: state it with the loss"
        )
    else:
        words += ": a constant factor, but one that depends on a size. If it is meant, state it with the loss"
    return Phrase(words, parts)


def of_strange_size(question: Question, scale: Scale) -> Phrase | None:
    """Why a factor of sizes is none between a mean and a sum: the loss takes neither over the d features."""
    strange = _not_added_up(question, scale)
    if scale.formula is None or not strange:
        return None
    slots = " and ".join(f"{{{1 + place}}}" for place in range(len(strange)))
    counts = "is not the number" if len(strange) == 1 else "are not the numbers"
    words = (
        f"the claim is {{0}} times the {question.of}: {slots} {counts} of terms whose sum or mean the loss "
        "is, so this is no convention of mean or sum, and likely a mistake"
    )
    return Phrase(words, (scale.formula, *strange))


def _not_added_up(question: Question, scale: Scale) -> tuple[Expr, ...]:
    """The sizes in the factor over which the loss takes no sum and no mean: the d features of a sum over n examples."""
    sizes = set() if scale.formula is None else scale.formula.free_symbols & question.sizes
    return tuple(sorted(sizes.difference(*map(_counted, _varied(question))), key=str)) if sizes else ()


def _varied(question: Question) -> list[Expr]:
    """The terms of the loss that hold what is varied, and the values of all that they are made of."""
    values = {definition.base: definition.value for definition in question.loss.definitions}
    varied = {base_of(variable) for variable in question.wrt}

    def within(formula: Expr) -> dict[Basic, Expr]:
        found = dict[Basic, Expr]()
        waiting: list[Expr] = [formula]
        while waiting:
            new = [base for base in free_names(waiting.pop()) & values.keys() if base not in found]
            found |= {base: values[base] for base in new}
            waiting += [values[base] for base in new]
        return found

    terms = Add.make_args(question.loss.expression)
    made_of = [(term, within(term)) for term in terms]
    held = [(u, own) for u, own in made_of if varied & ({*own}.union(*map(free_names, (u, *own.values()))))]
    return [value for term, own in held or made_of for value in (term, *own.values())]


def _counted(formula: Basic, *, inside: bool = False) -> set[Basic]:
    """The sizes of its outer sums, and those by which it multiplies and divides; `inside`: within a sum."""
    if isinstance(formula, Sum):
        ends = {name for limit in formula.limits for end in limit[1:] for name in end.free_symbols}
        return ends | _counted(formula.function, inside=True)
    if inside and not isinstance(formula, Mul | Add):
        return set() if formula.has(Sum, Indexed) else set(formula.free_symbols)
    if not formula.args:
        return {formula}
    return set[Basic]().union(*(_counted(part, inside=inside) for part in formula.args))


def _is_of_a_mean(question: Question, scale: Scale) -> bool:
    """Is the factor a number times sizes and inverses of sizes, as between a sum and a mean?"""
    if scale.formula is None:
        return False
    powers = scale.formula.as_coeff_Mul()[1].as_powers_dict()
    return all(base in question.sizes and abs(exponent) == 1 for base, exponent in powers.items())


def same_up_to(renaming: Sequence[tuple[Expr, Expr]], scale: Expr | None) -> Phrase:
    """How a gradient that was found is the one that was asked for: up to names, a factor, the sign."""
    changed = [(old, new) for old, new in renaming if unicode_text(old) != unicode_text(new)]
    parts: tuple[Expr, ...] = tuple(part for pair in changed for part in pair)
    words = "the same gradient"
    if scale is None:
        words = "the same gradient up to a constant factor"
    elif scale == -1:
        words = "minus the gradient"
    elif scale != 1:
        words, parts = f"{{{len(parts)}}} times the gradient", (*parts, scale)
    names = ", ".join(f"{{{2 * i}}} is {{{2 * i + 1}}}" for i in range(len(changed)))
    return Phrase(f"{words}, where {names}" if names else words, parts)
