"""The terms of a loss that break somewhere, apart from those that do not: a kink of a sum is one of its terms."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Add, Basic, Dummy, Expr, Mul, S, Sum, Symbol, preorder_traversal
from sympy.core.function import AppliedUndef
from sympy.tensor.indexed import Indexed

from derivations.calculus.canon import expanded, over_common_denominator
from derivations.calculus.comparing import one_formula
from derivations.calculus.deltas import Ranges
from derivations.calculus.rules import depends, grouped, is_nonnegative, is_positive
from derivations.calculus.sides import Binders, binders_of, both_signs, named_in, nodes_within, switches_within
from derivations.calculus.trace import differentiate
from derivations.language.functions import Named, largest, magnitude, positive_part, smallest
from derivations.language.indices import substitute
from derivations.language.over import Extreme, Over


@dataclass(frozen=True)
class Part:
    """A term of the loss, or several with a switch in common; for an index, one term of a sum stands for all.

    Args:
        expression: the term.
        index: the indices of the sums around it.
        switches: its switches, with the indices of its own sums that occur in them.
        roots: its roots of what is never negative and may be 0, such as the length of a vector; likewise.
    """

    expression: Expr
    index: Binders
    switches: dict[Expr, Binders]
    roots: dict[Expr, Binders]

    def meets(self, other: Part) -> bool:
        """Have the two a switch or a root in common?"""
        own = {turned for switch in other.switches for turned in both_signs(switch)}
        return self.index == other.index and bool(own & self.switches.keys() or self.roots.keys() & other.roots.keys())


def parts_of(loss: Expr, w: Expr) -> list[Part]:
    """The parts that a change of w may bring to a switch or to the zero of a root; those of one switch together."""
    parts: list[Part] = []
    for expression, index in _terms(loss, w, ()):
        part = _part(expression, index, w)
        for other in [other for other in parts if other.meets(part)]:
            parts.remove(other)
            part = _part(other.expression + part.expression, index, w)
        parts.append(part)
    return parts


def _part(expression: Expr, index: Binders, w: Expr) -> Part:
    switches = {switch: inner for switch, inner in switches_within(expression).items() if involves(switch, w)}
    roots = {
        node: named_in(node, inner)
        for node, inner in nodes_within(expression)
        if node.is_Pow and not node.exp.is_Integer and involves(node.base, w)
        if never_negative(node.base) and not is_positive(node.base)
    }
    return Part(expression, index, switches, roots)


def never_negative(u: Expr) -> bool:
    """Is u >= 0 wherever it has a value, its named values written out?"""
    plain = written_out(u)
    return is_nonnegative(plain) or (plain.is_Pow and is_nonnegative(plain.base))


def written_out(expression: Expr) -> Expr:
    """The expression with its named values written out."""
    return expression.replace(lambda node: isinstance(node, Named), lambda node: written_out(node.definition))


def _terms(node: Expr, w: Expr, index: Binders) -> Iterator[tuple[Expr, Binders]]:
    """The terms of sums, and of sums times what does not depend on w."""
    part = _part(node, index, w)
    if not (part.switches or part.roots):
        return
    if node.is_Add:
        for term in node.args:
            yield from _terms(term, w, index)
    elif isinstance(node, Sum):
        yield from _terms(node.function, w, (*index, *binders_of(node)))
    else:
        total = _only_factor(node, w)
        if isinstance(total, Sum) or (total is not None and total.is_Add):
            scale = Mul(*[factor for factor in node.args if factor != total])
            yield from ((scale * term, within) for term, within in _terms(total, w, index))
        else:
            yield node, index


def _only_factor(node: Expr, w: Expr) -> Expr | None:
    """The only factor of a product that depends on w."""
    factors = [factor for factor in node.args if involves(factor, w)] if node.is_Mul else []
    return factors[0] if len(factors) == 1 else None


def involves(u: Basic, w: Expr) -> bool:
    """May u depend on w? Of an array, a component with other indices is not meant: x[j] does not involve x[j + 1]."""
    if not isinstance(w, Indexed):
        return depends(u, w)
    return depends(u, w) and any(isinstance(node, Indexed) and _may_be(node, w) for node in preorder_traversal(u))


def _may_be(node: Indexed, w: Indexed) -> bool:
    gaps = [own - other for own, other in zip(node.indices, w.indices, strict=False)]
    return node.base == w.base and not any(expanded(gap).is_nonzero for gap in gaps)


def derivative(u: Expr, v: Expr, ranges: Ranges | None = None) -> Expr:
    """The derivative by a symbol, a component, a model value or an intermediate, all else fixed."""

    def by(letter: Expr, expression: Expr) -> Expr:
        return differentiate(expression, letter, ranges=ranges).result

    if isinstance(v, Symbol):
        return by(v, u)
    if isinstance(v, Indexed):
        others = {n: Dummy(real=True) for n in _array_nodes(u, v) if not _may_be(n, v)}
        return by(v, u.xreplace(others)).xreplace({letter: n for n, letter in others.items()})
    letter = Dummy(real=True)
    return by(letter, u.xreplace({v: letter})).xreplace({letter: v})


def variable_of(loss: Expr, w: Expr) -> Expr:
    """The value of the model or the intermediate, if w enters the loss through it alone; else w."""
    ways = sorted(_ways(loss, w), key=str)
    if len(ways) == 1 and not depends(loss.xreplace({ways[0]: Dummy()}), w):
        return ways[0]
    return w


def moved_in(part: Part, variable: Expr, w: Expr) -> Expr:
    """What is moved across the switches of the part: the variable, or the entry that they have in its stead.

    A sum over j of max(0, m - s[y] + s[j]) breaks in s[j], whether s[k] is that entry, s[y], or neither.
    """
    entries = [node for switch in part.switches for node in entries_of(switch, w)] if variable == w else []
    still = {node: Dummy() for node in entries}
    if not entries or w in entries or any(involves(switch.xreplace(still), w) for switch in part.switches):
        return variable
    rising = [node for node in entries if any(switch.coeff(node).is_positive for switch in part.switches)]
    return (rising or entries)[0]


def entries_of(node: Basic, w: Expr) -> list[Indexed]:
    """The components in the expression that may be w, but for those in what may be moved itself."""
    if isinstance(node, Indexed):
        return [node] if isinstance(w, Indexed) and _may_be(node, w) else []
    if isinstance(node, AppliedUndef | Named | Sum | Over):
        return []
    return [found for inner in node.args for found in entries_of(inner, w)]


def _ways(node: Basic, w: Expr) -> set[Expr]:
    """The outermost model values and intermediates that depend on w and stand under no sum.

    An intermediate that breaks itself, such as max(0, z), is none: beside its switch it is another formula.
    """
    if isinstance(node, AppliedUndef | Named) and depends(node, w):
        breaks = isinstance(node, Named) and any(depends(switch, w) for switch in switches_within(node.definition))
        return _ways(node.definition, w) if breaks else {node}
    if isinstance(node, Sum | Indexed | Over):
        return set()
    return set().union(*[_ways(part, w) for part in node.args])


def regrouped(node: Any, w: Expr) -> Any:
    """The expression with what does not depend on w together, in each maximum and minimum.

    One that is the same formula throughout is written as that.
    """
    if isinstance(node, Indexed | Named) or not node.has(largest, smallest, magnitude, positive_part):
        return node
    parts = [regrouped(part, w) for part in node.args]
    node = node if tuple(parts) == node.args else node.func(*parts)
    plain = one_formula(node, is_nonnegative)
    if plain is not None:
        return plain
    return grouped(node, w) if isinstance(node, largest | smallest) else node


def at_component(expression: Expr, w: Expr) -> Expr:
    """The expression with only those terms of its sums that depend on the component w, where that can be told.

    sum_j |w[j]| depends on w[k] by |w[k]| alone; the other terms are constants and drop out.
    """
    if not isinstance(w, Indexed):
        return expression
    if expression.is_Add:
        return Add(*[at_component(term, w) for term in expression.args])
    if isinstance(expression, Sum) and len(expression.limits) == 1:
        index, low, high = expression.limits[0]
        terms = terms_with(expression.function, index, low, high, w)
        if terms is not None:
            return Add(*[at_component(substitute(expression.function, {expression.limits[0][0]: t}), w) for t in terms])
    total = _only_factor(expression, w)
    return expression if total is None else expression.xreplace({total: at_component(total, w)})


def terms_with(term: Basic, index: Basic, low: Expr, high: Expr, w: Indexed) -> list[Expr] | None:
    """The values of the index for which the term depends on w; None if that cannot be told from the indices alone.

    One that is known to lie outside its range is none.
    """
    found: dict[Expr, None] = {}
    for node in _array_nodes(term, w):
        solutions = {
            solve(own - wanted, index) for own, wanted in zip(node.indices, w.indices, strict=True) if own.has(index)
        }
        if len(solutions) != 1 or None in solutions:
            return None
        found.setdefault(solutions.pop())
    inside = [at for at in found if not (expanded(at - low).is_negative or expanded(high - at).is_negative)]
    return inside or None


def _array_nodes(term: Basic, w: Indexed) -> list[Indexed]:
    """Every component of the array of w in the term, those of intermediates among them."""
    nodes = {node for node in preorder_traversal(term) if isinstance(node, Indexed) and node.base == w.base}
    return sorted(nodes, key=str)


def solve(u: Expr, variable: Expr) -> Expr | None:
    """The value of the variable at which u is 0, for u of first degree in it."""
    letter = Dummy(real=True)
    plain = expanded(u.xreplace({variable: letter}))
    slope = plain.coeff(letter)
    rest = expanded(plain - slope * letter)
    if slope == S.Zero or slope.has(letter) or rest.has(letter) or involves(rest, variable):
        return None
    return over_common_denominator(-rest / slope)


def solved(u: Expr, variable: Expr, w: Expr) -> tuple[Expr | None, Expr]:
    """What the variable is where u = 0; if u cannot be solved for it, what another part of u is; and which part."""
    for pivot in dict.fromkeys((variable, w, *_pivots(u, w))):
        value = solve(u, pivot)
        if value is not None:
            return value, pivot
    return None, variable


def _pivots(u: Expr, w: Expr) -> list[Expr]:
    """What an equation u = 0 may be solved for besides w: the outermost intermediates, models and sums in it."""
    found: dict[Expr, None] = {}

    def visit(node: Basic) -> None:
        if isinstance(node, AppliedUndef | Named | Sum | Extreme):
            found.setdefault(node)
        elif not isinstance(node, Indexed):
            for part in node.args:
                visit(part)

    visit(u)
    return sorted(found, key=lambda node: not depends(node, w))
