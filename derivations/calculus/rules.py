"""The textbook: every rule of differentiation that a derivation may use, one entry each, first match wins.

A rule is written once, as what it makes of an expression: the next expression, in which D(u, w) stands for a derivative
not yet taken. Steps, lines, the glossary and the tests follow from that by substitution. Trivial rules stand first,
hard ones last.

Weights make lines: 0 folds into the line at hand, 1 joins the next line, 2 is a line of its own, 3 is one with a
remark. What weighs less than 2 is bookkeeping: beside a line it is told on demand only.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    Ge,
    Gt,
    Integer,
    KroneckerDelta,
    Le,
    Lt,
    Mul,
    Ne,
    Pow,
    S,
    Sum,
    Symbol,
    acos,
    asin,
    atan,
    besseli,
    cos,
    cosh,
    digamma,
    erf,
    exp,
    log,
    loggamma,
    pi,
    polygamma,
    preorder_traversal,
    sin,
    sinh,
    sqrt,
    symbols,
    tan,
    tanh,
)
from sympy import IndexedBase as Array
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.calculus import identities
from derivations.calculus.comparing import one_formula
from derivations.calculus.deltas import contract
from derivations.calculus.granted import Known
from derivations.calculus.shortening import (
    Setting,
    factored_out,
    joined,
    minus_in,
    multiplied_out,
    over_one_denominator,
)
from derivations.errors import LossaryError
from derivations.language.cases import branches, by_cases
from derivations.language.functions import (
    Adjoint,
    Branches,
    D,
    Named,
    Phi,
    Prime,
    clip,
    components_of,
    held,
    inverse_entry,
    is_moving,
    largest,
    log_det,
    magnitude,
    model,
    otherwise,
    phi,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
    switches_of,
)
from derivations.language.indices import bound_indices, rename_bound
from derivations.language.over import LargestOver, Place, SmallestOver, is_left_out

MANY = 4  # factors


@dataclass(frozen=True, kw_only=True)
class Rule:
    """One rule.

    Args:
        name: as a textbook says it.
        weight: see the module.
        applies: of u and w: does the rule cover d/dw[u]? (Of a rewriting, of u alone: w is None.)
        after: of u and w: the expression that equals d/dw[u]. Of a rewriting: what equals u, in its setting (None: of
            which nothing is known).
        pattern: the general case, for the glossary.
        example: a concrete case that reaches this rule and no rule above it.
        wrt: what pattern and example are differentiated by; None for a rewriting.
        conditions: of u and w: the relations under which the rule holds.
        remark: what to say beside the line; {u} and {w} stand for what the rule acted on and the variable.
        condition: where the rule holds, in words, if the relations of the pattern do not say it; with TeX.
        says: the general case as an equation, where the pattern is too narrow to be one.
        shows: the concrete case as an equation, where the example is nothing that a reader should write.
        inner: of u: the inner function, if the rule is the chain rule over an outer one of one variable.
        derived_on: the slug of the page on which the rule is derived from others.
        silent: too plain to be named beside a line.
        about: of an identity, the kinds of parts one of which an expression must have for it to change anything.
    """

    name: str
    weight: int
    applies: Callable[[Any, Any], bool]
    after: Callable[[Any, Any], Expr]
    pattern: Expr
    example: Expr
    wrt: Expr | None
    conditions: Callable[[Any, Any], tuple[Basic, ...]] = lambda _u, _w: ()
    remark: str = ""
    condition: str = ""
    says: tuple[Expr, Expr] | None = None
    shows: tuple[Expr, Expr] | None = None
    inner: Callable[[Any], Expr | None] | None = None
    derived_on: str = ""
    silent: bool = False
    about: tuple[type, ...] = ()

    @property
    def anchor(self) -> str:
        """The name as the fragment of a URL."""
        return re.sub(r"[^a-z0-9]+", "-", self.name.lower()).strip("-")

    def before(self, u: Expr) -> Expr:
        """What the rule replaces, for u = pattern or u = example."""
        return u if self.wrt is None else D(u, self.wrt)

    @property
    def statement(self) -> tuple[Expr, Expr]:
        """Both sides of the rule in its general case."""
        return self.says or self._equation(self.pattern)

    @property
    def exemplified(self) -> tuple[Expr, Expr]:
        """Both sides of the rule in its concrete case."""
        return self.shows or self._equation(self.example)

    def _equation(self, u: Expr) -> tuple[Expr, Expr]:
        return self.before(u), self.after(u, self.wrt)

    def __reduce__(self) -> tuple[Any, ...]:
        """Elsewhere it is the rule of this name."""
        return rule_named, (self.name,)


def rule_named(name: str) -> Rule:
    """The rule of the table with this name."""
    return _by_name()[name]


@cache
def _by_name() -> dict[str, Rule]:
    return {rule.name: rule for rule in RULES}


def depends(u: Basic, w: Expr) -> bool:
    """Does u depend on w, or on any component of the array of which w is one?

    What is held fixed does not; nor does the place of a maximum, which stays where it is but for a tie.
    """
    name = w.base if isinstance(w, Indexed) else w
    return bool(u.has(name)) and (not u.has(held, Place) or is_moving(u, name))


def split_held(u: Expr, w: Expr) -> tuple[Expr, Expr]:
    """Split u into (product of the factors with w that are held fixed, product of the others)."""
    name = w.base if isinstance(w, Indexed) else w
    fixed = [factor for factor in Mul.make_args(u) if factor.has(held) and factor.has(name) and not depends(factor, w)]
    return Mul(*fixed), Mul(*[factor for factor in Mul.make_args(u) if factor not in fixed])


def split_constant(u: Expr, w: Expr) -> tuple[Expr, Expr]:
    """Split u into (product of the factors that do not depend on w, product of the others)."""
    constant = [factor for factor in Mul.make_args(u) if not depends(factor, w)]
    return Mul(*constant), Mul(*[factor for factor in Mul.make_args(u) if depends(factor, w)])


def split_fraction(u: Expr) -> tuple[Expr, Expr]:
    """Split u into (numerator, denominator), by the signs of the exponents alone."""
    below = [f for f in Mul.make_args(u) if f.is_Pow and f.exp.is_number and f.exp.is_negative]
    return Mul(*[f for f in Mul.make_args(u) if f not in below]), 1 / Mul(*below)


def nonzero(u: Expr) -> tuple[Basic, ...]:
    """The condition u != 0, unless it is known to hold."""
    return () if Known().is_nonzero(u) else (Ne(u, 0, evaluate=False),)


def is_positive(u: Expr) -> bool:
    """Is u > 0 whatever its (real) letters are?"""
    return Known().is_positive(u)


def is_nonnegative(u: Expr) -> bool:
    """Is u >= 0 whatever its (real) letters are?"""
    return Known().is_nonnegative(u)


def positive(u: Expr) -> tuple[Basic, ...]:
    """The condition u > 0, unless it is known to hold."""
    return () if is_positive(u) else (Gt(u, 0, evaluate=False),)


def inside_unit(u: Expr) -> tuple[Basic, ...]:
    """The conditions u < 1 and u > -1, unless they are known to hold."""
    return (*positive(1 - u), *positive(1 + u))


def power_condition(u: Expr, _: Expr) -> tuple[Basic, ...]:
    """u**n is smooth everywhere for n = 1, 2, ...; off zero for a negative whole n; for positive bases for other n."""
    if u.exp.is_Integer:
        return nonzero(u.base) if u.exp.is_negative else ()
    return nonzero(u.base) if u.exp.is_integer else positive(u.base)


def signed_derivative(term: Expr, w: Expr) -> Expr:
    """d/dw of a term of a sum, its sign taken out."""
    number, rest = term.as_coeff_Mul()
    return -D(rest, w) if number == -1 else D(term, w)


def product_after(u: Expr, w: Expr) -> Expr:
    """The first factor against all others: (f g)' = f' g + f g'. Many factors at once, each differentiated once.

    One against all others would nest as deep as there are factors, and write out all of them again on every line.
    """
    if len(u.args) >= MANY:
        return Add(*[Mul(*u.args[:i], D(factor, w), *u.args[i + 1 :]) for i, factor in enumerate(u.args)])
    first, rest = u.as_two_terms()
    return D(first, w) * rest + first * D(rest, w)


def quotient_after(u: Expr, w: Expr) -> Expr:
    """(f/g)' = (f' g - f g')/g^2."""
    top, bottom = split_fraction(u)
    return (D(top, w) * bottom - top * D(bottom, w)) / bottom**2


