"""Does many tasks at once, in worker processes; what comes out does not depend on how many there are."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context, resource_tracker
from multiprocessing.connection import Connection, Pipe, wait
from multiprocessing.process import BaseProcess
from multiprocessing.reduction import ForkingPickler
from typing import Any

from derivations import SELDOM
from derivations.catalogue.losses import Entry
from derivations.errors import LossaryError, naming
from derivations.patience import SCRIPT, at_most

FEW = 3  # tasks are done before a worker would have started
MOST = 8  # workers, each of which needs some 200 MB
Progress = Callable[[str], None]
Worker = tuple[BaseProcess, Connection]
_waiting: list[list[Worker]] = []  # for the next tasks, in every block that keeps workers on


def silent(_: str) -> None:
    """Report no progress."""


@dataclass(frozen=True)
class About:
    """A loss or a question, with what is to be done about it.

    Args:
        subject: the loss or the question, by whose name all this goes.
    """

    subject: Any

    @property
    def id(self) -> str:
        return self.subject.id

    @property
    def title(self) -> str:
        return self.subject.title

    @property
    def slug(self) -> str:
        return self.subject.slug


@dataclass(frozen=True)
class Task:
    """Something to be worked out.

    Args:
        function: what to call, a function of a module.
        subject: its argument; a loss or a question travels as the path of its script, and is read anew.
        label: what to say meanwhile.
    """

    function: Callable[[Any], Any]
    subject: Any
    label: str

    def done(self) -> Any:
        """What comes of it.

        Raises:
            LossaryError: with the label, also where something fails that nobody foresaw.
        """
        with naming(self.label):
            return self.function(self.subject)


def in_order(tasks: Iterable[Task], progress: Progress, workers: int | None = None) -> Iterator[Any]:
    """What comes of the tasks, in their order, each as soon as it and those before it are done.

    Args:
        tasks: what to do.
        progress: called with a line about each task.
        workers: how many processes; if not given, one for each core, and none for a few tasks.

    Raises:
        LossaryError: the first failure, in the order of the tasks.
    """
    tasks = list(tasks)
    number = _default(len(tasks)) if workers is None else workers
    return _from_workers(tasks, number, progress) if number > 1 else _one_by_one(tasks, progress)


def each(
    function: Callable[[Any], Any],
    subjects: Sequence[Any],
    seconds: float,
    progress: Progress,
    workers: int | None = None,
) -> Iterator[Any]:
    """What a function makes of losses or questions, in their order; where it fails, the error instead.

    Args:
        function: a function of a module.
        subjects: losses or questions.
        seconds: the limit on each.
        progress: see `in_order`.
        workers: the same.
    """
    tasks = [Task(partial(_outcome, function, seconds), it, f"{it.id} {it.title}") for it in subjects]
    yield from (found for (found,) in in_order(tasks, progress, workers))


def _outcome(function: Callable[[Any], Any], seconds: float, subject: Any) -> tuple[Any]:
    """The result or the error in a tuple, in which an error is no failure of the whole."""
    try:
        with naming(subject.slug), at_most(seconds, subject.slug):
            return (function(subject),)
    except LossaryError as error:
        return (error,)


def checked(
    entries: Iterable[Entry], progress: Progress, workers: int | None = None, seconds: float = SCRIPT
) -> Iterator[tuple[Entry, LossaryError | None]]:
    """The entries in their order, each as soon as it and those before it have their report and agreement, or an error.

    What has them already keeps them. For the arguments see `each`.
    """
    entries = list(entries)
    waiting = [entry for entry in entries if not entry.is_checked]
    findings = each(_findings, waiting, seconds, progress, workers)
    for entry in entries:
        found = next(findings) if entry in waiting else entry.findings
        if isinstance(found, LossaryError):
            yield entry, found
        else:
            entry.keep(*found)
            yield entry, None


def _findings(entry: Entry) -> tuple[Any, ...]:
    return entry.findings


def _default(tasks: int) -> int:
    return min(os.cpu_count() or 1, MOST) if tasks > FEW else 1


def _one_by_one(tasks: list[Task], progress: Progress) -> Iterator[Any]:
    for task in tasks:
        progress(task.label)
        yield task.done()


def _from_workers(tasks: list[Task], number: int, progress: Progress) -> Iterator[Any]:
    """Each worker gets the next task when it has sent what came of its last, which waits here for its turn."""
    left = iter(enumerate(tasks))
    busy: dict[object, int] = {}
    done: dict[int, Any] = {}

    def hand_out(worker: Connection) -> None:
        for place, task in left:
            progress(task.label)
            with _alive():
                worker.send(task)
            busy[worker] = place
            return

    with _crew(min(number, len(tasks))) as crew:
        for worker in crew:
            hand_out(worker)
        for place in range(len(tasks)):
            while place not in done:
                ready = wait([worker for worker in crew if worker in busy])
                for worker in [worker for worker in crew if worker in ready]:
                    done[busy.pop(worker)] = _received(worker)
                    hand_out(worker)
            yield _good(done.pop(place))


def _received(worker: Connection) -> Any:
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


def _good(result: Any) -> Any:
    if isinstance(result, Exception):
        raise result
    return result


@contextmanager
def kept_on() -> Iterator[None]:
    """Within, the workers of one batch of tasks wait for the next, with what they have imported and read."""
    _waiting.append([])
    try:
        yield
    finally:
        _dismiss(_waiting.pop())


@contextmanager
def _crew(number: int) -> Iterator[list[Connection]]:
    """Workers, and their end, unless all their work is done and more is to come."""
    waiting = _waiting[-1] if _waiting else []
    crew = [waiting.pop(0) if waiting else _hired() for _ in range(number)]
    try:
        yield [connection for _, connection in crew]
        if _waiting and _waiting[-1] is waiting:
            waiting += crew
            crew = []
    finally:
        _dismiss(crew)


def _dismiss(crew: Iterable[Worker]) -> None:
    for process, connection in crew:
        connection.close()
        process.terminate()
        process.join()


def _hired() -> Worker:
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
    """Do the tasks that come in, until no more can come."""
    gc.set_threshold(SELDOM)
    with suppress(EOFError, OSError):
        while True:
            connection.send_bytes(_result(connection.recv_bytes()))


def _result(task: bytes) -> bytes:
    """What comes of the task, or the error that ends it; its script may have changed since it was handed out."""
    try:
        return bytes(ForkingPickler.dumps(ForkingPickler.loads(task).done()))
    except (LossaryError, OSError) as error:
        return bytes(ForkingPickler.dumps(error))
