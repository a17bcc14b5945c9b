"""What may come out: something bounded, finite, real, and made of known parts.

SymPy is asked for nothing that it could not do at once.
"""

from __future__ import annotations

from sympy import (
    Abs,
    Add,
    Basic,
    EulerGamma,
    Expr,
    I,
    KroneckerDelta,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    Tuple,
    acos,
    asin,
    besseli,
    cos,
    cosh,
    digamma,
    erf,
    erfc,
    exp,
    gamma,
    log,
    loggamma,
    nan,
    oo,
    polygamma,
    sin,
    sinh,
    tan,
    tanh,
    zoo,
)
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Pi
from sympy.core.relational import Relational
from sympy.core.symbol import Str
from sympy.functions import LambertW, atan
from sympy.logic.boolalg import BooleanAtom
from sympy.tensor.indexed import Indexed, IndexedBase

from derivations.language.functions import (
    Branches,
    Phi,
    Prime,
    clip,
    held,
    inverse_entry,
    largest,
    log_det,
    magnitude,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.language.over import Over
from derivations.reading import limits

GROWING = (exp, cosh, sinh, gamma, loggamma, digamma, polygamma, besseli)
ALLOWED = (
    Symbol, Str, Indexed, IndexedBase, Tuple, Rational, Pi, Exp1, type(EulerGamma),
    Add, Mul, Pow, Sum, KroneckerDelta, Relational, BooleanAtom, AppliedUndef, Prime, Branches,
    exp, log, sin, cos, tan, tanh, sinh, cosh, atan, asin, acos, erf, erfc, gamma, loggamma, digamma, polygamma,
    besseli, LambertW, Phi, phi,
    magnitude, sign, positive_part, step, clip, sigma, softplus, held, largest, smallest, log_det, inverse_entry, Over,
)  # fmt: skip
FOLDED = (
    largest,
    smallest,
    Phi,
    phi,
    sigma,
    softplus,
    magnitude,
    sign,
    positive_part,
    step,
    clip,
    Branches,
)  # SymPy has no decimals for these
TOO_MANY_BITS = f"this comes to a number of more than {limits.BITS} bits"
ENDLESS = (nan, zoo, oo, -oo)


class Fault(Exception):  # noqa: N818  (caught where the place in the text is known)
    """Why an expression is not let through."""


class Measure:
    """Looks at every expression that is built, each part once."""

    def __init__(self) -> None:
        self._sizes: dict[Basic, int] = {}

    def passed(self, expression: Basic) -> Basic:
        """The expression, its absolute values in our words.

        Raises:
            Fault: it is too large, not finite, not real, or holds what the vocabulary lacks.
        """
        if expression.has(Abs):
            expression = expression.replace(Abs, magnitude)
        if self.size(expression) > limits.NODES:
            msg = f"this comes to an expression of more than {limits.NODES:,} parts"
            raise Fault(msg)
        return expression

    def size(self, expression: Basic) -> int:
        """How many nodes the expression has as a tree."""
        found = self._sizes.get(expression)
        if found is None:
            _check_node(expression)
            found = self._sizes[expression] = 1 + sum(map(self.size, expression.args))
        return found


def _check_node(node: Basic) -> None:
    if node in ENDLESS:
        msg = "this is no finite number: something is divided by 0, or is the logarithm of 0"
    elif node == I:
        msg = "this is no real number: the root or the logarithm of a negative one"
    elif not isinstance(node, ALLOWED):
        msg = f"this comes to {type(node).__name__}, which the calculus does not know"
    elif isinstance(node, Rational) and bits(node) > limits.BITS:
        msg = TOO_MANY_BITS
    elif isinstance(node, Pow | exp) and isinstance(node.exp, Rational) and not _is_small(node.exp):
        msg = _too_large(node.exp)
    else:
        return
    raise Fault(msg)


def _is_small(exponent: Rational) -> bool:
    return bool(abs(exponent) <= limits.POWER and exponent.q <= limits.POWER)


def _too_large(exponent: Rational) -> str:
    """What to say of an exponent that is not small."""
    if abs(exponent) > limits.POWER:
        return f"exponents may be at most {limits.POWER}"
    return f"this exponent is too fine: as a fraction it may have a denominator of at most {limits.POWER}"


def bits(number: Rational) -> int:
    return int(number.p).bit_length() + int(number.q).bit_length()


def power(base: Expr, exponent: Expr) -> Expr:
    """base^exponent, if that is sure to stay small.

    Raises:
        Fault: the power is, or might be, a large number.
    """
    if base.is_zero and exponent.is_number and not exponent.is_positive:
        msg = "this divides by 0"
        raise Fault(msg)
    if isinstance(exponent, Rational):
        if not _is_small(exponent):
            raise Fault(_too_large(exponent))
        if exponent.q > 1 and isinstance(base, Rational) and bits(base) > limits.BITS // 4:
            raise Fault(TOO_MANY_BITS)
        number = base if isinstance(base, Rational) else base.as_coeff_Mul()[0]
        if (
            isinstance(number, Rational)
            and number not in (0, 1, -1)
            and bits(number) * max(abs(exponent), 1) > limits.BITS
        ):
            raise Fault(TOO_MANY_BITS)
    else:
        check_growth(exponent)
    if isinstance(base, Pow) and base.exp == 2 and exponent == Rational(1, 2):  # noqa: PLR2004
        return magnitude(base.base)
    return Pow(base, exponent)


def product(factors: list[Expr]) -> Expr:
    """The product, if the numbers and roots of numbers in it are small: SymPy multiplies them out and factors them.

    Raises:
        Fault: they are not.
    """
    parts = [part for factor in factors for part in Mul.make_args(factor)]
    numbers = [part.base if isinstance(part, Pow) else part for part in parts]
    if sum(bits(number) for number in numbers if isinstance(number, Rational)) > 2 * limits.BITS:
        raise Fault(TOO_MANY_BITS)
    return Mul(*factors)


def check_growth(argument: Expr, most: int = limits.POWER) -> None:
    """Refuse a tower such as exp(exp(exp(9))), whose size nobody could print.

    Raises:
        Fault: the argument is a number, and large, or might be.
    """
    if not argument.is_number:
        return
    is_tower = argument.has(*GROWING) or any(not isinstance(p.exp, Rational) for p in argument.atoms(Pow))
    if not is_tower and not argument.has(*FOLDED) and abs(complex(argument.evalf(5))) <= most:
        return
    msg = f"this is too large a number: powers of powers are not read, and arguments may be at most {most}"
    raise Fault(msg)