def softmax_parts(u: Expr) -> tuple[Expr, Sum] | None:
    """For u = exp(z[k]) / sum_j exp(z[j]): its numerator and its denominator."""
    top, bottom = split_fraction(u)
    if isinstance(top, exp) and isinstance(bottom, Sum) and len(bottom.limits) == 1:
        index, term = bottom.limits[0][0], bottom.function
        others = {other for node in top.atoms(Indexed) for other in node.indices} - {index}
        if any(term.xreplace({index: other}) == top for other in others):
            return top, bottom
    return None


def softmax_after(u: Expr, w: Expr) -> Expr:
    """p_k (d z_k - sum_j p_j d z_j)."""
    top, bottom = softmax_parts(u) or (u, u)
    inner = rename_bound(bottom, {bottom.limits[0][0], *w.free_symbols, *top.free_symbols})
    others = Sum(bottom.function / inner * D(bottom.function.args[0], w), *bottom.limits)
    return u * (D(top.args[0], w) - others)


def by_argument(u: Expr, w: Expr) -> Expr:
    """Chain rule for an unspecified model, or for its derivative: one term for every argument that depends on w."""
    applied, positions = (u.applied, u.positions) if isinstance(u, Prime) else (u, ())
    return Add(*[Prime(applied, *positions, n) * D(a, w) for n, a in enumerate(applied.args) if depends(a, w)])


def sole_argument(u: Expr) -> Expr | None:
    """What an unspecified model, or its derivative, is applied to, if that is one thing."""
    applied = u.applied if isinstance(u, Prime) else u
    arguments = applied.args[components_of(applied) :]
    return arguments[0] if len(arguments) == 1 else None


