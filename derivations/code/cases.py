"""Fractions with switches, case by case: in each case terms of the numerator may cancel, and are cancelled here."""

from __future__ import annotations

from collections import defaultdict

from sympy import Add, Basic, Dummy, Expr, Mul, Pow, S, Sum, Symbol, expand, factor
from sympy.tensor.indexed import Indexed

from derivations.code.opening import opened
from derivations.code.terms import product, replaced, seen
from derivations.language.functions import Branches, Named, largest, magnitude, otherwise, sign, smallest, step

MOST = 2  # switches that are looked at one after the other
FEW = 4  # terms of a numerator: one with more is no simpler than what it was
POLYNOMIAL = Symbol | largest | smallest | magnitude | Add | Mul


def by_cases(expression: Expr) -> Expr:
    """The same, by cases of its steps and signs, if terms cancel in one of them; else as it is."""
    if expression.has(Sum, Indexed):
        return expression
    if not expression.has(step, sign) or expression.has(Branches):
        return opened(expression) or expression
    return _cased(expression, MOST) or expression


def _cased(expression: Expr, left: int) -> Expr | None:
    """By the cases of one switch after the other; None if nothing cancels."""
    switch = next(iter(sorted(_switches(expression), key=lambda u: (len(u.args), str(u)))), None)
    if switch is None or not left:
        return _cancelled(expression) or opened(expression)
    above, below = (_known(expression, u) for u in (switch, _minus(switch)))
    cases = [_cased(case, left - 1) for case in (above, below)]
    if cases == [None, None]:
        return None
    values = [found or case for found, case in zip(cases, (above, below), strict=True)]
    return Branches(values[0], switch > 0, values[1], switch < 0, _tied(expression, switch), otherwise)


def _switches(node: Basic) -> set[Expr]:
    found = {node.args[0]} if isinstance(node, step | sign) else set()
    for part in (node.definition,) if isinstance(node, Named) else node.args:
        found |= _switches(part)
    return {u for u in found if not (u.could_extract_minus_sign() and _minus(u) in found)}


def _minus(u: Expr) -> Expr:
    return Add(*[-t for t in Add.make_args(u)])


def _known(node: Basic, u: Expr) -> Expr:
    """What is known where u > 0."""
    known: dict[Basic, Expr] = {step(u): S.One, step(_minus(u)): S.Zero, sign(u): S.One, sign(_minus(u)): S.NegativeOne}
    known |= {magnitude(u): u, magnitude(_minus(u)): u}
    rising = [t for t in Add.make_args(u) if not t.could_extract_minus_sign()]
    falling = [-t for t in Add.make_args(u) if t.could_extract_minus_sign()]
    if len(rising) == len(falling) == 1:
        (a,), (b,) = rising, falling
        for one, other in ((a, b), (b, a)):
            known |= {largest(one, other): a, smallest(one, other): b}
    return replaced(node, known)


def _tied(node: Basic, u: Expr) -> Expr:
    """What is left where u = 0."""
    return replaced(node, {kind(w): S.Zero for kind in (step, sign) for w in (u, _minus(u))})


def _cancelled(expression: Expr) -> Expr | None:
    """Fractions of one denominator together, each numerator as a polynomial whose terms have cancelled; if any do."""
    groups: defaultdict[tuple[Expr, ...], list[Expr]] = defaultdict(list)
    for term in Add.make_args(_distributed(expression)):
        groups[tuple(sorted(_bases(term), key=str))].append(term)
    found, some = [], False
    for bases, terms in groups.items():
        better = _together(bases, terms) if bases else None
        some = some or better is not None
        found += [better] if better is not None else terms
    return Add(*found) if some else None


def _distributed(node: Expr) -> Expr:
    """A product with a sum that has fractions, term by term."""
    for term in Mul.make_args(node):
        if isinstance(term, Add) and any(_bases(t) for t in term.args):
            rest = [t for t in Mul.make_args(node) if t != term]
            return Add(*[product(*rest, t) for t in term.args])
    return node


def _bases(term: Expr) -> set[Expr]:
    return {f.base for f in Mul.make_args(term) if isinstance(f, Pow) and f.exp.is_Integer and f.exp < 0}


def _together(bases: tuple[Expr, ...], terms: list[Expr]) -> Expr | None:
    powers = {b: max(-Mul(t).as_powers_dict()[b] for t in terms) for b in bases}
    below = Mul(*[b**-n for b, n in powers.items()])
    letters = {b: Dummy() for b in bases}
    total, before = S.Zero, 0
    for term in terms:
        raised = Mul(*[letters[b] ** (n + Mul(term).as_powers_dict()[b]) for b, n in powers.items()])
        over = Mul(*[f for f in Mul.make_args(term) if not (isinstance(f, Pow) and f.base in bases)])
        part = _first_level(product(raised.xreplace({letter: b for b, letter in letters.items()}), over))
        for piece in map(_spelled, Add.make_args(part)):
            if not all(isinstance(atom, POLYNOMIAL) or atom.is_number for atom in _made_of(piece)):
                return None
            opened = expand(piece)
            total += opened
            before += len(Add.make_args(opened))
    after = len(Add.make_args(total))
    return product(below, factor(total)) if after < before and after <= FEW else None


def _spelled(node: Basic) -> Basic:
    """Without names."""
    node = seen(node)
    return node.func(*map(_spelled, node.args)) if node.args else node


def _made_of(node: Basic) -> set[Basic]:
    if isinstance(node, Add | Mul) or (isinstance(node, Pow) and node.exp.is_Integer and node.exp > 0):
        return set().union(*map(_made_of, node.args))
    return {node}


def _first_level(node: Expr) -> Expr:
    """A product with its first sum multiplied out: what may cancel are the terms of that."""
    for n, f in enumerate(Mul.make_args(node)):
        if isinstance(f, Add):
            others = [g for m, g in enumerate(Mul.make_args(node)) if m != n]
            return Add(*[Mul(t, *others) for t in f.args])
    return node
