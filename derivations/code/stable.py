"""An expression rewritten so that its digits survive: log(1 + exp(z)) as softplus(z), 1 - sigma(z) as sigma(-z).

Every rule replaces a part by what it is equal to, from the leaves up, until none applies. None of them is trusted: the
referee compares the stable form of every loss with the loss.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from sympy import (
    Add,
    Basic,
    Expr,
    Integer,
    Mul,
    Pow,
    Rational,
    S,
    Sum,
    Symbol,
    besseli,
    cos,
    cosh,
    erf,
    exp,
    log,
    sin,
    sinh,
    sqrt,
    tanh,
)

from derivations.code.functions import (
    erfc,
    exp_rest,
    expm1,
    hypot,
    i0e,
    i1e,
    log1mexp,
    log1p,
    log1p_ratio,
    log1p_rest,
    log1p_square,
    log_cosh,
    log_Phi,
    log_ratio,
    phi_by_Phi,
    phi_by_Phi_rest,
    product,
    sech,
    softplus_times,
)
from derivations.language.functions import Branches, Named, Phi, held, phi, sigma, softplus
from derivations.language.over import LargestOver

Rule = Callable[[Expr], Expr | None]
MOST = 40  # rewritings of one node: more would be a circle
HALF = Rational(1, 2)


@lru_cache(maxsize=2**14)
def stable(expression: Expr) -> Expr:
    """The same value, by a form that keeps its digits."""
    if isinstance(expression, held):
        return stable(expression.args[0])
    if isinstance(expression, Named):
        return _named(expression)
    if not expression.args or isinstance(expression, Symbol) or not isinstance(expression, Basic):
        return expression
    node = rebuilt(expression, [stable(part) if isinstance(part, Basic) else part for part in expression.args])
    for _ in range(MOST):
        for rule in _rules_of(node):
            found = rule(node)
            if found is not None and found != node:
                break
        else:
            return node
        node = _inside(found)
    return node


def _inside(node: Expr) -> Expr:
    """What a rule made, its parts made stable too."""
    return rebuilt(node, [stable(part) for part in node.args]) if node.args and not isinstance(node, Named) else node


def _named(node: Named) -> Expr:
    """A named value keeps its name, unless it is but a function of something: that the rules must see."""
    value = stable(node.definition)
    is_brief = isinstance(value, SEEN) and not _sums(value)
    return value if is_brief or not value.args else Named(node.name, value)


def _sums(node: Basic) -> bool:
    """Is there a sum in it, other than under a name of its own?"""
    if isinstance(node, Sum | LargestOver):
        return True
    return not isinstance(node, Named) and any(map(_sums, node.args))


def rebuilt(node: Expr, args: list[Expr]) -> Expr:
    """The node with other arguments."""
    if tuple(args) == node.args:
        return node
    return product(*args) if isinstance(node, Mul) else node.func(*args)


def _rules_of(node: Expr) -> tuple[Rule, ...]:
    for kind, rules in RULES:
        if isinstance(node, kind):
            return rules
    return ()


def split(term: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Each factor of a term, with the product of the others."""
    factors = Mul.make_args(term)
    for n, factor in enumerate(factors):
        yield factor, Mul(*factors[:n], *factors[n + 1 :])


def seen(node: Expr) -> Expr:
    """What a name stands for."""
    return node.definition if isinstance(node, Named) else node


def negative(u: Expr) -> Expr:
    """-u; of a sum term by term."""
    return Add(*[-term for term in u.args]) if isinstance(u, Add) else -u


# f(u) beside a constant: what c f(u) + k c is, for each k
def _beside(factor: Expr) -> dict[Expr, Expr]:
    u = factor.args[0] if factor.args else S.Zero
    match factor:
        case sigma():
            return {S.NegativeOne: -sigma(negative(u)), -HALF: tanh(u / 2) / 2}
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
    terms = list(node.args)
    for n, term in enumerate(terms):
        for factor, c in split(term):
            for k, value in _beside(factor).items():
                other = product(k, c)
                at = next((m for m, t in enumerate(terms) if m != n and t == other), None)
                if at is not None:
                    rest = [t for m, t in enumerate(terms) if m not in (n, at)]
                    return Add(*rest, product(c, value))
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


