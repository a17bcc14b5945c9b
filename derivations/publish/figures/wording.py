"""What a figure shows, in words: its title, its description for those who do not see it, and what stands below it."""

from __future__ import annotations

import math
from collections.abc import Iterator
from itertools import pairwise, product
from typing import Any

from sympy import Symbol, preorder_traversal
from sympy.tensor.indexed import Indexed

from derivations.language.functions import held
from derivations.language.shapes import base_of, free_names
from derivations.notation import tex, unicode_text
from derivations.publish.entries import sort
from derivations.publish.figures.frame import Frame, Mark
from derivations.publish.figures.subject import parameters

MOST_MARKS = 4  # that are named one by one
MOST_INDICES = 3  # of an array whose entries are told: it is one matrix after another


def number(value: float) -> str:
    """At most three digits, with a proper minus."""
    return f"{value + 0.0:.3g}".replace("-", "\N{MINUS SIGN}").replace("e+0", "e").replace("e+", "e")


def _noun(of: Frame) -> str:
    return f"the {sort(of.of.entry).lower()}"


def title(of: Frame) -> str:
    """What it is."""
    return f"{of.of.loss.name} and its gradient over {unicode_text(of.of.setting.component)}"


def description(of: Frame) -> str:
    """What the loss does from left to right."""
    name = unicode_text(of.of.setting.component)
    said = [f"For {name} from {number(of.low)} to {number(of.high)}{_given(of)}."]
    said.append(_course(of, name))
    if of.of.flows:
        said.append("The gradient is not the slope of the curve, as a part is held fixed when it is taken.")
    kinds = [("jump", "jumps"), ("kink", "has a kink"), ("seam", "has a seam")]
    said += [_marked(of, kind, verb, name) for kind, verb in kinds if any(m.kind == kind for m in of.marks)]
    said.append(_ends(of))
    return " ".join(filter(None, said))


def _given(of: Frame) -> str:
    held = [f"{unicode_text(Symbol(name))} = {number(value)}" for name, value in of.of.values.items()]
    return f", with {_listed(held)}" if held else ""


def _course(of: Frame, name: str) -> str:
    """Where it is least, or which way it goes."""
    loss = [v for v in of.columns[0] if math.isfinite(v)]
    if of.least is not None:
        at, value = of.least
        return f"{_noun(of).capitalize()} is least, {number(_tidy(value, loss))}, at {name} = {number(at)}."
    steps = [b - a for a, b in pairwise(loss)]
    slack = 1e-9 * (max(loss) - min(loss))
    if all(step >= -slack for step in steps):
        return f"{_noun(of).capitalize()} rises from {number(loss[0])} to {number(loss[-1])}."
    if all(step <= slack for step in steps):
        return f"{_noun(of).capitalize()} falls from {number(loss[0])} to {number(loss[-1])}."
    return f"{_noun(of).capitalize()} lies between {number(min(loss))} and {number(max(loss))}."


def _tidy(value: float, among: list[float]) -> float:
    """0 for what is 0 but for rounding."""
    return 0.0 if abs(value) < 1e-9 * max(map(abs, among)) else value


def _marked(of: Frame, kind: str, verb: str, name: str) -> str:
    marks = [mark for mark in of.marks if mark.kind == kind]
    if len(marks) > MOST_MARKS:
        return f"It {verb} at {len(marks)} places."
    return " ".join(_one(mark, verb, name) for mark in marks)


def _one(mark: Mark, verb: str, name: str) -> str:
    if mark.kind == "seam":
        return f"At {name} = {number(mark.at)} one formula gives way to another, with the same slope."
    jump = f"from {number(mark.slopes[0])} to {number(mark.slopes[1])}"
    if mark.kind == "jump":
        return f"It {verb} at {name} = {number(mark.at)}, from {number(mark.value[0])} to {number(mark.value[1])}."
    return f"It {verb} at {name} = {number(mark.at)}: there the gradient jumps {jump}."


def _ends(of: Frame) -> str:
    known = [v for v in of.columns[1] if math.isfinite(v)]
    return f"The gradient goes from {number(known[0])} on the left to {number(known[-1])} on the right."


