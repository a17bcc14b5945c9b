"""Rules for sums whose terms cancel: 1 - sigma(z), exp(u) - 1, log(u) - log(v), u^2 - v^2."""

from __future__ import annotations

from sympy import (
    Add,
    Dummy,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    cos,
    erf,
    exp,
    expand,
    factor_terms,
    log,
    sin,
    sqrt,
    tanh,
)

from derivations.code import differences, logdifferences
from derivations.code.functions import (
    erfc,
    expm1,
    grouped,
    hypot,
    i0e,
    i1e,
    log1p,
    log_exp_plus,
    sech,
    sigma_less,
    sigma_times,
    softplus_times,
)
from derivations.code.terms import Rule, negative, product, split
from derivations.language.functions import Branches, Named, Phi, magnitude, otherwise, positive_part, sigma, softplus

HALF = Rational(1, 2)


# f(u) beside a constant: what c f(u) + k c is, for each k
def _beside(factor: Expr) -> dict[Expr, Expr]:
    u = factor.args[0] if factor.args else S.Zero
    match factor:
        case sigma():
            return {S.NegativeOne: -sigma(negative(u)), -HALF: tanh(u / 2) / 2}
        case sigma_times(args=(u, v)):
            return {S.NegativeOne: -sigma_times(negative(u), 1 / v)}
        case Phi():
            return {S.NegativeOne: -Phi(negative(u)), -HALF: erf(u / sqrt(2)) / 2}
        case exp():
            return {S.NegativeOne: expm1(u)}
        case tanh():
            return {
                S.NegativeOne: product(Integer(-2), sigma(product(Integer(-2), u))),
                S.One: product(Integer(2), sigma(product(Integer(2), u))),
            }
        case erf():
            return {S.NegativeOne: -erfc(u), S.One: erfc(negative(u))}
        case cos():
            return {S.NegativeOne: product(Integer(-2), sin(u / 2) ** 2)}
        case Pow(base=Add() as w, exp=n) if S.One in w.args and not n.is_negative:
            rest = Add(*[t for t in w.args if t != 1])
            if n == 2:
                return {S.NegativeOne: rest * (w + 1)}
            if n == 3:
                return {S.NegativeOne: rest * (w * (w + 1) + 1)}
            return {} if n.is_Integer or n == HALF else {S.NegativeOne: expm1(n * log1p(rest))}
        case Pow(base=tanh(args=(w,)), exp=power) if power == 2:
            return {S.NegativeOne: -(sech(w) ** 2)}
        case hypot(args=(a, b)):
            return {-a: b**2 / (a + factor)}
    return {}


def _terms_beside(node: Add) -> Expr | None:
    """1 - sigma(z), exp(u) - 1, 1 - tanh(u)^2 ..."""
    for n, term in enumerate(node.args):
        for factor, c in split(term):
            for k, value in _beside(factor).items():
                for part in {c, *Add.make_args(c)}:
                    other = product(k, part)
                    if other in node.args[:n] + node.args[n + 1 :]:
                        rest = [t for m, t in enumerate(node.args) if m != n and t != other]
                        return Add(*rest, product(c - part, factor), product(part, value))
    return None


def _sigma_less(node: Add) -> Expr | None:
    """3 sigma(z) - 2, which is 0 at z = log(2)."""
    k, rest = node.as_coeff_Add()
    c, factor = rest.as_coeff_Mul()
    if not (k.is_Rational and c.is_Rational and k != 0 and isinstance(factor, sigma) and 0 < -k / c < 1):
        return None
    sign = 1 if c > 0 else -1
    return sign * sigma_less(factor.args[0], sign * c, -sign * k)


def _name_beside(node: Add) -> Expr | None:
    """1 - q with q = sigma(z) - m, whose name hides that digits are lost: sigma(-z) + m."""
    for term in node.args:
        number, name = term.as_coeff_Mul()
        if isinstance(name, Named) and isinstance(name.definition, Add) and name.definition.has(sigma):
            rest = [other for other in node.args if other != term]
            found = _terms_beside(Add(*rest, *(number * part for part in name.definition.args)))
            if found is not None:
                return found
    return None


def _softplus_beside(node: Add) -> Expr | None:
    """That c softplus(z) - c z = c softplus(-z), and b softplus(-z) - a softplus(z) = (b - a) softplus(-z) - a z."""
    node = _opened(node)
    for n, term in enumerate(node.args):
        others = node.args[:n] + node.args[n + 1 :]
        for factor, c in split(term):
            if not isinstance(factor, softplus | softplus_times):
                continue
            u, *scale = factor.args
            for part in {c, *Add.make_args(c)}:
                if (other := product(S.NegativeOne, part, u)) in others:
                    less = log_exp_plus(negative(u), *scale) if scale else softplus(negative(u))
                    rest = [t for t in others if t != other]
                    return Add(*rest, product(c - part, factor), product(part, less))
            for other in others:
                d = other / softplus(negative(u))
                if not scale and c.could_extract_minus_sign() and not d.has(softplus) and not _is_falling(d):
                    rest = [t for t in others if t != other]
                    return Add(*rest, product(c + d, softplus(negative(u))), product(c, u))
    return None