def _rests(node: Add) -> Expr | None:
    """exp(u) - 1 - u and log(1 + u) - u."""
    kinds = {expm1: exp_rest, log1p: log1p_rest}
    for n, term in enumerate(node.args):
        for factor, c in split(term):
            kind = kinds.get(type(factor))
            if kind is None:
                continue
            u = factor.args[0]
            others = {t for m, t in enumerate(node.args) if m != n}
            wanted = [product(S.NegativeOne, c, t) for t in Add.make_args(u)]
            if product(S.NegativeOne, c, u) in others:
                others.remove(product(S.NegativeOne, c, u))
                return Add(*others, product(c, kind(u)))
            if set(wanted) <= others:
                return Add(*(others - set(wanted)), product(c, kind(u)))
    return None


def _log_differences(node: Add) -> Expr | None:
    """log(u) - log(v), log(1 + u) - log(1 + v)."""
    found = [
        (n, factor, c) for n, t in enumerate(node.args) for factor, c in split(t) if isinstance(factor, log | log1p)
    ]
    for n, first, c in found:
        for m, second, d in found:
            if n == m or type(first) is not type(second) or c != -d or c.could_extract_minus_sign():
                continue
            (a,), (b,) = first.args, second.args
            both = log_ratio(a, b) if isinstance(first, log) else log1p_ratio(a, b)
            return Add(*[t for k, t in enumerate(node.args) if k not in (n, m)], product(c, both))
    return None


def _squares(node: Add) -> Expr | None:
    """u^2 - v^2 = (u - v)(u + v), which neither loses digits nor overflows so soon."""
    roots = [(n, _root(t)) for n, t in enumerate(node.args)]
    squares = [(n, *found) for n, found in roots if found]
    for n, sign, u in squares:
        for m, other, v in squares:
            if sign > 0 > other and not (u.is_number and v.is_number):
                rest = [t for k, t in enumerate(node.args) if k not in (n, m)]
                return Add(*rest, product(Add(u, -v), Add(u, v))) if not rest else None
    return None


def _root(term: Expr) -> tuple[int, Expr] | None:
    """The sign and the root of a square."""
    sign = -1 if term.could_extract_minus_sign() else 1
    square = -term if sign < 0 else term
    if square == 1:
        return sign, S.One
    if isinstance(square, Pow) and square.exp == 2:
        return sign, square.base
    return None


def _log(node: Expr) -> Expr | None:
    u = node.args[0]
    inner = seen(u)
    match inner:
        case sigma(args=(w,)):
            return -softplus(negative(w))
        case exp(args=(w,)):
            return w
        case Phi(args=(w,)):
            return log_Phi(w)
        case cosh(args=(w,)):
            return log_cosh(w)
        case Sum():
            return _log_sum(inner)
        case Mul():
            return _log_product(inner)
        case Pow(base=base, exp=n) if base.is_positive and not base.has(Sum):
            return product(n, log(base))
        case Add():
            return _log_one_more(inner)
    return None


def _log_one_more(total: Add) -> Expr | None:
    if S.One not in total.args:
        return None
    rest = Add(*[t for t in total.args if t != 1])
    if isinstance(rest, exp):
        return softplus(rest.args[0])
    if isinstance(-rest, exp):
        return log1mexp((-rest).args[0])
    for factor, c in split(rest):
        if isinstance(factor, exp) and c.is_positive:
            return softplus(factor.args[0]) if c == 1 else softplus_times(factor.args[0], c)
    return log1p(rest)


def _log_sum(total: Sum) -> Expr | None:
    """The logarithm of a sum of exponentials, shifted by the largest exponent."""
    term = seen(total.function)
    if not isinstance(term, exp) or len(total.limits) != 1 or term.has(LargestOver):
        return None
    most = LargestOver(term.args[0], *total.limits[0])
    return most + log(Sum(exp(term.args[0] - most), *total.limits))