def caption(of: Frame) -> str:
    """What stands below, with formulas: what is drawn, with which numbers, and what the signs mean."""
    variable = tex(of.of.setting.component)
    held = [*_scalars(of), *_models(of)]
    said = [
        f"Above {_noun(of)}, below its gradient, over ${variable}$" + (f", drawn for {_listed(held)}." if held else ".")
    ]
    arrays = list(_arrays(of))
    if arrays:
        said.append(f"All else is held: {_listed(arrays)}.")
    if of.of.flows:
        said.append(
            f"The gradient is not the slope of this curve: {_listed(_held(of))} is held fixed when it is taken, but "
            f"follows ${variable}$ in the curve. The straight line goes through the point as steeply as the "
            "gradient says."
        )
    kinds = {mark.kind for mark in of.marks}
    if kinds & {"kink", "jump"}:
        said.append("The curve jumps at open circles." if of.of.flows else "At open circles there is no derivative.")
    if any(mark.filled for mark in of.marks):
        bar = "on the dotted bar if there is room for it"
        said.append(f"The subgradients there lie between the two lower circles, {bar}.")
    return " ".join(said)


def _held(of: Frame) -> list[str]:
    """The parts that are held fixed, of those that move with the variable."""
    loss = of.of.loss
    nodes = dict.fromkeys(node for node in preorder_traversal(loss.expression) if isinstance(node, held))
    return [f"${tex(node)}$" for node in nodes if base_of(loss.wrt) in free_names(node)]


def _scalars(of: Frame) -> list[str]:
    return [f"${tex(symbol)}={_value(of.of.values[name])}$" for symbol, name in parameters(of.of.loss).items()]


def _models(of: Frame) -> list[str]:
    """What stands for the models."""
    curve, letter = of.of.model, Symbol("u")
    power = "" if curve.power == 1 else f"^{curve.power}"
    return [f"${tex(model(letter))}={curve.factor:g}\\,u{power}$" for model in of.of.setting.models]


def _arrays(of: Frame) -> list[str]:
    """The entries that are held, array by array; the one that moves is a dot."""
    setting, moved = of.of.setting, of.of.setting.component
    used = of.of.loss.expression.atoms(Indexed) | {
        node for definition in of.of.loss.definitions for node in definition.value.atoms(Indexed)
    }
    found = []
    for array in setting.arrays:
        shape = setting.shape(array)
        if array not in {node.base for node in used} or not 1 <= len(shape) <= MOST_INDICES:
            continue
        for front in product(*(range(1, size + 1) for size in shape[:-2])):
            rows = product(*(range(1, size + 1) for size in shape[-2:-1]))
            lines = [
                [_entry(setting, array, (*front, *row, j), moved) for j in range(1, shape[-1] + 1)] for row in rows
            ]
            name = tex(array[front]) if front else tex(Symbol(array.name))
            found.append(f"${name}={_bracketed(lines)}$")
    return [*found, *_first_rows(of)]


def _first_rows(of: Frame) -> Iterator[str]:
    """What stands before the first of the values that follow on one another."""
    rows: dict[Any, list[str]] = {}
    for (array, _), number in sorted(of.of.given.items(), key=str):
        rows.setdefault(array, []).append(_value(number))
    for array, row in rows.items():
        yield f"${tex(array[0])}={_bracketed([row]) if len(row) > 1 else row[0]}$"


def _entry(setting: Any, array: Any, indices: tuple[int, ...], moved: Any) -> str:
    return r"\cdot" if array[indices] == moved else _value(setting.cell(array, indices))


def _bracketed(lines: list[list[str]]) -> str:
    if len(lines) == 1:
        return "(" + ",\\,".join(lines[0]) + ")"
    return r"\begin{pmatrix}" + r"\\".join("&".join(line) for line in lines) + r"\end{pmatrix}"


def _value(value: float) -> str:
    return f"{value:g}"


def _listed(parts: list[str]) -> str:
    return parts[0] if len(parts) == 1 else ", ".join(parts[:-1]) + " and " + parts[-1]
