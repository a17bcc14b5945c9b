"""Faults of single terms, of the target, and of the variable: what was forgotten, and what was mistaken for what."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from itertools import permutations

from sympy import Eq, Expr, Indexed, Integer, Rational, Symbol, sqrt

from derivations.evidence.balls import Number
from derivations.evidence.scope import Scope
from derivations.judge.faults.retried import agree_without
from derivations.judge.faults.suspects import Case, Says, Suspect, each, plainly, put
from derivations.judge.judgement import literal
from derivations.judge.question import Question
from derivations.judge.vectors import Component, Vector, slope_hole, vector, with_number
from derivations.language.functions import D
from derivations.language.shapes import free_names
from derivations.notation import unicode_prose

WEIGHTS = (
    (Integer(0), "term-dropped", "the term {0} was not differentiated"),
    (Integer(-1), "term-sign", "what comes of the term {0} has the wrong sign"),
    (Rational(1, 2), "term-scale", "a factor 2 is missing in what comes of the term {0}, and there only"),
    (Integer(2), "term-scale", "there is one factor 2 too many in what comes of the term {0}, and there only"),
)
LOST_ONLY, LOST = "{0} was lost: right for {1} only", "{0} was lost: right for {1}, but not for every {0}"
MOST_SWAPPED = 4
SMALL = Rational(1, 1000)


def terms_of(loss: Expr) -> tuple[Expr, ...]:
    """The terms of a sum, also of one with a number before the bracket."""
    number, rest = loss.as_coeff_Mul()
    return tuple(number * term for term in rest.args) if rest.is_Add else ()


def term_faults(case: Case) -> Iterator[Suspect]:
    sizes = [*_weights_of_sizes(case.question)]
    for term in terms_of(case.question.loss.expression):
        for weight, kind, words in (*WEIGHTS, *sizes):
            right = each(
                g - (1 - weight) * D(term, w) for g, w in zip(case.true_slopes, case.question.wrt, strict=True)
            )
            yield Suspect(kind, case.claim, right, partial(plainly, words, term), exactly=True)


def _weights_of_sizes(question: Question) -> Iterator[tuple[Expr, str, str]]:
    """A mean of one term beside the sum of another."""
    for size in sorted((s for s in question.sizes if isinstance(s, Symbol)), key=str):
        name = literal(str(size))
        yield (
            1 / size,
            "term-scale",
            f"what comes of the term {{0}} is divided by {name}, but not that of the others",
        )
        yield size, "term-scale", f"what comes of the term {{0}} is multiplied by {name}, but not that of the others"


def target_faults(case: Case) -> Iterator[Suspect]:
    """A symbol taken for 0."""
    question = case.question
    claimed = set().union(*map(free_names, question.claims))
    for symbol in question.loss.symbols:
        if isinstance(symbol, Symbol) and question.role(symbol) in ("data", "label") and symbol not in claimed:
            rest = put(question.loss.expression, {symbol: Integer(0)})
            if rest is not None:
                right = each(D(rest, w) for w in question.wrt)
                says = partial(_says_lost, case, right, symbol, Integer(0))
                yield Suspect("target-lost", case.claim, right, says)


def _says_lost(case: Case, right: Vector, symbol: Symbol, number: Expr) -> Says:
    """With the number in place of the symbol; the slope may be the gradient for other values too."""
    words = LOST if agree_without(case, right, case.truth, {symbol: number}) else LOST_ONLY
    return plainly(words, symbol, Eq(symbol, number, evaluate=False))


def unit_faults(case: Case) -> Iterator[Suspect]:
    """A constant of training taken for 1, for 0 or for 1/2."""
    question = case.question
    claimed = set().union(*map(free_names, question.claims))
    for symbol in question.constants:
        if isinstance(symbol, Symbol) and symbol not in claimed and symbol not in question.sizes:
            for number, exactly in ((Integer(1), True), (Integer(0), True), (Rational(1, 2), False)):
                rest = put(question.loss.expression, {symbol: number})
                if rest is not None:
                    right = each(D(rest, w) for w in question.wrt)
                    says = partial(_says_lost, case, right, symbol, number)
                    yield Suspect(
                        "constant-lost", case.claim, right, says, exactly=exactly, may_lack_values=number == 0
                    )
    yield from _small_constants(case)


def _small_constants(case: Case) -> Iterator[Suspect]:
    """The 1e-7 that keeps a logarithm or a quotient away from 0, left out; beside a 1 it has become 1.0000001."""
    loss = case.question.loss.expression
    claimed = set().union(*(claim.atoms(Rational) for claim in case.question.claims))
    whole = {c: Integer(round(c)) for c in loss.atoms(Rational) - claimed if 0 < abs(c - round(c)) < SMALL}
    rest = put(loss, whole) if whole else None
    if rest is not None:
        constant = min(whole, key=lambda c: (whole[c] != 0, abs(c - whole[c]), c))  # one typed as small first
        says = partial(plainly, *_words_of_constant(constant, whole[constant]))
        right = each(D(rest, w) for w in case.question.wrt)
        yield Suspect("constant-lost", case.claim, right, says, exactly=True, may_lack_values=True)


def _words_of_constant(constant: Rational, whole: Integer) -> tuple[str, *tuple[Expr, ...]]:
    """Of 1.0000001 nobody knows whether it was typed as 1 + 1e-7."""
    if whole == 0:
        return "the small constant {0} was left out: right with 0 in its place", constant
    return "{0} was taken for {1}: right with {1} in its place", constant, whole


def known_mistakes(case: Case) -> Iterator[Suspect]:
    """What the page of the loss warns against."""
    question = case.question
    if question.warned and question.order == 1 and question.wrt == (question.loss.wrt,):
        for mistake in question.loss.mistakes:
            why = literal(unicode_prose(mistake.why))
            says = partial(plainly, f"a mistake that people make here: {why}")
            yield Suspect("known-mistake", case.claim, vector((mistake.claim,)), says, exactly=True)


def variable_faults(case: Case) -> Iterator[Suspect]:
    """The derivative by something else."""
    question = case.question
    yield from _other_parameter(case)
    if len(question.wrt) == 1:
        for symbol in question.loss.symbols:
            if (
                isinstance(symbol, Symbol)
                and symbol not in question.wrt
                and symbol in free_names(question.loss.expression)
            ):
                says = partial(
                    plainly, "this is the derivative with respect to {0}, not to {1}", symbol, question.wrt[0]
                )
                yield Suspect("wrong-variable", case.claim, each([slope_hole(question.loss, symbol)]), says)
    elif len(question.wrt) <= MOST_SWAPPED:
        for order in list(permutations(range(len(question.wrt))))[1:]:
            right = tuple(case.truth[i] for i in order)
            says = partial(plainly, "the components stand in the wrong order")
            yield Suspect("components-swapped", case.claim, right, says)


def _other_parameter(case: Case) -> Iterator[Suspect]:
    """The slope in the logit of a probability, in the logarithm or the square of a positive number."""
    question = case.question
    ends = [question.loss.symbols[w].interval for w in question.wrt if isinstance(w, Symbol)]
    if len(ends) < len(question.wrt):
        return
    ways: list[tuple[str, Callable[[Expr], Expr], Callable[[Expr], Expr]]] = []  # words, the factor in them, the slope
    if all(low == 0 and high == 1 for low, high in ends):
        ways.append(("the logit of {0}: with respect to {0} itself the factor {1} is missing",
                     lambda w: 1 / (w * (1 - w)), lambda w: w * (1 - w)))  # fmt: skip
    if all(low == 0 for low, _ in ends):
        ways.append(("the logarithm of {0}, not to {0}: there is one factor {1} too many", lambda w: w, lambda w: w))
        ways.append(("the square of {0}, not to {0}: a factor {1} is missing", lambda w: 2 * w, lambda w: 1 / (2 * w)))
        ways.append(("the square root of {0}, not to {0}: it must be divided by {1}",
                     lambda w: 2 * sqrt(w), lambda w: 2 * sqrt(w)))  # fmt: skip
    for words, factor, by in ways:
        right = each(g * by(w) for g, w in zip(case.true_slopes, question.wrt, strict=True))
        first = question.wrt[0]
        says = partial(plainly, f"this is the slope with respect to {words}", first, factor(first))
        yield Suspect("wrong-variable", case.claim, right, says)


def layouts(question: Question) -> Iterator[tuple[int, ...]]:
    """Which component stands where after transposing, if the variables are named like entries of a matrix."""
    places = {entry_of(w): i for i, w in enumerate(question.wrt)}
    if None in places or len(places) < len(question.wrt):
        return
    turned = [places.get((name, column, row)) for name, row, column in places]  # type: ignore[misc]
    if None not in turned and turned != list(range(len(turned))):
        yield tuple(i for i in turned if i is not None)
    names = list(dict.fromkeys(entry[0] for entry in places if entry))
    by_columns = sorted(places, key=lambda entry: (names.index(entry[0]), int(entry[2]), int(entry[1])))  # type: ignore[index]
    if None in turned and _is_by_rows(places, names):
        yield tuple(places[entry] for entry in by_columns)


def added_up(question: Question, truth: Vector) -> Vector | None:
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


def _is_by_rows(entries: Iterable[tuple[str, str, str] | None], names: Sequence[str]) -> bool:
    """Are they written row by row, and is no entry of a rectangle left out?"""
    cells = [(names.index(entry[0]), int(entry[1]), int(entry[2])) for entry in entries if entry]
    counts = [len({cell[axis] for cell in cells}) for axis in range(3)]
    return cells == sorted(cells) and len(cells) == counts[0] * counts[1] * counts[2]


def entry_of(w: Expr) -> tuple[str, str, str] | None:
    """Name, row and column of w12, w_12 or w[1, 2]."""
    text = str(w).replace(" ", "")
    stem = text.rstrip("0123456789_,[]")
    digits = text[len(stem) :].strip("_[]").replace("_", ",")
    pair = digits.split(",") if "," in digits else list(digits)
    return (stem, *pair) if stem and len(pair) == 2 else None  # type: ignore[return-value]  # noqa: PLR2004
