"""The order in which terms and factors are printed, whatever order SymPy keeps them in.

A sum or a product that the author wrote is printed as they wrote it. What comes up on the way follows a textbook.
Terms: what is positive before what is not, and what the author mentions first before the rest. Factors: the number,
then the outer derivative before the inner one, as they came up in the derivation, and last what is still to be
differentiated.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache, partial
from typing import Any

from sympy import (
    Add,
    Basic,
    Expr,
    Function,
    Integer,
    KroneckerDelta,
    Mul,
    Number,
    Pow,
    S,
    Sum,
    Symbol,
    preorder_traversal,
    sift,
)
from sympy.core.function import Application, AppliedUndef
from sympy.core.relational import Relational
from sympy.functions import cos, exp, log, sin
from sympy.printing.str import StrPrinter
from sympy.tensor.indexed import Indexed

from derivations.calculus.marks import Marked
from derivations.language.functions import Adjoint, Branches, D, Named, Prime, inverse_entry, magnitude, softplus
from derivations.language.over import Lettered, Over
from derivations.language.written import Order, Part
from derivations.notation.names import is_greek
from derivations.notation.products import is_below
from derivations.notation.relations import is_negative, names_in, tidy_relation, unmarked

UNSEEN = 10**6  # the line of a factor that the derivation does not tell of
LEAVES = (Symbol, Number, Named, Prime, Lettered)


def arrange(expression: Any, order: Order | None = None) -> Any:
    """The expression with its terms and factors in the order in which they are to be printed; SymPy will not undo it.

    Args:
        expression: any expression or relation of the vocabulary.
        order: how the author wrote such terms and factors, and where they came up.
    """
    return _arranged(expression, _Arranging(order or Order()))


@dataclass(frozen=True)
class _Arranging:
    """The order, and what is arranged already: a part that occurs often is looked at once.

    Args:
        order: how the author wrote terms and factors.
        bound: the indices of the sums around what is arranged; no maximum in them takes such a letter again.
    """

    order: Order
    bound: frozenset[Basic] = frozenset()
    done: dict[Basic, Any] = field(default_factory=dict)
    keys: dict[Basic, tuple[Any, ...]] = field(default_factory=dict)


def _arranged(expression: Any, known: _Arranging) -> Any:
    if not isinstance(expression, Basic) or not expression.args or isinstance(expression, LEAVES):
        return expression
    if expression not in known.done:
        known.done[expression] = _arranged_anew(tidy_relation(expression), known)
    return known.done[expression]


def _arranged_anew(expression: Any, known: _Arranging) -> Any:
    if isinstance(expression, Add):
        return _arranged_sum(expression, known)
    if isinstance(expression, Mul):
        return _arranged_product(expression, known)
    return _arranged_node(expression, known)


def _arranged_node(expression: Basic, known: _Arranging) -> Basic:
    """Anything but a sum or a product: its parts in order, and itself kept from evaluating."""
    if isinstance(expression, Indexed):
        return Indexed(expression.base, *[_arranged_index(index, known) for index in expression.indices])
    if isinstance(expression, Over):
        shown = Lettered.of(expression, *_visible(expression), *known.bound)
        return Lettered(shown.args[0], *[_arranged(part, known) for part in shown.args[1:]])
    if isinstance(expression, KroneckerDelta):
        return KroneckerDelta(*[_arranged_index(index, known) for index in expression.args], evaluate=False)
    if isinstance(expression, Sum) and expression.has(Over):
        bound = known.bound | {limit[0] for limit in expression.limits}
        known = _Arranging(known.order, bound)
    parts = [_arranged(part, known) for part in expression.args]
    if isinstance(expression, Pow | Application | Relational):
        return expression.func(*parts, evaluate=False)
    return expression.func(*parts)


def _visible(node: Basic) -> list[Basic]:
    """The names that are printed: of an intermediate its own, not those of its definition."""
    if isinstance(node, Named):
        return _visible(node.name)
    return [node] if not node.args else [name for part in node.args for name in _visible(part)]


def _arranged_index(index: Expr, known: _Arranging) -> Expr:
    plain = _Arranging(Order(), known.bound)
    return _arranged_sum(index, plain, counts=True) if isinstance(index, Add) else _arranged(index, plain)


def _arranged_sum(expression: Add, known: _Arranging, *, counts: bool = False) -> Expr:
    terms = [part for term in expression.args for part in _terms(term)]
    key = partial(_term_key, known=known, counts=counts or _is_whole(expression))
    terms.sort(key=lambda pair: key(pair[0]))
    parts, heavy = [_term_part(term, known) for term, _ in terms], [_is_heavy(term) for term, _ in terms]
    places = None if counts else known.order.written.terms(parts, heavy)
    if places is not None:
        terms = [term for _, term in sorted(zip(places, terms, strict=True), key=lambda pair: pair[0])]
    runs: list[tuple[Expr, Expr | None]] = []
    for term, source in terms:
        if source and runs and runs[-1][1] == source:
            before, _ = runs.pop()
            runs.append((Marked(Add(before.expression, term.expression, evaluate=False), term.args[1]), source))
        else:
            runs.append((term, source))
    parts = [_term_in_place(run, known) for run, _ in runs]
    return Add(*parts, evaluate=False) if len(parts) > 1 else parts[0]


def _is_whole(expression: Expr) -> bool:
    """Is it an integer? SymPy would try all that it knows, part by part, before it gives up."""
    if isinstance(expression, Add):
        return all(map(_is_whole, expression.args))
    if isinstance(expression, Mul) and not all(isinstance(part, Number) or _is_whole(part) for part in expression.args):
        return False
    return bool(expression.is_integer)


def _term_part(term: Expr, known: _Arranging) -> Part:
    return is_negative(term), names_in(term) & known.order.written.letters


def _is_heavy(term: Expr) -> bool:
    """Is it more than letters and numbers side by side? A name is a letter, whatever it stands for."""
    walk = preorder_traversal(_inside(term))
    for node in walk:
        if isinstance(node, Named):
            walk.skip()
        elif node.is_Add or isinstance(node, Sum | Function | D):
            return True
    return False


def _terms(term: Expr) -> list[tuple[Expr, Expr | None]]:
    """A marked sum inside a sum falls into its terms, each with the mark, so that the marks do not change the order."""
    if isinstance(term, Marked) and isinstance(term.expression, Add):
        return [(Marked(part, term.args[1]), term) for part in term.expression.args]
    return [(term, None)]


def _term_in_place(term: Expr, known: _Arranging) -> Expr:
    """A term in order, its minus sign outside its mark."""
    if isinstance(term, Marked) and not isinstance(term.expression, Add) and is_negative(term):
        return Mul(S.NegativeOne, Marked(_arranged(-term.expression, known), term.args[1]), evaluate=False)
    return _arranged(term, known)


def _arranged_product(expression: Mul, known: _Arranging) -> Expr:
    number, factors = S.One, list[Expr]()
    for factor in expression.args:
        outside, rest = _split_number(factor)
        number *= outside
        factors += [] if rest == 1 else [rest]
    factors = sorted(_with_whole_powers(factors, known), key=partial(_factor_key, known=known))
    parts = [_arranged(factor, known) for factor in _as_written(factors, known)]
    if number != 1 or not parts:
        parts.insert(0, number)
    return Mul(*parts, evaluate=False) if len(parts) > 1 else parts[0]


def _as_written(factors: list[Expr], known: _Arranging) -> list[Expr]:
    """The factors as the author wrote this product, if they did; numbers first, and last what must come last."""
    numbers, others = sift(factors, lambda factor: bool(unmarked(factor).is_number), binary=True)
    written = known.order.written.factors([_factor_part(factor, known) for factor in others])
    if written is None:
        return factors
    others.sort(key=lambda factor: written.index(_factor_part(factor, known)))
    return [*numbers, *sorted(others, key=lambda factor: max(map(_lateness, _factors(factor))))]


def _factor_part(factor: Expr, known: _Arranging) -> Part:
    return is_below(unmarked(factor)), names_in(factor) & known.order.written.letters


def _with_whole_powers(factors: list[Expr], known: _Arranging) -> list[Expr]:
    """With ((p - t)/c)^2 where the author wrote that, and SymPy made (p - t)^2/c^2 of it."""
    for exponent, base in known.order.written.powers:
        found = _raised(factors, exponent, base, known)
        if found:
            inner = Mul(*[Pow(factor.base, factor.exp / exponent) for factor in found], evaluate=False)
            rest = [factor for factor in factors if factor not in found]
            factors = [*rest, Pow(inner, exponent, evaluate=False)]
    return factors


def _raised(factors: list[Expr], exponent: int, base: Sequence[Part], known: _Arranging) -> list[Expr]:
    """The factors that the base of the power is made of, if they are all there, and no two of them look alike."""
    here = {_factor_part(factor, known): factor for factor in factors if _is_raised(factor, exponent)}
    return [here[part] for part in base] if here.keys() >= set(base) and len(set(base)) == len(base) else []


def _is_raised(factor: Expr, exponent: int) -> bool:
    return isinstance(factor, Pow) and abs(factor.exp) == exponent


def _split_number(factor: Expr) -> tuple[Number, Expr]:
    """The number in front of a factor, and the rest. A marked number keeps its mark, but not its minus sign."""
    if isinstance(factor, Marked):
        number, rest = _split_number(factor.expression)
        if rest == 1:
            number, rest = (S.NegativeOne, -number) if number.is_negative else (S.One, number)
        return number, Marked(rest, factor.args[1])
    number, rest = factor.as_coeff_Mul(rational=True)
    return number, rest


def _factors(term: Expr) -> list[Expr]:
    return [part for factor in Mul.make_args(unmarked(term)) for part in _flat(factor)]


def _flat(factor: Expr) -> list[Expr]:
    return _factors(factor) if isinstance(unmarked(factor), Mul) else [unmarked(factor)]


def _term_key(term: Expr, *, known: _Arranging, counts: bool) -> tuple[Any, ...]:
    """Positive terms first; 1 + ..., but ... - 1; what the author mentions first before the rest.

    Then sums over an index late; t ... before (1 - t) ...; powers falling. Numbers that `counts` (indices) end with the
    number: i + 1.
    """
    negative = is_negative(term)
    factors = [_inside(factor) for factor in _factors(term)]
    is_number = all(factor.is_number for factor in factors)
    has_sum = any(isinstance(factor, Sum) for factor in factors)
    complements = sum(map(_is_complement, map(_base, factors)))
    degree = sum(map(_degree, factors))
    rank = known.order.written.rank(names_in(term))
    return negative, is_number == (negative or counts), rank, has_sum, complements, -degree, *_by_name(unmarked(term))


def _inside(factor: Expr) -> Expr:
    """A derivative not yet taken is ordered as what stands in it."""
    return _inside(unmarked(factor.inner)) if isinstance(factor, D) else unmarked(factor)


def _base(factor: Expr) -> Expr:
    return unmarked(factor.base) if isinstance(factor, Pow) else factor


def _is_complement(base: Expr) -> bool:
    return isinstance(base, Add) and S.One in base.args


def _degree(factor: Expr) -> int:
    if isinstance(factor, Pow) and isinstance(factor.exp, Integer):
        return int(factor.exp) * _degree(_base(factor))
    return int(isinstance(factor, Symbol | Indexed | Named | AppliedUndef | magnitude | Add))


class _Printer(StrPrinter):
    """SymPy's text, which takes long for a large expression: of a part that occurs often it is made once."""

    def _print(self, expr: Any, **settings: Any) -> str:
        if not isinstance(expr, Basic) or settings:
            return str(super()._print(expr, **settings))
        return text_of(expr)

    def anew(self, expression: Basic) -> str:
        return str(super()._print(expression))