def bessel_after(u: Expr, w: Expr) -> Expr:
    """I_n' = (I_(n-1) + I_(n+1))/2, and I_0' = I_1."""
    order, inner = u.args
    outer = besseli(1, inner) if order == 0 else (besseli(order - 1, inner) + besseli(order + 1, inner)) / 2
    return outer * D(inner, w)


def delta_after(u: Expr, w: Expr) -> Expr:
    """One delta for each pair of indices."""
    return Mul(
        *[
            S.Zero if is_left_out(a, b) or is_left_out(b, a) else KroneckerDelta(a, b)
            for a, b in zip(u.indices, w.indices, strict=True)
        ]
    )


def tie_condition(u: Expr, w: Expr) -> tuple[Basic, ...]:
    """The best is not taken twice."""
    return (Ne(u.tie, 0, evaluate=False),) if depends(u, w) else ()


def place_condition(u: Expr, w: Expr) -> tuple[Basic, ...]:
    """Of a factor that counts as a constant: the places in it do not move, as no extreme is taken twice."""
    if not u.has(Place):
        return ()
    name = w.base if isinstance(w, Indexed) else w
    places = sorted((place for place in u.atoms(Place) if is_moving(place.term, name)), key=str)
    return tuple(Ne(place.tie, 0, evaluate=False) for place in places)


def grouped(u: Expr, w: Expr) -> Expr:
    """The same with the arguments that do not depend on w last, and together, and those without switches first."""
    moving = [part for part in u.args if depends(part, w)]
    moving.sort(key=lambda part: any(switches_of(node) for node in preorder_traversal(part)))
    rest = [part for part in u.args if part not in moving]
    return u.func(*moving, *([u.func(*rest)] if rest else [])) if moving else u


def extreme_after(u: Expr, w: Expr) -> Expr:
    """The slope of the argument that is the largest (or the smallest), for the first of which this can be said."""
    u = grouped(u, w)
    if not isinstance(u, largest | smallest):
        return D(u, w)
    side = 1 if isinstance(u, largest) else -1
    if len(u.args) == 2 and not depends(u.args[1], w):  # noqa: PLR2004
        one, other = u.args[::side]
        return step(one - other) * D(u.args[0], w)
    relation = Ge if side > 0 else Le
    cases = [
        (D(part, w), relation(part, u.func(*u.args[i:]), evaluate=False)) for i, part in enumerate(u.args[:-1], start=1)
    ]
    return branches(*cases, (D(u.args[-1], w), otherwise))


def clip_after(u: Expr, w: Expr) -> Expr:
    """The slope of whichever of the three it is."""
    inner, low, high = u.args
    if not (depends(low, w) or depends(high, w)):
        return step(inner - low) * step(high - inner) * D(inner, w)
    above = Gt(inner if is_nonnegative(high - low) else largest(inner, low), high, evaluate=False)
    return branches((D(high, w), above), (D(low, w), Lt(inner, low, evaluate=False)), (D(inner, w), otherwise))


def branches_conditions(u: Expr, w: Expr) -> tuple[Basic, ...]:
    """Away from the places where one branch gives way to the next as w moves."""
    u = grouped(u, w) if isinstance(u, largest | smallest) else u
    return tuple(Ne(switch, 0, evaluate=False) for switch in switches_of(u) if depends(switch, w))


# What the general cases and the examples are written in.
x, c, n, t, delta, a, b = symbols("x c n t delta a b", real=True)
i, j, k, l, N = symbols("i j k l N", integer=True, positive=True)
v, y, z, o, S_ = Array("v"), Array("y"), Array("z"), Array("o"), Array("S")
E = Symbol("E", real=True)
f, g, f_i, f_j, m = model("f"), model("g"), model("f_i"), model("f_j"), model("m")
_shares = exp(x * y[i]) / Sum(exp(x * y[l]), (l, 1, N))
_named, _square = Named("u", f(x)), Named("u", x**2)

CONSTANT = Rule(
    name="Constant",
    weight=0,
    applies=lambda u, w: not depends(u, w),
    after=lambda _u, _w: S.Zero,
    pattern=c,
    example=t**2,
    wrt=x,
    remark="{u} does not depend on {w}",
    condition="$c$ does not depend on $x$",
)
CONSTANT_FACTOR = Rule(
    name="Constant factor",
    weight=1,
    applies=lambda u, w: u.is_Mul and split_constant(u, w)[0] != 1,
    after=lambda u, w: split_constant(u, w)[0] * D(split_constant(u, w)[1], w),
    pattern=c * f(x),
    example=t * exp(x),
    wrt=x,
    conditions=lambda u, w: place_condition(split_constant(u, w)[0], w),
)

