"""What libraries return for the losses of the catalogue, and at kinks.

    python benchmarks/frameworks.py [--write] [LOSS ...]

Every call that a script states in ``in_code`` is made at many points, and its value and gradient are compared with
ours; then on the kinks, at the ends of the domain, and far out. With --write the findings become the data that the
pages read; with the names of losses these alone are measured, and renewed in the data. The libraries are the
dependency group ``frameworks`` of pyproject.toml; the site needs none of them.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from importlib.util import find_spec
from typing import Any

from framework_calls import DISTRIBUTIONS, library_of
from framework_compare import compared
from framework_kinks import KINKS, slope_at

from derivations.catalogue import Catalogue, Entry, the_catalogue
from derivations.catalogue.frameworks import FILE
from derivations.errors import LossaryError

FIGURES, ALL = 6, 17  # of the numbers that are kept, and of where they were found


def measured(catalogue: Catalogue) -> dict[str, Any]:
    """All that is measured, as plain data."""
    return {
        "measured": f"{datetime.now(tz=UTC):%Y-%m-%d}",
        "versions": _versions(),
        "kinks": [plain(record) for record in _kinks()],
        "calls": [plain(record) for record in _calls(catalogue.entries)],
    }


def measured_again(entries: Sequence[Entry], catalogue: Catalogue, before: dict[str, Any]) -> dict[str, Any]:
    """What was measured before, with the calls of some losses measured again, in the order of the catalogue.

    Raises:
        LossaryError: the rest was measured with other versions of the libraries.
    """
    if before["versions"] != _versions():
        msg = "the data stem from other versions of the libraries: measure all losses again, without naming any"
        raise LossaryError(msg)
    again = {entry.id for entry in entries}
    calls = [call for call in before["calls"] if call["loss"] not in again]
    calls += [plain(record) for record in _calls(entries)]
    place = {entry.id: number for number, entry in enumerate(catalogue.entries)}
    kept = sorted((call for call in calls if call["loss"] in place), key=lambda call: place[call["loss"]])
    return before | {"measured": f"{datetime.now(tz=UTC):%Y-%m-%d}", "calls": kept}


def asked_for(names: Iterable[str], catalogue: Catalogue) -> list[Entry]:
    """The losses of these names, each with a call that is measured.

    Raises:
        LossaryError: there is none of that name, it is left out of the catalogue, or it states no such call.
    """
    names = list(names)
    if names:
        _ = catalogue.entries  # all are read: one that is broken beside the others is told of
    found = [catalogue.find(name) for name in names]
    for entry in found:
        if not any(library_of(code.call) in DISTRIBUTIONS for code in entry.loss.in_code):
            msg = f"{entry.slug}: no call of {', '.join(DISTRIBUTIONS)} in its in_code: state one, or name another loss"
            raise LossaryError(msg)
    return found


def _versions() -> dict[str, str]:
    return {name: version(package).partition("+")[0] for name, package in DISTRIBUTIONS.items()}


def _kinks() -> Iterator[dict[str, Any]]:
    for name, kink in KINKS.items():
        for call in kink.calls:
            slope = slope_at(kink, call)
            yield {"kink": name, "call": call, "slope": slope, "allowed": kink.is_subgradient(slope)}


def _calls(entries: Iterable[Entry]) -> Iterator[dict[str, Any]]:
    for entry in entries:
        for code in entry.loss.in_code:
            if library_of(code.call) in DISTRIBUTIONS:
                yield {"loss": entry.id, "call": code.call, **compared(entry, code.call)}


def plain(thing: Any, figures: int = FIGURES) -> Any:
    """The numbers as JSON has them, rounded; what is no finite number as text."""
    if isinstance(thing, dict):
        return {name: plain(value, ALL if name == "at" else figures) for name, value in thing.items()}
    if isinstance(thing, str | bool | int) or thing is None:
        return thing
    if hasattr(thing, "tolist"):
        return plain(thing.tolist(), figures)
    if isinstance(thing, list | tuple):
        return [plain(item, figures) for item in thing]
    number = float(f"{thing:.{figures}g}") + 0.0  # no minus before a zero
    return number if abs(number) < float("inf") else str(number)


def main(arguments: list[str]) -> int:
    """Print what was found of each call; write it, if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {FILE.name}")
    parser.add_argument("losses", nargs="*", metavar="LOSS", help="measure these alone, and keep the rest of the data")
    asked = parser.parse_args(arguments)
    missing = [package for name, package in DISTRIBUTIONS.items() if find_spec(name) is None]
    if missing:
        parser.error(f"not installed: {', '.join(missing)} (the dependency group `frameworks`): make frameworks")
    try:
        catalogue = the_catalogue()
        entries = asked_for(asked.losses, catalogue)
        before = json.loads(FILE.read_text(encoding="utf-8"))
        found = measured_again(entries, catalogue, before) if entries else measured(catalogue)
    except LossaryError as error:
        parser.exit(2, f"{parser.prog}: {error}\n")
    chosen = {entry.id for entry in entries}
    for call in found["calls"]:
        if chosen and call["loss"] not in chosen:
            continue
        said = f"value {call['value']}, gradient {call['gradient']}" if call["points"] else "not called"
        print(f"{call['loss']}  {call['call']}\n      {said}")
    if asked.write:
        FILE.write_text(as_text(found), encoding="utf-8")
    return 0


def as_text(found: dict[str, Any]) -> str:
    """The findings as JSON, a record a line."""
    lists = {name: ",\n".join(map(json.dumps, value)) for name, value in found.items() if isinstance(value, list)}
    rest = {name: value for name, value in found.items() if name not in lists}
    parts = [json.dumps(rest)[1:-1], *(f'"{name}": [\n{lines}\n]' for name, lines in lists.items())]
    return "{" + ",\n".join(parts) + "}\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
