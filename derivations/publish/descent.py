"""Steps of gradient descent as an SVG: the loss along its weight, and where gradient and claim lead."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.judge.answers import Asked
from derivations.judge.descent import Walk, walk
from derivations.notation import tex, unicode_text

WIDTH, HEIGHT = 560, 270  # of the drawing, in its own units
LEFT, RIGHT, TOP, BOTTOM = 42, 548, 30, 222  # of the curve
APART = 4  # how far the two ways are drawn from the curve, so that one does not hide the other

Spot = tuple[float, float]


@dataclass(frozen=True)
class Tick:
    """A number beside an axis."""

    text: str
    x: float
    y: float


@dataclass(frozen=True)
class DescentView:
    """The drawing, the update rule, the numbers of both ways, and what one sees."""

    rule: str
    says: str
    width: int
    height: int
    axes: str
    curve: str
    true: str
    claimed: str
    true_dots: list[Spot]
    claimed_dots: list[Spot]
    across: list[Tick]
    up: list[Tick]
    names: tuple[str, str]
    text: str
    rows: list[tuple[int, str, str, str, str]]


def descent_view(asked: Asked) -> DescentView | None:
    """The steps that a question draws, if it draws any.

    Raises:
        LossaryError: a loss or a claim without a value on the way.
    """
    of, entry = asked.answer.descent, asked.entry
    if of is None:
        return None
    claim = asked.question(asked.answer.claims[0]).claims[0]
    gone = walk(entry.loss, entry.derivation.gradient, claim, of)
    place, w, name = _Place(gone), entry.loss.wrt, entry.loss.name
    ends = [_number(way[-1][1]) for way in (gone.true, gone.claimed)]
    return DescentView(
        rule=rf"{tex(w)}\leftarrow {tex(w)}-\alpha\,\frac{{\partial {name}}}{{\partial {tex(w)}}}",
        says=of.says,
        width=WIDTH,
        height=HEIGHT,
        axes=f"M{LEFT} {TOP}V{BOTTOM}H{RIGHT}",
        curve=place.path(gone.curve),
        true=place.path(gone.true, -APART),
        claimed=place.path(gone.claimed, APART),
        true_dots=[place.spot(step, -APART) for step in gone.true],
        claimed_dots=[place.spot(step, APART) for step in gone.claimed],
        across=[Tick(_number(u), place.x(u), BOTTOM + 18) for u in place.ticks(place.left, place.right)],
        up=[Tick(_number(v), LEFT - 8, place.y(v) + 5) for v in place.ticks(0, place.top)],
        names=(unicode_text(w), name),
        text=f"The loss along {unicode_text(w)}. After {of.steps} steps with the gradient the loss is {ends[0]}; with "
        f"the claim it is {ends[1]}.",
        rows=[
            (n, _number(a), _number(b), _number(c), _number(d))
            for n, ((a, b), (c, d)) in enumerate(zip(gone.true, gone.claimed, strict=True))
        ],
    )


class _Place:
    """From weights and losses to places in the drawing; the loss begins at 0, or below."""

    def __init__(self, of: Walk) -> None:
        weights, losses = ([spot[i] for spot in of.curve] for i in (0, 1))
        self.left, self.right, self.bottom, self.top = min(weights), max(weights), min(0.0, *losses), max(losses)

    def x(self, w: float) -> float:
        return round(LEFT + (w - self.left) / (self.right - self.left) * (RIGHT - LEFT), 1)

    def y(self, loss: float) -> float:
        return round(BOTTOM - (loss - self.bottom) / (self.top - self.bottom) * (BOTTOM - TOP), 1)

    def spot(self, at: Spot, aside: int = 0) -> Spot:
        return self.x(at[0]), round(self.y(at[1]) + aside, 1)

    def path(self, spots: tuple[Spot, ...], aside: int = 0) -> str:
        return "M" + " ".join(f"{x:g} {y:g}" for x, y in (self.spot(at, aside) for at in spots))

    @staticmethod
    def ticks(low: float, high: float) -> list[int]:
        """Whole numbers, at most nine."""
        numbers = [n for n in range(int(low) - 1, int(high) + 1) if low <= n <= high]
        return numbers[:: 1 + len(numbers) // 10]


def _number(value: float) -> str:
    """At most three digits, with a proper minus."""
    return f"{value:.3g}".replace("-", "\N{MINUS SIGN}")