PLAIN: tuple[Rule, ...] = (
    Rule(
        name="Held fixed",
        weight=2,
        applies=lambda u, w: split_held(u, w)[0] != 1,
        after=lambda u, w: split_held(u, w)[0] * D(split_held(u, w)[1], w),
        pattern=held(f(x)) * g(x),
        example=held(exp(x)) * x,
        wrt=x,
        remark="what is held fixed keeps its value, and its slope counts as 0",
    ),
    CONSTANT,
    Rule(
        name="Identity",
        weight=0,
        applies=lambda u, w: u == w,
        after=lambda _u, _w: S.One,
        pattern=x,
        example=x,
        wrt=x,
        silent=True,
    ),
    Rule(
        name="Sum and difference",
        weight=1,
        applies=lambda u, _w: u.is_Add,
        after=lambda u, w: Add(*[signed_derivative(term, w) for term in u.args]),
        pattern=f(x) + g(x),
        example=x - t,
        wrt=x,
    ),
    CONSTANT_FACTOR,
    Rule(
        name="Softmax",
        weight=2,
        applies=lambda u, _w: softmax_parts(u) is not None,
        after=softmax_after,
        pattern=exp(v[i]) / Sum(exp(v[l]), (l, 1, N)),
        example=exp(v[i]) / Sum(exp(v[l]), (l, 1, N)),
        wrt=v[j],
        remark="each slope minus the mean of all slopes, weighted by the softmax",
        shows=(D(_shares, x), softmax_after(_shares, x)),
        derived_on="softmax",
    ),
    Rule(
        name="Quotient",
        weight=2,
        applies=lambda u, _w: u.is_Mul and split_fraction(u)[1] != 1 and split_fraction(u)[0] != 1,
        after=quotient_after,
        pattern=f(x) / g(x),
        example=(x - t) / magnitude(x - t),
        wrt=x,
        conditions=lambda u, _w: nonzero(split_fraction(u)[1]),
    ),
    Rule(
        name="Product",
        weight=2,
        applies=lambda u, _w: u.is_Mul,
        after=product_after,
        pattern=f(x) * g(x),
        example=x * log(x),
        wrt=x,
    ),
    Rule(
        name="Power",
        weight=2,
        applies=lambda u, w: u.is_Pow and not depends(u.exp, w),
        after=lambda u, w: u.exp * u.base ** (u.exp - 1) * D(u.base, w),
        pattern=f(x) ** n,
        example=(x - t) ** 2,
        wrt=x,
        conditions=power_condition,
        condition="$n$ is constant; $f(x)\\ne0$ if $n<1$; $f(x)>0$ if $n$ is no whole number",
        inner=lambda u: u.base,
    ),
    Rule(
        name="Exponential of any base",
        weight=2,
        applies=lambda u, w: u.is_Pow and not depends(u.base, w),
        after=lambda u, w: u * log(u.base) * D(u.exp, w),
        pattern=Pow(a, f(x)),
        example=Pow(Integer(2), x),
        wrt=x,
        conditions=lambda u, _w: positive(u.base),
        condition="$a$ is constant, and $a>0$",
        inner=lambda u: u.exp,
    ),
    Rule(
        name="Power of a function to a function",
        weight=2,
        applies=lambda u, _w: u.is_Pow,
        after=lambda u, w: u * (D(u.exp, w) * log(u.base) + u.exp * D(u.base, w) / u.base),
        pattern=Pow(f(x), g(x)),
        example=Pow(x, x),
        wrt=x,
        conditions=lambda u, _w: positive(u.base),
    ),
)


def slope(
    name: str,
    function: Any,
    derivative: Callable[[Expr], Expr],
    *,
    needs: Callable[[Expr], tuple[Basic, ...]] = lambda _u: (),
    weight: int = 2,
    derived_on: str = "",
) -> Rule:
    """The chain rule over one function of one variable: d/dw[function(u)] = derivative(u) d/dw[u]."""
    return Rule(
        name=name,
        weight=weight,
        applies=lambda u, _w: isinstance(u, function),
        after=lambda u, w: derivative(u.args[0]) * D(u.args[0], w),
        pattern=function(f(x)),
        example=function(t * x),
        wrt=x,
        conditions=lambda u, _w: needs(u.args[0]),
        inner=lambda u: u.args[0],
        derived_on=derived_on,
    )


SLOPES: tuple[Rule, ...] = (
    slope("Exponential", exp, exp),
    slope("Logarithm", log, lambda u: 1 / u, needs=positive),
    slope("Sigmoid", sigma, lambda u: sigma(u) * (1 - sigma(u)), derived_on="sigmoid"),
    slope("Softplus", softplus, sigma, derived_on="softplus"),
    slope("Hyperbolic tangent", tanh, lambda u: 1 - tanh(u) ** 2, derived_on="hyperbolic-tangent"),
    slope("Hyperbolic cosine", cosh, sinh),
    slope("Hyperbolic sine", sinh, cosh),
    slope("Sine", sin, cos),
    slope("Cosine", cos, lambda u: -sin(u)),
    slope("Tangent", tan, lambda u: 1 + tan(u) ** 2, needs=lambda u: nonzero(cos(u))),
    slope("Arctangent", atan, lambda u: 1 / (1 + u**2)),
    slope("Arcsine", asin, lambda u: 1 / sqrt(1 - u**2), needs=inside_unit),
    slope("Arccosine", acos, lambda u: -1 / sqrt(1 - u**2), needs=inside_unit),
    slope("Error function", erf, lambda u: 2 / sqrt(pi) * exp(-(u**2))),
    slope("Normal distribution", Phi, phi, derived_on="normal-distribution"),
    slope("Normal density", phi, lambda u: -u * phi(u)),
    slope("Log-gamma", loggamma, digamma, needs=positive),
    Rule(
        name="Polygamma",
        weight=2,
        applies=lambda u, _w: isinstance(u, polygamma),
        after=lambda u, w: polygamma(u.args[0] + 1, u.args[1]) * D(u.args[1], w),
        pattern=digamma(f(x)),
        example=digamma(t * x),
        wrt=x,
        conditions=lambda u, _w: positive(u.args[1]),
        inner=lambda u: u.args[1],
    ),
    Rule(
        name="Modified Bessel function",
        weight=2,
        applies=lambda u, w: isinstance(u, besseli) and not depends(u.args[0], w),
        after=bessel_after,
        pattern=besseli(n, f(x)),
        example=besseli(0, t * x),
        wrt=x,
        inner=lambda u: u.args[1],
    ),
    slope("Absolute value", magnitude, sign, needs=nonzero, weight=3, derived_on="absolute-value"),
    slope("Sign", sign, lambda _u: S.Zero, needs=nonzero, weight=3),
    slope("Positive part", positive_part, step, needs=nonzero, weight=3, derived_on="rectifier"),
    slope("Step", step, lambda _u: S.Zero, needs=nonzero, weight=3),
)