_printer = _Printer()


@lru_cache(maxsize=2**14)
def text_of(expression: Basic) -> str:
    """The text that SymPy prints."""
    return _printer.anew(expression)


def _by_name(expression: Basic) -> tuple[Any, ...]:
    return is_greek(text_of(expression)), text_of(expression)


def _constants_first(base: Expr, known: _Arranging) -> tuple[Any, ...]:
    """Parameters and labels, Greek or of a narrower domain than the reals, before variables; matrices first.

    Of two of a kind that which the author mentions first.
    """
    base = base.name if isinstance(base, Named) else base
    narrow = isinstance(base, Symbol) and (base.is_nonnegative or base.is_nonzero)
    rank = known.order.written.rank(names_in(base))
    return not is_greek(text_of(base)), not narrow, -len(getattr(base, "indices", ())), rank, text_of(base)


def _is_parameter(factor: Expr) -> bool:
    return isinstance(factor, Symbol) and is_greek(factor.name)


def _factor_key(factor: Expr, known: _Arranging) -> tuple[Any, ...]:
    if factor not in known.keys:
        parts = _factors(factor)
        late, rank = max(map(_lateness, parts)), max(map(_rank, parts))
        line = max(_line(part, known.order.lines) for part in parts)
        known.keys[factor] = (late, line, rank, *_constants_first(_base(unmarked(factor)), known))
    return known.keys[factor]


