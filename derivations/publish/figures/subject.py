"""What a figure shows: a loss and its gradient along one variable, as a program, with numbers for all else."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations, product
from typing import Any

from sympy import Symbol

from derivations.calculus.boundary import Boundary, left_open
from derivations.calculus.graph import Graph
from derivations.catalogue import Entry
from derivations.evidence.places import switches_in
from derivations.language.domains import Domain
from derivations.language.functions import held
from derivations.language.loss import Loss
from derivations.language.over import Over
from derivations.language.shapes import base_of
from derivations.publish.figures.compiling import Compiler, Unsayable
from derivations.publish.figures.program import Builder, Program
from derivations.publish.figures.setting import STRAIGHT, Curve, Setting, slider

AT_REST = "the variable in what is held fixed"  # as an input, beside the names of symbols
MOST_SWITCHES = 12  # places where a formula changes, for all values of the indices that a sum binds


@dataclass(frozen=True)
class Subject:
    """A loss along one variable.

    Args:
        entry: the loss.
        program: its first outputs are the loss and its gradient, the others the switches.
        switched: the boundary of each switch.
        setting: the numbers.
        model: what stands for the models.
        held: the loss with a further input, the variable in what is held fixed: where the other one alone moves, the
            gradient is its slope.
        given: the cells in the rows 0 of intermediates that follow on themselves, each with its number.
    """

    entry: Entry
    program: Program
    switched: tuple[Boundary, ...]
    setting: Setting
    model: Curve
    held: Program
    given: dict[Any, float]

    @property
    def flows(self) -> bool:
        """Is its gradient another one than the slope of the curve, as something that moves with it is held fixed?"""
        last = len(self.held.inputs) - 1
        return any(last in (*places, *self.held.outputs) for _, places in self.held.instructions)

    @property
    def loss(self) -> Loss:
        return self.entry.loss

    @property
    def domain(self) -> Domain:
        """That of the variable."""
        return self.loss.all_symbols[base_of(self.loss.wrt)]

    @property
    def values(self) -> dict[str, float]:
        """The numbers of the other inputs, by their names."""
        return {name: self.setting.scalars[s] for s, name in parameters(self.loss).items()}


def parameters(loss: Loss) -> dict[Symbol, str]:
    """The scalars beside the variable, each with its name as an input."""
    setting = Setting(loss)
    return {symbol: symbol.name for symbol in setting.scalars if symbol != loss.wrt}


def subject(entry: Entry, boundaries: Sequence[Boundary], setting: Setting, model: Curve = STRAIGHT) -> Subject:
    """The loss of an entry with these numbers, and the places where its formula changes.

    Raises:
        Unsayable: a figure cannot show it.
    """
    loss = entry.loss
    compiler = compiler_of(loss, setting, model)
    outputs = [compiler(loss.expression), compiler(entry.derivation.gradient)]
    switched = []
    for boundary in (*boundaries, *_in_what_is_held(loss, boundaries)):
        for place in _switches(boundary, compiler):
            outputs.append(place)
            switched.append(boundary)
    resting = compiler_of(loss, setting, model, AT_REST)
    slope = resting.builder.program(resting(loss.expression))
    program = compiler.builder.program(*outputs)
    return Subject(entry, program, tuple(switched), setting, model, slope, compiler.given)


def _in_what_is_held(loss: Loss, boundaries: Sequence[Boundary]) -> Iterator[Boundary]:
    """Where what is held fixed changes its formula: no slope meets that, but the loss may jump there."""
    known = {boundary.switch for boundary in boundaries}
    for switch in switches_in(loss.expression) if loss.expression.has(held) else ():
        if switch.expression not in known:
            yield left_open(switch.expression, loss.wrt, switch.binders)


def compiler_of(loss: Loss, setting: Setting, model: Curve = STRAIGHT, *further: str) -> Compiler:
    """A compiler for formulas of the loss, of which the first input is the variable.

    With a further input the variable is that one in what is held fixed.
    """
    scalars = parameters(loss)
    names = (str(loss.wrt), *scalars.values(), *further)
    inputs = {setting.key: 0, **{symbol: n for n, symbol in enumerate(scalars, start=1)}}
    models = dict.fromkeys(setting.models, model)
    at_rest = {setting.key: len(names) - 1} if further else {}
    return Compiler(Builder(names), inputs, setting.whole, setting.cell, models, Graph(loss), at_rest)


def _switches(boundary: Boundary, compiler: Compiler) -> Iterator[int]:
    """Where the boundary lies, for every value of its indices: as far as a figure can say it, and it moves."""
    try:
        ranges = [range(compiler.whole(low), compiler.whole(high) + 1) for _, low, high in boundary.index]
    except (Unsayable, ValueError):
        return
    for _, values in zip(range(MOST_SWITCHES), product(*ranges), strict=False):
        compiler.bound.update(zip((index for index, *_ in boundary.index), values, strict=True))
        try:
            places = [*_places(boundary, compiler)]
        except Unsayable:
            return
        finally:
            for index, *_ in boundary.index:
                compiler.bound.pop(index, None)
        yield from (place for place in places if compiler.builder.value(place) is None)


def _places(boundary: Boundary, compiler: Compiler) -> Iterator[int]:
    """What is 0 at the boundary; of a maximum over an index the difference of any two of its terms."""
    over = boundary.part if boundary.active is not None else None
    if not isinstance(over, Over):
        yield compiler(boundary.switch)
        return
    low, high = map(compiler.whole, over.ends)
    out = {compiler.whole(value) for value in over.but}
    terms = [compiler.within(over.index, n, over.term) for n in range(low, high + 1) if n not in out]
    minus = compiler.builder.constant(-1)
    for one, other in combinations(terms, 2):
        build = compiler.builder
        yield build.combine("+", [one, build.combine("*", [minus, other])])


def sliders(of: Subject) -> dict[str, Any]:
    """How far each other number can be moved."""
    symbols = of.loss.all_symbols
    return {name: slider(symbols[s], of.setting.scalars[s]) for s, name in parameters(of.loss).items()}