DEFINITION = Rule(
    name="Definition",
    weight=1,
    applies=lambda u, _w: isinstance(u, Named),
    after=lambda u, w: D(u.definition, w),
    pattern=_named,
    example=_square,
    wrt=x,
    remark="of {u}",
)

DELTA = Rule(
    name="Kronecker delta",
    weight=3,
    applies=lambda u, w: isinstance(u, Indexed) and isinstance(w, Indexed) and u.base == w.base,
    after=delta_after,
    pattern=v[i],
    example=v[i],
    wrt=v[j],
    shows=(D(v[1], v[2]), S.Zero),
    remark="1 for the component itself, 0 for every other",
)

ONE_FORMULA = Rule(
    name="Known sign",
    weight=2,
    applies=lambda u, _w: one_formula(u, is_nonnegative) is not None,
    after=lambda u, w: D(one_formula(u, is_nonnegative), w),
    pattern=largest(f(x) + exp(g(x)), f(x)),
    example=largest(x**2, 2 * x - 1),
    wrt=x,
    remark="what decides between the formulas of {u} never changes its sign, so that one of them holds everywhere",
)

HARD: tuple[Rule, ...] = (
    Rule(
        name="Maximum",
        weight=3,
        applies=lambda u, _w: isinstance(u, largest),
        after=extreme_after,
        pattern=largest(f(x), g(x)),
        example=largest(x**2, t, delta * x),
        wrt=x,
        conditions=branches_conditions,
        remark="the slope of the largest; at a tie of several there may be none",
    ),
    Rule(
        name="Minimum",
        weight=3,
        applies=lambda u, _w: isinstance(u, smallest),
        after=extreme_after,
        pattern=smallest(f(x), g(x)),
        example=smallest(x**2, t),
        wrt=x,
        conditions=branches_conditions,
        remark="the slope of the smallest; at a tie of several there may be none",
    ),
    Rule(
        name="Maximum over an index",
        weight=3,
        applies=lambda u, _w: isinstance(u, LargestOver),
        after=lambda u, w: D(u.best, w),
        pattern=LargestOver(f_j(x), j, S.One, N),
        example=largest(y[i] * x, (i, 1, N)),
        wrt=x,
        conditions=tie_condition,
        condition="$f_i(x)>f_j(x)$ for every other $j$",
        says=(D(LargestOver(f_j(x), j, S.One, N), x), D(f_i(x), x)),
        remark="the slope of the largest term: where it is ahead of all others, it stays the largest nearby",
    ),
    Rule(
        name="Minimum over an index",
        weight=3,
        applies=lambda u, _w: isinstance(u, SmallestOver),
        after=lambda u, w: D(u.best, w),
        pattern=SmallestOver(f_j(x), j, S.One, N),
        example=smallest(y[i] * x, (i, 1, N)),
        wrt=x,
        conditions=tie_condition,
        condition="$f_i(x)<f_j(x)$ for every other $j$",
        says=(D(SmallestOver(f_j(x), j, S.One, N), x), D(f_i(x), x)),
        remark="the slope of the smallest term: where all others are larger, it stays the smallest nearby",
    ),
    Rule(
        name="Clipping",
        weight=3,
        applies=lambda u, _w: isinstance(u, clip),
        after=clip_after,
        pattern=clip(f(x), a, b),
        example=clip(t * x, a, b),
        wrt=x,
        conditions=branches_conditions,
        remark="beyond the bounds it does not change",
    ),
    Rule(
        name="Branches",
        weight=3,
        applies=lambda u, _w: isinstance(u, Branches),
        after=lambda u, w: by_cases(*[(D(value, w), condition) for value, condition in u.cases]),
        pattern=branches((f(x), x < c), (g(x), otherwise)),
        example=branches((x**2, magnitude(x) <= delta), (delta * x, otherwise)),
        wrt=x,
        conditions=branches_conditions,
        remark="each branch by itself, between the seams",
    ),
    Rule(
        name="Unspecified model",
        weight=0,
        applies=lambda u, _w: isinstance(u, AppliedUndef | Prime),
        after=by_argument,
        inner=sole_argument,
        pattern=m(f(x)),
        example=m(x),
        wrt=x,
        remark="the model is differentiable, and nothing more is known of it",
        condition="$m$ is differentiable at $f(x)$",
    ),
    DEFINITION,
    DELTA,
    Rule(
        name="Logarithm of a determinant",
        weight=3,
        applies=lambda u, w: isinstance(u, log_det) and isinstance(w, Indexed),
        after=lambda u, w: inverse_entry(u.array[w.indices[::-1]]),
        pattern=log_det(S_),
        example=log_det(S_),
        wrt=S_[i, j],
        shows=(D(log_det(S_), S_[1, 2]), inverse_entry(S_[2, 1])),
        remark="the entry of the inverse, row and column exchanged",
        condition="$\\det S>0$, and no entry of $S$ depends on another",
    ),
    Rule(
        name="Entry of an inverse",
        weight=3,
        applies=lambda u, w: isinstance(u, inverse_entry) and isinstance(w, Indexed),
        after=lambda u, w: (
            -inverse_entry(u.array[u.indices[0], w.indices[0]]) * inverse_entry(u.array[w.indices[1], u.indices[1]])
        ),
        pattern=inverse_entry(S_[k, l]),
        example=inverse_entry(S_[k, l]),
        wrt=S_[i, j],
        shows=(D(inverse_entry(S_[1, 1]), S_[1, 2]), -inverse_entry(S_[2, 1]) * inverse_entry(S_[1, 1])),
        remark="from differentiating $SS^{-1}=I$",
        condition="$S$ has an inverse, and none of its entries depends on another",
    ),
    Rule(
        name="Sum over an index",
        weight=1,
        applies=lambda u, _w: isinstance(u, Sum),
        after=lambda u, w: Sum(D(u.function, w), *u.limits),
        pattern=Sum(f_i(x), (i, 1, N)),
        example=Sum(y[i] * x, (i, 1, N)),
        wrt=x,
    ),
)

