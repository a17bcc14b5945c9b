"""The normal form of an expression: numbers, names, sums and products; functions have files of their own."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from flint import fmpq
from sympy import Add, Basic, EulerGamma, Indexed, Integer, KroneckerDelta, Mul, Pow, Rational, Sum, Symbol, exp
from sympy.core.function import AppliedUndef
from sympy.core.numbers import Exp1, Pi

from derivations.evidence.proof.functions import power
from derivations.evidence.proof.holding import held_atom
from derivations.evidence.proof.quotients import Quotient, Unproved, key_of
from derivations.evidence.proof.ranges import REAL, Range
from derivations.evidence.proof.slopes import slope
from derivations.evidence.proof.special import FUNCTIONS
from derivations.evidence.proof.sums import place, total
from derivations.evidence.proof.switches import SWITCHES
from derivations.evidence.proof.workspace import Nowhere, Same, Workspace, key_of_pair
from derivations.language.domains import Indices, Intermediate
from derivations.language.functions import Adjoint, D, Named, Prime, held, inverse_entry, log_det
from derivations.language.over import Extreme, Place, Second, is_left_out


def normalize(node: Any, work: Workspace) -> Quotient:
    """The normal form of any expression; see ``Workspace.of``."""
    for kind in type(node).__mro__:
        if kind in KINDS:
            return KINDS[kind](node, work)
    msg = f"nothing is known of {type(node).__name__}"
    raise Unproved(msg)


def _number(node: Rational, work: Workspace) -> Quotient:
    return work.number(fmpq(int(node.p), int(node.q)))


def _constant(low: str, high: str) -> Callable[[Any, Workspace], Quotient]:
    around = Range(Fraction(low), Fraction(high))
    return lambda node, work: work.plain(("constant", str(node)), "constant", node, around)


def _symbol(node: Symbol, work: Workspace) -> Quotient:
    key = ("symbol", node)
    if node in work.letters:
        return work.plain(key, "letter", node, Range(Fraction(1), with_low=True))
    found = work.plain(key, "symbol", node, work.given.ranges.get(node, REAL))
    _squares_to_one(node, key, work)
    return found


def _squares_to_one(name: Basic, key: Any, work: Workspace) -> None:
    """A label that is -1 or +1."""
    if name in work.given.signs:
        work.ring.equations[work.index[key]] = (2, work.number(1))


def _cell(node: Indexed, work: Workspace) -> Quotient:
    indices = _in_order(node.base, _indices(node, work), work)
    key = ("cell", node.base, *map(key_of, indices))
    plain = node.base[tuple(map(work.expression, indices))]
    found = work.plain(key, "cell", plain, work.given.ranges.get(node.base, REAL))
    _squares_to_one(node.base, key, work)
    domain = work.given.loss.symbols.get(node.base)
    if isinstance(domain, Indices):
        work.learn(work.ring.add(work.of(domain.last), work.ring.negative(found)).over, strictly=False)
    return found


def _in_order(array: Any, indices: list[Quotient], work: Workspace) -> list[Quotient]:
    """The indices of a symmetric array, and of its inverse, in the order that comes first."""
    return sorted(indices, key=key_of) if len(indices) == 2 and array in work.given.symmetric else indices  # noqa: PLR2004


def _indices(node: Indexed, work: Workspace) -> list[Quotient]:
    """Its indices. A layer before the first or after the last has no value, once it is known to be one."""
    indices = [work.of(index) for index in node.indices]
    domain = work.given.loss.symbols.get(node.base)
    for index, size in zip(indices, domain.shape, strict=True) if isinstance(domain, Intermediate) else ():
        beyond = work.ring.add(index, work.ring.negative(work.of(size)))
        if beyond.under.is_one() and work.sign_of(beyond.over) == 1:
            raise Nowhere
    return indices


def _add(node: Add, work: Workspace) -> Quotient:
    result = work.number(0)
    for part in node.args:
        result = work.ring.add(result, work.of(part))
    return result


def _mul(node: Mul, work: Workspace) -> Quotient:
    result = work.number(1)
    for part in node.args:
        result = work.ring.multiply(result, work.of(part))
    return result


def _pow(node: Pow, work: Workspace) -> Quotient:
    base, exponent = map(work.of, node.args)
    return power(base, exponent, work)


def _model(node: Any, work: Workspace) -> Quotient:
    arguments = [work.of(argument) for argument in node.args]
    plain = node.func(*map(work.expression, arguments))
    return work.plain(("model", node.func, *map(key_of, arguments)), "model", plain)


def _prime(node: Prime, work: Workspace) -> Quotient:
    arguments = [work.of(argument) for argument in node.applied.args]
    plain = Prime(node.applied.func(*map(work.expression, arguments)), *node.positions)
    return work.plain(("prime", node.applied.func, node.positions, *map(key_of, arguments)), "prime", plain)


def _delta(node: KroneckerDelta, work: Workspace) -> Quotient:
    """1 where two indices are equal, else 0: told for free indices, an atom inside a sum."""
    one, two = (work.of(index) for index in node.args[:2])
    gap = work.ring.add(one, work.ring.negative(two))
    if is_left_out(work.expression(one), work.expression(two)) or is_left_out(*map(work.expression, (two, one))):
        return work.number(0)
    if gap.over.is_constant():
        return work.number(int(gap.over.is_zero()))
    if key_of_pair(one, two) in work.same:
        return work.number(1)
    if work.sign_of(gap.over) in (1, -1) or key_of_pair(one, two) in work.different:
        return work.number(0)
    plain = KroneckerDelta(*sorted((work.expression(one), work.expression(two)), key=str))
    if not work.letters_of(plain):
        raise Same((work.expression(one), work.expression(two)))
    key = ("delta", key_of_pair(one, two))
    found = work.plain(key, "delta", plain, Range(Fraction(0), Fraction(1), with_low=True, with_high=True), gap)
    work.ring.equations[work.index[key]] = (2, found)
    return found


def _entry(name: str, make: Callable[[Any], Any]) -> Callable[[Any, Workspace], Quotient]:
    def of(node: Any, work: Workspace) -> Quotient:
        indices = _in_order(node.array, [work.of(index) for index in node.args[0].indices], work)
        plain = make(node.array[tuple(map(work.expression, indices))])
        return work.plain((name, node.array, *map(key_of, indices)), name, plain)

    return of


def _adjoint(node: Adjoint, work: Workspace) -> Quotient:
    """The slope of the whole loss by something: the chain rule says how slopes of this kind hang together."""
    variable = node.variable
    indices = _indices(variable, work) if isinstance(variable, Indexed) else []
    base = variable.base if isinstance(variable, Indexed) else variable
    plain = base[tuple(map(work.expression, indices))] if indices else base
    return work.plain(("adjoint", base, *map(key_of, indices)), "adjoint", Adjoint(node.loss, plain))


KINDS: dict[Any, Callable[[Any, Workspace], Quotient]] = {
    Rational: _number,
    Pi: _constant("3.14", "3.15"),
    type(EulerGamma): _constant("0.57", "0.58"),
    Exp1: lambda _, work: work.of(exp(Integer(1), evaluate=False)),
    Symbol: _symbol,
    Indexed: _cell,
    Add: _add,
    Mul: _mul,
    Pow: _pow,
    Sum: total,
    AppliedUndef: _model,
    Prime: _prime,
    KroneckerDelta: _delta,
    log_det: lambda node, work: work.plain(("log_det", node.array), "log_det", node),
    inverse_entry: _entry("inverse", inverse_entry),
    Extreme: lambda node, work: work.of(node.best),
    Place: place,
    Second: lambda node, work: work.of(node.next_best),
    Named: lambda node, work: work.of(node.definition),
    held: held_atom,
    D: lambda node, work: work.of(slope(node.inner, node.wrt)),
    Adjoint: _adjoint,
    **FUNCTIONS,
    **SWITCHES,
}
