"""Between which two lines of a derivation a wrong claim goes another way."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise

from sympy import Add, Expr, Mul, Sum

from derivations.calculus.lines import Chain, Derivation, Line
from derivations.judge.judgement import Judgement
from derivations.judge.question import Question
from derivations.judge.verdicts import judge
from derivations.language.functions import Named
from derivations.language.indices import same_letters


@dataclass(frozen=True)
class Parting:
    """Two neighbours in a chain of equations: the part that the fault is about comes up, or goes, between them.

    Args:
        chain: where they stand.
        before: the upper line; None, if it is the left side of the chain.
        line: the lower line, whose reasons say how it follows.
    """

    chain: Chain
    before: Line | None
    line: Line


def parting_lines(derivation: Derivation, judgement: Judgement) -> Parting | None:
    """The lines between which what the diagnosis is about, such as the factor that was dropped, first comes or goes."""
    if not isinstance(judgement.subject, Expr):
        return None
    wanted = [part for part in Mul.make_args(_plain(judgement.subject)) if not part.is_number]
    looks = (_shows, _multiplies) if wanted else ()  # what stands in the loss may come up as a factor later
    pairs = (_pair(chain, partial(look, wanted=wanted)) for look in looks for chain in derivation.chains)
    return next((pair for pair in pairs if pair is not None), None)


def without_warnings(question: Question) -> Judgement:
    """The verdict by somebody who does not know the mistakes of the page: it says what a claim lacks, not why."""
    return judge(replace(question, warned=False))


def _pair(chain: Chain, look: Callable[[Expr], bool]) -> Parting | None:
    shown = [look(side) for side in (chain.left, *(line.expression for line in chain.lines))]
    changes = (place for place, (above, below) in enumerate(pairwise(shown)) if above != below)
    place = next(changes, None)
    return None if place is None else Parting(chain, chain.lines[place - 1] if place else None, chain.lines[place])


def with_definitions(expression: Expr) -> Expr:
    """The expression with its named values written out."""
    return expression.replace(lambda node: isinstance(node, Named), lambda node: node.definition)


def _shows(expression: Expr, wanted: list[Expr]) -> bool:
    shown = _plain(expression)
    return all(shown.has(part) for part in wanted)


def _multiplies(expression: Expr, wanted: list[Expr]) -> bool:
    """Is every part wanted a factor of one of the terms?"""
    return any({*wanted} <= {*factors} for factors in _factors(_plain(expression)))


def _factors(expression: Expr) -> Iterator[list[Expr]]:
    """Of each term its factors; of a sum over an index those within it too."""
    for term in Add.make_args(expression):
        inside: list[list[Expr]] = [[]]
        for factor in Mul.make_args(term):
            rows = list(_factors(factor.function)) if isinstance(factor, Sum) else [[factor.as_base_exp()[0]]]
            inside = [[*row, *more] for row in inside for more in rows]
        yield from inside


def _plain(expression: Expr) -> Expr:
    """Definitions written out, and bound indices called alike."""
    plain: Expr = same_letters(with_definitions(expression))
    return plain
