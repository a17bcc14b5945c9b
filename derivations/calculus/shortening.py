"""Shorter forms of an expression, as an author would write them: denominators factored, no square multiplied out.

The rewritings of ``canon`` see letters for functions and sums. Here the brackets that the author wrote may be letters
as well, and so may powers with a symbol in the exponent: of several forms the shortest is kept.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial
from math import comb, prod
from typing import Any

from sympy import (
    Add,
    Basic,
    Dummy,
    Expr,
    Integer,
    KroneckerDelta,
    Mul,
    Pow,
    S,
    Sum,
    Symbol,
    cancel,
    collect,
    exp,
    expand,
    factor,
    factor_terms,
    fraction,
    preorder_traversal,
    together,
)

from derivations.calculus.canon import LETTERS, is_too_long, length, over_a_root, shape, signs_as_written, turned
from derivations.calculus.granted import Known
from derivations.calculus.identities import everywhere, one_base
from derivations.language.functions import Branches, Named
from derivations.language.indices import substitute

Rewrite = Callable[[Expr], Expr]


@dataclass(frozen=True)
class Setting:
    """What an expression stands in.

    Args:
        brackets: the shapes of the sums that the author wrote.
        known: what is known of the symbols.
    """

    brackets: frozenset[Expr] = frozenset()
    known: Known = field(default_factory=Known)

    def wrote(self, bracket: Expr) -> bool:
        """Did the author write this bracket?"""
        return shape(bracket) in self.brackets

    def reading(self, u: Expr) -> tuple[int, int, int]:
        """How much there is to read; of equal lengths more of the author's brackets first, then fewer names."""
        names = sum(1 for node in preorder_traversal(u) if isinstance(node, LETTERS | Symbol))
        return length(u), -self.written(u), names

    def written(self, u: Expr) -> int:
        """How many different brackets of the author there are."""
        return len(self.brackets & set(map(shape, u.atoms(Add))))


def _is_letter(term: Expr) -> bool:
    """A number or a letter, or a number of times a letter."""
    return not term.as_coeff_Mul()[1].args or isinstance(term.as_coeff_Mul()[1], LETTERS)


Brackets = frozenset[Expr]
Keep = tuple[Callable[[Brackets], Brackets], ...]


def none_of(_: Brackets) -> Brackets:
    return frozenset()


def plain_ones(brackets: Brackets) -> Brackets:
    """Those of letters alone, such as p - t."""
    return frozenset(bracket for bracket in brackets if all(map(_is_letter, bracket.args)))


def all_of(brackets: Brackets) -> Brackets:
    return brackets


EACH: Keep = none_of, plain_ones, all_of


class Letters:
    """Letters for the parts of an expression that are to be kept as they are."""

    def __init__(self, brackets: frozenset[Expr], *, written_out: bool = False) -> None:
        self.brackets, self.written_out, self.split = brackets, written_out, False
        self.letters: dict[Basic, Dummy] = {}
        self.exponentials: list[Expr] = []

    def of(self, node: Expr) -> Expr:
        """The expression in letters."""
        if node.is_Add and node in self.brackets:
            other = turned(node)
            return -self.letters[other] if other in self.letters else self._letter(node)
        if node.is_Add or node.is_Mul or (node.is_Pow and isinstance(node.exp, Integer)):
            return node.func(*map(self.of, node.args))
        if node.is_Number:
            return node
        if isinstance(node, exp):
            return self._exponential(node.args[0])
        if node.is_Pow and not node.exp.is_number:
            whole, rest = node.exp.as_coeff_Add()
            if isinstance(whole, Integer) and rest != 0:
                self.split = True
                return self._letter(node.base**rest) * self.of(node.base) ** whole
        if self.written_out and isinstance(node, Named) and (node.definition.is_Add or node.definition.is_Mul):
            return self.of(node.definition)
        return self._letter(node)

    def _exponential(self, argument: Expr) -> Expr:
        """exp(u) for the first u that was met; exp(2 u) and exp(-u) are powers of it."""
        for known in self.exponentials:
            for times in (1, -1, 2, -2):
                if expand(argument - times * known) == 0:
                    return self._letter(exp(known)) ** times
        self.exponentials.append(argument)
        return self._letter(exp(argument))

    def _letter(self, part: Expr) -> Dummy:
        return self.letters.setdefault(part, Dummy(f"g{len(self.letters):03d}", real=True))


