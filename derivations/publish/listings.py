"""The code of a loss on its page: a listing for each language, and how exact it is."""

from __future__ import annotations

from dataclasses import dataclass

from derivations.catalogue import Entry
from derivations.code.accuracy import GOAL, NOTHING
from derivations.code.generate import program
from derivations.code.languages import BY_KEY, TITLES
from derivations.code.measured import Record, date, recorded
from derivations.code.naming import NoCode
from derivations.code.scalars import all_kernels


@dataclass(frozen=True)
class Listing:
    """The code in one language; or, if there is none, what is missing."""

    language: str
    text: str = ""
    missing: str = ""


@dataclass(frozen=True)
class Listings:
    """All listings of a loss.

    Args:
        listings: one for each language.
        exact: how exact they are, as prose; empty if that was not measured.
        measured: when that was measured.
    """

    listings: list[Listing]
    exact: list[str]
    measured: str


def listings(entry: Entry) -> Listings | None:
    """The code of a loss by all its variables; None if there is none in any language."""
    try:
        kernels = list(all_kernels(entry))
    except NoCode:
        return None
    found = []
    for key, language in BY_KEY.items():
        try:
            found.append(Listing(TITLES[key], program(language, kernels).rstrip()))
        except NoCode as missing:
            found.append(Listing(TITLES[key], missing=str(missing).partition(": ")[2]))
    record = recorded().get(entry.id)
    said = sentences(record) if record else []
    return Listings(found, said, date()) if any(one.text for one in found) else None


def sentences(record: Record) -> list[str]:
    """How exact the code is, as prose."""
    well = f"{record.points - record.ill:,} points where the problem is well conditioned"
    if record.worst >= NOTHING:
        said = [f"At the worst of {well} the C code of `{record.part}` has no right digit."]
    elif record.worst > GOAL:
        said = [f"At the worst of {well} the C code of `{record.part}` is off by {_ulp(record.worst)}."]
    else:
        said = [f"At {well} the C code is off by at most {_ulp(record.worst)}."]
    if record.ill:
        times = f"{max(record.worst_ill, 0.01):.2g}" if record.worst_ill < NOTHING else "very many"
        said.append(
            f"At {record.ill:,} more it is ill conditioned: half an ulp in the arguments moves the result by more than "
            f"{GOAL:.0f} ulp, and the code is off by at most {times} times as much."
        )
    if record.left:
        also = "the result is off, as a value on the way to it is beyond the range of floating-point numbers"
        said.append(f"At {_count(record.left)} of all these {also}.")
    if record.nowhere:
        said.append(f"At {_count(record.nowhere)} of all these the code gives NaN or an infinity instead of a number.")
    if record.lost:
        at = ", ".join(f"{name} = {value:g}" for name, value in record.example.items())
        said.append(
            f"The formula as it stands has no right digit, or gives no number, at {record.lost:,} of them, "
            f"such as `{at}`."
        )
    return said


def _count(number: int) -> str:
    return "one" if number == 1 else f"{number:,}"


def _ulp(error: float) -> str:
    return f"{error:.2g} ulp" if error < 1000 else f"{error:.1e} ulp"  # noqa: PLR2004
