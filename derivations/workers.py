"""Checks many losses at once, in worker processes; what comes out does not depend on how many there are."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from pathlib import Path

from derivations.agreement import Agreement
from derivations.catalogue import Entry, load_entry
from derivations.errors import LossaryError
from derivations.evidence import Report

FEW = 3  # losses are done before a worker would have started
MOST = 8  # workers, each of which needs some 200 MB
Progress = Callable[[str], None]
Findings = tuple[Report, Agreement | None]


def checked(entries: Iterable[Entry], progress: Progress, workers: int | None = None) -> Iterator[Entry]:
    """The entries in their order, each as soon as it and those before it have their report and agreement.

    Args:
        entries: what to check; what has its findings already keeps them.
        progress: called with a line about each piece of work.
        workers: how many processes; if not given, one for each core, and none for a few losses.

    Raises:
        LossaryError: the first failure, in the order of the entries.
    """
    entries = list(entries)
    waiting = [entry for entry in entries if "report" not in vars(entry) or "agreement" not in vars(entry)]
    number = _default(len(waiting)) if workers is None else workers
    findings = _from_workers(waiting, number, progress) if number > 1 else _one_by_one(waiting, progress)
    for entry in entries:
        if entry in waiting:
            vars(entry)["report"], vars(entry)["agreement"] = next(findings)
        yield entry


def check(entries: Iterable[Entry], progress: Progress, workers: int | None = None) -> None:
    """Leave every entry with its report and agreement; see `checked`."""
    for _ in checked(entries, progress, workers):
        pass


def _default(losses: int) -> int:
    return min(os.cpu_count() or 1, MOST) if losses > FEW else 1


def _one_by_one(entries: list[Entry], progress: Progress) -> Iterator[Findings]:
    for entry in entries:
        progress(f"{entry.id} {entry.title}")
        yield entry.report, entry.agreement


def _from_workers(entries: list[Entry], number: int, progress: Progress) -> Iterator[Findings]:
    """Each worker gets the next loss when it has sent its last findings, which wait here for their turn."""
    left = iter(enumerate(entries))
    busy: dict[object, int] = {}
    done: dict[int, Findings | LossaryError] = {}

    def hand_out(worker: Connection) -> None:
        for place, entry in left:
            progress(f"{entry.id} {entry.title}")
            with _alive():
                worker.send(entry.path)
            busy[worker] = place
            return

    with _crew(min(number, len(entries))) as crew:
        for worker in crew:
            hand_out(worker)
        for place in range(len(entries)):
            while place not in done:
                ready = wait([worker for worker in crew if worker in busy])
                for worker in [worker for worker in crew if worker in ready]:
                    done[busy.pop(worker)] = _received(worker)
                    hand_out(worker)
            yield _good(done.pop(place))


def _received(worker: Connection) -> Findings | LossaryError:
    with _alive():
        return worker.recv()


@contextmanager
def _alive() -> Iterator[None]:
    """Say so if the worker at the other end is gone."""
    try:
        yield
    except (EOFError, OSError) as error:
        msg = "a worker process came to an end before its work was done: is there enough memory?"
        raise LossaryError(msg) from error


def _good(findings: Findings | LossaryError) -> Findings:
    if isinstance(findings, LossaryError):
        raise findings
    return findings


@contextmanager
def _crew(number: int) -> Iterator[list[Connection]]:
    """Workers, and their end whatever happens."""
    crew = [_hired() for _ in range(number)]
    try:
        yield [connection for _, connection in crew]
    finally:
        for process, connection in crew:
            connection.close()
            process.terminate()
            process.join()


def _hired() -> tuple[BaseProcess, Connection]:
    """A fresh process rather than a fork, which is not safe beside threads. It leaves Ctrl-C to us, from its start."""
    resource_tracker.ensure_running()  # or else starting the first process would start it, which unblocks the signal
    ours, theirs = Pipe()
    process = get_context("spawn").Process(target=_work, args=(theirs,), daemon=True)
    former = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        process.start()
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, former)
    theirs.close()
    return process, ours


def _work(connection: Connection) -> None:
    """Check the scripts that come in, until no more can come."""
    try:
        while True:
            connection.send(_findings(connection.recv()))
    except (EOFError, OSError):
        return


def _findings(script: Path) -> Findings | LossaryError:
    try:
        entry = load_entry(script)
        findings = entry.report, entry.agreement
    except LossaryError as error:
        return error
    return findings