def _log_product(inner: Mul) -> Expr | None:
    """Of a quotient of exponentials and their sum the difference; of a plain quotient a form that knows 1."""
    if isinstance(-inner, expm1):
        return log1mexp((-inner).args[0])
    if all(isinstance(seen(f), exp) or _is_sum_below(f) for f in inner.args):
        return Add(*[_log_factor(f) for f in inner.args])
    for factor, rest in split(inner):
        if isinstance(seen(factor), sigma | Phi | exp):
            return log(factor) + log(rest)
    above, below = inner.as_numer_denom()
    simple = all(part.is_positive and part != 1 and not part.has(Sum) for part in (above, below))
    return log_ratio(above, below) if simple else None


def _is_sum_below(factor: Expr) -> bool:
    return isinstance(factor, Pow) and factor.exp == -1 and isinstance(seen(factor.base), Sum)


def _log_factor(factor: Expr) -> Expr:
    return -log(factor.base) if isinstance(factor, Pow) else seen(factor).args[0]


def _log1p(node: Expr) -> Expr | None:
    u = node.args[0]
    if isinstance(-u, exp):
        return log1mexp((-u).args[0])
    if isinstance(u, exp):
        return softplus(u.args[0])
    if isinstance(u, Pow) and u.exp == 2:
        return log1p_square(u.base, S.One)
    if isinstance(u, Mul):
        parts = [f.as_base_exp() for f in u.args]
        if all(n in (2, -2) for _, n in parts):
            above, below = Mul(*[base ** (n / 2) for base, n in parts]).as_numer_denom()
            return log1p_square(above, below)
    return None


def _power(node: Expr) -> Expr | None:
    base, n = node.as_base_exp()
    if isinstance(base, Mul) and n == -1 and any(not f.as_base_exp()[1].is_number for f in base.args):
        return Mul(*[1 / f for f in base.args])
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
    parts = [f.as_base_exp() for f in Mul.make_args(term)]
    return sqrt(number) * Mul(*[base ** (n / 2) for base, n in parts]) if all(n in (2, -2) for _, n in parts) else None


def _mul(node: Expr) -> Expr | None:
    return (
        _exp_by_sigma(node)
        or _shifted(node)
        or _quotients(node)
        or _into_sum(node)
        or _same_powers(node)
        or _like_powers(node)
    )


def _into_sum(node: Expr) -> Expr | None:
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


def _like_powers(node: Expr) -> Expr | None:
    """q^q a^-q (q + 1)^(-q - 1) = (q/(a (q + 1)))^q/(q + 1): the powers may overflow where their product does not."""
    powers = [(f, *f.as_base_exp()) for f in Mul.make_args(node)]
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


def _exp_by_sigma(node: Expr) -> Expr | None:
    """exp(u) sigma(-u)^n = sigma(u) sigma(-u)^(n - 1), and exp(u)/(1 + c exp(u)) = 1/(exp(-u) + c)."""
    for factor, rest in split(node):
        found = _falling(factor)
        if found is None:
            continue
        u, once, less, rising = found
        for other, remaining in split(rest):
            if other == exp(u):
                return product(remaining, less, rising)
            if isinstance(other, Add) and (grown := _linear(other, u, once, rising)) is not None:
                return product(remaining, less, grown)
    return None


def _falling(factor: Expr) -> tuple[Expr, Expr, Expr, Expr] | None:
    """Of a power of 1/(1 + c exp(u)): u, 1/(1 + c exp(u)), the power with one less, exp(u)/(1 + c exp(u))."""
    base, n = factor.as_base_exp()
    if not n.is_Integer:
        return None
    if isinstance(base, sigma) and n > 0:
        u = negative(base.args[0])
        return u, base, base ** (n - 1), sigma(u)
    if isinstance(base, Add) and n < 0 and len(base.args) == 2 and S.One in base.args:
        (rest,) = [t for t in base.args if t != 1]
        for part, c in split(rest):
            if isinstance(part, exp) and c.is_positive:
                u = part.args[0]
                return u, 1 / base, base ** (n + 1), 1 / (exp(negative(u)) + c)
    return None


