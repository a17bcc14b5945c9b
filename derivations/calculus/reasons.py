"""Why a line equals the one above it: the reasons of its steps, and which of them are told beside it at once.

A line may have two names of rules beside it at most, so that a reader can say why it holds. Bookkeeping is told on
demand, unless a line has nothing else to say.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from math import gcd

from sympy import Basic, Eq, Expr, Integer, Mul, S, Symbol, exp
from sympy.tensor.indexed import Indexed

from derivations.calculus.folding import written_out
from derivations.calculus.graph import base_of, indices_of
from derivations.calculus.marks import Marked, unmarked
from derivations.calculus.parts import terms_with
from derivations.calculus.rules import (
    CANCELLING,
    CHAIN,
    CONSTANT,
    CONSTANT_FACTOR,
    FIXED,
    FOLDING,
    Rule,
    split_constant,
)
from derivations.calculus.trace import Step
from derivations.language.functions import Adjoint, D, Named
from derivations.language.indices import substitute
from derivations.language.loss import Loss

MOST = 2  # names beside a line
HEAVY = 2  # the weight from which on a rule is no bookkeeping
NEARBY = "{u} does not change nearby"
LETTERS = "uvhqabsrc"  # for the inner function of a chain rule


@dataclass(frozen=True)
class Reason:
    """Why a line equals the one above.

    Args:
        rule: the rule.
        subject: what it acted on; of the chain rule, the outer function.
        wrt: what was differentiated by; of the chain rule, the inner function as an equation.
        conditions: where that is allowed.
        remark: what to say; {u} and {w} stand for subject and wrt.
        folded: is it bookkeeping here, whatever the rule weighs?
    """

    rule: Rule
    subject: Expr
    wrt: Basic | None
    conditions: tuple[Basic, ...] = ()
    remark: str = ""
    folded: bool = False

    @property
    def is_quiet(self) -> bool:
        """Is it bookkeeping?"""
        return self.folded or self.rule.weight < HEAVY

    @property
    def letters(self) -> Mapping[str, Basic]:
        """What the letters of the remark stand for."""
        return {name: value for name, value in (("u", self.subject), ("w", self.wrt)) if value is not None}

    @property
    def identity(self) -> object:
        """What two reasons that say the same have in common."""
        said = [value for name, value in self.letters.items() if f"{{{name}}}" in self.remark]
        return self.rule.name, tuple(said), self.conditions


def names_of(reasons: Iterable[Reason]) -> set[str]:
    """The names that count: those of rules that are no bookkeeping."""
    return {reason.rule.name for reason in reasons if not reason.is_quiet}


def reasons_of(step: Step, loss: Loss) -> list[Reason]:
    """The chain rule, if it was used, and the rule itself; and what is held fixed on the way."""
    conditions = tuple(c for condition in step.conditions for c in at_component(condition, step))
    own = Reason(step.rule, step.subject, step.wrt, conditions, step.rule.remark)
    if step.rule is CONSTANT:
        return [own if fixed is None else fixed for fixed in [_fixed(step.subject, step, loss)]]
    if step.rule is CONSTANT_FACTOR and conditions:
        own = replace(own, subject=split_constant(step.subject, step.wrt)[0], remark=NEARBY)
    chain = _chain_rule(step, loss)
    held = _fixed(split_constant(step.subject, step.wrt)[0], step, loss) if step.subject.is_Mul and step.wrt else None
    return [each for each in (chain, own, held) if each]


def _fixed(u: Expr, step: Step, loss: Loss) -> Reason | None:
    """That u is held fixed, if in truth it depends on the variable, by intermediates that have slopes of their own."""
    if not loss.backward or step.wrt is None:
        return None
    parts = _components(written_out(u, loss), step.wrt)
    return Reason(FIXED, u, step.wrt, (), FIXED.remark) if any(_may_be(part, step.wrt) for part in parts) else None


def _components(u: Expr, w: Expr) -> set[Expr]:
    """The variable, or the entries of its array, wherever they stand in u."""
    return {node for node in u.atoms(type(w)) if base_of(node) == base_of(w)}


def _may_be(one: Expr, w: Expr) -> bool:
    """May the two be one entry? Those of different layers are not."""
    gaps = [here - there for here, there in zip(indices_of(one), indices_of(w), strict=True)]
    return not any(gap.is_Integer and gap != 0 for gap in gaps)


def _chain_rule(step: Step, loss: Loss) -> Reason | None:
    """The chain rule, if the inner function is more than the variable, or an entry of the array that it is from."""
    if step.rule.inner is None or step.wrt is None:
        return None
    u, inner = step.subject, step.rule.inner(step.subject)
    if (
        inner is None
        or inner == step.wrt
        or (isinstance(inner, Indexed) and inner.base == getattr(step.wrt, "base", None))
    ):
        return None
    taken = {str(symbol) for symbol in (*u.free_symbols, *loss.symbols)}
    letter = next((name for name in LETTERS if name not in taken), None)
    if letter is None:
        return None
    symbol = Symbol(letter, real=True)
    return Reason(CHAIN, u.xreplace({inner: symbol}), Eq(symbol, inner, evaluate=False), (), CHAIN.remark)


def at_component(condition: Basic, step: Step) -> list[Basic]:
    """The condition on a term of a sum, for those terms only that depend on the variable."""
    conditions = [condition]
    for index, low, high in step.binders:
        terms = terms_with(condition, index, low, high, step.wrt) if isinstance(step.wrt, Indexed) else None
        if terms is not None:
            conditions = [substitute(c, {index: term}) for c in conditions for term in terms]
    return conditions


# -- what is told -------------------------------------------------------------------------------------------------
def told(reasons: Iterable[Reason]) -> list[Reason]:
    """The reasons that stand beside a line: what is no bookkeeping; or of that the weightiest, if there is no other."""
    found = list(reasons)
    named = [reason for reason in found if not reason.is_quiet]
    if named:
        return sorted(named, key=lambda reason: reason.rule is not CHAIN)
    names = dict.fromkeys(reason.rule.name for reason in sorted(found, key=lambda reason: -reason.rule.weight))
    return [reason for name in list(names)[:MOST] for reason in found if reason.rule.name == name]


def settled(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Each reason once, without what goes without saying; at most two names that are no bookkeeping.

    Where these are more, names read backwards are told on demand, and the chain rule stands for the slope of the outer
    function that it names.
    """
    kept: dict[object, Reason] = {}
    for reason in reasons:
        if not (reason.rule.silent or (reason.is_quiet and reason.rule is not CANCELLING and reason.subject.is_number)):
            kept.setdefault(reason.identity, reason)
    found = list(kept.values())
    if len(names_of(found)) > MOST:
        found = [replace(reason, folded=True) if reason.rule is FOLDING else reason for reason in found]
    return tuple(_under_chain_rule(found) if len(names_of(found)) > MOST else found)


