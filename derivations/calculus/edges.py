"""Where a loss has no value: what a logarithm, a denominator or a broken power does not take."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sympy import Basic, Eq, Expr, Ge, Gt, Ne, S, acos, asin, cos, digamma, gamma, log, loggamma, polygamma, tan
from sympy.core.function import AppliedUndef, Function
from sympy.core.relational import Relational
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundary, left_open
from derivations.calculus.comparing import positive_sides
from derivations.calculus.granted import Known
from derivations.calculus.parts import involves, never_negative, solved, terms_with, variable_of, written_out
from derivations.calculus.rules import depends
from derivations.calculus.sides import Binders, guarded_within, named_in, nodes_within
from derivations.calculus.tips import zeros_of
from derivations.language.functions import clip, held, largest, magnitude, positive_part, sign, smallest, step

Guards = tuple[Relational, ...]
OF_POSITIVE = log | gamma | loggamma | digamma | polygamma


def edges_of(loss: Expr, w: Expr, known: Known) -> Iterator[Boundary]:
    """Where the argument of a logarithm, a denominator or the base of a broken power becomes 0.

    What the domains exclude is none, but for the ends of the domain of w itself.
    """
    for _, base, binders, guards, granted in _risks(loss, w, known):
        here = known.within(binders)
        value, pivot = solved(base, variable_of(base, w), w)
        if granted and (guards or value is None or pivot != w or not here.is_end_of(value, w)):
            continue
        if value is None and not (guards or depends(base, w)):
            value, pivot = S.Zero, base
        reached = True if value is None else _is_reached(guards, pivot, value, here)
        if value is None or reached is None or not is_algebraic(base):
            yield left_open(base, w, binders)
        elif reached:
            edge = Boundary("outside", base, w, Eq(pivot, value, evaluate=False), index=named_in(base, binders))
            zeros = tuple(zeros_of(base)) if never_negative(base) else ()
            yield edge if zeros == ((Eq(base, 0, evaluate=False), ()),) else replace(edge, means=zeros)


def is_safe(loss: Expr, v: Expr, known: Known) -> bool:
    """Do the domains see to it that the loss has a value whatever v is?"""
    return all(granted for _, base, _, _, granted in _risks(loss, v, known) if depends(base, v))


def own_conditions(loss: Expr, w: Expr, known: Known) -> dict[Relational, Binders]:
    """What must hold for the loss to have a value, whatever w is: of log(y) w that y > 0; each with its indices.

    What depends on w is met by the rules, which say so themselves: in a sum over i of log(p_i) of the term with p_j
    alone, so that of all terms it is said here.
    """
    found = dict[Relational, Binders]()
    for node, base, binders, guards, granted in _risks(loss, w, known):
        wanted = _wanted(node, base)
        if _has_other_terms(base, binders, w):
            is_said = known.within(binders).grants(wanted, guards)
        else:
            is_said = granted or depends(base, w)
        if not is_said:
            found[wanted] = named_in(wanted, binders)
    return found


def _has_other_terms(base: Expr, binders: Binders, w: Expr) -> bool:
    """Does it depend on w, but for some values of these indices only?"""
    if not (isinstance(w, Indexed) and depends(base, w)):
        return False
    return any(terms_with(base, index, low, high, w) is not None for index, low, high in named_in(base, binders))


def _wanted(node: Expr, base: Expr) -> Relational:
    """What this function, or power, wants of what it is made of."""
    if isinstance(node, tan) or (node.is_Pow and node.exp.is_integer):
        return Ne(base, 0, evaluate=False)
    closed = isinstance(node, asin | acos) or (node.is_Pow and node.exp.is_number and node.exp.is_positive)
    return (Ge if closed else Gt)(base, 0, evaluate=False)


def _risks(loss: Expr, w: Expr, known: Known) -> Iterator[tuple[Expr, Expr, Binders, Guards, bool]]:
    """What wants a part to be positive, or not 0, that part, the sums and branches around it; and is it granted?"""
    found: dict[tuple[Expr, Expr, Binders], list[Guards]] = {}
    for node, binders, guards in guarded_within(loss):
        for base in _bases(node):
            found.setdefault((node, base, binders), []).append(guards)
    for (node, base, binders), several in found.items():
        for guards in _in_any_case(several):
            yield node, base, binders, guards, _is_granted(node, base, w, known.within(binders), guards)


def bases_of(loss: Expr) -> Iterator[Expr]:
    """All that must be positive, or not 0."""
    return (base for node, _ in nodes_within(loss) for base in _bases(node))


def _bases(node: Basic) -> tuple[Expr, ...]:
    """What must be positive, or not 0, for the function or the power to have a value."""
    if isinstance(node, OF_POSITIVE):
        return (node.args[-1],)
    if isinstance(node, asin | acos):
        return 1 - node.args[0], 1 + node.args[0]
    if isinstance(node, tan):
        return (cos(node.args[0]),)
    return (node.base,) if _needs_base(node) else ()


def _in_any_case(several: list[Guards]) -> list[Guards]:
    """What stands in both branches is not guarded by the comparison that decides between them."""
    for guards in several:
        other = (*guards[:-1], guards[-1].negated) if guards else None
        if other in several:
            return _in_any_case([guards[:-1], *(each for each in several if each not in (guards, other))])
    return list(dict.fromkeys(several))


def _is_granted(node: Expr, base: Expr, w: Expr, known: Known, guards: Guards) -> bool:
    """Do the domains see to it that this logarithm or power has a value, and a slope where it depends on w?"""
    if not involves(node, w) and known.grants(_wanted(node, base), guards):
        return True
    if node.is_Pow and node.exp.is_integer and known.is_nonnegative(node.exp):
        return True
    if isinstance(node, tan) or (node.is_Pow and node.exp.is_integer):
        return known.grants(Ne(base, 0, evaluate=False), guards)
    if node.is_Pow and known.is_positive(node.exp) and not involves(node, w) and known.is_nonnegative(base):
        return True
    return known.grants(Gt(base, 0, evaluate=False), guards)


def _is_reached(guards: Guards, pivot: Expr, value: Expr, known: Known) -> bool | None:
    """Is the branch in force at pivot = value, or beside it? None if that cannot be told."""
    told = True
    for _, side in positive_sides(guards):
        there = side.xreplace({pivot: value})
        if known.is_nonnegative(-there):
            return False  # at 0, another branch takes over; what happens there is said of its switch
        told = told and known.is_positive(there)
    return True if told else None


def _needs_base(node: Basic) -> bool:
    """Is it a power that needs a base other than 0? A root of what is never negative has a tip, and no edge."""
    if not node.is_Pow or node.exp.is_negative:
        return bool(node.is_Pow)
    return not node.exp.is_Integer and not never_negative(node.base)


def is_algebraic(u: Expr) -> bool:
    """Has u exact zeros among the rationals? Those of exp(p) - 2 cannot be put in."""
    kinds = AppliedUndef | held | magnitude | sign | positive_part | step | clip | largest | smallest
    return not any(
        isinstance(node, Function) and not isinstance(node, kinds) for node, _ in nodes_within(written_out(u))
    )
