"""Rounded decimals: 0.797885 where sqrt(2/pi) is meant. Right to the digits given, but not equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import islice, product

from sympy import Expr, Integer, Rational, exp, log, pi, sqrt

from derivations.judge.judgement import Judgement, Phrase
from derivations.judge.question import Question

FEWEST, MOST = 3, 40  # digits behind the point
MOST_TRIED = 6
NEAR = 10**-3
CONSTANTS = (pi, exp(1), log(2), log(10), sqrt(2), sqrt(3), sqrt(5), sqrt(pi), sqrt(2 * pi), pi**2, log(2) ** 2)
ONE = Integer(1)
ROOTS = tuple(u for c in (pi, log(2), sqrt(2), sqrt(pi), sqrt(2 * pi), sqrt(2 / pi)) for u in (c, 1 / c))
FACTORS = tuple(Rational(p, q) for p in (1, 2, 3, 4, 8) for q in (1, 2, 3, 4, 6, 8, 9))
EXACT = tuple(
    dict.fromkeys(
        [
            *(factor for factor in FACTORS if factor.q % 2 and factor.q % 5),
            *(u * factor for c in CONSTANTS for u in (c, 1 / c) for factor in FACTORS),
            *(u * factor for c in (sqrt(2 / pi),) for u in (c, 1 / c) for factor in FACTORS),
        ]
    )
)


def digits_of(number: Rational) -> int:
    """How many digits it has behind the point; 0 if it is no decimal that was rounded."""
    digits = next((d for d in range(MOST) if (number * 10**d).is_Integer), 0)
    return digits if digits >= FEWEST else 0


def meant_by(number: Rational, own: Sequence[Rational] = ()) -> list[Expr]:
    """The constants that are this number to its last digit, rounded or cut off, the nearest first.

    Args:
        number: a decimal number.
        own: decimal numbers of the loss, whose products with constants are meant too.
    """
    digits = digits_of(number)
    if not digits:
        return []
    off, size = Rational(1, 10**digits), abs(number)
    products = (decimal * factor * constant for decimal in own for factor in FACTORS for constant in (ONE, *ROOTS))
    apart = {constant: constant.evalf(MOST) - size for constant in (*EXACT, *products)}
    near = sorted((constant for constant, by in apart.items() if -off / 2 <= by < off), key=lambda c: abs(apart[c]))
    return [constant if number > 0 else -constant for constant in near]


def is_nearly_one(factor: Expr | None) -> bool:
    """Is it the ratio of a decimal number to what it was rounded from?"""
    return factor is not None and factor.is_number and abs(factor) != 1 and bool(abs(abs(factor.evalf()) - 1) < NEAR)


def unrounded(question: Question) -> Iterator[tuple[Question, tuple[tuple[Expr, Expr], ...]]]:
    """The question with constants in place of the decimals of its claims, and what stands for what."""
    numbers = sorted({n for claim in question.claims for n in claim.atoms(Rational) if digits_of(n)}, key=str)
    own = sorted({abs(n) for n in question.loss.expression.atoms(Rational) if digits_of(n)})
    options = [[(number, constant) for constant in meant_by(number, own)] for number in numbers if number not in own]
    options = [option for option in options if option]
    for chosen in islice(product(*options), MOST_TRIED) if options else ():
        claims = tuple(claim.xreplace(dict(chosen)) for claim in question.claims)
        yield replace(question, claims=claims, needs=()), chosen


def told(judgement: Judgement, chosen: tuple[tuple[Expr, Expr], ...]) -> Judgement:
    """The judgement of what was meant, as one of what was typed."""
    parts = [part for number, constant in chosen for part in (constant, Integer(digits_of(number)))]
    slots = (f"{{{2 * place}}} to {{{2 * place + 1}}} digits" for place in range(len(chosen)))
    words = f"right to the digits given: a decimal number stands for {' and '.join(slots)}"
    if judgement.verdict != "exact":
        words += f". With that, {judgement.reason.template.format(*(f'{{{i + len(parts)}}}' for i in range(9)))}"
        parts += judgement.reason.parts
    verdict = "convention" if judgement.verdict == "exact" else judgement.verdict
    return replace(judgement, verdict=verdict, reason=Phrase(words, tuple(parts)))