# Stands first, because no other rule may see an expression in which a bound index has the name of a free one.
RENAMING = Rule(
    name="Renaming a bound index",
    weight=0,
    applies=lambda u, w: depends(u, w) and bool(bound_indices(u) & w.free_symbols),
    after=lambda u, w: D(rename_bound(u, w.free_symbols), w),
    pattern=Sum(v[j], (j, 1, N)),
    example=Sum(y[j] * v[j], (j, 1, N)),
    wrt=v[j],
    remark="the free index of {w} has the same letter, so the sum takes another",
    condition="$i$ does not stand in $v_j$",
    says=(Sum(v[j], (j, 1, N)), Sum(v[i], (i, 1, N))),
    shows=(Sum(y[j] * v[j], (j, 1, N)), Sum(y[i] * v[i], (i, 1, N))),  # in the example j is free and bound
)

DERIVATIVES: tuple[Rule, ...] = (RENAMING, *PLAIN, ONE_FORMULA, *SLOPES, *HARD)


def rewriting(
    name: str,
    remark: str,
    pattern: Expr,
    after: Callable[[Expr, Setting], Expr],
    example: Expr,
    *,
    says: tuple[Expr, Expr] | None = None,
    condition: str = "",
) -> Rule:
    """A rule that rewrites an expression without a derivative in it."""
    return Rule(
        name=name,
        weight=2,
        applies=lambda u, setting: after(u, setting or Setting()) != u,
        after=lambda u, setting: after(u, setting or Setting()),
        pattern=pattern,
        example=example,
        wrt=None,
        remark=remark,
        says=says,
        condition=condition,
    )


def identity(  # noqa: PLR0913  (one for each field)
    name: str,
    local: identities.Local,
    pattern: Expr,
    example: Expr,
    *,
    remark: str,
    about: tuple[type, ...],
    needs: Callable[[Expr, Known], Iterator[Basic]] = lambda _u, _known: iter(()),
    condition: str = "",
) -> Rule:
    """A rule that puts in place of a part of an expression what it is equal to."""
    after = lambda u, setting: identities.everywhere(local, u, setting.known)  # noqa: E731
    rule = rewriting(name, remark, pattern, after, example)
    conditions = lambda u, setting: identities.needed(needs, u, (setting or Setting()).known)  # noqa: E731
    return replace(rule, conditions=conditions, condition=condition, about=about)


def put_as_is(
    name: str,
    remark: str,
    left: Expr,
    right: Expr,
    shows: tuple[Expr, Expr] | None = None,
    *,
    weight: int = 2,
    condition: str = "",
) -> Rule:
    """A rule that is not looked for: its line is made where it is due.

    `left` = `right` is the general case, and what it `shows` a concrete one.
    """
    return Rule(
        name=name,
        weight=weight,
        applies=lambda _u, _w: False,
        after=lambda _u, _w: right,
        pattern=left,
        example=left,
        wrt=None,
        remark=remark,
        condition=condition,
        shows=shows,
    )