def variants(rewrite: Rewrite, setting: Setting, keep: Keep = EACH, *, written_out: bool = False) -> Rewrite:
    """The shortest of what the rewriting makes of the expression, with these of the author's brackets as letters."""

    def rewritten(u: Expr, kept: frozenset[Expr]) -> Expr:
        if is_too_long(u, kept):
            return u
        letters = Letters(kept, written_out=written_out)
        plain = letters.of(u)
        back = {letter: within(part) for part, letter in letters.letters.items()}
        new = plain if reads_once(plain) else rewrite(plain)
        return everywhere(one_base, new.xreplace(back), setting.known) if letters.split else new.xreplace(back)

    def within(part: Expr) -> Expr:
        if isinstance(part, Branches):
            return part.func(*[p for value, condition in part.cases for p in (inside(value), condition)])
        if isinstance(part, Sum):
            return Sum(inside(part.function), *part.limits)
        return part

    def inside(u: Expr) -> Expr:
        """Where nobody looks again whether it pays: a product is multiplied out only if that saves 2."""
        new = shortest(u)
        out = new.is_Add and u.as_coeff_Mul()[1].is_Mul
        return u if out and length(new) > length(u) - 2 else new

    def shortest(u: Expr) -> Expr:
        brackets = frozenset(node for node in u.atoms(Add) if setting.wrote(node) or setting.wrote(turned(node)))
        forms = [rewritten(u, kept) for kept in dict.fromkeys(choose(brackets) for choose in keep)]
        return min((as_written(form, setting) for form in forms), key=setting.reading)

    return shortest


def as_written(u: Expr, setting: Setting) -> Expr:
    """With the signs that the author would write."""
    return minus_in(signs_as_written(u, setting.brackets), setting)


def reads_once(u: Expr) -> bool:
    """Does no letter come twice, and no number in a sum? Then there is nothing to collect, to cancel or to join."""
    letters, waiting = set[Basic](), [u]
    while waiting:
        node = waiting.pop()
        if node.is_Add and any(abs(term.as_coeff_Mul()[0]) != 1 for term in node.args if not term.is_number):
            return False
        if isinstance(node, LETTERS) or not node.args:
            if node in letters and not node.is_number:
                return False
            letters.add(node)
        else:
            waiting += node.args
    return True


def _common_factors(u: Expr) -> Expr:
    number, rest = u.primitive()
    return min(factor_terms(u), number * rest, key=length)


def _all_factors(u: Expr) -> Expr:
    out = expand(u)
    forms = [_common_factors(out)]
    if out.is_Add and not _has_division(out):
        forms.append(factor(out))
    return min(forms, key=length)


def _one_fraction(u: Expr) -> Expr:
    """One fraction with its denominator factored; its numerator only where that makes it shorter."""
    if not _has_division(u):
        return u
    whole = cancel(together(u))
    above, below = fraction(whole)
    return min(factor(whole), factor_terms(above) / factor(below), key=length)


def _has_division(u: Expr) -> bool:
    return any(node.is_Pow and node.exp.is_negative for node in preorder_traversal(u))


def minus_in(u: Expr, setting: Setting) -> Expr:
    """-c (a - b) = c (b - a), but for a bracket that the author wrote; and -(a - b) = b - a whoever wrote it."""
    if isinstance(u, Branches):
        return u.func(*[p for value, condition in u.cases for p in (minus_in(value, setting), condition)])
    if u.is_Mul and len(u.args) == 2 and u.args[0] == -1 and u.args[1].is_Add:  # noqa: PLR2004
        return turned(u.args[1])
    return everywhere(partial(_minus_in, setting.brackets), u, setting.known)


def _minus_in(brackets: Brackets, u: Expr, known: Known) -> Expr:
    if not (u.is_Mul and u.as_coeff_Mul()[0].is_negative):
        return u
    for part in u.args:
        if part.is_Add and len(u.args) > 2 and not _is_complement(part) and shape(part) not in brackets:  # noqa: PLR2004
            return Mul(-u / part, turned(part)) if length(turned(part)) <= length(part) else u
        if isinstance(part, Sum):
            inner = _minus_in(brackets, -part.function, known)
            if not inner.as_coeff_Mul()[0].is_negative:
                return Mul(-u / part, Sum(inner, *part.limits))
    return u


def _is_complement(bracket: Expr) -> bool:
    """Such as 1 - a, for nobody writes a - 1."""
    return S.One in bracket.args and len(bracket.args) == 2  # noqa: PLR2004


def multiplied_out(u: Expr, setting: Setting) -> Expr:
    return variants(expand, setting, (none_of, plain_ones))(u)


def factored_out(u: Expr, setting: Setting) -> Expr:
    """Common factors of all terms, or of those with the same delta."""
    return min(variants(_common_factors, setting, (all_of,))(u), _by_deltas(u, setting), key=setting.reading)


def _by_deltas(u: Expr, setting: Setting) -> Expr:
    deltas = sorted(u.atoms(KroneckerDelta), key=str) if u.is_Add else []
    return signs_as_written(collect(u, deltas), setting.brackets) if deltas else u


def factored_anew(u: Expr, setting: Setting) -> Expr:
    """The same once brackets are multiplied out."""
    anew = variants(_all_factors, setting, (none_of, plain_ones))(u)
    return min(anew, _collected(u, setting), key=setting.reading) if u.has(KroneckerDelta) else anew


