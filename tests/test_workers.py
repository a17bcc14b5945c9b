"""Checking in worker processes: the same findings whatever their number, and none is left behind."""

from __future__ import annotations

import multiprocessing
import re
import shutil
from collections.abc import Iterable, Iterator
from operator import attrgetter
from pathlib import Path

import pytest

from derivations.catalogue import Catalogue, Entry, load_catalogue, load_entry, the_catalogue
from derivations.catalogue.workers import FEW, checked, each, kept_on
from derivations.errors import LossaryError
from derivations.patience import SCRIPT

# A model, a seam, sums with a matrix form, an edge of the domain: what a report may hold.
SLUGS = ("absolute-of-a-model", "huber", "least-squares", "softmax", "binary-cross-entropy", "half-squared")


def sample() -> list[Entry]:
    """Entries that have not been checked yet."""
    return [load_entry(the_catalogue().find(slug).path) for slug in SLUGS]


def some() -> list[Entry]:
    """Those that are soon done."""
    return [entry for entry in sample() if entry.slug not in ("softmax", "least-squares")]


def silent(_: str) -> None:
    pass


def consume(run: Iterable[object]) -> None:
    for _ in run:
        pass


def test_findings_do_not_depend_on_the_number_of_workers() -> None:
    alone, together = sample(), sample()
    consume(checked(alone, silent, workers=1))
    consume(checked(together, silent, workers=3))
    for one, other in zip(alone, together, strict=True):
        assert repr(other.report) == repr(one.report)
        assert repr(other.agreement) == repr(one.agreement)
    assert multiprocessing.active_children() == []


def test_entries_come_in_their_order_with_what_is_being_done() -> None:
    said: list[str] = []
    entries = some()
    assert [entry for entry, _ in checked(entries, said.append, workers=2)] == entries
    assert said == [f"{entry.id} {entry.title}" for entry in entries]


def test_what_is_known_is_not_worked_out_again() -> None:
    entries, said = some(), list[str]()
    consume(checked(entries, silent, workers=2))
    reports = [entry.report for entry in entries]
    consume(checked(entries, said.append, workers=2))
    assert said == []
    assert all(entry.report is report for entry, report in zip(entries, reports, strict=True))


def test_a_few_losses_are_done_right_here() -> None:
    entries = some()[:FEW]
    for _ in checked(entries, silent):
        assert multiprocessing.active_children() == []


def test_no_worker_is_left_when_no_one_wants_the_rest() -> None:
    run = checked(some(), silent, workers=2)
    next(run)
    assert len(multiprocessing.active_children()) == 2
    run.close()  # type: ignore[attr-defined]
    assert multiprocessing.active_children() == []


def test_a_worker_that_is_killed_is_an_error() -> None:
    run = checked(sample(), silent, workers=2)
    next(run)
    for process in multiprocessing.active_children():
        process.kill()
    with pytest.raises(LossaryError, match="came to an end"):
        list(run)
    assert multiprocessing.active_children() == []


def titles(workers: int) -> Iterator[str]:
    return each(attrgetter("title"), some(), SCRIPT, silent, workers)


def test_workers_that_are_kept_on_do_the_next_tasks_too() -> None:
    with kept_on():
        told = list(titles(2))
        first = multiprocessing.active_children()
        assert list(titles(3)) == told == [entry.title for entry in some()]
        assert len(first) == 2
        assert set(first) < set(multiprocessing.active_children())
    assert multiprocessing.active_children() == []


def test_workers_whose_work_nobody_waits_for_are_not_kept_on() -> None:
    with kept_on():
        run = titles(2)
        next(run)
        run.close()  # type: ignore[attr-defined]
        assert multiprocessing.active_children() == []


def test_who_is_done_after_the_last_tasks_goes() -> None:
    with kept_on():
        run = titles(2)
        next(run)
    consume(run)
    assert multiprocessing.active_children() == []


@pytest.fixture
def broken(tmp_path: Path, repository: Path) -> Catalogue:
    """Four losses, for two of which there is no rule."""
    folder = tmp_path / "regression"
    folder.mkdir()
    for name in ("absolute", "half_squared", "log_cosh", "squared"):
        (script,) = (repository / "derivations" / "losses").glob(f"*/{name}.py")
        shutil.copy(script, folder)
    for name, function in (("half_squared", "airyai"), ("log_cosh", "airybi")):
        path = folder / f"{name}.py"
        text = path.read_text().replace("import ", f"import {function}, ", 1)
        path.write_text(text.replace("expression=", f"expression={function}(p) + "))
    return load_catalogue(tmp_path)


@pytest.mark.parametrize("workers", [1, 2, 4])
def test_the_first_error_is_told_whoever_is_faster(broken: Catalogue, workers: int) -> None:
    found = list(checked(broken.entries, silent, workers=workers))
    assert [entry for entry, _ in found] == list(broken.entries)
    first = next(error for _, error in found if error)
    assert re.search(r"half_squared.*airyai", str(first))