CHAIN = put_as_is(
    "Chain rule",
    "outer {u}, inner {w}",
    D(f(g(x)), x),
    Prime(f(g(x))) * D(g(x), x),
    (D(exp(x**2), x), exp(x**2) * D(x**2, x)),
    condition="$g$ has a slope at $x$, and $f$ has one at $g(x)$",
)
ALL_PATHS = put_as_is(
    "Chain rule along all paths",
    "through everything that depends on it directly",
    Adjoint(E, z[j]),
    Sum(Adjoint(E, o[i]) * D(o[i], z[j]), (i, 1, N)),
    (Adjoint(E, z[1]), Adjoint(E, o[1]) * D(o[1], z[1]) + Adjoint(E, o[2]) * D(o[2], z[1])),
    condition="$z_j$ reaches $E$ only through the $o_i$; these are differentiable in $z_j$, and $E$ in them together",
)
FIXED = put_as_is(
    "Held fixed in a direct slope",
    "{u} is held fixed here: what it owes to {w} is counted along its own path",
    D(f(x, c), x),
    Prime(f(x, c), 0),
    (D(c * x**2, x), 2 * c * x),
    weight=0,
)
PUT_IN = put_as_is("Adjoint put in", "from the equations above", Adjoint(E, o[i]), y[i], (Adjoint(E, o[1]), o[1] - t))
FOLDING = put_as_is(
    "Definition read backwards", "back to the short name of an intermediate", f(x), _named, (x**2, _square)
)
WRITING_OUT = put_as_is("Definition put in", "the value of an intermediate", _named, f(x), (_square, x**2))
CANCELLING = put_as_is(
    "Cancelling",
    "{u} above and below the line",
    Mul(c * a, Pow(c * b, -1, evaluate=False), evaluate=False),
    a / b,
    (Mul((x - t) * exp(x), Pow(2 * exp(x), -1, evaluate=False), evaluate=False), (x - t) / 2),
    condition="$b\\ne0$ and $c\\ne0$",
)
CONSTRAINT = put_as_is(
    "Constraint", "holds for the symbols by assumption", Sum(y[i], (i, 1, N)), S.One, (y[1] + y[2], S.One)
)
# An equality that the script states; nothing is claimed for it but that the referee found both sides equal.
CLOSING = put_as_is("Equal form", "stated in the script of the loss, and checked like any other line", f(x), g(x))
CONTRACTION = rewriting(
    "Contraction of a delta",
    "only the term for which the delta is 1 is left",
    Sum(KroneckerDelta(i, j) * y[i], (i, 1, N)),
    lambda u, _setting: contract(u),
    Sum(KroneckerDelta(i, j) * (y[i] - v[i]) ** 2, (i, 1, N)),
)
OUT_OF_SUM = rewriting(
    "Factor out of a sum",
    "what does not depend on the index stands before the sum",
    Sum(c * y[i], (i, 1, N)),
    lambda u, _setting: contract(u),
    Sum(exp(x) * y[i] ** 2, (i, 1, N)),
    condition="$c$ does not depend on $i$",
)
MULTIPLYING_OUT = rewriting(
    "Multiplying out",
    "brackets multiplied out, equal terms collected",
    a * (b + c) - a * b,
    multiplied_out,
    x * (x + t) - t * x,
    says=(a * (b + c), a * b + a * c),
)
FACTORING = rewriting("Factoring out", "common factors taken out", a * b + a * c, factored_out, x**2 + t * x)
COMMON_DENOMINATOR = rewriting(
    "Common denominator",
    "fractions brought together",
    a / b + c / b**2,
    over_one_denominator,
    a / b + c / b**2,
    says=(a / b + c / n, (a * n + b * c) / (b * n)),
    condition="$b\\ne0$ and $n\\ne0$",
)
JOINING = rewriting(
    "Joining sums",
    "sums over the same index in one, common factors taken out",
    Sum(a * v[i], (i, 1, N)) - Sum(a * y[i], (i, 1, N)),
    joined,
    Sum(x * v[i] ** 2, (i, 1, N)) - Sum(x * y[i], (i, 1, N)),
    condition="$a$ does not depend on $i$",
)

