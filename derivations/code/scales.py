"""Rules against numbers beyond the range on the way to a result that is within it: scales that cancel, and decays."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, Rational, S, Sum, Symbol, cosh, erf, exp, log, sin, sinh, tanh
from sympy.tensor.indexed import Indexed

from derivations.code.completing import less_half, squares_less
from derivations.code.functions import (
    damped,
    exp_times,
    expm1,
    expm1_over,
    grouped,
    hypot,
    log1p_rest,
    log1p_square,
    product_over,
    scaled_expm1,
    scaled_log1p_rest,
    scaled_log1p_square,
    scaled_sin,
    scaled_tanh,
    sech,
    sigma_distance_power,
    square_less,
)
from derivations.code.terms import Rule, product, seen, size_of, split
from derivations.language.functions import Branches, Named, largest, magnitude, phi, sigma, smallest

SCALED = {tanh: scaled_tanh, sin: scaled_sin, expm1: scaled_expm1}
BOUNDED = (tanh, sigma, erf, sin, sech, phi)
FALLING = (exp, sigma, sech, phi, sigma_distance_power)
HALVES = (Rational(1, 2), Rational(-1, 2))
FAST = 2  # the degree of what may overflow where no argument does


def _scaled(node: Mul) -> Expr | None:
    """C tanh(z/c), c^2 log(1 + z^2/c^2), (exp(a z) - 1)/a: z/c or a z may be beyond the range."""
    for factor, rest in split(node):
        base, m = factor.as_base_exp()
        for a, z in split(factor.args[0]) if isinstance(factor, expm1) else ():
            if a.is_Symbol and a.is_positive and 1 / a in Mul.make_args(rest):
                return expm1_over(z, a, rest * a)
        if type(base) in SCALED and m.is_Integer and m > 0:
            above, below = base.args[0].as_numer_denom()
            number, c = below.as_coeff_Mul()
            if c != 1 and (remaining := _without(rest, c, m)) is not None:
                return product(remaining, (SCALED[type(base)](above, below) / number) ** m)
        if isinstance(factor, log1p_square) and (remaining := _without(rest, factor.args[1], 2)) is not None:
            return product(remaining, scaled_log1p_square(*factor.args))
        if isinstance(factor, log1p_rest):
            above, below = factor.args[0].as_numer_denom()
            if below != 1 and (remaining := _without(rest, below, 2)) is not None:
                return product(remaining, scaled_log1p_rest(above, below))
    return None


def _without(node: Expr, c: Expr, n: int) -> Expr | None:
    """The product without a factor c^n, if it has that."""
    for factor, rest in split(node):
        base, m = factor.as_base_exp()
        if base == c and m.is_Integer and m >= n:
            return product(rest, c ** (m - n))
    return None


def _over_larger(node: Mul) -> Expr | None:
    """U v/(u + |v|) and u v/hypot(u, v): the larger is divided first, so that neither quotient vanishes.

    A sum below is halved, which may be beyond the range where neither term is.
    """
    for factor, rest in split(node):
        if not (isinstance(factor, Pow) and factor.exp == -1 and isinstance(factor.base, Add | hypot)):
            continue
        inside = {size_of(part) for part in factor.base.args}
        inside |= {size_of(part) for h in factor.base.args if isinstance(h, hypot) for part in h.args}
        found = [f for f in Mul.make_args(rest) if size_of(f.as_base_exp()[0]) in inside and f.as_base_exp()[1] > 0]
        if len(found) == 2:
            (u, n), (v, m) = (f.as_base_exp() for f in found)
            others = [f for f in Mul.make_args(rest) if f not in found]
            half = HALVES[0] if isinstance(factor.base, Add) else S.One
            below = Add(*[product(half, part) for part in Add.make_args(factor.base)])
            return product(half, *others, u ** (n - 1), v ** (m - 1), product_over(u, v, below))
    return None


def _over_hypot(node: Mul) -> Expr | None:
    """(k u^2 + l v^2)/hypot(u, v)^2 = k (u/hypot(u, v))^2 + l (v/hypot(u, v))^2; likewise (k + l v)/hypot(1, v)^3."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if not (isinstance(base, hypot) and n.is_Integer and n <= -FAST):
            continue
        sides = {side**2: side for part in base.args for side in [part.as_coeff_Mul()[1]]}
        for other, remaining in split(rest):
            parts = [term.as_coeff_Mul() for term in Add.make_args(other)]
            if isinstance(other, Add) and all(square in sides for _, square in parts):
                total = Add(*[product(number, (sides[square] / base) ** 2) for number, square in parts])
                return product(remaining, total, base ** (n + 2))
            linear = isinstance(other, Add) and base.args[0] == 1 and n < -FAST
            if linear and all(t.is_number or base.args[1] in Mul.make_args(t) for t in other.args):
                return product(remaining, Add(*[product(t, 1 / base) for t in other.args]), base ** (n + 1))
    return None


