"""Every function that a formula may hold, declared once: how it is written, what it becomes, what it says.

What is not in this table cannot be called, and nothing here turns text into code.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sympy import (
    Expr,
    Integer,
    S,
    acos,
    asin,
    atan,
    cos,
    cosh,
    exp,
    log,
    loggamma,
    sin,
    sinh,
    sqrt,
    tan,
    tanh,
)
from sympy.core.relational import Relational

from derivations.language.cases import branches
from derivations.language.functions import (
    Phi,
    clip,
    magnitude,
    maximum,
    minimum,
    otherwise,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.spelled import SPELLINGS
from derivations.reading import limits
from derivations.reading.forms import FORMS
from derivations.reading.known import Known
from derivations.reading.special import SPECIAL
from derivations.reading.whole import AXIS, KEEPS

if TYPE_CHECKING:
    from derivations.reading.tokens import Token


def logarithm(u: Expr, base: Expr | None = None) -> Expr:
    if base is None and isinstance(u, exp) and isinstance(u.args[0], loggamma):
        return u.args[0]
    return log(u) if base is None else log(u) / log(base)


def silu(z: Expr) -> Expr:
    return z * sigma(z)


def _by_sign(x: Expr, above: Expr, below: Expr) -> Expr:
    """One formula where x is positive, another elsewhere; one alone, where the sign is known from the start."""
    is_above = x > 0
    if isinstance(is_above, Relational):
        return branches((above, is_above), (below, otherwise))
    return above if is_above else below


FUNCTIONS: tuple[Known, ...] = (
    Known(names=("exp",), takes="u", make=exp, says="e to the u; e^u is the same", bare=True, grows=limits.POWER),
    Known(
        names=("log", "ln"),
        takes="u",
        make=logarithm,
        most=2,
        named="input, base",
        says="natural logarithm; log(u, b) to base b",
        bare=True,
    ),
    Known(
        names=("log2", "log_2"),
        takes="u",
        make=lambda u: log(u) / log(Integer(2)),
        says="logarithm to base 2",
        bare=True,
    ),
    Known(
        names=("log10", "log_10"),
        takes="u",
        make=lambda u: log(u) / log(Integer(10)),
        says="logarithm to base 10",
        bare=True,
    ),
    Known(names=("log1p",), takes="u", make=lambda u: log(1 + u), says="log(1 + u)"),
    Known(
        names=("logaddexp",),
        takes="u, v",
        make=lambda u, v: log(exp(u) + exp(v)),
        least=2,
        most=2,
        says="log(exp(u) + exp(v))",
        grows=limits.POWER,
    ),
    Known(names=("expm1",), takes="u", make=lambda u: exp(u) - 1, says="exp(u) - 1", grows=limits.POWER),
    Known(names=("sqrt",), takes="u", make=sqrt, says="square root", bare=True),
    Known(names=("square",), takes="u", make=lambda u: u**2, says="u^2"),
    Known(names=("negative",), takes="u", make=lambda u: -u, says="-u"),
    Known(names=("reciprocal",), takes="u", make=lambda u: 1 / u, says="1/u"),
    Known(names=("rsqrt",), takes="u", make=lambda u: 1 / sqrt(u), says="1/sqrt(u)"),
    Known(names=("zeros_like",), takes="u", make=lambda _: S.Zero, says="0 for every entry of u"),
    Known(names=("ones_like",), takes="u", make=lambda _: S.One, says="1 for every entry of u"),
    Known(
        names=("copysign",),
        takes="u, v",
        make=lambda u, v: magnitude(u) * sign(v),
        least=2,
        most=2,
        says="|u| with the sign of v",
    ),
    Known(names=("pow", "Pow", "power"), takes="u, p", least=2, most=2, says="u^p"),
    Known(names=("abs", "Abs", "fabs"), takes="u", make=magnitude, says="absolute value; |u| is the same", slope=sign),
    Known(
        names=("sign", "sgn"), takes="u", make=sign, says="-1, 0 or 1, as u is negative, zero or positive", bare=True
    ),
    Known(
        names=("step", "Heaviside", "heaviside"),
        takes="u",
        make=lambda u, at_zero=S.Zero: step(u) + at_zero * (1 - step(u) - step(-u)),
        most=2,
        says="1 if u > 0, else 0; step(u, a) is a at 0",
    ),
    Known(names=("relu", "ReLU", "positive_part"), takes="u", make=positive_part, says="max(0, u)", slope=step),
    Known(
        names=("max", "Max", "maximum", "fmax", "amax"),
        takes="u, v",
        make=maximum,
        least=2,
        most=8,
        options=f"; {AXIS}, {KEEPS}",
        says="the largest of two or more; max(z) is that of all entries of z, as is max_j z_j",
    ),
    Known(
        names=("min", "Min", "minimum", "fmin", "amin"),
        takes="u, v",
        make=minimum,
        least=2,
        most=8,
        options=f"; {AXIS}, {KEEPS}",
        says="the smallest of two or more; min(z) is that of all entries of z, as is min_j z_j",
    ),
    Known(
        names=("clip", "clamp"),
        takes="u, low, high",
        named="input, min|a_min, max|a_max",
        make=clip,
        least=3,
        most=3,
        says="the number from low to high that is nearest to u",
    ),
    Known(
        names=("sigma", "sigmoid", "logistic", "expit", "sigm"),
        takes="z",
        make=sigma,
        says="logistic sigmoid, 1/(1 + exp(-z))",
        slope=lambda z: sigma(z) * (1 - sigma(z)),
    ),
    Known(names=("logit",), takes="p", make=lambda p: log(p / (1 - p)), says="log(p/(1 - p))"),
    Known(names=("logsigmoid",), takes="z", make=lambda z: log(sigma(z)), says="log(sigma(z))"),
    Known(names=("softplus",), takes="z", make=softplus, says="log(1 + exp(z))", slope=sigma),
    Known(names=("silu", "swish"), takes="z", make=silu, says="z sigma(z)"),
    Known(names=("gelu", "GELU"), takes="x", make=lambda x: x * Phi(x), says="x Phi(x)"),
    Known(names=("mish", "Mish"), takes="x", make=lambda x: x * tanh(softplus(x)), says="x tanh(softplus(x))"),
    Known(
        names=("elu", "ELU"),
        takes="x",
        make=lambda x, a=S.One: _by_sign(x, x, a * (exp(x) - 1)),
        most=2,
        named="input, alpha",
        says="x if x > 0, else exp(x) - 1; elu(x, a) has a (exp(x) - 1) there",
    ),
    Known(
        names=("leaky_relu", "LeakyReLU"),
        takes="x, a",
        make=lambda x, a: _by_sign(x, x, a * x),
        least=2,
        most=2,
        named="input, negative_slope",
        says="x if x > 0, else a x",
    ),
    Known(names=("softsign",), takes="x", make=lambda x: x / (1 + magnitude(x)), says="x/(1 + |x|)"),
    Known(
        names=("tanh",), takes="u", make=tanh, says="hyperbolic tangent", bare=True, slope=lambda u: 1 - tanh(u) ** 2
    ),
    Known(names=("sinh",), takes="u", make=sinh, says="hyperbolic sine", bare=True, slope=cosh, grows=limits.POWER),
    Known(names=("cosh",), takes="u", make=cosh, says="hyperbolic cosine", bare=True, slope=sinh, grows=limits.POWER),
    Known(names=("sech",), takes="u", make=lambda u: 1 / cosh(u), says="1/cosh(u)", bare=True, grows=limits.POWER),
    Known(names=("sin",), takes="u", make=sin, says="sine", bare=True, slope=cos),
    Known(names=("cos",), takes="u", make=cos, says="cosine", bare=True, slope=lambda u: -sin(u)),
    Known(names=("tan",), takes="u", make=tan, says="tangent", bare=True, slope=lambda u: 1 + tan(u) ** 2),
    Known(names=("atan", "arctan"), takes="u", make=atan, says="inverse tangent", bare=True),
    Known(names=("asin", "arcsin"), takes="u", make=asin, says="inverse sine, for u from -1 to 1", bare=True),
    Known(names=("acos", "arccos"), takes="u", make=acos, says="inverse cosine, for u from -1 to 1", bare=True),
    *(
        Known(names=(name, *others), takes="u", make=SPELLINGS[name], says=says, bare=True, grows=grows)
        for name, says, grows, *others in (
            ("asinh", "inverse hyperbolic sine", 0, "arcsinh", "arsinh"),
            ("acosh", "inverse hyperbolic cosine, for u from 1", 0, "arccosh", "arcosh"),
            ("atanh", "inverse hyperbolic tangent, for u from -1 to 1", 0, "arctanh", "artanh"),
            ("cot", "cos(u)/sin(u)", 0),
            ("sec", "1/cos(u)", 0),
            ("csc", "1/sin(u)", 0),
            ("coth", "1/tanh(u)", limits.POWER),
            ("csch", "1/sinh(u)", limits.POWER),
        )
    ),
    *SPECIAL,
    Known(names=("Rational",), takes="p, q", make=lambda p, q: p / q, least=2, most=2, says="the fraction p/q"),
)

KNOWN: dict[str, Known] = {name: function for function in (*FUNCTIONS, *FORMS) for name in function.names}
LETTERS = {
    "sigma",
    "gamma",
    "Gamma",
    "Phi",
    "phi",
    "I_0",
    "I_1",
    "I_2",
}  # may as well be numbers, if they never stand before a bracket


def takes_bare(token: Token) -> bool:
    """May the argument follow this word without brackets?"""
    return token.kind == "name" and token.full in KNOWN and KNOWN[token.full].bare


def misspelt(full: str) -> str:
    """What a word before a bracket was meant to be, if it is nearly a function: Log(u) or ylog(u); else nothing."""
    if full.lower() in KNOWN:
        return KNOWN[full.lower()].form
    letter, rest = full[:1], full[1:]
    return f"{letter}*{KNOWN[rest].form}" if rest in KNOWN and KNOWN[rest].bare else ""


def help_text() -> str:
    """The table of functions as text."""
    width = max(len(function.form) for function in KNOWN.values())
    lines = [f"{f.form:{width}}  {f.says}{_others(f)}" for f in (*FUNCTIONS, *FORMS)]
    return "\n".join(lines)


def _others(function: Known) -> str:
    return f" (also {', '.join(function.names[1:])})" if len(function.names) > 1 else ""
