"""Rules for powers, whose bases or exponents may overflow or lose digits where the power does not."""

from __future__ import annotations

from sympy import Add, Expr, Mul, Pow, Rational, S, exp, sqrt

from derivations.code.functions import hypot, power_gap, power_less, power_less_over
from derivations.code.terms import Rule, negative, product, split
from derivations.language.functions import sigma, softplus

HALF = Rational(1, 2)


def _power(node: Expr) -> Expr | None:
    base, n = node.as_base_exp()
    if isinstance(base, Mul) and n == -1 and any(not f.as_base_exp()[1].is_number for f in base.args):
        return Mul(*[1 / f for f in base.args])
    if isinstance(n, Add) and not isinstance(base, exp | sigma):
        number = Add(*[t for t in n.args if t.is_Rational])
        if number.is_Integer and number < 0 and n - number != 0 and not (n - number).could_extract_minus_sign():
            return power_less(base, n - number, -number)
    if isinstance(base, sigma) and not n.is_number:
        return exp(-n * softplus(negative(base.args[0])))
    if isinstance(base, Add) and (n.is_negative or n == HALF) and n.is_Rational and (2 * n).is_Integer:
        roots = [root for t in base.args if (root := _plain_root(t)) is not None]
        if len(roots) == len(base.args) == 2:
            return _hypot(*sorted(roots, key=_is_letter)) ** (2 * n)
        if S.One in base.args and n.is_Integer and len(base.args) == 2:
            (rest,) = [t for t in base.args if t != 1]
            if isinstance(rest, exp):
                return sigma(negative(rest.args[0])) ** (-n)
    if isinstance(base, Pow) and base.exp.is_Rational and n.is_Rational and base.base.is_positive:
        return base.base ** (base.exp * n)
    return None


def _is_letter(root: Expr) -> bool:
    return not root.is_number


def _hypot(u: Expr, v: Expr) -> Expr:
    """hypot(1, v/c) as hypot(c, v)/c for c > 0: the quotient may overflow."""
    above, below = v.as_numer_denom()
    return hypot(u * below, above) / below if u.is_number and below.is_positive and below != 1 else hypot(u, v)


def _plain_root(term: Expr) -> Expr | None:
    """The root of a square, or of a product of squares."""
    if term == 1:
        return S.One
    number, term = term.as_coeff_Mul()
    if not (number.is_Rational and number > 0 and sqrt(number).is_Rational):
        return None
    if term == 1:
        return sqrt(number)
    plain = [f for f in Mul.make_args(term) if f.is_Symbol and f.is_positive]  # nu c^2 is the square of sqrt(nu) c
    parts = [f.as_base_exp() for f in Mul.make_args(term) if f not in plain]
    if not parts or any(n not in (2, -2) for _, n in parts):
        return None
    return sqrt(number) * Mul(*map(sqrt, plain), *[base ** (n / 2) for base, n in parts])


def gap(node: Expr) -> Expr | None:
    """(p^b + (b - 1) q^b - b p q^(b - 1))/(b (b - 1)): a power less its tangent, whose terms cancel."""
    for total, rest in split(node):
        powers = [t for t in total.args if isinstance(t, Pow)] if isinstance(total, Add) else []
        for p, n in (power.args for power in powers):
            for q in [power.args[0] for power in total.atoms(power_less) if power.args[1:] == (n, 1)]:
                tangent = product(n - 1, q**n), product(S.NegativeOne, n, p, power_less(q, n, S.One))
                if Add(p**n, *tangent) == total and product(rest, n, n - 1).free_symbols.isdisjoint(n.free_symbols):
                    return product(rest, n, n - 1, power_gap(p, q, n))
    return None


def less_over(node: Expr) -> Expr | None:
    """That (1 + u^2/(c^2 w))^(n - 1) y/c^2 may be within the range where the square is not."""
    for power, rest in split(node):
        if not (isinstance(power, power_less) and power.args[2] == 1 and isinstance(power.args[0], Add)):
            continue
        for square in power.args[0].args:
            above, below = square.as_numer_denom()
            roots = [f.base for f in Mul.make_args(below) if f.is_Pow and f.exp == 2 and f.base.is_positive]
            if power.args[0] == 1 + square and above.is_Pow and above.exp == 2:
                for c in roots:
                    if c**-2 in Mul.make_args(rest):
                        u, w = above.base, below / c**2
                        known = {1 / (c**2 + u**2 / w): w / hypot(u, c * sqrt(w)) ** 2}  # w > 0, or there is no power
                        return power_less_over(u, c, w, power.args[1], (rest * c**2).xreplace(known))
    return None


def same_powers(node: Expr) -> Expr | None:
    """u^n/v^n = (u/v)^n: a square may overflow where the quotient does not."""
    powers = [f.as_base_exp() for f in node.args if f.is_Pow]
    for u, n in powers:
        for v, m in powers:
            if n.is_Integer and n > 1 and m.is_Integer and m < 0 and not (u.is_number or v.is_number):
                k = min(n, -m)
                if k > 1 and not isinstance(u, sigma):
                    rest = [f for f in node.args if f not in (u**n, v**m)]
                    return product(*rest, (u / v) ** k, u ** (n - k), v ** (m + k))
    return None


def like_powers(node: Expr) -> Expr | None:
    """q^q a^-q (q + 1)^(-q - 1) = (q/(a (q + 1)))^q/(q + 1): the powers may overflow where their product does not."""
    powers = [(f, f.as_base_exp()[0], f.as_base_exp()[1].expand()) for f in Mul.make_args(node)]
    powers = [(f, base, n) for f, base, n in powers if not n.is_number and not isinstance(f, exp)]
    for _, _, n in powers:
        core = Add(*[t for t in Add.make_args(n) if not t.is_Rational])
        alike = []
        for f, base, m in powers:
            for s in (1, -1):
                if (m - s * core).is_Integer:
                    alike.append((f, base, s, m - s * core))
                    break
        if len(alike) > 1:
            common = Mul(*[base**s for _, base, s, _ in alike])
            rest = [f for f in Mul.make_args(node) if f not in {f for f, *_ in alike}]
            return product(*rest, common**core, *[base**k for _, base, _, k in alike])
    return None


def into_sum(node: Expr) -> Expr | None:
    """c^-2 (4 + r^2/c^2)^-1 = (4 c^2 + r^2)^-1."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if not (isinstance(base, Add) and n.is_Integer and n < 0):
            continue
        for other, remaining in split(rest):
            c, m = other.as_base_exp()
            if not c.is_number and m.is_Integer and m < 0 and m % n == 0 and any(t.has(c**-2) for t in base.args):
                k = m / n
                if k > 0 and not any(
                    f.as_base_exp()[0] == c and f.as_base_exp()[1] < -k for t in base.args for f in Mul.make_args(t)
                ):
                    return product(remaining, Add(*[t * c**k for t in base.args]) ** n)
    return None


RULES: tuple[Rule, ...] = (_power,)
