"""Other ways to write a gradient: each equals it by an identity that holds wherever the gradient has a value."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from random import Random
from typing import Any

from claim_subjects import Subject, of_kind, probe, put, replaced, reshaped, sums_of
from sympy import (
    Add,
    Eq,
    Expr,
    Integer,
    KroneckerDelta,
    Max,
    Min,
    Mul,
    Pow,
    Rational,
    Sum,
    Symbol,
    cos,
    cosh,
    erf,
    erfc,
    exp,
    expand,
    factor,
    log,
    sin,
    sinh,
    sqrt,
    tanh,
    together,
    true,
)
from sympy.core.function import AppliedUndef
from sympy.core.relational import Relational

from derivations.language import Branches, LabelSign, Named, clip, magnitude, positive_part, sigma, sign, softplus, step
from derivations.language.indices import bound_indices, rename_bound, substitute

Rewrite = Callable[[Subject, Expr, Random], "Expr | None"]

ZEROS: tuple[Callable[[Expr, Expr], Expr], ...] = (
    lambda u, v: (u - v) * (u + v) - u**2 + v**2,
    lambda u, _: sigma(u) + sigma(-u) - 1,
    lambda u, _: softplus(u) - softplus(-u) - u,
    lambda u, _: tanh(u) - 2 * sigma(2 * u) + 1,
    lambda u, _: cosh(u) ** 2 - sinh(u) ** 2 - 1,
    lambda u, v: sin(u * v) ** 2 + cos(u * v) ** 2 - 1,
    lambda u, _: erf(u) + erfc(u) - 1,
    lambda u, v: (exp(u) + exp(v)) ** 2 - exp(2 * u) - 2 * exp(u + v) - exp(2 * v),
    lambda u, v: log((1 + u**2) * (1 + v**2)) - log(1 + u**2) - log(1 + v**2),
    lambda u, v: magnitude(u * v) - magnitude(u) * magnitude(v),
    lambda u, v: sqrt(u**2 + 2 * u * v + v**2) - magnitude(u + v),
    lambda u, v: Max(u, v) + Min(u, v) - u - v,
    lambda u, _: positive_part(u) - positive_part(-u) - u,
    lambda u, _: step(u) - step(-u) - sign(u),
    lambda u, _: clip(u, -1, 1) - Branches(u, magnitude(u) <= 1, sign(u), true),
)


def zero(about: Subject, rng: Random) -> Expr:
    """Something that is 0 everywhere."""
    return rng.choice(ZEROS)(probe(about, rng), rng.choice(about.coordinates))


def _nodes(kind: Any, forms: Mapping[str, Callable[[Any], Expr]]) -> dict[str, Rewrite]:
    """For each form: all functions of this kind replaced by it."""

    def rewrite(form: Callable[[Any], Expr]) -> Rewrite:
        def written(_: Subject, g: Expr, rng: Random) -> Expr | None:
            nodes = of_kind(g, kind)
            return replaced(g, node := rng.choice(nodes), form(node.args[0])) if nodes else None

        return written

    return {name: rewrite(form) for name, form in forms.items()}


def _leaf(form: Callable[[Any], Expr]) -> Rewrite:
    """A coordinate that the gradient holds, replaced everywhere."""

    def written(about: Subject, g: Expr, rng: Random) -> Expr | None:
        held = [u for u in about.coordinates if u in of_kind(g, type(u))]
        return replaced(g, u := rng.choice(held), form(u)) if held else None

    return written


def _by_sum(form: Callable[[Subject, Sum, Symbol, Random], Expr | None]) -> Rewrite:
    """One of the sums, replaced by another way to write it; the form is given a fresh letter."""

    def written(about: Subject, g: Expr, rng: Random) -> Expr | None:
        totals = sums_of(g)
        if not totals:
            return None
        new = form(about, total := rng.choice(totals), about.letter(g), rng)
        return None if new is None else replaced(g, total, new)

    return written


def _split(_: Subject, total: Sum, __: Symbol, ___: Random) -> Expr | None:
    ((index, low, high),) = total.limits
    if low != 1:  # there may be one term only
        return None
    return substitute(total.function, {index: low}) + Sum(total.function, (index, low + 1, high))


def _split_at_index(about: Subject, total: Sum, _: Symbol, __: Random) -> Expr | None:
    ((index, low, high),) = total.limits
    free = [s for s in about.indices if about.loss.symbols[s].last == high and low == 1]
    return (
        Sum(total.function, (index, low, free[0])) + Sum(total.function, (index, free[0] + 1, high)) if free else None
    )


def _turned(_: Subject, total: Sum, letter: Symbol, __: Random) -> Expr:
    ((index, low, high),) = total.limits
    return Sum(substitute(total.function, {index: low + high - letter}), (letter, low, high))


def _shifted(_: Subject, total: Sum, letter: Symbol, rng: Random) -> Expr:
    ((index, low, high),), by = total.limits, rng.choice((1, 2, -1))
    return Sum(substitute(total.function, {index: letter + by}), (letter, low - by, high - by))


def _renamed(_: Subject, total: Sum, letter: Symbol, __: Random) -> Expr:
    ((index, low, high),) = total.limits
    return Sum(substitute(total.function, {index: letter}), (letter, low, high))


def _of_parts(_: Subject, total: Sum, __: Symbol, ___: Random) -> Expr | None:
    parts = reshaped(total.function, expand)
    return Add(*[Sum(part, *total.limits) for part in parts.args]) if parts.is_Add else None


def _twice_half(_: Subject, total: Sum, __: Symbol, ___: Random) -> Expr:
    return Sum(2 * total.function, *total.limits) / 2


def _by_delta(about: Subject, g: Expr, rng: Random) -> Expr | None:
    """An entry as the sum over all entries times a delta."""
    letter = about.letter(g)
    free = {(array[index], size): index for array, size in about.rows for index in about.indices}
    held = [(node, size, free[node, size]) for node, size in free if about.loss.symbols[free[node, size]].last == size]
    held = [(node, size, index) for node, size, index in held if node in of_kind(g, type(node))]
    if not held:
        return None
    node, size, index = rng.choice(held)
    return replaced(g, node, Sum(KroneckerDelta(letter, index) * node.base[letter], (letter, 1, size)))


def _size_counted(about: Subject, g: Expr, rng: Random) -> Expr | None:
    held = [size for size in about.sizes if size in of_kind(g, Symbol)]
    letter = about.letter(g)
    return replaced(g, size := rng.choice(held), Sum(Integer(1), (letter, 1, size))) if held else None


def _softmax_is_one(about: Subject, g: Expr, rng: Random) -> Expr | None:
    if not about.rows:
        return None
    array, size = rng.choice(about.rows)
    i = about.letter(g)
    j = about.letter(g, i)
    return g * Sum(exp(array[i]) / Sum(exp(array[j]), (j, 1, size)), (i, 1, size))


def _constraint_used(about: Subject, g: Expr, _: Random) -> Expr | None:
    held = [left for left, right in about.loss.constraints if right == 1 and not left.free_symbols & set(about.indices)]
    held = [left for left in held if not any(s in left.free_symbols for s in about.loss.free_indices)]
    return g * held[0] if held else None


def _unfolded(_: Subject, g: Expr, __: Random) -> Expr | None:
    names = of_kind(g, Named)
    taken = bound_indices(g)
    opened = put(g, lambda n: rename_bound(n.definition, taken, within_names=True) if isinstance(n, Named) else None)
    return opened if names else None


def _label(about: Subject, g: Expr, rng: Random) -> Expr | None:
    """A label y of -1 or 1 as 1/y or y^3."""
    labels = [s for s, domain in about.loss.symbols.items() if isinstance(domain, LabelSign)]
    power = rng.choice((-1, 3, 5))
    return put(g, lambda n: n**power if getattr(n, "base", n) in labels and not n.is_Pow else None) if labels else None


def _square(_: Subject, g: Expr, __: Random) -> Expr | None:
    squares = [node for node in of_kind(g, Pow) if node.exp == 2]
    return replaced(g, squares[0], magnitude(squares[0].base) ** 2) if squares else None


def _condition(_: Subject, g: Expr, __: Random) -> Expr | None:
    """|u| <= b as u^2 <= b^2, for positive b."""
    held = [r for r in of_kind(g, Relational) if isinstance(r.lhs, magnitude) and r.rhs.is_positive]
    return replaced(g, held[0], held[0].func(held[0].lhs.args[0] ** 2, held[0].rhs ** 2)) if held else None


def _quotient(about: Subject, g: Expr, rng: Random) -> Expr | None:
    """The sign of u as u/|u|, where the loss has no gradient at u = 0: u moves along with the variable."""
    w = about.loss.wrt
    held = [node for node in of_kind(g, sign) if _slope_in(node.args[0], w)]
    forms = (lambda u: u / magnitude(u), lambda u: magnitude(u) / u, lambda u: u / sqrt(u**2))
    return replaced(g, node := rng.choice(held), rng.choice(forms)(node.args[0])) if held else None


def _slope_in(u: Expr, w: Expr) -> Any:
    """The slope of u in w, if it is a number; else 0."""
    slope = expand(u).coeff(w, 1)
    return slope if slope.is_Rational and not expand(u - slope * w).has(w) else 0


def _argument(_: Subject, g: Expr, __: Random) -> Expr | None:
    """What a model is applied to, in a roundabout way."""
    held = [node for node in of_kind(g, AppliedUndef) if node.args[0].is_Symbol]
    if not held:
        return None
    w = held[0].args[0]
    return put(g, lambda n: n.func((w + 1) ** 2 - w**2 - w - 1) if n == held[0] else None)


def _case(about: Subject, g: Expr, rng: Random) -> Expr:
    """Two cases with the same value."""
    u, v = probe(about, rng), rng.choice(about.coordinates)
    bound = Rational(rng.randrange(-999, 1000), rng.choice((1, 7, 100)))
    tests = (u > bound, u**2 < bound**2 + 1, Eq(u, v), u * v <= bound)
    test = rng.choice([test for test in tests if isinstance(test, Relational)] or [step(u) > 0])
    return Branches(_varied(about, g, rng), test, g, true)


def _varied(about: Subject, g: Expr, rng: Random) -> Expr:
    return rng.choice((reshaped(g, expand), reshaped(g, together), g + zero(about, rng)))


def _common(about: Subject, g: Expr, rng: Random) -> Expr:
    d = 1 + probe(about, rng) ** 2
    return reshaped(g * d, expand) / d


def _log_of_product(about: Subject, g: Expr, _: Random) -> Expr | None:
    positive = [u for u in about.coordinates if about.domain(u).name in ("positive", "(0,1)")]
    if not positive:
        return None
    u, v = positive[0], positive[-1] + 2
    return g + log(u * v) - log(u) - log(v) if u != v else None


def _undone(about: Subject, g: Expr, rng: Random) -> Expr:
    u = 1 + rng.choice(about.coordinates) ** 2
    return Mul(g, exp(log(u), evaluate=False), 1 / u, evaluate=False)


def _part_out(_: Subject, g: Expr, rng: Random) -> Expr:
    share = Rational(rng.choice([1, 2, 3, 5]), 7)
    return share * reshaped(g, expand) + (1 - share) * reshaped(g, together)


REWRITES: dict[str, Rewrite] = {
    "multiplied out": lambda _, g, __: reshaped(g, expand),
    "factored": lambda _, g, __: reshaped(g, factor),
    "one denominator": lambda _, g, __: reshaped(g, together),
    "common denominator": _common,
    "a zero added": lambda about, g, rng: g + rng.choice(about.coordinates) * zero(about, rng),
    "a factor of one": lambda about, g, rng: g * (1 + zero(about, rng)),
    "half of twice": lambda _, g, __: Mul(Integer(2), Rational(1, 2), g, evaluate=False),
    "parts of it added": _part_out,
    "other order": lambda _, g, __: g.func(*reversed(g.args), evaluate=False) if g.is_Add or g.is_Mul else None,
    "two equal cases": _case,
    "exp of a log": _undone,
    "log of a product": _log_of_product,
    "u as |u| sign u": _leaf(lambda u: magnitude(u) * sign(u)),
    "u as two parts": _leaf(lambda u: positive_part(u) - positive_part(-u)),
    "u as the log of an exp": _leaf(lambda u: log(cosh(u) + sinh(u))),
    "u as a difference": _leaf(lambda u: (u + 1) ** 2 / 2 - u**2 / 2 - Rational(1, 2)),
    **_nodes(
        sigma,
        {
            "sigma turned": lambda u: 1 - sigma(-u),
            "sigma by exp": lambda u: exp(u) / (1 + exp(u)),
            "sigma by tanh": lambda u: (1 + tanh(u / 2)) / 2,
        },
    ),
    **_nodes(
        tanh,
        {
            "tanh by exp": lambda u: (exp(2 * u) - 1) / (exp(2 * u) + 1),
            "tanh by sigma": lambda u: 2 * sigma(2 * u) - 1,
            "tanh by sinh": lambda u: sinh(u) / cosh(u),
        },
    ),
    **_nodes(
        exp, {"exp by cosh": lambda u: cosh(u) + sinh(u), "exp by halves": lambda u: (cosh(u / 2) + sinh(u / 2)) ** 2}
    ),
    **_nodes(sign, {"sign by steps": lambda u: step(u) - step(-u), "sign turned": lambda u: -sign(-u)}),
    **_nodes(
        magnitude,
        {"|u| by parts": lambda u: positive_part(u) + positive_part(-u), "|u| by a root": lambda u: sqrt(u**2)},
    ),
    **_nodes(positive_part, {"part by |u|": lambda u: (u + magnitude(u)) / 2, "part by max": lambda u: Max(u, 0)}),
    **_nodes(step, {"step by cases": lambda u: Branches(Integer(1), u > 0, Integer(0), true)}),
    "sign as a quotient": _quotient,
    "square of |u|": _square,
    "condition squared": _condition,
    "label as a power": _label,
    "argument of a model": _argument,
    "names unfolded": _unfolded,
    "letters renamed": _by_sum(_renamed),
    "sum split": _by_sum(_split),
    "sum split at the index": _by_sum(_split_at_index),
    "sum turned": _by_sum(_turned),
    "sum shifted": _by_sum(_shifted),
    "sum of parts": _by_sum(_of_parts),
    "sum of twice": _by_sum(_twice_half),
    "entry by a delta": _by_delta,
    "size counted": _size_counted,
    "softmax is one": _softmax_is_one,
    "constraint used": _constraint_used,
}


def rewritten(about: Subject, g: Expr, name: str, rng: Random) -> Expr | None:
    """The gradient in this other way; None where it does not apply, or changes nothing."""
    new = REWRITES[name](about, g, rng)
    return None if new is None or new == g else new


def disguised(about: Subject, g: Expr, rng: Random) -> Expr:
    """The gradient as it is, or in some other way."""
    if rng.random() < 1 / 2:
        return g
    names = rng.sample(sorted(REWRITES), 3)
    return next((new for name in names if (new := rewritten(about, g, name, rng)) is not None), g)
