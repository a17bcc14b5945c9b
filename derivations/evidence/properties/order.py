"""How often a loss can be differentiated, with a derivative that is continuous."""

from __future__ import annotations

from collections.abc import Iterator

from sympy import Expr, Indexed, Integer, Pow, digamma, erf, loggamma, oo

from derivations.evidence.certain import SMOOTH
from derivations.evidence.curvature.kinks import NO_JUMP
from derivations.evidence.places import switches_in
from derivations.evidence.properties.record import Property
from derivations.evidence.properties.subject import Subject
from derivations.language.functions import Branches, Phi, phi
from derivations.language.properties import ORDER
from derivations.language.shapes import base_of, free_names

# Of cases it is known that the variable does not decide between them; the last two have positive arguments.
ANALYTIC = SMOOTH | Indexed | Branches | Phi | phi | erf | loggamma | digamma
FOREVER = "it is made of functions that are, and it has no kinks"
KINK = "it has no jumps, but its one-sided slopes differ at a kink"
SEAM = "its slope is continuous, and the second derivative jumps"
TWICE = "its second derivative is continuous"


def order(subject: Subject) -> Iterator[Property]:
    """The property that says it; of a value of 2 it is at least so often."""
    if subject.jumps is None:
        return
    if subject.has_kink:
        yield Property(ORDER, holds=True, value=Integer(0), why=KINK)
    elif subject.jumps == NO_JUMP and _is_analytic(subject.loss.expression, subject):
        yield Property(ORDER, holds=True, value=oo, why=FOREVER)
    elif subject.jumps == NO_JUMP and subject.seams:
        yield Property(ORDER, holds=True, value=Integer(1), why=SEAM)
    elif subject.jumps == NO_JUMP and subject.jumps_of_slope == NO_JUMP:
        yield Property(ORDER, holds=True, value=Integer(2), why=TWICE)


def _is_analytic(u: Expr, subject: Subject) -> bool:
    """No switch, and no root that may be 0, where the variable is at work."""
    base = base_of(subject.w)
    if any(base in free_names(switch.expression) for switch in switches_in(u)):
        return False
    return all(_is_smooth(node, subject) for node in _parts(u) if base in free_names(node))


def _parts(u: Expr) -> Iterator[Expr]:
    yield u
    for part in u.args:
        yield from _parts(part) if isinstance(part, Expr) else ()


def _is_smooth(node: Expr, subject: Subject) -> bool:
    if isinstance(node, Pow) and not node.exp.is_Integer:
        return subject.signs.of(node.base) == {1}
    return not node.args or isinstance(node, ANALYTIC)