def _linear(total: Add, u: Expr, once: Expr, rising: Expr) -> Expr | None:
    """A sum with a term c exp(u), times 1/(1 + exp(u)): the exponential may overflow, the product does not."""
    terms, found = [], False
    for term in total.args:
        for factor, c in split(term):
            if factor in (exp(u), expm1(u)):
                terms.append(product(c, rising))
                if factor == expm1(u):
                    terms.append(product(S.NegativeOne, c, once))
                found = True
                break
        else:
            terms.append(product(term, once))
    return Add(*terms) if found else None


def _shifted(node: Expr) -> Expr | None:
    """exp(u) by a sum of exponentials: both less by the largest exponent."""
    for factor, rest in split(node):
        if not _is_sum_below(factor):
            continue
        total = seen(factor.base)
        term = seen(total.function)
        if not isinstance(term, exp) or len(total.limits) != 1 or term.has(LargestOver):
            continue
        most = LargestOver(term.args[0], *total.limits[0])
        for other, remaining in split(rest):
            above = seen(other)
            if isinstance(above, exp):
                below = Sum(exp(term.args[0] - most), *total.limits)
                return product(remaining, exp(above.args[0] - most), 1 / below)
    return None


def _quotients(node: Expr) -> Expr | None:
    """sinh/cosh and phi/Phi."""
    for factor, rest in split(node):
        base, n = factor.as_base_exp()
        if not (isinstance(base, cosh | Phi) and n.is_Integer and n < 0):
            continue
        other, whole = (sinh, tanh) if isinstance(base, cosh) else (phi, phi_by_Phi)
        for above, remaining in split(rest):
            u = base.args[0]
            if isinstance(base, Phi) and isinstance(above, Add) and set(above.args) == {u * Phi(u), phi(u)}:
                return product(remaining, phi_by_Phi_rest(u), base ** (n + 1))
            root, m = above.as_base_exp()
            if root == other(base.args[0]) and m.is_Integer and m > 0:
                return product(remaining, whole(base.args[0]), root ** (m - 1), base ** (n + 1))
            if isinstance(root, phi) and isinstance(base, Phi) and root.args[0] ** 2 == base.args[0] ** 2:
                return product(remaining, whole(base.args[0]), root ** (m - 1), base ** (n + 1))
    return None


def _same_powers(node: Expr) -> Expr | None:
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


def _same_everywhere(node: Expr) -> Expr | None:
    """Cases that do not differ."""
    values = {value for value, _ in node.cases}
    return node.args[0] if len(values) == 1 else None


def _bessel(node: Expr) -> Expr | None:
    """I_n(u) as exp(u) times what does not grow."""
    n, u = node.args
    known = {0: i0e(u), 1: i1e(u), 2: i0e(u) - product(Integer(2), i1e(u)) / u}
    return product(exp(u), known[n]) if n in known else None


def _common_exp(node: Expr) -> Expr | None:
    """exp(u) a + exp(u) b = exp(u) (a + b), of functions that grow alike."""
    if not node.has(i0e, i1e):
        return None
    growths = [next((f for f in Mul.make_args(term) if isinstance(f, exp)), None) for term in node.args]
    if growths[0] is None or any(growth != growths[0] for growth in growths):
        return None
    return product(growths[0], Add(*[term / growths[0] for term in node.args]))


SEEN = (sigma, softplus, exp, tanh, Phi, phi, log, Pow, expm1, log1p, cosh, sinh)
RULES: tuple[tuple[type | tuple[type, ...], tuple[Rule, ...]], ...] = (
    (Add, (_nested_numbers, _terms_beside, _common_tanh, _rests, _log_differences, _squares, _common_exp)),
    (Mul, (_mul,)),
    (besseli, (_bessel,)),
    (Branches, (_same_everywhere,)),
    (log, (_log,)),
    (log1p, (_log1p,)),
    (Pow, (_power,)),
)