def _divided(node: Mul) -> Expr | None:
    """(3 u^2 - c^2)/c^4 = (3 (u/c)^2 - 1)/c^2, and (2 u^2 - v)/v^3 = 2 (u/v)^2/v - 1/v^2: the squares may overflow."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if not (isinstance(base, Symbol) and n.is_Integer and n <= -FAST):
            continue
        for other, remaining in split(rest):
            if not isinstance(other, Add):
                continue
            powers = [m for t in other.args for f in Mul.make_args(t) for b, m in [f.as_base_exp()] if b == base]
            degrees = {degree(t) for t in other.args}
            if powers == [1] and degrees == {1} and remaining.has(hypot):
                continue  # which divides it
            if powers == [FAST] and n == -2 * FAST and (found := _square_less(other, base)) is not None:
                return product(remaining, found)
            if powers == [1] and degrees == {1} and (found := less_half(other, base, n, remaining)) is not None:
                return found
            if powers == [FAST] or (powers == [1] and degrees == {1}):
                (m,) = powers
                return product(remaining, Add(*[product(t, base**-m) for t in other.args]), base ** (n + m))
            if powers == [1] or (not powers and all(_is_square(t) for t in other.args)):
                return Add(*[product(remaining, t, factor) for t in other.args])
    return None


def _square_less(total: Add, c: Expr) -> Expr | None:
    """(3 u^2 - c^2)/c^4, and (3 u^2 + 3 v^2 - c^2)/c^4 with hypot(u, v) for u."""
    terms = [(k, square) for t in total.args for k, part in [t.as_coeff_Mul()] for square in Add.make_args(part)]
    less = [-k for k, square in terms if square == c**FAST]
    parts = [(k, square) for k, square in terms if square != c**FAST]
    if len({k for k, _ in parts}) != 1 or len(parts) > FAST or not all(s.is_Pow and s.exp == FAST for _, s in parts):
        return None
    (k, first), *more = parts
    root = hypot(first.base, more[0][1].base) if more else first.base
    return product(less[0], square_less(root, c, k / less[0])) if k / less[0] > 0 else None


def _halves(node: Mul) -> Expr | None:
    """(u^2/v + w)/2 = u^2/(2 v) + w/2, and with a power v^b for 1/2; (a u - w)/(a - 1) = a u/(a - 1) - w/(a - 1).

    So by a count n for 2. The part may be within the range where the whole is not.
    """
    total = next((f for f in node.args if isinstance(f, Add)), None)
    parts = [f for f in node.args if f is not total and f != -1]
    if total is None or not parts or not any(degree(t) >= FAST for t in total.args):
        return None
    by_shift = any(_is_shift_below(f, total.args) for f in parts)
    counts = [] if node.has(Sum, Indexed) else [f for f in parts if _is_below_count(f)]
    if by_shift or all(f in HALVES or f in counts or (f.is_Pow and not f.exp.is_number) for f in parts):
        return Add(*[product(node / Mul(total, *parts), *parts, t) for t in total.args])
    return None


def _is_below_count(factor: Expr) -> bool:
    """Is it 1/n, n being 1, 2, 3 ...?"""
    return bool(factor.is_Pow and factor.exp == -1 and factor.base.is_integer and factor.base.is_positive)


def _is_shift_below(factor: Expr, terms: tuple[Expr, ...]) -> bool:
    """Is it 1/(a - 1), a being a factor of one of the terms?"""
    if not (factor.is_Pow and factor.exp == -1 and isinstance(factor.base, Add)):
        return False
    number, a = factor.base.as_coeff_Add()
    return bool(number != 0 and a.is_Symbol and any(a in Mul.make_args(t) for t in terms))


def _into_extreme(node: Mul) -> Expr | None:
    """min(u, v)/n = min(u/n, v/n) for n > 0: the larger of the two may be beyond the range."""
    for factor, rest in split(node):
        if isinstance(seen(factor), smallest | largest | Branches):
            below = [f for f in Mul.make_args(rest) if f.is_Pow and f.exp.is_negative and f.base.is_Symbol]
            if below and all(f.base.is_positive for f in below):
                others = [f for f in Mul.make_args(rest) if f not in below]
                return product(*others, _each(seen(factor), product(*below)))
    return None


def _each(node: Expr, factor: Expr) -> Expr:
    if isinstance(seen(node), smallest | largest):
        return seen(node).func(*(_each(part, factor) for part in seen(node).args))
    if isinstance(seen(node), Branches):
        args = seen(node).args
        return Branches(*(product(factor, part) if n % 2 == 0 else part for n, part in enumerate(args)))
    return product(factor, node)


def _is_square(term: Expr) -> bool:
    root = term.as_coeff_Mul()[1]
    return root.is_Pow and root.exp == FAST


def _apart(node: Mul) -> Expr | None:
    """(c^2 + z^2)/(2 c) = c/2 + z^2/(2 c): the squares may overflow or vanish where the result does not."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if isinstance(base, Symbol) and n == -1:
            for other, remaining in split(rest):
                terms = Add.make_args(other)
                if base**2 in terms and all(isinstance(t, Pow) and t.exp == FAST for t in terms):
                    return Add(*[product(remaining, term, factor) for term in terms])
    return None


