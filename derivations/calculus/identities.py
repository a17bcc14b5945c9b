"""The identities of a textbook, one function each: what a part of an expression is equal to, or the part itself.

None looks for a derivative, and none is tried twice: ``everywhere`` takes the parts of an expression from the inside
out. Names, conditions and examples stand in ``rules``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial

from sympy import Add, Basic, Expr, KroneckerDelta, Mul, Ne, Pow, S, Sum, Symbol, cosh, exp, expand, sinh, tanh
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import length, turned
from derivations.calculus.granted import Known
from derivations.language.functions import Branches, D, Named, Prime, magnitude, positive_part, sigma, sign, step
from derivations.language.indices import same_letters, substitute

Local = Callable[[Expr, Known], Expr]
CLOSED = Named | Indexed | D | Prime  # nothing inside these is rewritten


def everywhere(local: Local, u: Expr, known: Known) -> Expr:
    """The expression with the identity used on each of its parts."""
    if isinstance(u, CLOSED) or not u.args:
        return u
    u = local(u, known)
    if isinstance(u, CLOSED) or not u.args:
        return u
    inside = known.within(u.limits) if isinstance(u, Sum) else known
    parts = [everywhere(local, part, inside) if isinstance(part, Expr) else part for part in u.args]
    return u if all(one is other for one, other in zip(parts, u.args, strict=True)) else local(u.func(*parts), known)


def needed(needs: Callable[[Expr, Known], Iterator[Basic]], u: Basic, known: Known) -> tuple[Basic, ...]:
    """The conditions under which the identity may be used on each part."""
    if isinstance(u, CLOSED) or not u.args:
        return ()
    inside = known.within(u.limits) if isinstance(u, Sum) else known
    within = [condition for part in u.args for condition in needed(needs, part, inside)]
    return tuple(dict.fromkeys([*within, *(needs(u, known) if isinstance(u, Expr) else ())]))


# -- sums ------------------------------------------------------------------------------------------------------------
def sum_of_shares(u: Expr, _: Known) -> Expr:
    """sum_i f_i / sum_j f_j = 1."""
    if not isinstance(u, Sum) or len(u.limits) != 1:
        return u
    ((index, low, high),) = u.limits
    share = u.function.definition if isinstance(u.function, Named) else u.function
    for factor in Mul.make_args(share):
        whole = factor.base if factor.is_Pow and factor.exp == -1 else None
        if isinstance(whole, Sum) and not whole.has(index) and (share / factor).has(index):
            own = Sum(share / factor, (index, low, high))
            return S.One if same_letters(own) == same_letters(whole) else u
    return u


def sum_of_deviations(u: Expr, _: Known) -> Expr:
    """sum_i (f_i - m) = 0 for the mean m = sum_i f_i / n of the same numbers."""
    if not isinstance(u, Sum) or len(u.limits) != 1 or not u.function.is_Add:
        return u
    ((index, low, high),) = u.limits
    for term in u.function.args:
        mean, own = -term, Sum(u.function - term, (index, low, high))
        if isinstance(mean, Named) and same_letters(mean.definition) == same_letters(own / (high - low + 1)):
            return S.Zero
    return u


def sum_of_ones(u: Expr, known: Known) -> Expr:
    """sum_{i=1}^n c = n c."""
    if not isinstance(u, Sum) or len(u.limits) != 1 or u.function.has(u.limits[0][0]):
        return u
    ((_, low, high),) = u.limits
    count = high - low + 1
    return u.function * count if known.is_nonnegative(count) else u


# -- switches ----------------------------------------------------------------------------------------------------------
def part_times_step(u: Expr, _: Known) -> Expr:
    """u_+ [u > 0] = u_+."""
    if not u.is_Mul or not any(isinstance(factor, step) for factor in u.args):
        return u
    bases = [_power(factor)[0] for factor in u.args]
    values = [base.definition if isinstance(base, Named) else base for base in bases]
    parts = {value.args[0] for value in values if isinstance(value, positive_part)}
    return u.func(*[f for f in u.args if not (isinstance(f, step) and f.args[0] in parts)])


def known_step(u: Expr, known: Known) -> Expr:
    """[u > 0] = 1 for positive u."""
    if not isinstance(u, step):
        return u
    return S.One if known.is_positive(u.args[0]) else S.Zero if known.is_nonnegative(-u.args[0]) else u


def same_in_every_branch(u: Expr, _: Known) -> Expr:
    """A function by cases that has one value in all of them is that."""
    values = {value for value, _ in u.cases} if isinstance(u, Branches) else set()
    return values.pop() if len(values) == 1 else u


def times_sign(u: Expr, _: Known) -> Expr:
    """U sign(u) = |u| and |u| sign(u) = u."""
    if not u.is_Mul:
        return u
    for factor in u.args:
        if isinstance(factor, sign):
            (inner,) = factor.args
            others = u.func(*[f for f in u.args if f != factor])
            other = turned(inner) if inner.is_Add else -inner
            for part, equal in ((inner, magnitude(inner)), (other, -magnitude(inner)), (magnitude(inner), inner)):
                rest = _without(others, part)
                if rest is not None:
                    return rest * equal
    return u


def sign_squared(u: Expr, _: Known) -> Expr:
    """sign(u)^2 = 1, and |u|^2 = u^2."""
    if _is(sign, u) and u.is_Pow and u.exp.is_Integer and u.exp > 1:
        return u.base ** (u.exp % 2)
    if _is(magnitude, u) and u.is_Pow and u.exp.is_Integer and u.exp.is_even:
        return u.base.args[0] ** u.exp
    return u


def off_zero(u: Expr, known: Known) -> Iterator[Basic]:
    """Where sign(u)^2 = 1."""
    if u.is_Pow and isinstance(u.base, sign) and u.exp.is_even and sign_squared(u, known) != u:
        (inner,) = u.base.args
        yield from () if known.is_nonzero(inner) else (Ne(inner, 0, evaluate=False),)


def odd_and_even(u: Expr, known: Known) -> Expr:
    """sign(-u) = -sign(u), |-u| = |u| and (-u)^2 = u^2: under a sum, what it runs over comes last, as in x - y_i."""
    if not isinstance(u, Sum) or len(u.limits) != 1:
        return u
    index = u.limits[0][0]
    term = everywhere(partial(_turned_round, index), u.function, known)
    for factor in Mul.make_args(term):
        other = _last(index, factor)
        term = term if other is None else Mul(-1, term / factor, other)
    number, rest = term.as_coeff_Mul()
    return number * Sum(rest, *u.limits) if term != u.function else u


def _turned_round(index: Basic, u: Expr, _: Known) -> Expr:
    inner = u.args[0] if isinstance(u, sign | magnitude) or (u.is_Pow and u.exp.is_Integer) else S.Zero
    other = _last(index, inner)
    if other is None:
        return u
    if u.is_Pow:
        return (-1) ** u.exp * other**u.exp
    return u.func(other) * (1 if isinstance(u, magnitude) else -1)


def _last(index: Basic, difference: Expr) -> Expr | None:
    """A difference a_i - b turned round to b - a_i."""
    if difference.is_Add and len(difference.args) == 2:  # noqa: PLR2004
        with_index = [term for term in difference.args if term.has(index)]
        other = turned(difference)
        if len(with_index) == 1 and not with_index[0].could_extract_minus_sign() and S.NegativeOne not in other.args:
            return other
    return None


# -- powers and exponentials -------------------------------------------------------------------------------------------
def one_base(u: Expr, _: Known) -> Expr:
    """a^q a^r = a^(q + r)."""
    if not u.is_Mul:
        return u
    exponents: dict[Expr, list[Expr]] = {}
    for factor in u.args:
        base, exponent = _power(factor)
        exponents.setdefault(base, []).append(exponent)
    if all(len(each) == 1 for each in exponents.values()):
        return u
    return Mul(*[Pow(base, _sum_of(each)) for base, each in exponents.items()])


def _sum_of(terms: list[Expr]) -> Expr:
    """Their sum; without brackets where something cancels then, as in 1 - (q + 1)."""
    total = Add(*terms)
    flat = expand(total)
    return flat if len(Add.make_args(flat)) < len(Add.make_args(total)) else total


def of_minus(u: Expr, known: Known) -> Expr:
    """1 - sigma(-u) = sigma(u); and sigma(-u) = 1 - sigma(u) where sigma(u) occurs as well."""
    plain = everywhere(_complement, u, known)
    if plain != u:
        return plain
    found = plain.atoms(sigma)
    turned = {each: sigma(-each.args[0]) for each in found if each.args[0].could_extract_minus_sign()}
    return plain.xreplace({each: 1 - other for each, other in turned.items() if other in found})


def _complement(u: Expr, _: Known) -> Expr:
    if u.is_Add and S.One in u.args:
        for term in u.args:
            if isinstance(-term, sigma) and (-term).args[0].could_extract_minus_sign():
                return Add(*[each for each in u.args if each not in (S.One, term)], sigma(-(-term).args[0]))
    return u


def logistic(u: Expr, _: Known) -> Expr:
    """exp(u)/(1 + exp(u)) = sigma(u), and 1/(1 + exp(u)) = sigma(-u)."""
    for factor in Mul.make_args(u):
        if factor.is_Pow and factor.exp == -1 and isinstance(factor.base - 1, exp):
            power = factor.base - 1
            (inner,) = power.args
            others = _without(u / factor, power)
            return others * sigma(inner) if others is not None else u / factor * sigma(-inner)
    return u


def hyperbolic(u: Expr, _: Known) -> Expr:
    """sinh(u)/cosh(u) = tanh(u), and 2 sigma(u) - 1 = (exp(u) - 1)/(exp(u) + 1) = tanh(u/2)."""
    for below in (factor.base for factor in Mul.make_args(u) if factor.is_Pow and factor.exp == -1):
        if isinstance(below, cosh):
            rest = _without(u * below, sinh(below.args[0]))
            return u if rest is None else rest * tanh(below.args[0])
        if isinstance(below - 1, exp):
            for above, way in ((below - 2, 1), (turned(below - 2), -1)):
                rest = _without(u * below, above)
                if rest is not None:
                    return way * rest * tanh((below - 1).args[0] / 2)
    if u.is_Add and len(u.args) == 2 and isinstance((u + 1) / 2, sigma):  # noqa: PLR2004
        return tanh(((u + 1) / 2).args[0] / 2)
    return u


# -- deltas ------------------------------------------------------------------------------------------------------------
def delta_picks(u: Expr, known: Known) -> Expr:
    """delta(a, y) f(y) = delta(a, y) f(a), where that makes the product shorter."""
    if not u.is_Mul or not u.has(KroneckerDelta):
        return u
    picked = _picked(u, known)
    if picked != u:
        return picked
    for factor in u.args:
        if factor.is_Add and any(isinstance(part, KroneckerDelta) for t in factor.args for part in Mul.make_args(t)):
            rest = u / factor
            terms = [_picked(term * rest, known) for term in factor.args]
            if any(new != term * rest for new, term in zip(terms, factor.args, strict=True)):
                return min(u, Add(*terms), key=length)
    return u


def _picked(product: Expr, known: Known) -> Expr:
    shortest = product
    for delta in Mul.make_args(product):
        if isinstance(delta, KroneckerDelta) and _have_one_range(delta.args[0], delta.args[1], known):
            rest = product / delta
            for one, other in (delta.args, delta.args[::-1]):
                shortest = min(shortest, delta * substitute(rest, {one: other}), key=length)
    return shortest


def _have_one_range(one: Basic, other: Basic, known: Known) -> bool:
    """May each stand for the other wherever it stands?"""
    ranges = known.ranges
    both = isinstance(one, Symbol) and isinstance(other, Symbol)
    return both and (ranges is None or ranges.get(one, one) == ranges.get(other, other))


# -- names -------------------------------------------------------------------------------------------------------------
def symmetric(u: Expr, _: Known) -> Expr:
    """e_ji = e_ij, where both occur and the definition of e says so."""
    found = sorted((node for node in u.atoms(Named) if len(getattr(node.name, "indices", ())) == 2), key=str)  # noqa: PLR2004
    for node in found:
        one, two = node.name.indices
        place = node.name.base[two, one]
        other = next((each for each in found if each.name == place), None)
        if one != two and other is not None and isinstance(one, Symbol) and isinstance(two, Symbol):
            swapped = substitute(node.definition, {one: two, two: one})
            if same_letters(swapped) == same_letters(node.definition):
                return u.xreplace({other: node})
    return u


# -- helpers -----------------------------------------------------------------------------------------------------------
def _is(kind: type, factor: Expr) -> bool:
    """Is it a power of such a function?"""
    return isinstance(factor.as_base_exp()[0], kind)


def _power(factor: Expr) -> tuple[Expr, Expr]:
    """Base and exponent; exp(u) is a base of its own."""
    return (factor, S.One) if factor.is_number or isinstance(factor, exp) else factor.as_base_exp()


def _without(product: Expr, part: Expr) -> Expr | None:
    """The product divided by the part, if all factors of the part are among its own."""
    found = dict(map(_power, Mul.make_args(product)))
    for factor in Mul.make_args(part.as_coeff_Mul()[1]):
        base, exponent = _power(factor)
        there = found.get(base, S.Zero)
        if not (exponent.is_Integer and there.is_Integer and there >= exponent > 0):
            return None
    return product / part
