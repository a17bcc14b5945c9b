"""All properties of a loss as one variable moves, as far as they are decided."""

from __future__ import annotations

from dataclasses import replace

from sympy import Expr, Indexed, Integer

from derivations.evidence.curvature import Curvature
from derivations.evidence.curvature.deciding import moves_a_model, moves_freely
from derivations.evidence.curvature.kinks import NO_JUMP
from derivations.evidence.properties.declared import confirmed
from derivations.evidence.properties.elsewhere import with_exceptions
from derivations.evidence.properties.far import far_out, level_far_out
from derivations.evidence.properties.least import least
from derivations.evidence.properties.order import order
from derivations.evidence.properties.record import Properties, Property
from derivations.evidence.properties.shape import shapes
from derivations.evidence.properties.steepness import lipschitz, smooth
from derivations.evidence.properties.subject import Subject
from derivations.evidence.properties.swaps import calibrated, symmetric
from derivations.language.loss import Loss
from derivations.language.properties import NAMES
from derivations.language.shapes import base_of, free_names

STRAIGHT = Curvature(convex=True, concave=True, low=Integer(0), high=Integer(0), smooth=True, jumps=NO_JUMP)
DECIDE = (shapes, lipschitz, smooth, order, least, symmetric, calibrated)


def properties_of(
    loss: Loss,
    gradient: Expr,
    second: Expr | None,
    curvature: Curvature,
    *,
    proved: bool,
    kinks: bool = False,
    seams: bool = False,
) -> Properties:
    """What is decided of the loss.

    Args:
        loss: the loss.
        gradient: its gradient.
        second: the derivative of that by the same variable, or by another component of it; None if there is none, or
            it is not proved.
        curvature: what that says.
        proved: is the gradient proved? Else nothing is said but what points refute.
        kinks: was a place found and tried at which the slope jumps?
        seams: was one found and tried at which the second derivative does?
    """
    subject = Subject(loss, gradient, second, curvature, kinks, seams)
    if base_of(loss.wrt) not in free_names(gradient) and subject.jumps == NO_JUMP:
        subject = replace(subject, second=Integer(0), curvature=STRAIGHT)
    known = proved and not moves_a_model(loss)
    decide = () if loss.backward or not moves_freely(loss) else DECIDE if known else (shapes, symmetric)

    def decided(subject: Subject) -> list[Property]:
        return sorted((one for part in decide for one in part(subject)), key=lambda one: NAMES.index(one.name))

    found = decided(subject)
    found = with_exceptions(subject, found, decided) if known else found
    far = tuple(far_out(subject) if known else level_far_out(subject)) if decide else ()
    told = confirmed(subject, Properties(tuple(found), far))
    return told.in_each_component() if isinstance(loss.wrt, Indexed) else told