def _opened(node: Add) -> Add:
    """-(a + softplus(z)) as -a - softplus(z)."""
    sums = [t for t in node.args if isinstance(t, Mul) and t.args[0] == -1 and isinstance(t.args[-1], Add)]
    sums = [t for t in sums if len(t.args) == 2 and t.args[1].has(softplus)]
    rest = [t for t in node.args if t not in sums]
    return Add(*rest, *[-part for total in sums for part in total.args[1].args]) if sums else node


def _is_falling(factor: Expr) -> bool:
    return bool(factor.could_extract_minus_sign())


def _exp_less_sigma(node: Add) -> Expr | None:
    """exp(u) - sigma(v) = expm1(u) + sigma(-v), where both are near 1."""
    for term in node.args:
        for other in node.args:
            if isinstance(term, exp) and isinstance(-other, sigma | sigma_times):
                near = Add(expm1(term.args[0]), -_beside(-other)[S.NegativeOne])
                both = Branches(grouped(term + other), -other < HALF, grouped(near), otherwise)
                return Add(*[t for t in node.args if t not in (term, other)], both)
    return None


def _common_tanh(node: Add) -> Expr | None:
    """tanh(u)^3 - tanh(u) = tanh(u) (tanh(u)^2 - 1)."""
    if len(node.args) != 2:
        return None
    for common in sorted(node.atoms(tanh), key=str):
        parts = [term / common for term in node.args]
        if all(not _has_pole(part, common) for part in parts):
            return product(common, Add(*parts))
    return None


def _has_pole(part: Expr, common: Expr) -> bool:
    return any(f.as_base_exp() == (common, S.NegativeOne) for f in Mul.make_args(part)) or part.has(1 / common)


def _nested_numbers(node: Add) -> Expr | None:
    """1 - (1 - a) = a."""
    number = Add(*[t for t in node.args if t.is_Rational])
    for n, term in enumerate(node.args):
        if isinstance(term, Mul) and term.args[0] == -1 and isinstance(Mul(*term.args[1:]), Add):
            inner = Mul(*term.args[1:])
            if number != 0 and number in inner.args:
                return Add(*node.args[:n], *node.args[n + 1 :], *[-t for t in inner.args])
    return None


def _size_beside(node: Add) -> Expr | None:
    """That u + |u| = 2 u_+, and |u| - u = 2 (-u)_+, which are exact."""
    for term in node.args:
        for factor, c in split(term):
            for u in (factor.args[0], negative(factor.args[0])) if isinstance(factor, magnitude) else ():
                if (other := product(c, u)) in node.args:
                    rest = [t for t in node.args if t not in (term, other)]
                    return Add(*rest, product(Integer(2), c, positive_part(u)))
    return None


def _variance(node: Add) -> Expr | None:
    """U^2 - 2 u v + v = (u - v)^2 + v (1 - v), both of them positive for v from 0 to 1."""
    for square in node.args:
        if isinstance(square, Pow) and square.exp == 2:
            u = square.base
            for v in node.args:
                if (cross := product(Integer(-2), u, v)) in node.args:
                    rest = [t for t in node.args if t not in (square, cross, v)]
                    return Add(*rest, (u - v) ** 2, product(v, 1 - v))
    return None


def _over_limit(node: Add) -> Expr | None:
    """C - n/d as (c d - n)/d, where terms cancel: 1 - a/(a + b) = b/(a + b)."""
    for term in node.args:
        for factor, above in split(term):
            below = _sum_below(factor)
            if below is None:
                continue
            for other in node.args:
                if other.is_Rational and not below.has(exp, log, sigma):
                    total, before = _opened_up(other * below, above)
                    if len(Add.make_args(total)) <= before - 2:
                        rest = [t for t in node.args if t not in (term, other)]
                        return Add(*rest, product(factor_terms(total), factor))
    return None


def _sum_below(factor: Expr) -> Add | None:
    """The sum that a factor divides by."""
    base, n = factor.as_base_exp()
    if isinstance(base, Add) and n == -1:
        return base
    return Add(*[part**2 for part in base.args]) if isinstance(base, hypot) and n == -2 else None


def _opened_up(u: Expr, v: Expr) -> tuple[Expr, int]:
    """The terms of u + v, squares of sums left as they are, and how many those of u and of v were."""
    squares = {p: Dummy(positive=True) for p in (u + v).atoms(Pow) if isinstance(p.base, Add) and p.exp.is_positive}
    u, v = (expand(part.xreplace(squares)) for part in (u, v))
    back = {letter: square for square, letter in squares.items()}
    return (u + v).xreplace(back), len(Add.make_args(u)) + len(Add.make_args(v))


def _common_exp(node: Expr) -> Expr | None:
    """exp(u) a + exp(u) b = exp(u) (a + b), of functions that grow alike."""
    if not node.has(i0e, i1e):
        return None
    growths = [next((f for f in Mul.make_args(term) if isinstance(f, exp)), None) for term in node.args]
    if growths[0] is None or any(growth != growths[0] for growth in growths):
        return None
    return product(growths[0], Add(*[term / growths[0] for term in node.args]))


RULES: tuple[Rule, ...] = (
    _nested_numbers,
    _size_beside,
    _terms_beside,
    _sigma_less,
    _name_beside,
    _softplus_beside,
    _exp_less_sigma,
    _common_tanh,
    *logdifferences.RULES,
    _variance,
    _over_limit,
    *differences.RULES,
    _common_exp,
    *differences.RULES_LAST,
)
