"""What to say about the places where the formula of a gradient changes or fails."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from sympy import Gt, Lt, Symbol

from derivations.calculus.kinks import Boundary
from derivations.loss import Loss
from derivations.notation import tex, tidy_relation


@dataclass(frozen=True)
class BoundaryView:
    """Prose about one boundary, and the subdifferential there as TeX (or nothing)."""

    kind: str
    text: str
    subdifferential: str


def boundary_view(boundary: Boundary, loss: Loss) -> BoundaryView:
    """The boundary as a paragraph."""
    return BoundaryView(boundary.kind, SENTENCES[boundary.kind](boundary, loss), _subdifferential(boundary, loss))


def _math(expression: object) -> str:
    return f"${tex(expression)}$"


def _place(boundary: Boundary) -> str:
    """The boundary as an equation with the variable on the left."""
    return tex(tidy_relation(boundary.where))


def _side(boundary: Boundary, relation: type[Lt | Gt]) -> str:
    return _math(tidy_relation(relation(boundary.switch, 0, evaluate=False)))


def _kink(boundary: Boundary, loss: Loss) -> str:
    variable = _math(boundary.variable)
    text = (
        f"**Kink.** At ${_place(boundary)}$ there is no derivative. The slope in {variable} tends to "
        f"{_math(boundary.below)} where {_side(boundary, Lt)}, and to {_math(boundary.above)} where "
        f"{_side(boundary, Gt)}."
    )
    if boundary.slopes and boundary.variable != loss.wrt:
        below, above = map(_math, boundary.slopes)
        text += (
            f" In {_math(loss.wrt)} itself the two slopes are {below} and {above}; only where both are $0$ is there a "
            "derivative."
        )
    if boundary.subdifferential:
        text += f" The loss is convex in {variable}, so these two slopes and every number between are its subgradients:"
    return text


def _seam(boundary: Boundary, _: Loss) -> str:
    return (
        f"**Seam.** At ${_place(boundary)}$ one formula gives way to another, and nothing fails: both have the same "
        f"value there and the same slope in {_math(boundary.variable)}, {_math(boundary.below)}. The loss is "
        "$C^1$, and the gradient holds there too."
    )


def _jump(boundary: Boundary, _: Loss) -> str:
    return f"**Jump.** At ${_place(boundary)}$ the loss itself jumps, so it has no derivative there."


def _outside(boundary: Boundary, _: Loss) -> str:
    return (
        f"**Edge of the domain.** At ${_place(boundary)}$ the loss is not defined, so it has no gradient there either."
    )


SENTENCES: dict[str, Callable[[Boundary, Loss], str]] = {
    "kink": _kink,
    "seam": _seam,
    "jump": _jump,
    "outside": _outside,
}


def _subdifferential(boundary: Boundary, loss: Loss) -> str:
    if not boundary.subdifferential:
        return ""
    low, high = map(tex, boundary.subdifferential)
    function = rf"\partial_{{{tex(boundary.variable)}}}\,{tex(Symbol(loss.name))}"
    return rf"{function}\,\Big|_{{{_place(boundary)}}}=\bigl[{low},\,{high}\bigr]"
