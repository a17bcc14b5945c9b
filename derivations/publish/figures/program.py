"""A formula as a short list of instructions: what the figure is drawn from, and what its script evaluates."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import repeat

from derivations.publish.figures.operations import applied

Column = float | list[float]  # the same number at every point, or one for each
Instruction = tuple[str, tuple[int, ...]]


@dataclass(frozen=True)
class Program:
    """Instructions that are run one after the other, each on results of those before it.

    Args:
        inputs: the names of the numbers with which it begins, the variable first.
        instructions: an operation, and of which results; a constant is its own numeral.
        outputs: which results are wanted.
    """

    inputs: tuple[str, ...]
    instructions: tuple[Instruction, ...]
    outputs: tuple[int, ...]

    def run(self, values: Mapping[str, Column]) -> list[Column]:
        """The wanted results, where inputs may be columns of numbers of the same length."""
        found: list[Column] = [values[name] for name in self.inputs]
        for name, places in self.instructions:
            found.append(_result(name, [found[place] for place in places]) if places else float(name))
        return [found[place] for place in self.outputs]

    def over(self, xs: Sequence[float], values: Mapping[str, float]) -> list[list[float]]:
        """The same as columns over the first input."""
        results = self.run({**values, self.inputs[0]: list(xs)})
        return [result if isinstance(result, list) else [result] * len(xs) for result in results]

    def only(self, *outputs: int) -> Program:
        """The program without what these of its outputs do not need."""
        wanted, start = [self.outputs[n] for n in outputs], len(self.inputs)
        needed = set(wanted)
        for place in range(start + len(self.instructions) - 1, start - 1, -1):
            if place in needed:
                needed.update(self.instructions[place - start][1])
        kept = [place for place in range(start, start + len(self.instructions)) if place in needed]
        moved = {**{place: place for place in range(start)}, **{place: start + n for n, place in enumerate(kept)}}
        code = [self.instructions[place - start] for place in kept]
        return Program(
            self.inputs,
            tuple((name, tuple(moved[place] for place in places)) for name, places in code),
            tuple(moved[place] for place in wanted),
        )

    @property
    def text(self) -> str:
        """The instructions as the script of a figure reads them."""
        return ";".join(" ".join([name, *map(str, places)]) for name, places in self.instructions)


def _result(name: str, arguments: list[Column]) -> Column:
    columns = [each for each in arguments if isinstance(each, list)]
    if not columns:
        return applied(name, *arguments)  # type: ignore[arg-type]
    rows = zip(*(each if isinstance(each, list) else repeat(each, len(columns[0])) for each in arguments), strict=True)
    return [applied(name, *row) for row in rows]


@dataclass
class Builder:
    """Makes a program: what comes twice is worked out once, and constants are put together on the way.

    Args:
        inputs: the names of the numbers with which it begins.
    """

    inputs: tuple[str, ...]
    instructions: list[Instruction] = field(default_factory=list)
    known: dict[Instruction, int] = field(default_factory=dict)

    def constant(self, number: float) -> int:
        """The place of a number."""
        return self._place((repr(float(number)).removesuffix(".0"), ()))

    def value(self, place: int) -> float | None:
        """The number at a place, if it is a constant."""
        start = len(self.inputs)
        name, places = self.instructions[place - start] if place >= start else ("", (0,))
        return None if places else float(name)

    def apply(self, name: str, *places: int) -> int:
        """The place of the result of an operation."""
        numbers = [self.value(place) for place in places]
        known = [number for number in numbers if number is not None]
        if len(known) == len(numbers):
            return self.constant(applied(name, *known))
        return self._place((name, places))

    def combine(self, name: str, places: Sequence[int]) -> int:
        """A sum or a product, without its neutral numbers."""
        neutral = 0.0 if name == "+" else 1.0
        fixed = [value for place in places if (value := self.value(place)) is not None]
        moving = [place for place in places if self.value(place) is None]
        total = neutral
        for value in fixed:
            total = applied(name, total, value)
        if name == "*" and total == 0:
            return self.constant(0)
        if not moving:
            return self.constant(total)
        parts = moving if total == neutral else [self.constant(total), *moving]
        return parts[0] if len(parts) == 1 else self._place((name, tuple(parts)))

    def program(self, *outputs: int) -> Program:
        """What was made, without what none of the outputs needs."""
        whole = Program(self.inputs, tuple(self.instructions), outputs)
        return whole.only(*range(len(outputs)))

    def _place(self, instruction: Instruction) -> int:
        if instruction not in self.known:
            self.instructions.append(instruction)
            self.known[instruction] = len(self.inputs) + len(self.instructions) - 1
        return self.known[instruction]
