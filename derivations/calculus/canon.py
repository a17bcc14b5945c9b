"""A bounded canonical form: cheap algebra that a reader can follow, in place of SymPy's simplify.

Functions, sums and other folded parts count as letters, so that only sums, products and whole powers are ever
rewritten; nothing is unfolded. A rewriting is kept only where it makes the expression shorter by two nodes or more.
"""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import lru_cache

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
    degree,
    exp,
    expand,
    factor,
    factor_terms,
    fraction,
    preorder_traversal,
    sqrt,
    together,
)
from sympy.tensor.indexed import Indexed

from derivations.language.functions import Branches, Named, Prime

HALVES = 2  # the denominator in the exponent of a root
TOO_LONG = 400  # nodes; beyond it factoring may take seconds
TOO_MANY_LETTERS = 8
LETTERS = Named | Indexed | KroneckerDelta | Prime


@lru_cache(maxsize=2**14)
def length(u: Basic) -> int:
    """How much there is to read: letters and numbers, and as many signs as a printer sets between them.

    A name, an entry of an array and a delta are read as one letter.
    """
    if isinstance(u, LETTERS) or not u.args:
        return 1 + 2 * (u.q != 1) + (u.p < 0) if u.is_Rational else 1
    if u.is_Add:
        terms = [term.as_coeff_Mul() for term in u.args]
        signs = [number.is_negative for number, _ in terms]
        bare = [-term if minus else term for term, minus in zip(u.args, signs, strict=True)]
        nested = sum(number == -1 and rest.is_Add for number, rest in terms)
        return sum(map(length, bare)) + len(bare) - 1 + all(signs) + nested
    if u.is_Mul:
        return _length_of_product(u)
    if u.is_Pow:
        return _length_of_power(u.base, u.exp)
    return 1 + sum(map(length, u.args if not isinstance(u, Sum) else (u.function,)))


def _length_of_product(u: Expr) -> int:
    number, rest = u.as_coeff_Mul()
    size = abs(number) if number.is_Rational else S.One
    above, below = ([1] if part != 1 else [] for part in (size.p, size.q))
    stacked = 0
    for part in Mul.make_args(rest):
        if part.is_Pow and part.exp.could_extract_minus_sign() and not part.exp.is_Add:
            below.append(_length_of_power(part.base, -part.exp))
        elif part != 1:
            above.append(length(part))
            stacked += part.is_Add and any(map(_is_fraction, part.args))
    signs = bool(number.is_negative) + max(len(above) - 1, 0) + max(len(below) - 1, 0)
    return sum(above or [1]) + sum(below) + signs + bool(below) + (stacked if len(below) > (size.q != 1) else 0)


def _is_fraction(term: Expr) -> bool:
    return any(part.is_Pow and part.exp.could_extract_minus_sign() for part in Mul.make_args(term))


def _length_of_power(base: Expr, exponent: Expr) -> int:
    if exponent.could_extract_minus_sign() and not exponent.is_Add:
        return 2 + _length_of_power(base, -exponent)
    if exponent == 1:
        return length(base)
    return length(base) + 1 + (0 if exponent == S.Half or exponent.is_Integer else length(exponent))


def is_rational_node(node: Basic) -> bool:
    """Is it a sum, a product or a whole power?"""
    return node.is_Add or node.is_Mul or (node.is_Pow and isinstance(node.exp, Integer))


def with_letters(expression: Expr) -> tuple[Expr, dict[Expr, Expr]]:
    """The expression with a letter for every folded part, and what each letter stands for."""
    letters: dict[Basic, Dummy] = {}

    def visit(node: Basic) -> Basic:
        if is_rational_node(node):
            return node.func(*map(visit, node.args))
        if node.is_Number:
            return node
        return letters.setdefault(node, Dummy(f"g{len(letters):03d}", real=True))

    return visit(expression), {letter: part for part, letter in letters.items()}


