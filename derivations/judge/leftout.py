"""What everybody takes for granted and nobody writes: targets sum to 1, a temperature is a positive constant.

A claim that is wrong as it stands may be right under such an assumption; then the verdict is that, and says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import chain, combinations, product
from types import UnionType
from typing import Any

from sympy import Add, Expr, Ge, Indexed, IndexedBase, Integer, Le, Mul, Pow, Sum, Symbol, log
from sympy.core.relational import Relational

from derivations.judge.judgement import Judgement, Slots
from derivations.judge.question import Question
from derivations.language.domains import Domain, Index, Indices, Intermediate, Real
from derivations.language.functions import Named, inverse_entry, log_det, magnitude
from derivations.language.indices import INDEX_LETTERS
from derivations.language.shapes import base_of, free_names

# Letters of constants that are positive wherever they are used.
POSITIVE = (
    *("T", "tau", "temperature", "temp", "lambda", "lam", "alpha", "beta", "gamma", "kappa", "eta", "C", "reg"),
    *("eps", "epsilon", "delta", "margin", "scale", "smooth"),
)
COVARIANCES = ("S", "C", "K", "V", "P", "Q", "R", "G", "M", "Sigma", "Omega", "Lambda", "Psi", "Phi", "Gamma")
AS_ROOT = "is positive, as a root or a logarithm is taken of it"
AS_ROOTS = "are positive, as roots or logarithms are taken of them"
AS_COVARIANCE = "is symmetric and positive definite, as a covariance is"
MOST_TARGETS = 2


@dataclass(frozen=True)
class Assumption:
    """What may be taken for granted.

    Args:
        totals: sums that are 1.
        positive: names of positive constants.
        shares: names of arrays whose entries are positive.
        definite: names of matrices that are symmetric and positive definite.
        signs: names that are positive because a root or a logarithm is taken of them.
        inner: relations that keep an index from the ends of its array, where an entry has no neighbours.
    """

    totals: tuple[Expr, ...] = ()
    positive: tuple[str, ...] = ()
    shares: tuple[str, ...] = ()
    signs: tuple[str, ...] = ()
    definite: tuple[str, ...] = ()
    inner: tuple[Relational, ...] = ()

    @property
    def above_zero(self) -> tuple[str, ...]:
        """All names that are positive."""
        return (*self.positive, *self.shares, *self.signs)

    @property
    def with_shares(self) -> Assumption:
        """The same, and what sums to 1 is positive: without that, log p has a value nearly nowhere."""
        return replace(self, shares=self.shares or tuple(total.function.base.label.name for total in self.totals))

    def added_to(self, judgement: Judgement) -> Judgement:
        """The judgement, with what it takes for granted."""
        slot = Slots(judgement.reason.parts)
        words = [f"{slot(total)} = 1, as for the targets of a classification" for total in self.totals]
        words += [f"the entries of {slot(Symbol(name))} are positive" for name in self.shares]
        words += [f"{slot(Symbol(name))} {AS_COVARIANCE}" for name in self.definite]
        if self.signs:
            names = " and ".join(slot(Symbol(name)) for name in self.signs)
            words.append(f"{names} {AS_ROOTS if self.signs[1:] else AS_ROOT}")
        words += [f"{slot(Symbol(name))} is a positive constant" for name in self.positive]
        if self.inner:
            words.append(f"{' and '.join(map(slot, self.inner))}, as there is no entry beyond the ends")
        said = f"{judgement.reason.template}; this takes for granted that {' and that '.join(words)}"
        verdict = "convention" if judgement.verdict == "exact" else judgement.verdict
        return replace(judgement, verdict=verdict, reason=slot.phrase(said))


def assumptions_left_out(question: Question) -> Iterator[Assumption]:
    """What may have been taken for granted, one thing first and then two."""
    if question.is_second or question.loss.constraints:
        return
    totals = [Assumption(totals=(total,)) for total in _targets(question)][:MOST_TARGETS]
    named = dict.fromkeys((*POSITIVE, *_thresholds(question)))
    constants = tuple(name for name in named if _may_be_positive(question, name))
    signs = [Assumption(positive=constants)] if constants else []
    yield from (*totals, *signs)
    if inner := tuple(_inner(question)):
        yield Assumption(inner=inner)
    if covariances := _inverted(question):
        yield Assumption(definite=covariances)
    if roots := _under_roots(question):
        yield Assumption(signs=roots)
    for one, other in combinations((*totals, *signs), 2):
        if one.totals and other.positive:
            yield Assumption(one.totals, other.positive)


def _inner(question: Question) -> Iterator[Relational]:
    """What keeps the entries of the claims that stand beside the one that is asked about within their arrays."""
    steps: dict[Expr, set[int]] = {}
    for claim in question.claims:
        for index in (index for cell in claim.atoms(Indexed) for index in cell.indices):
            letter, step = next(iter(index.free_symbols), None), index.as_coeff_Add()[0]
            if isinstance(question.loss.symbols.get(letter), Index) and letter + step == index:
                steps.setdefault(letter, set()).add(int(step))
    for letter in sorted(steps, key=str):
        domain, least, most = question.loss.symbols[letter], min(steps[letter]), max(steps[letter])
        last = domain.last if isinstance(domain, Index) else None
        yield from [Ge(letter, 1 - least)] if least < 0 else []
        yield from [Le(letter, last - most)] if most > 0 and last is not None else []


def shares_stated(question: Question) -> Assumption:
    """That the entries of what was said to sum to 1 are positive."""
    sides = [side for pair in question.loss.constraints for side in pair if isinstance(side, Sum)]
    arrays = [side.function.base.label.name for side in sides if isinstance(side.function, Indexed)]
    return Assumption(shares=tuple(arrays))


def _may_be_positive(question: Question, name: str) -> bool:
    symbol = next((s for s in question.loss.symbols if str(s) == name and isinstance(s, Symbol)), None)
    is_said = symbol is None or type(question.loss.symbols[symbol]) is not Real or symbol in question.wrt
    return not is_said and question.role(symbol) == "data"


def _thresholds(question: Question) -> list[str]:
    """The names that a magnitude is compared with, as the d of |r| <= d."""
    loss = question.loss
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    pairs = [relation.args for formula in formulas for relation in formula.atoms(Relational)]
    ends = [end for pair in pairs for end, u in (pair, pair[::-1]) if isinstance(u, magnitude)]
    return sorted(end.name for end in ends if isinstance(end, Symbol))


def _inverted(question: Question) -> tuple[str, ...]:
    """The matrices of which the inverse or the determinant is taken, if they are called as covariances are."""
    loss = question.loss
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    nodes = [node for formula in formulas for node in formula.atoms(inverse_entry, log_det)]
    found = {base_of(name) for node in nodes for name in free_names(node)}
    plain = sorted(str(name) for name in found if type(loss.symbols.get(name)) is Real)
    return tuple(name for name in plain if name.partition("_")[0] in COVARIANCES or "cov" in name.lower())


def _under_roots(question: Question) -> tuple[str, ...]:
    """The names that are factors, with others, of what a root or a logarithm is taken of, so that their signs are open.

    Of a sum, or of a name within a function, nothing follows about the sign of the name.
    """
    loss = question.loss
    formulas = [loss.expression, *(definition.value for definition in loss.definitions), *question.claims]
    nodes = [node for formula in formulas for node in formula.atoms(log, Pow)]
    inner = [node.args[0] for node in nodes if isinstance(node, log) or not node.exp.is_Integer]
    found = {base_of(name) for u in inner if isinstance(u, Mul) for name in _of_odd_power(u)}
    plain = [symbol for symbol in loss.symbols if symbol in found and type(loss.symbols[symbol]) is Real]
    return tuple(sorted(map(str, plain)))


def _of_odd_power(u: Mul) -> Iterator[Expr]:
    """The names among the factors, but for those of which only the square counts."""
    powers = (factor.as_base_exp() for factor in u.args)
    yield from (base for base, power in powers if isinstance(base, Symbol | Indexed) and not power.is_even)


def _targets(question: Question) -> list[Expr]:
    """The sums of arrays by whose entries a logarithm is multiplied; of matrices those over the last index first."""
    loss = question.loss
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    found: dict[tuple[str, int], Expr] = {}
    for total in chain.from_iterable(formula.atoms(Sum) for formula in formulas):
        if not any(isinstance(part, log | Named) for part in _parts(total.function)):
            continue
        entries = [part for part in _parts(total.function, Mul | Add) if isinstance(part, Indexed)]
        for (index, low, high), entry in product(total.limits, entries):
            domain = loss.symbols.get(entry.base)
            is_variable = any(isinstance(w, Indexed) and w.base == entry.base for w in question.wrt)
            if low != 1 or domain is None or isinstance(domain, Intermediate | Indices) or is_variable:
                continue
            if entry.indices.count(index) == 1 and all(isinstance(i, Symbol) for i in entry.indices):
                place, name = entry.indices.index(index), entry.base.label.name
                whole = IndexedBase(name)[_for_all_rows(entry.indices, index, domain, loss.symbols)]
                found.setdefault((name, -place), Sum(whole, (index, Integer(1), high)))
    return [found[name] for name in sorted(found)]


def _for_all_rows(
    indices: tuple[Expr, ...], summed: Expr, domain: Domain, symbols: Mapping[Any, Domain]
) -> tuple[Expr, ...]:
    """The indices of an entry, those that are not summed with letters that run along its own axes wherever they are."""
    ends = {symbol: about.last for symbol, about in symbols.items() if isinstance(about, Index)}
    taken = {str(i) for i in (*indices, *symbols)}
    fresh = (Symbol(letter, integer=True, positive=True) for letter in INDEX_LETTERS if letter not in taken)
    sizes = zip(indices, domain.shape, strict=True)
    return tuple(i if i == summed or ends.get(i, size) == size else next(fresh) for i, size in sizes)


def _parts(expression: Expr, within: type | UnionType = Expr) -> Iterator[Expr]:
    """The parts of a formula, without those of the intermediates in it; only those `within` such nodes."""
    yield expression
    parts = expression.args
    for part in parts if isinstance(expression, within) and not isinstance(expression, Named) else ():
        if isinstance(part, Expr):
            yield from _parts(part, within)
