"""Parts of expressions, as the rules of rewriting take them apart and put them together."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sympy import Add, Basic, Expr, Mul, Pow, S, Sum

from derivations.code.functions import damped
from derivations.language.functions import Named, magnitude

Rule = Callable[[Expr], Expr | None]
PAIR = 2  # of terms, factors or arguments


def product(*factors: Expr) -> Expr:
    """The product; a number stays before a sum, where SymPy would multiply every term by it."""
    numbers = [factor for factor in factors if factor.is_Rational]
    number = Mul(*numbers)
    flat = [part for factor in factors if not factor.is_Rational for part in Mul.make_args(factor)]
    more = Mul(*[part for part in flat if part.is_Rational])
    number, rest = number * more, Mul(*[part for part in flat if not part.is_Rational])
    if number == 1:
        return rest
    if number == 0:
        return S.Zero
    if isinstance(rest, Add):
        return Mul(number, rest, evaluate=False)
    return Mul(number, rest)


def split(term: Expr) -> Iterator[tuple[Expr, Expr]]:
    """Each factor of a term, with the product of the others; a product that is damped is a product too."""
    factors = tuple(split_up(term))
    for n, factor in enumerate(factors):
        yield factor, Mul(*factors[:n], *factors[n + 1 :])


def split_up(term: Expr) -> Iterator[Expr]:
    """The factors of a term, likewise."""
    for factor in Mul.make_args(term):
        if isinstance(factor, damped):
            for part in factor.args:
                yield from split_up(part)
        else:
            yield factor


def seen(node: Expr) -> Expr:
    """What a name stands for."""
    return node.definition if isinstance(node, Named) else node


def size_of(part: Expr) -> Expr:
    """What a size is the size of."""
    return part.args[0] if isinstance(part, magnitude) else part


def negative(u: Expr) -> Expr:
    """-u; of a sum term by term."""
    return Add(*[-term for term in u.args]) if isinstance(u, Add) else -u


def is_sum_below(factor: Expr) -> bool:
    return isinstance(factor, Pow) and factor.exp == -1 and isinstance(seen(factor.base), Sum)


def replaced(node: Basic, values: Mapping[Basic, Expr]) -> Basic:
    """The expression with some parts replaced, also in what has a name."""
    if node in values:
        return values[node]
    if isinstance(node, Named):
        return Named(node.name, replaced(node.definition, values))
    return node.func(*(replaced(part, values) for part in node.args)) if node.args else node
