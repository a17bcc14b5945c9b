"""Rounded decimals: 0.797885 where sqrt(2/pi) is meant. Right to the digits given, but not equal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import islice, product

from sympy import Expr, Integer, Mul, Rational, exp, log, pi, preorder_traversal, sqrt

from derivations.judge.judgement import Judgement, Phrase
from derivations.judge.question import Question

FEWEST, MOST = 3, 41  # digits behind the point; no more are read
GUARD = 25  # digits more, to compare with
DOUBLE, ULP = 15, Rational(1, 2**52)  # so many digits are those of a double, of which the last need not be right
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


def meant_by(number: Rational, own: Sequence[Expr] = (), *, slipped: bool = False) -> list[Expr]:
    """The constants that are this number to its last digit, rounded or cut off, or as a double; the nearest first.

    Args:
        number: a decimal number.
        own: constants of the loss and of its gradient.
        slipped: those too of which the last digit is another.
    """
    digits, size = digits_of(number), abs(number)
    if not digits:
        return []
    apart = {constant: constant.evalf(digits + GUARD) - size for constant in (*EXACT, *own)}
    slip = Rational(1, 10 ** (digits - 1)) if slipped and digits > FEWEST else Integer(0)
    near = sorted(
        (c for c, by in apart.items() if _right_to(number, by) or abs(by) < slip), key=lambda c: abs(apart[c])
    )
    return [constant if number > 0 else -constant for constant in near]


def _right_to(number: Rational, by: Expr) -> int:
    """To how many digits behind the point a number is right that is off by so much; 0 if not to all it gives."""
    digits = digits_of(number)
    off, size = Rational(1, 10**digits), abs(number)
    if -off / 2 <= by < off:
        return digits
    is_double = size * 10**digits >= 10 ** (DOUBLE - 1) and abs(by) <= size * ULP
    return next((d for d in range(digits, 0, -1) if 2 * abs(by) <= Rational(1, 10**d)), 0) if is_double else 0


def may_be_rounded(judgement: Judgement) -> bool:
    """May a decimal number be the reason that the claim is not the gradient, or times which constant it is?"""
    if judgement.verdict == "wrong" or judgement.factor is None:
        return judgement.verdict in ("wrong", "positive-scale", "negated")
    factor = judgement.factor
    return factor.is_number and abs(factor) != 1 and bool(abs(abs(factor.evalf()) - 1) < NEAR)


def has_decimals(question: Question) -> bool:
    """Is there a decimal number in the claims?"""
    return any(digits_of(number) for claim in question.claims for number in claim.atoms(Rational))


def _constants(formula: Expr) -> Iterator[Expr]:
    """The numbers in a formula, and what is a number in its products: the 2 pi of 2 pi x."""
    for node in preorder_traversal(formula):
        if isinstance(node, Expr):
            number = node if node.is_number else Mul(*(part for part in Mul.make_args(node) if part.is_number))
            if number.is_real and not number.is_Integer:
                yield abs(number)


def unrounded(
    question: Question, gradient: Expr, *, slipped: bool = False
) -> Iterator[tuple[Question, tuple[tuple[Expr, Expr], ...]]]:
    """The question with constants in place of the decimals of its claims, and what stands for what.

    Args:
        question: what is asked.
        gradient: the gradient, for the constants in it.
        slipped: may a last digit be wrong?
    """
    numbers = sorted({n for claim in question.claims for n in claim.atoms(Rational) if digits_of(n)}, key=str)
    decimals = sorted({abs(n) for n in question.loss.expression.atoms(Rational) if digits_of(n)})
    own = dict.fromkeys(_constants(gradient))
    own |= dict.fromkeys(n * factor * constant for n in decimals for factor in FACTORS for constant in (ONE, *ROOTS))
    pairs = [(number, meant_by(number, [*own], slipped=slipped)) for number in numbers if number not in decimals]
    options = [[(number, constant) for constant in meant if constant != number] for number, meant in pairs]
    options = [option for option in options if option]
    for chosen in islice(product(*options), MOST_TRIED) if options else ():
        claims = tuple(claim.xreplace(dict(chosen)) for claim in question.claims)
        yield replace(question, claims=claims, needs=()), chosen


def told(judgement: Judgement, chosen: tuple[tuple[Expr, Expr], ...]) -> Judgement:
    """The judgement of what was meant, as one of what was typed."""
    apart = [(number, constant, abs(constant).evalf(MOST + GUARD) - abs(number)) for number, constant in chosen]
    parts = [part for number, constant, by in apart for part in (constant, Integer(_right_to(number, by)))]
    slots = (f"{{{2 * place}}} to {{{2 * place + 1}}} digits" for place in range(len(chosen)))
    is_whole = all(right == digits_of(number) for right, (number, _, _) in zip(parts[1::2], apart, strict=True))
    words = "right to the digits given" if is_whole else "right to the digits given, as far as a double holds them"
    words += f": a decimal number stands for {' and '.join(slots)}"
    if judgement.verdict != "exact":
        words += f". With that, {judgement.reason.after(len(parts))}"
        parts += judgement.reason.parts
    verdict = "convention" if judgement.verdict == "exact" else judgement.verdict
    return replace(judgement, verdict=verdict, reason=Phrase(words, tuple(parts)))


def told_slipped(judgement: Judgement, chosen: tuple[tuple[Expr, Expr], ...]) -> Judgement:
    """The judgement of a claim that would be the gradient but for the last digits of its decimals."""
    parts, said = list[Expr](), list[str]()
    for number, constant in chosen:
        digits = digits_of(number)
        right = Decimal(int((constant.evalf(digits + GUARD) * 10**digits).round())).scaleb(-digits)
        if right != Decimal(int(number * 10**digits)).scaleb(-digits):
            said.append(f"{{{len(parts)}}} is {right:f} to {digits} digits")
            parts.append(constant)
    words = f"the last digit of a decimal number is wrong: {' and '.join(said)}; with that, the claim is right. "
    words += f"As it stands, {judgement.reason.after(len(parts))}"
    return replace(judgement, reason=Phrase(words, (*parts, *judgement.reason.parts)))
