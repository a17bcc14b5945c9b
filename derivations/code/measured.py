"""How exact the code of each scalar loss is, as it was measured: benchmarks/kernels.py writes the data."""

from __future__ import annotations

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from derivations.code.accuracy import Accuracy
from derivations.errors import LossaryError

FILE = Path(__file__).with_name("accuracy.json")
FIGURES = 3  # of an error, rounded up


@dataclass(frozen=True)
class Record:
    """What was found of the code of one loss, all its parts together.

    Args:
        loss: the id.
        points: at how many points.
        worst: the largest error where the problem is well conditioned, in ulp.
        part: the function that has it.
        ill: at how many points the problem is ill conditioned.
        worst_ill: the largest error there, in what half an ulp in every argument does.
        left: at how many points the way to the result left the range of floating-point numbers, and the goal is missed.
        nowhere: at how many of all our code returns NaN or an infinity instead of a number.
        lost: at how many points the formula as it stands returns NaN, an infinity, or no right digit.
        example: such a point, the arguments by name; empty if there is none.
    """

    loss: str
    points: int
    worst: float
    part: str
    ill: int
    worst_ill: float
    left: int
    nowhere: int
    lost: int
    example: dict[str, float]


def record_of(loss: str, found: Sequence[tuple[str, Sequence[str], Accuracy, Accuracy]]) -> Record:
    """The figures of all functions of a loss: name, arguments, what our code does, what the plain formula does."""
    name, _, worst, _ = max(found, key=lambda one: one[2].worst)
    examples = [(args, plain.example) for _, args, _, plain in found if plain.example is not None]
    example = dict(zip(examples[0][0], examples[0][1].at, strict=True)) if examples else {}
    return Record(
        loss,
        sum(ours.points for _, _, ours, _ in found),
        rounded_up(worst.worst),
        name,
        sum(ours.ill for _, _, ours, _ in found),
        rounded_up(max(ours.worst_ill for _, _, ours, _ in found)),
        sum(ours.left for _, _, ours, _ in found),
        sum(ours.nowhere for _, _, ours, _ in found),
        sum(plain.lost for _, _, _, plain in found),
        {key: float(f"{value:.3g}") for key, value in example.items()},
    )


def rounded_up(value: float) -> float:
    """An error, no smaller than it was."""
    if not math.isfinite(value) or value == 0:
        return min(value, 1e300)
    step = 10.0 ** (math.floor(math.log10(value)) - FIGURES + 1)
    return float(f"{math.ceil(value / step) * step:.{FIGURES}g}")


def as_text(date: str, records: Iterable[Record]) -> str:
    """The data as JSON, a record a line."""
    lines = ",\n".join(f"  {json.dumps(asdict(record), separators=(',', ':'))}" for record in records)
    return f'{{"measured": "{date}", "losses": [\n{lines}\n]}}\n'


def recorded() -> dict[str, Record]:
    """What is known of each loss, by its id.

    Raises:
        LossaryError: the data cannot be read.
    """
    return _read()[1]


def date() -> str:
    """When it was measured."""
    return _read()[0]


@lru_cache(maxsize=1)
def _read() -> tuple[str, dict[str, Record]]:
    try:
        data: Any = json.loads(FILE.read_text(encoding="utf-8"))
        return data["measured"], {one["loss"]: Record(**one) for one in data["losses"]}
    except (OSError, ValueError, TypeError, KeyError) as error:
        msg = f"{FILE}: not readable ({' '.join(str(error).split())}): write it with benchmarks/kernels.py --write"
        raise LossaryError(msg) from error
