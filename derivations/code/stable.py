"""An expression rewritten so that its digits survive: log(1 + exp(z)) as softplus(z), 1 - sigma(z) as sigma(-z).

Every rule replaces a part by what it is equal to, from the leaves up, until none applies. None of them is trusted: the
referee compares the stable form of every loss with the loss.
"""

from __future__ import annotations

from functools import lru_cache

from sympy import (
    Add,
    Basic,
    Expr,
    Mul,
    Pow,
    Sum,
    Symbol,
    besseli,
    cos,
    cosh,
    exp,
    log,
    pi,
    polygamma,
    sin,
    sinh,
    tanh,
)
from sympy.core.relational import Relational

from derivations.code import bessel, distances, logs, odds, powers, products, scales, sigmoids, sums
from derivations.code.bessel import POLYGAMMAS, slowly_growing
from derivations.code.functions import expm1, fmod, grouped, log1p, sigma_gap
from derivations.code.terms import Rule, negative, product
from derivations.language.functions import Branches, Named, Phi, held, magnitude, phi, sigma, sign, softplus
from derivations.language.over import LargestOver

MOST = 40  # rewritings of one node: more would be a circle


@lru_cache(maxsize=2**14)
def stable(expression: Expr) -> Expr:
    """The same value, by a form that keeps its digits."""
    if isinstance(expression, held):
        return stable(expression.args[0])
    if isinstance(expression, grouped):
        return expression
    if isinstance(expression, Named):
        return _named(expression)
    if not expression.args or isinstance(expression, Symbol) or not isinstance(expression, Basic):
        return expression
    node = rebuilt(expression, [stable(part) if isinstance(part, Basic) else part for part in expression.args])
    for _ in range(MOST):
        for rule in _rules_of(node):
            found = rule(node)
            if found is not None and found != node:
                break
        else:
            return node
        node = _inside(found)
    return node


def _inside(node: Expr) -> Expr:
    """What a rule made, its parts made stable too."""
    return rebuilt(node, [stable(part) for part in node.args]) if node.args and not isinstance(node, Named) else node


def _named(node: Named) -> Expr:
    """A named value keeps its name, unless it is but a function of something: that the rules must see."""
    value = stable(node.definition)
    is_brief = isinstance(value, SEEN) and not _sums(value)
    return value if is_brief or not value.args else Named(node.name, value)


def _sums(node: Basic) -> bool:
    """Is there a sum in it, other than under a name of its own?"""
    if isinstance(node, Sum | LargestOver):
        return True
    return not isinstance(node, Named) and any(map(_sums, node.args))


def rebuilt(node: Expr, args: list[Expr]) -> Expr:
    """The node with other arguments."""
    if tuple(args) == node.args:
        return node
    return product(*args) if isinstance(node, Mul) else node.func(*args)


def _rules_of(node: Expr) -> tuple[Rule, ...]:
    for kind, rules in RULES:
        if isinstance(node, kind):
            return rules
    return ()


def _turns(node: Expr) -> Expr | None:
    """sin(k pi u/v) with u less the multiple of 2 v/k next to it, which is exact where u/v has lost its fraction.

    So does each term of u: their sum may have lost more digits than v has.
    """
    turns = node.args[0] / pi
    number, u = turns.as_coeff_Mul()
    above, below = u.as_numer_denom()
    if turns.has(pi) or below == 1 or isinstance(above, fmod) or not below.is_positive:
        return None
    turn = product(2 / number, below)
    signed = ((-1 if term.could_extract_minus_sign() else 1, term) for term in Add.make_args(above))
    terms = [sign * fmod(sign * term, turn) for sign, term in signed]
    left = terms[0] if len(terms) == 1 else fmod(Add(*terms), turn)
    return node.func(product(number, pi, left, 1 / below))


def _polygamma(node: Expr) -> Expr | None:
    n, u = node.args
    return POLYGAMMAS[int(n)](u) if n in POLYGAMMAS else None


def _compared(node: Relational) -> Expr | None:
    """|a| > |b| for a^2 > b^2: squares may leave the range."""
    (a, n), (b, m) = (side.as_base_exp() for side in node.args)
    return node.func(magnitude(a), magnitude(b)) if n == m and n.is_even and n.is_positive else None


def _nearer(node: Relational) -> Expr | None:
    """|a - r| > |b - r| by the side: a - r > r - b where a > b. Far from a and b both distances are rounded to one."""
    sides = [side.args[0] for side in node.args if isinstance(side, magnitude) and isinstance(side.args[0], Add)]
    if len(sides) != len(node.args):
        return None
    one, other = sides
    shared = set(one.args) & set(other.args)
    a, b = (Add(*[t for t in side.args if t not in shared]) for side in sides)
    if not shared or any(isinstance(end, Add) or end.is_number for end in (a, b)):
        return None
    side = sign(a - b)
    return node.func(side * grouped(one), side * grouped(negative(other)))


def _same_everywhere(node: Expr) -> Expr | None:
    """Cases that do not differ."""
    values = {value for value, _ in node.cases}
    return node.args[0] if len(values) == 1 else None


def _known_case(node: Expr) -> Expr | None:
    """What a case holds inside, if that asks again what the case is."""
    args = list(node.args)
    for n, (value, condition) in enumerate(node.cases):
        again = {part: part.args[0] for part in value.atoms(Branches) if part.args[1] == condition}
        args[2 * n] = value.xreplace(again)
    return node.func(*args)


def _bessel(node: Expr) -> Expr | None:
    """I_n(u) as exp(u) times what does not grow."""
    slow = slowly_growing(*node.args)
    return product(exp(node.args[1]), slow) if slow is not None else None


SEEN = (sigma, softplus, sigma_gap, exp, tanh, Phi, phi, log, Pow, expm1, log1p, cosh, sinh)
RULES: tuple[tuple[type, tuple[Rule, ...]], ...] = (
    (Add, (*sigmoids.RULES_BESIDE, *sums.RULES, *sigmoids.RULES_SUM, *bessel.RULES_SUM)),
    (Mul, (*sigmoids.RULES_PRODUCT, *products.RULES, *scales.RULES)),
    (sigma, odds.RULES_SIGMA),
    (softplus, odds.RULES_SOFTPLUS),
    (besseli, (_bessel,)),
    (sin | cos, (_turns,)),
    (polygamma, (_polygamma,)),
    (Branches, (_same_everywhere, _known_case)),
    (Relational, (_compared, _nearer)),
    (log, logs.RULES),
    (log1p, logs.RULES_LOG1P),
    (Pow, (*distances.RULES, *powers.RULES)),
)
