"""A bounded canonical form: cheap algebra that a reader can follow, in place of SymPy's simplify.

Functions, sums and other folded parts count as letters, so that only sums, products and whole powers are ever
rewritten; nothing is unfolded. A rewriting is kept only where it makes the expression shorter by two nodes or more.
"""

from __future__ import annotations

from collections.abc import Callable

from sympy import (
    Add,
    Basic,
    Dummy,
    Expr,
    Integer,
    Mul,
    Pow,
    S,
    Sum,
    cancel,
    expand,
    factor,
    factor_terms,
    preorder_traversal,
    together,
)

from derivations.language.functions import Branches

TOO_LONG = 400  # nodes; beyond it factoring may take seconds
TOO_MANY_LETTERS = 8
SAVING = 2


def length(expression: Basic) -> int:
    """The number of nodes of the expression; a division counts twice, and so does a minus before a bracket."""
    return sum(1 + _is_division(node) + _is_minus_bracket(node) for node in preorder_traversal(expression))


def _is_division(node: Basic) -> bool:
    return bool(node.is_Pow and node.exp.is_number and node.exp.is_negative)


def _is_minus_bracket(node: Basic) -> bool:
    number, rest = node.as_coeff_Mul() if node.is_Mul else (S.One, node)
    return bool(number is S.NegativeOne and rest.is_Add)


def _is_rational_node(node: Basic) -> bool:
    return node.is_Add or node.is_Mul or (node.is_Pow and isinstance(node.exp, Integer))


def with_letters(expression: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """The expression with a letter for every folded part, and what each letter stands for."""
    letters: dict[Basic, Dummy] = {}

    def visit(node: Basic) -> Basic:
        if _is_rational_node(node):
            return node.func(*map(visit, node.args))
        if node.is_Number:
            return node
        return letters.setdefault(node, Dummy(f"g{len(letters):03d}", real=True))

    return visit(expression), {letter: part for part, letter in letters.items()}


def _is_too_long(expression: Expr) -> bool:
    """Has it too many nodes or letters? That is seen long before all of them are counted."""
    letters: set[Basic] = set()
    waiting, nodes = [expression], 0
    while waiting and nodes <= TOO_LONG and len(letters) <= TOO_MANY_LETTERS:
        node = waiting.pop()
        nodes += 1
        if _is_rational_node(node):
            waiting += node.args
        elif not node.is_Number:
            letters.add(node)
    return nodes > TOO_LONG or len(letters) > TOO_MANY_LETTERS


def signs_as_written(expression: Expr, models: set[Expr]) -> Expr:
    """Every bracket with its author's signs: m - t, not t - m, where `models` holds m - t; 1 - s, never s - 1."""

    def is_turned(bracket: Expr) -> bool:
        other = Add(*[-term for term in bracket.args])
        return bracket not in models and (other in models or S.NegativeOne in bracket.args)

    def visit(node: Expr) -> Expr:
        base, exponent = node.as_base_exp()
        if base.is_Add and isinstance(exponent, Integer) and is_turned(base):
            return S.NegativeOne**exponent * Pow(Add(*[-term for term in base.args]), exponent)
        return Pow(signs_as_written(base, models), exponent) if isinstance(base, Sum) else node

    if expression.is_Add:
        return Add(*[signs_as_written(term, models) for term in expression.args])
    if isinstance(expression, Sum):
        return Sum(signs_as_written(expression.function, models), *expression.limits)
    return Mul(*map(visit, Mul.make_args(expression)))


def _on_letters(rewrite: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    """The rewriting, done on letters, inside every branch and under every sum; nothing where it would be too long."""

    def rewritten(expression: Expr) -> Expr:
        if _is_too_long(expression):
            return expression
        plain, meaning = with_letters(expression)
        if length(plain) > TOO_LONG:
            return expression
        return rewrite(plain).xreplace({letter: within(part) for letter, part in meaning.items()})

    def within(part: Expr) -> Expr:
        if isinstance(part, Branches):
            return part.func(*[p for value, condition in part.cases for p in (rewritten(value), condition)])
        if isinstance(part, Sum):
            return Sum(rewritten(part.function), *part.limits)
        return part

    return rewritten


expanded = _on_letters(expand)
factored = _on_letters(lambda u: factor_terms(expand(u)))
over_common_denominator = _on_letters(lambda u: factor(cancel(together(u))))


def joined(expression: Expr) -> Expr:
    """Sums over the same index in one: sum a_i - sum b_i = sum (a_i - b_i), common factors taken out."""
    terms: dict[object, Expr] = {}
    for term in Add.make_args(expression):
        number, rest = term.as_coeff_Mul()
        key = tuple(rest.limits) if isinstance(rest, Sum) else term
        terms[key] = terms.get(key, S.Zero) + (number * rest.function if isinstance(rest, Sum) else term)
    return Add(*[Sum(factored(term), *key) if isinstance(key, tuple) else term for key, term in terms.items()])


def brackets(expression: Expr) -> set[Expr]:
    """Every sum in the expression, as its author wrote it."""
    return {node for node in preorder_traversal(expression) if node.is_Add}
