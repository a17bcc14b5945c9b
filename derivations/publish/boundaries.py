"""What to say about the places where the formula of a gradient changes or fails: on a page, or in the terminal."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, Gt, Lt, S, Symbol, preorder_traversal
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Active, Boundary
from derivations.calculus.canon import expanded, length
from derivations.calculus.rules import is_positive
from derivations.language.functions import D, switches_of
from derivations.language.loss import Loss
from derivations.language.written import Order
from derivations.notation import tex, tidy_relation, unicode_text
from derivations.publish.returns import KinkView

Inline = Callable[[Any], str]
NAMES = {
    "kink": "Kink",
    "seam": "Seam",
    "jump": "Jump",
    "outside": "Edge of the domain",
    "tie": "Tie",
    "open": "Left open",
    "untested": "Left open",
}
JUMP = "the {sort} itself jumps, so it has no derivative there."
OUTSIDE = "the domain of the {sort} ends. There, or right beyond, its formula has no value, and no gradient holds."
OPEN = "a step of the derivation is not allowed. What the slopes do there is not worked out here."
UNTESTED = "no point was found there at which the derivation could be tested, so nothing is said of it."
MISSED = "That is the slope of the {sort}, but put into the gradient this point gives another number."
ADDED = "If all terms are convex, a subgradient of the {sort} adds up one of each: of a term without a kink, its slope."
VECTORS = "gvzxu"  # what to call a vector of subgradients


@dataclass(frozen=True)
class Said:
    """A paragraph; what it ends in, if anything: a set as TeX, and as text."""

    text: str
    formula: str = ""
    brief: str = ""


@dataclass(frozen=True)
class BoundaryView:
    """The kind of a boundary and its name, where it lies, what is said of it, and what software returns there."""

    kind: str
    name: str
    place: str
    said: list[Said]
    software: KinkView | None = None


def in_page(expression: Any, order: Order | None = None) -> str:
    """A formula inside the prose of a page."""
    return f"${tex(expression, order)}$"


def boundary_view(boundary: Boundary, loss: Loss, inline: Inline | None = None, sort: str = "Loss") -> BoundaryView:
    """The boundary in words; `inline` writes a formula inside them, on a page as the author wrote its terms."""
    order = Order(loss.written)
    writer = _Writer(boundary, loss, inline or (lambda u: in_page(u, order)), order, sort.lower())
    return BoundaryView(boundary.kind, NAMES[boundary.kind], writer.place(), list(writer.said()))


class _Writer:
    def __init__(self, boundary: Boundary, loss: Loss, inline: Inline, order: Order, sort: str) -> None:
        self.boundary, self.loss, self.inline, self.order, self.sort = boundary, loss, inline, order, sort
        self.variable, self.about = inline(boundary.variable), f"The {sort}" if boundary.part is None else "The term"

    def place(self) -> str:
        """The boundary as an equation with the variable on the left; for which index; and what is 0 there."""
        if self.boundary.active is not None:
            return self.tied() + self.letters(" for some ", self.boundary.index)
        place = self.relation(self.boundary.where) + self.letters(" for some ", self.boundary.index)
        zeros = [self.relation(zero) + self.letters(" for every ", index) for zero, index in self.boundary.means]
        given = " and ".join(map(self.relation, self.boundary.given))
        return place + (f" (that is, {' and '.join(zeros)})" if zeros else "") + (f", if {given}" if given else "")

    def relation(self, relation: Basic) -> str:
        return self.inline(tidy_relation(relation))

    def letters(self, before: str, binders: Iterable[tuple[Basic, ...]]) -> str:
        letters = [self.inline(index) for index, *_ in binders]
        return before + " and ".join(letters) if letters else ""

    def said(self) -> Iterator[Said]:
        fixed = {"jump": JUMP, "outside": OUTSIDE, "open": OPEN, "untested": UNTESTED}
        kind = self.boundary.kind
        if self.boundary.active is not None:
            yield from self.tie(self.boundary.active)
            return
        yield from (
            self.kink()
            if kind == "kink"
            else [Said(self.seam() if kind == "seam" else fixed[kind].format(sort=self.sort))]
        )

    def seam(self) -> str:
        slope = f"{self.inline(self.boundary.below)} with respect to {self.variable}"
        if self.boundary.missed:
            return f"both sides have the same value there and the same slope {slope}. {MISSED.format(sort=self.sort)}"
        return (
            "one formula gives way to another, and nothing fails: both have the same value there and the same slope "
            f"{slope}. So the gradient holds there too."
        )

    def tied(self) -> str:
        """That several terms are the best."""
        boundary = self.boundary
        assert boundary.active is not None  # noqa: S101  (asked by the caller)
        best = "largest" if getattr(boundary.part, "side", 1) > 0 else "smallest"
        return f"points where several {self.inline(boundary.active.term)} are the {best}"

    def tie(self, active: Active) -> Iterator[Said]:
        """The slopes of the terms that share the place, and the set of their means."""
        j, slope, term = (
            self.inline(active.index),
            self.inline(active.slope_in(self.loss.wrt)),
            self.inline(active.term),
        )
        part = self.inline(self.boundary.part)
        best = "largest" if getattr(self.boundary.part, "side", 1) > 0 else "smallest"
        yield Said(
            f"several terms share {part}, and there may be no derivative. The slope of {part} in a direction is the "
            f"{best} of the slopes of those {term}. With respect to {self.variable} these are {slope}."
        )
        if active.convex:
            array = self.loss.wrt.base if isinstance(self.loss.wrt, Indexed) else self.loss.wrt
            text = (
                f"{part} is convex. With respect to all of {self.inline(array)}, its subgradients are the means of the "
            )
            text += f"slopes of those {term}, with weights that add up to 1 (their convex hull):"
            active_set = rf"{tex(active.index)}\text{{ shares it}}"
            formula = r"\operatorname{conv}" + _bracketed(r"\{", f"{tex(D(active.term, array))}:{active_set}", r"\}")
            yield Said(text, formula, f"conv{{{unicode_text(D(active.term, array))} : {j} shares it}}")

    def kink(self) -> Iterator[Said]:
        boundary, wrt = self.boundary, self.inline(self.loss.wrt)
        yield Said(f"there is no derivative. {self.slopes()}{self.slopes_in_wrt()}")
        if boundary.subdifferential:
            yield self.interval(
                boundary.variable,
                boundary.subdifferential,
                f"{self.about} is convex in {self.variable}, so its two slopes in {self.variable} and every number "
                "between are its subgradients:",
            )
        if boundary.in_wrt:
            text = f"It is convex in {wrt} too, and there its subgradients are:"
            yield self.interval(self.loss.wrt, boundary.in_wrt, text)
        if boundary.radius is not None:
            yield self.ball(boundary.radius)
        if boundary.subdifferential and boundary.part is not None:
            yield Said(ADDED.format(sort=self.sort))

    def slopes(self) -> str:
        """The slopes on both sides in what is moved, and whose they are."""
        part, this = self.boundary.part, self.letters(" of this ", self.boundary.index)
        whose = "The slope" if part is None else f"Only the term {self.inline(part)}{this} has a kink: its slope"
        return f"{whose} with respect to {self.variable} tends to {self.sides()}."

    def sides(self) -> str:
        below, above = map(self.inline, (self.boundary.below, self.boundary.above))
        if self.boundary.means:
            return f"{below} as {self.variable} comes from below, and to {above} as it comes from above"
        under, over = (self.relation(side(self.switch(), 0, evaluate=False)) for side in (Lt, Gt))
        return f"{below} where {under}, and to {above} where {over}"

    def switch(self) -> Expr:
        """What is 0 there, as the author wrote it where that is shorter: (v - r)^2 - a^2."""
        own = self.boundary.switch
        nodes = preorder_traversal(self.loss.expression)
        written = [
            side * u for node in nodes for u in switches_of(node) for side in (1, -1) if expanded(side * u) == own
        ]
        return min((own, *written), key=length)

    def slopes_in_wrt(self) -> str:
        """The same in the variable of the gradient; and where the kink is none, because the two are equal there."""
        boundary, wrt = self.boundary, self.loss.wrt
        if boundary.slopes is None:
            return ""
        below, above = boundary.slopes
        equal = f"both are {self.inline(S.Zero)}" if below == -above else "the two are equal"
        if boundary.variable == wrt:
            return "" if _is_nonzero(expanded(above - below)) else f" Only where {equal} is there a derivative."
        pair = f"{self.inline(below)} and {self.inline(above)}"
        return (
            f" With respect to {self.inline(wrt)} the two slopes are {pair}; only where {equal} is there a derivative."
        )

    def interval(self, variable: Expr, ends: tuple[Expr, Expr], text: str) -> Said:
        low, high = (tex(end, self.order) for end in ends)
        formula = f"{self.subdifferential(variable)}=" + _bracketed("[", rf"{low},\,{high}", "]")
        return Said(text, formula, f"[{', '.join(unicode_text(end, self.order) for end in ends)}]")

    def ball(self, radius: Expr) -> Said:
        array, taken = self.loss.wrt.base, set(map(str, self.loss.symbols))
        vector = next(letter for letter in VECTORS if letter not in taken)
        text = f"With respect to all of {self.inline(array)}, its subgradients are the vectors of length at most "
        text += f"{self.inline(radius)}:"
        ball = _bracketed(r"\{", rf"{vector}:\|{vector}\|\le {tex(radius)}", r"\}")
        formula = rf"{self.subdifferential(array)}={ball}"
        return Said(text, formula, f"‖{vector}‖ ≤ {unicode_text(radius)}")

    def subdifferential(self, variable: Any) -> str:
        """The sign for it, of the loss or of its term."""
        part = self.boundary.part
        about = tex(Symbol(self.loss.name) if part is None else part, self.order)
        about = _bracketed("(", about, ")") if part is not None and (part.is_Mul or part.is_Add) else about
        return rf"\partial_{{{tex(variable)}}}\,{about}\,\Big|_{{{tex(tidy_relation(self.boundary.where))}}}"


def _bracketed(left: str, text: str, right: str) -> str:
    """Brackets around a set, higher where there is a fraction or a sum in it."""
    size = r"\Big" if re.search(r"\\(frac|sum)", text) else r"\big"
    return f"{size}l{left}{text}{size}r{right}"


def _is_nonzero(u: Expr) -> bool:
    return bool(u.is_nonzero) or is_positive(u) or is_positive(-u)