def _lateness(factor: Expr) -> int:
    """What reaches to the right, or is still to be worked on, comes late."""
    base = _base(factor)
    late = (base.has(D), base.has(Prime), isinstance(base, Branches), isinstance(base, Sum), True)
    return len(late) - 1 - late.index(True)


def _line(factor: Expr, lines: Mapping[Expr, int]) -> int:
    """The line on which the factor came up; numbers, deltas and parameters stand first whenever they came."""
    if factor.is_number or isinstance(factor, KroneckerDelta) or _is_parameter(factor):
        return -1
    return lines.get(factor, lines.get(_base(factor), UNSEEN))


def _rank(factor: Expr) -> int:
    """2 p p^2 w_jk (p - t) f(p) (1 - f(p)) log p: the kinds of factors in the order of a textbook."""
    base = _base(factor)
    if base.is_number:
        return 0
    if isinstance(base, Symbol):
        return 2 if factor != base else 1
    kinds: tuple[Any, ...] = (KroneckerDelta, Adjoint, (Indexed, Named, inverse_entry))
    late = exp | log | softplus | sin | cos
    for rank, kind in enumerate(kinds, start=3):
        if isinstance(base, kind):
            return rank
    if isinstance(base, Add):
        return 8 if _is_complement(base) and base.has(Function) else 6
    return 9 if isinstance(base, late) else 7