def is_too_long(expression: Expr, kept: Collection[Expr] = ()) -> bool:
    """Has it too many nodes or letters, those kept among them? That is seen long before all of them are counted."""
    letters: set[Basic] = set()
    waiting, nodes = [expression], 0
    while waiting and nodes <= TOO_LONG and len(letters) <= TOO_MANY_LETTERS:
        node = waiting.pop()
        nodes += 1
        if is_rational_node(node) and node not in kept:
            waiting += node.args
        elif not node.is_Number:
            letters.add(node)
    return nodes > TOO_LONG or len(letters) > TOO_MANY_LETTERS


@lru_cache(maxsize=2**12)
def turned(bracket: Expr) -> Expr:
    """The bracket times -1."""
    return Add(*[-term for term in bracket.args])


def signs_as_written(expression: Expr, models: Collection[Expr]) -> Expr:
    """Every bracket with its author's signs: m - t, not t - m, where `models` holds m - t; 1 - s, but exp(u) - 1."""

    def is_turned(bracket: Expr) -> bool:
        own = shape(bracket) in models or (S.NegativeOne in bracket.args and bracket.has(exp))
        return not own and (shape(turned(bracket)) in models or S.NegativeOne in bracket.args)

    def visit(node: Expr) -> Expr:
        base, exponent = node.as_base_exp()
        if base.is_Add and isinstance(exponent, Integer) and is_turned(base):
            return S.NegativeOne**exponent * Pow(turned(base), exponent)
        return Pow(signs_as_written(base, models), exponent) if isinstance(base, Sum) else node

    if expression.is_Add:
        return Add(*[signs_as_written(term, models) for term in expression.args])
    if isinstance(expression, Sum):
        return Sum(signs_as_written(expression.function, models), *expression.limits)
    return Mul(*map(visit, Mul.make_args(expression)))


def _on_letters(rewrite: Callable[[Expr], Expr]) -> Callable[[Expr], Expr]:
    """The rewriting, done on letters, inside every branch and under every sum; nothing where it would be too long."""

    def rewritten(expression: Expr) -> Expr:
        if is_too_long(expression):
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


def over_a_root(u: Expr) -> Expr:
    """Of a quotient in which one root stands: what is under it is the square of it, so (r - w^2/r)/r^2 is 1/r^3."""
    bases = {node.base for node in u.atoms(Pow) if node.exp.is_Rational and node.exp.q == HALVES and node.base.is_Add}
    if len(bases) != 1 or is_too_long(u):
        return u
    (base,), root = bases, Dummy("root", positive=True)
    plain, letters = with_letters(_in_the_root(u, base, root))
    letter = next((short for short, part in letters.items() if part == root), None)
    if letter is None:
        return u  # it stands inside a function or a name only
    above, below = fraction(cancel(together(plain)))
    powers = {letter**n: root ** (n % 2) * base ** (n // 2) for n in range(2, degree(above, letter) + 1)}
    top = expanded(expand(above).xreplace(powers).xreplace(letters))
    return (factor_terms(top) / below.xreplace(letters)).xreplace({root: sqrt(base)})


def _in_the_root(node: Expr, base: Expr, root: Expr) -> Expr:
    """The same with the base, and powers of it, as powers of its root."""
    inner, exponent = node.as_base_exp()
    if inner == base and (2 * exponent).is_Integer:
        return root ** (2 * exponent)
    return node.func(*[_in_the_root(part, base, root) for part in node.args]) if is_rational_node(node) else node


def brackets(expression: Expr) -> set[Expr]:
    """Every sum in the expression, as its author wrote it, whatever its indices are called."""
    return {shape(node) for node in preorder_traversal(expression) if node.is_Add}


@lru_cache(maxsize=2**12)
def shape(bracket: Expr) -> Expr:
    """The bracket with arrays in place of their entries, and names without their values."""
    if not bracket.has(Indexed, Named):
        return bracket
    parts = {node: Symbol(f"{_array(node)}[]") for node in bracket.atoms(Indexed, Named)}
    return bracket.xreplace(parts)


def _array(node: Expr) -> Expr:
    name = node.name if isinstance(node, Named) else node
    return name.base if isinstance(name, Indexed) else name