def _under_chain_rule(reasons: list[Reason]) -> list[Reason]:
    """The slope of an outer function told on demand, its conditions by the chain rule that stands before it."""
    found: list[Reason] = []
    for reason in reasons:
        if found and found[-1].rule is CHAIN and reason.rule.inner and len(names_of(reasons)) > MOST:
            found[-1] = replace(found[-1], conditions=reason.conditions)
            found.append(replace(reason, conditions=(), folded=True))
        else:
            found.append(reason)
    return found


# -- cancelling ---------------------------------------------------------------------------------------------------
def cancelling(expression: Expr, became: Mapping[Expr, Expr]) -> list[Reason]:
    """What cancels in products, once these parts of the expression are replaced; numbers are bookkeeping."""
    found: dict[Expr, None] = {}

    def visit(node: Expr) -> Expr:
        if node in became:
            return became[node]
        if not isinstance(node, Expr) or not node.args or isinstance(node, Indexed | Named | D | Adjoint):
            return node
        parts = [visit(part) for part in node.args]
        if all(one is other for one, other in zip(parts, node.args, strict=True)):
            return node
        if node.is_Mul:
            found.update(dict.fromkeys(_on_both_sides(parts)))
        return node.func(*parts)

    visit(expression)
    return [cancelled(u) for u in found]


def still_shown(shown: Basic) -> set[Expr]:
    """What stands on both sides of a fraction line in products of a line as it is shown: marks keep letters apart."""
    if isinstance(shown, Indexed | Named | D | Adjoint):
        return set()
    found = set[Expr]().union(*map(still_shown, shown.args))
    return found.union(_on_both_sides(_with_one_number(shown.args))) if isinstance(shown, Mul) else found


def _with_one_number(factors: Iterable[Expr]) -> list[Expr]:
    """The factors without their marks, and their numbers as the one that is written in front, whatever is marked."""
    numbers, rests = zip(*[_outside(factor).as_coeff_Mul(rational=True) for factor in factors], strict=True)
    return [Mul(*numbers), *map(unmarked, rests)]


def _outside(factor: Expr) -> Expr:
    """What stands in the marks around a factor; those further inside stay."""
    return _outside(factor.expression) if isinstance(factor, Marked) else factor


def cancelled(u: Expr) -> Reason:
    """That u stands above the line and below it."""
    return Reason(CANCELLING, u, None, (), CANCELLING.remark, folded=bool(u.is_number))


def _on_both_sides(parts: list[Expr]) -> Iterator[Expr]:
    """What stands above the line in one of the factors, and below it in another."""
    sides = [(number, *side) for number, part in enumerate(parts) for f in Mul.make_args(part) for side in _sides(f)]
    for one, above, base in sides:
        for other, is_above, same in sides:
            if above and not is_above and one != other:
                both = Integer(gcd(int(base), int(same))) if base.is_Integer and same.is_Integer else S.One
                if both != 1 or (base == same and base != 1):
                    yield base if both == 1 else both


def _sides(factor: Expr) -> Iterator[tuple[bool, Expr]]:
    """The parts of a factor, each with its side of the line: true above it."""
    if factor.is_Rational:
        yield from ((True, abs(Integer(factor.p))), (False, Integer(factor.q)))
        return
    base, exponent = (exp(1), factor.args[0]) if isinstance(factor, exp) else factor.as_base_exp()
    below = exponent.could_extract_minus_sign()
    yield not below, exp(-exponent if below else exponent) if isinstance(factor, exp) else base