MINUS_IN = rewriting(
    "Minus into a bracket", "a difference turned round changes its sign", -x * (a - b), minus_in, -exp(x) * (t - x)
)
SUM_OF_SHARES = identity(
    "Shares sum to one",
    identities.sum_of_shares,
    Sum(v[i] / Sum(v[j], (j, 1, N)), (i, 1, N)),
    Sum(exp(v[i]) / Sum(exp(v[j]), (j, 1, N)), (i, 1, N)),
    about=(Sum,),
    remark="each term divided by the sum of all, as in a softmax",
    condition="the sum is not 0",
)
DEVIATIONS = identity(
    "Deviations from a mean",
    identities.sum_of_deviations,
    Sum(v[i] - Named("m", Sum(v[j], (j, 1, N)) / N), (i, 1, N)),
    Sum(v[i] ** 2 - Named("m", Sum(v[j] ** 2, (j, 1, N)) / N), (i, 1, N)),
    about=(Sum,),
    remark="what lies above the mean makes up for what lies below",
    condition="$m$ is the mean by its definition",
)
SUM_OF_ONES = identity(
    "Sum of a constant",
    identities.sum_of_ones,
    Sum(c, (i, 1, N)),
    Sum(1, (i, 1, N)),
    about=(Sum,),
    remark="as many times as the index has values",
    condition="$c$ does not depend on $i$",
)
PART_TIMES_STEP = identity(
    "Positive part times its step",
    identities.part_times_step,
    positive_part(x) * step(x),
    positive_part(c - x) * step(c - x),
    about=(step,),
    remark="both are 0 where the argument is not positive",
)
KNOWN_STEP = identity(
    "Step of what is positive",
    identities.known_step,
    step(i),
    step(exp(x)),
    about=(step,),
    remark="1 for what the domains make positive, 0 for what is never positive",
    condition="$i>0$ by its domain",
)
SAME_IN_EVERY_BRANCH = identity(
    "Equal branches",
    identities.same_in_every_branch,
    branches((f(x), g(x) > t), (f(x), otherwise)),
    branches((2 * x, x > t), (2 * x, otherwise)),
    about=(Branches,),
    remark="a function by cases that is the same in all of them",
)
TIMES_SIGN = identity(
    "Absolute value and sign",
    identities.times_sign,
    x * sign(x),
    magnitude(x - t) * sign(x - t),
    about=(sign,),
    remark="$u = |u|\\operatorname{sign} u$ and $|u| = u\\operatorname{sign} u$",
)
SIGN_SQUARED = identity(
    "Square of a sign",
    identities.sign_squared,
    sign(x) ** 2,
    magnitude(x - t) ** 2,
    about=(sign, magnitude),
    remark="a sign is 1 or -1 off zero; the square of an absolute value is that of the number",
    needs=identities.off_zero,
)
ONE_BASE = identity(
    "Powers of one base",
    identities.one_base,
    Pow(x, a) * Pow(x, b),
    Pow(x, a - 1) * x,
    about=(Mul,),
    remark="exponents are added",
    condition="$x>0$, or $x\\ne0$ and the exponents are whole numbers",
)
LOGISTIC = identity(
    "Sigmoid read backwards",
    identities.logistic,
    exp(x) / (1 + exp(x)),
    1 / (1 + exp(-x)),
    about=(exp,),
    remark="a quotient of exponentials that is a sigmoid",
)
OF_MINUS = identity(
    "Sigmoid of minus",
    identities.of_minus,
    1 - sigma(-x),
    c * sigma(-x) + t * sigma(x),
    about=(sigma,),
    remark="$\\sigma(-u) = 1-\\sigma(u)$",
)
HYPERBOLIC = identity(
    "Hyperbolic tangent read backwards",
    identities.hyperbolic,
    sinh(x) / cosh(x),
    2 * sigma(x) - 1,
    about=(cosh, exp, sigma),
    remark="a quotient that is a hyperbolic tangent",
)
DELTA_PICKS = identity(
    "A delta picks",
    identities.delta_picks,
    KroneckerDelta(i, j) * v[j] / v[i],
    y[i] * (1 - KroneckerDelta(i, j) / y[j]),
    about=(KroneckerDelta,),
    remark="where a delta is not 0 its indices are the same, so one may stand for the other",
    condition="$v_i\\ne0$",
)
ODD_AND_EVEN = identity(
    "Odd and even functions",
    identities.odd_and_even,
    Sum(sign(v[i] - x), (i, 1, N)),
    Sum((v[i] - x) ** 2, (i, 1, N)),
    about=(Sum,),
    remark="a sign, and an odd power, changes with its argument; an absolute value, and an even power, does not",
)
SYMMETRY = identity(
    "Symmetric definition",
    identities.symmetric,
    Named(o[i, j], y[i] * y[j]) + Named(o[j, i], y[i] * y[j]),
    Named(o[i, j], y[i] * y[j]) + Named(o[j, i], y[i] * y[j]),
    about=(Named,),
    remark="the definition does not change when its indices change places",
    condition="$o_{ij}=o_{ji}$ by its definition",
)
IDENTITIES: tuple[Rule, ...] = (
    SUM_OF_SHARES,
    DEVIATIONS,
    SUM_OF_ONES,
    PART_TIMES_STEP,
    TIMES_SIGN,
    SIGN_SQUARED,
    ONE_BASE,
    HYPERBOLIC,
    LOGISTIC,
    OF_MINUS,
    DELTA_PICKS,
    SAME_IN_EVERY_BRANCH,
    KNOWN_STEP,  # what a delta picks may leave no step
    ODD_AND_EVEN,
    SYMMETRY,
)
REWRITINGS: tuple[Rule, ...] = (
    CONTRACTION,
    OUT_OF_SUM,
    MINUS_IN,
    FACTORING,
    MULTIPLYING_OUT,
    COMMON_DENOMINATOR,
    JOINING,
    *IDENTITIES,
)

STATED = (ALL_PATHS, FIXED, PUT_IN, FOLDING, WRITING_OUT, CANCELLING, CONSTRAINT, CLOSING)
RULES: tuple[Rule, ...] = (CHAIN, *DERIVATIVES, *REWRITINGS, *STATED)


def rule_for(u: Expr, w: Expr) -> Rule:
    """The first rule that covers d/dw[u].

    Raises:
        LossaryError: if none does.
    """
    for rule in DERIVATIVES:
        if rule.applies(u, w):
            return rule
    msg = f"no rule for the derivative of {u} with respect to {w}: add one to derivations/calculus/rules.py"
    raise LossaryError(msg)