def _collected(u: Expr, setting: Setting) -> Expr:
    """The terms of each bracket by their deltas."""
    if u.is_Mul:
        return u.func(*[_collected(part, setting) for part in u.args])
    return _by_deltas(variants(expand, setting, (none_of,))(u), setting) if u.is_Add else u


def over_one_denominator(u: Expr, setting: Setting) -> Expr:
    return min(variants(_one_fraction, setting)(u), over_a_root(u), key=setting.reading)


def names_put_in(u: Expr, setting: Setting) -> Expr:
    """The same with the values of the intermediates put in, as far as they are sums and products."""
    if not any(node.definition.is_Add or node.definition.is_Mul for node in u.atoms(Named)):
        return u
    return variants(_one_fraction, setting, (none_of,), written_out=True)(u)


def joined(u: Expr, setting: Setting) -> Expr:
    """Sums over the same range in one: sum_i a_i - sum_j b_j = sum_i (a_i - b_i), common factors taken out."""
    return everywhere(partial(_joined, setting), u, setting.known)


def _joined(setting: Setting, u: Expr, _: Known) -> Expr:
    if not u.is_Add or sum(term.has(Sum) for term in u.args) < 2:  # noqa: PLR2004
        return u
    terms: dict[Any, Expr] = {}
    letters: dict[Any, Any] = {}
    for term in u.args:
        number, outside, total = _with_its_sum(term)
        key = (outside, *(limit[1:] for limit in total.limits)) if total else term
        limits = letters.setdefault(key, total.limits) if total else ()
        here = {old[0]: new[0] for old, new in zip(total.limits, limits, strict=True)} if total else {}
        if total is None or any(new != old and total.has(new) for old, new in here.items()):
            terms[term] = term  # a letter that is taken keeps a sum to itself
        else:
            terms[key] = terms.get(key, S.Zero) + number * substitute(total.function, here)
    if len(terms) == len(u.args):
        return u
    return Add(*[k[0] * _total(term, letters[k], setting) if k in letters else term for k, term in terms.items()])


def _with_its_sum(term: Expr) -> tuple[Expr, Expr, Sum | None]:
    """The number, the other factors and the sum of a term, if there is one."""
    number, rest = term.as_coeff_Mul()
    sums = [factor for factor in Mul.make_args(rest) if isinstance(factor, Sum)]
    return (number, rest / sums[0], sums[0]) if len(sums) == 1 else (number, rest, None)


def _total(term: Expr, limits: Any, setting: Setting) -> Expr:
    """The sum with common factors taken out, and before it what does not depend on its indices."""
    short = variants(_all_factors, setting)(term)
    constant, rest = short.as_independent(*[limit[0] for limit in limits], as_Add=False)
    return constant * Sum(rest, *limits)


def powers_of(u: Expr) -> set[Expr]:
    """The powers with a symbol in their exponent."""
    return {node for node in u.atoms(Pow) if not node.exp.is_number}


def divided(u: Expr, v: Expr) -> Expr | None:
    """The factor by which a bracket of u was divided, term by term, if that is all that lies between u and v."""
    for bracket in _brackets_of(u):
        for other in _brackets_of(v):
            factor = (v / other) / (u / bracket)
            if factor != 1 and Add(*[term / factor for term in bracket.args]) == other:
                return factor
    return None


def _brackets_of(u: Expr) -> list[Expr]:
    return [part for part in Mul.make_args(u) if part.is_Add]


def is_below(factor: Expr) -> bool:
    """Does it stand below the line?"""
    return bool(factor.is_Pow and factor.exp.could_extract_minus_sign())


def gone_from_below(u: Expr, v: Expr) -> Expr:
    """What stands below the line of u, and no longer below that of v."""
    before, after = _powers_below(u), _powers_below(v)
    left = {base: exponent - max(after.get(base, 0), after.get(-base, 0)) for base, exponent in before.items()}
    return Mul(*[base**exponent for base, exponent in left.items() if exponent > 0])


def _powers_below(u: Expr) -> dict[Expr, int]:
    powers = (factor.as_base_exp() for factor in Mul.make_args(u) if is_below(factor))
    return {base: -int(exponent) for base, exponent in powers if exponent.is_Integer and not base.is_number}


def opened(u: Expr) -> Expr:
    """The same without the brackets that only a number stands before."""
    number, rest = u.as_coeff_Mul()
    return Add(*[number * opened(term) for term in rest.args]) if rest.is_Add else u


def terms_in(u: Expr) -> int:
    """How many terms there would be, were all brackets multiplied out and none collected."""
    if u.is_Add:
        return sum(map(terms_in, u.args))
    if u.is_Mul:
        return prod(map(terms_in, u.args))
    if u.is_Pow and u.exp.is_Integer and u.exp > 0:
        return comb(terms_in(u.base) + int(u.exp) - 1, int(u.exp))
    return 1
