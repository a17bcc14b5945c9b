"""Two derivations of one gradient compared in balls: the matrix form, and the loss in it, against the index form."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial, reduce
from itertools import product
from operator import getitem
from random import Random
from typing import Any, Literal, TypeAlias

from flint import ctx
from sympy import Basic, Expr, IndexedBase

from derivations.evidence import Failure, Point, Scope, Setting, Undecided, Verdict, evaluate, settings_of
from derivations.evidence.balls import ball, finite
from derivations.evidence.points import plain
from derivations.evidence.sampling import sample
from derivations.evidence.scope import Polynomial
from derivations.evidence.values import integer
from derivations.evidence.verdicts import compare_values, value
from derivations.language.domains import Index, Intermediate, Size
from derivations.language.loss import Loss
from derivations.matrix import MatrixForm, Numbers, numbers_with_methods

POINTS = 3  # in each size
Place: TypeAlias = tuple[int, ...] | None  # a component of the gradient; None for the loss itself
BALLS = numbers_with_methods(lambda rational: ball(evaluate(rational, Scope({}, {}, None))))  # type: ignore[arg-type]


@dataclass(frozen=True)
class Agreement:
    """What came of the comparison.

    Args:
        sizes: in how many different sizes.
        points: at how many exact points.
        components: how many components of the gradient, all points together; the loss itself is compared too.
        digits: the fewest decimal digits to which any of them agreed.
        failures: the first component in each size that did not agree.
    """

    sizes: int
    points: int
    components: int
    digits: int
    failures: tuple[Failure, ...]


def compare_forms(form: MatrixForm, gradient: Expr) -> Agreement:
    """Compare every component of the matrix form with that of the index form, at seeded points of several sizes.

    Raises:
        LossaryError: something that cannot be evaluated, or a loss that has a slope nowhere.
    """
    settings = _one_of_each_size(form.loss)
    agreed: list[tuple[Point, Place, Verdict]] = []
    failures = []
    for setting in settings:
        for point, place, verdict in _verdicts(form, gradient, setting):
            if verdict.kind == "agree":
                agreed.append((point, place, verdict))
            elif verdict.kind != "undefined":
                failures.append(_failure(form, place, point, verdict))
                break
    if not agreed and not failures:
        claim = "it has a value at no point that was tried"
        failures.append(Failure(form.loss.called("matrix form"), "undecided", claim))
    points, components = {id(point) for point, _, _ in agreed}, sum(place is not None for _, place, _ in agreed)
    digits = min((verdict.digits for _, _, verdict in agreed), default=0)
    return Agreement(len(settings), len(points), components, digits, tuple(failures))


def _one_of_each_size(loss: Loss) -> list[Setting]:
    sizes = [symbol for symbol, domain in loss.symbols.items() if isinstance(domain, Size)]
    return list({tuple(setting.fixed[size] for size in sizes): setting for setting in settings_of(loss)}.values())


def _verdicts(form: MatrixForm, gradient: Expr, setting: Setting) -> Iterator[tuple[Point, Place, Verdict]]:
    """The loss and every component of its gradient, at every point of one size."""
    rng = Random(0)
    for _ in range(POINTS):
        point = sample(setting, form.loss.expression, rng, plain)
        whole = _Whole(form, point)
        places: list[tuple[Scope, Place]] = [(point.scope(), None), *_components(form.loss, point)]
        for scope, place in places:
            yield point, place, compare_values(partial(_both, gradient, scope, whole, place))


class _Whole:
    """The matrix form at one point, worked out once with each number of bits."""

    def __init__(self, form: MatrixForm, point: Point) -> None:
        self.form, self.point = form, point
        self.known: dict[int, Any] = {}

    def number(self, place: Place) -> Any:
        if ctx.prec not in self.known:
            self.known[ctx.prec] = self.values()
        loss, gradient = self.known[ctx.prec]
        if place is None:
            return finite(loss)
        positions = (index - first for index, first in zip(place, self.form.first, strict=True))
        return finite(reduce(getitem, positions, gradient))

    def values(self) -> tuple[Any, Any]:
        arrays, numbers = values_at(self.point), _numbers(self.point)
        try:
            return self.form.loss_value(arrays, numbers), self.form.value(arrays, numbers)
        except ArithmeticError as error:  # a sign that cannot be told, or a division by a ball around zero
            raise Undecided from error


def _both(gradient: Expr, scope: Scope, whole: _Whole, place: Place) -> tuple[Any, Any]:
    in_indices = whole.form.loss.expression if place is None else gradient
    return value(in_indices, scope), whole.number(place)


def _components(loss: Loss, point: Point) -> Iterator[tuple[Scope, tuple[int, ...]]]:
    """Every component of the gradient: the free indices set, and where it stands in the array."""
    free = [symbol for symbol in loss.symbols if symbol in loss.wrt.free_symbols and _is_index(loss, symbol)]
    ranges = [range(1, integer(loss.symbols[symbol].last, point.scope()) + 1) for symbol in free]  # type: ignore[attr-defined]
    for numbers in product(*ranges):
        scope = point.scope(dict(zip(free, numbers, strict=True)))
        yield scope, tuple(integer(index, scope) for index in loss.wrt.indices)


def _is_index(loss: Loss, symbol: Basic) -> bool:
    return isinstance(loss.symbols[symbol], Index)


def _numbers(point: Point) -> Numbers:
    """Balls; an unspecified model is the polynomial that it is at this point, and f' its slope."""

    def applied(polynomial: Polynomial, *positions: int) -> Callable[[Any], Any]:
        return lambda v: ball(polynomial.at([v], positions))

    values = {str(model): applied(polynomial) for model, polynomial in point.models.items()}
    slopes = {f"{model}'": applied(polynomial, 0) for model, polynomial in point.models.items()}
    return replace(BALLS, functions={**BALLS.functions, **values, **slopes})


def values_at(point: Point) -> dict[Basic, Any]:
    """What is given at the point: nested lists for arrays, integers for sizes and indices.

    Of an intermediate, that is what comes before its first layer: ``{0: inputs}``.
    """
    loss, scope = point.setting.loss, point.scope()
    given = {key[0] if isinstance(key, tuple) else key for key in point.numbers}
    values: dict[Basic, Any] = {}
    for symbol, domain in loss.symbols.items():
        if symbol in given and isinstance(domain, Intermediate):
            values[symbol] = {0: _nested(point, symbol, [integer(size, scope) for size in domain.shape], (0,))}
        elif symbol in given and isinstance(symbol, IndexedBase):
            values[symbol] = _nested(point, symbol, [integer(size, scope) for size in domain.shape])
        elif symbol in given:
            whole = isinstance(domain, Index | Size)
            values[symbol] = integer(symbol, scope) if whole else ball(point.numbers[symbol])
    return values


def _nested(point: Point, array: IndexedBase, sizes: list[int], place: tuple[int, ...] = ()) -> Any:
    if len(place) == len(sizes):
        return ball(point.numbers[array, *place])
    return [_nested(point, array, sizes, (*place, index)) for index in range(1, sizes[len(place)] + 1)]


def _failure(form: MatrixForm, place: Place, point: Point, verdict: Verdict) -> Failure:
    of = "the loss" if place is None else f"the component for {form.loss.wrt.base[place]}"
    claim = f"{of} in index form against the matrix form"
    return Failure(form.loss.called("matrix form"), _kind(verdict), claim, point, verdict.left, verdict.right)


def _kind(verdict: Verdict) -> Literal["differ", "undecided"]:
    return "differ" if verdict.kind == "differ" else "undecided"