def _into_quotient(node: Mul) -> Expr | None:
    """S (a (z/s) + b) = a z + s b, where the quotient has a name."""
    for factor, rest in split(node):
        for other, remaining in split(rest):
            if isinstance(other, Add) and isinstance(factor, Symbol):
                names = [f for t in other.args for f in Mul.make_args(t) if isinstance(f, Named)]
                if any(factor in Mul.make_args(name.definition.as_numer_denom()[1]) for name in names):
                    return product(remaining, Add(*[_cancelled(factor, term) for term in other.args]))
    return None


def _cancelled(factor: Expr, term: Expr) -> Expr:
    for part, rest in split(term):
        if isinstance(part, Named) and factor in Mul.make_args(part.definition.as_numer_denom()[1]):
            return product(rest, factor * part.definition)
    return product(factor, term)


def _damped(node: Mul) -> Expr | None:
    """exp(u) v with a v that may overflow: 0 times infinity would be no number."""
    if node.has(Sum, Indexed):
        return None
    falling = [f for f in Mul.make_args(node) if isinstance(f, exp) or isinstance(f.as_base_exp()[0], FALLING)]
    if surely := [f for f in falling if not isinstance(f, exp) or f.args[0].is_nonpositive]:
        falling = surely
    rest = [f for f in Mul.make_args(node) if f not in falling]
    if falling and any(degree(f) >= FAST for f in rest):
        squares = [f.base for f in rest if f.is_Pow and f.exp == FAST]
        if not surely and len(falling) == len(squares) == 1:
            (growing,), (root,) = falling, squares
            return product(Mul(*rest) / root**FAST, exp_times(root, growing.args[0] / 2) ** FAST)
        near = [f for f in rest if f.is_Symbol] if surely else []  # what no product with them can overflow
        far = Mul(*rest) / Mul(*squares, *near)
        return None if far.is_number else damped(product(*falling, *squares, *near), far)
    return None


def _into_growth(node: Mul) -> Expr | None:
    """X (a x exp(v) + b exp(v/2)) = a (x exp(v/2))^2 + b x exp(v/2): a square of x may be beyond the range."""
    for x, rest in split(node):
        for total, remaining in split(rest):
            parts = [[f for f, _ in split(t)] for t in Add.make_args(total)]
            if x.is_Symbol and any(x in some and any(isinstance(f, exp) for f in some) for some in parts):
                return Add(*[product(x, remaining, *some) for some in parts]) if len(parts) > 1 else None
    return None


def degree(node: Expr) -> int:
    """How fast a value may grow: 1 where no argument overflows unless another does, 2 or more where it may."""
    if node.is_number or isinstance(node, BOUNDED):
        return 0
    if isinstance(node, Symbol) or not node.args:
        return 1
    if isinstance(node, Named):
        return degree(node.definition)
    if isinstance(node, grouped | magnitude):
        return degree(node.args[0])
    if isinstance(node, Add):
        return max(map(degree, node.args))
    if isinstance(node, Mul):
        return sum(map(degree, node.args))
    if isinstance(node, Pow):
        return FAST if not node.exp.is_Integer or abs(node.exp) > 1 else degree(node.base)
    if isinstance(node, exp | expm1 | sinh | cosh):
        return FAST
    return 1 if isinstance(node, log) else max(map(degree, node.args))


RULES: tuple[Rule, ...] = (
    _scaled,
    _over_larger,
    _over_hypot,
    _divided,
    squares_less,
    _halves,
    _into_extreme,
    _apart,
    _into_quotient,
    _into_growth,
    _damped,
)
