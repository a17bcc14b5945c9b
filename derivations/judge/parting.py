"""The line of a derivation at which a wrong claim goes another way."""

from __future__ import annotations

from sympy import Expr, Mul

from derivations.calculus.lines import Derivation, Line
from derivations.judge.judgement import Judgement
from derivations.language.functions import Named
from derivations.language.indices import same_letters


def parting_line(derivation: Derivation, judgement: Judgement) -> Line | None:
    """The first line that shows what the diagnosis is about, such as the factor that was dropped; None if none does."""
    if judgement.subject is None or not isinstance(judgement.subject, Expr):
        return None
    wanted = [part for part in Mul.make_args(_plain(judgement.subject)) if not part.is_number]
    lines = (line for chain in derivation.chains for line in chain.lines)
    return next((line for line in lines if wanted and _shows(line, wanted)), None)


def with_definitions(expression: Expr) -> Expr:
    """The expression with its named values written out."""
    return expression.replace(lambda node: isinstance(node, Named), lambda node: node.definition)


def _shows(line: Line, wanted: list[Expr]) -> bool:
    shown = _plain(line.expression)
    return all(shown.has(part) for part in wanted)


def _plain(expression: Expr) -> Expr:
    """Definitions written out, and bound indices called alike."""
    plain: Expr = same_letters(with_definitions(expression))
    return plain
