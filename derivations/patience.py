"""A limit on time, and what was being done when it was reached: algebra may take for ever, and a command must not.

What counts is the time that the process works, so that a machine that is busy with other things ends nothing. What only
waits is ended too, later. A timer of the operating system looks at the clock. Where there is none, or beside the main
thread, nothing is limited.
"""

from __future__ import annotations

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from derivations.errors import LossaryError

QUESTION = 30.0  # seconds for what one person asks
SCRIPT = 120.0  # seconds for one script among many: its derivation, its evidence, its page
MOST = 86400.0  # seconds that one may allow: a day
WAITING = 20  # times as long may pass until the work has had its seconds, on a machine that does other things too
SOON = 0.01  # seconds after which the clock is looked at again, at the earliest
AGAIN = 1.0  # seconds until the alarm is repeated, in case that something swallowed it
CURE = "allow more with --time {more:g}, or ask about a part of it"
LONGEST = 80  # characters of the subject that the message repeats


class TooLongError(LossaryError):
    """The limit was reached; the message says on what, and during which stage."""


class TimeIsUp(BaseException):
    """Ends the work. No Exception, because SymPy and we catch some of those and would go on."""


_stages: list[str] = []
_running = False


@contextmanager
def stage(name: str) -> Iterator[None]:
    """Name a part of the work, for the message."""
    _stages.append(name)
    try:
        yield
    finally:
        _stages.pop()


@contextmanager
def at_most(seconds: float, subject: str, cure: str = CURE) -> Iterator[None]:
    """Raise TooLongError if the work takes longer than this. Inside another limit only the outer one counts.

    Args:
        seconds: for which the process may work.
        subject: what is worked on.
        cure: what to do about it; `{more}` stands for more seconds.

    Raises:
        TooLongError: it names the subject, the stage that was running and the cure.
    """
    if _running or not (hasattr(signal, "setitimer") and threading.current_thread() is threading.main_thread()):
        yield
        return
    alarm = _Alarm(seconds)
    try:
        yield
        alarm.stop()
    except TimeIsUp:
        pass
    finally:
        alarm.stop()
    if alarm.during is not None:
        told = cure.format(more=more_than(seconds))
        msg = f"{_short(subject)}: {alarm.during} took more than {seconds:g} s: {told}"
        raise TooLongError(msg)


def more_than(seconds: float) -> float:
    """What to allow where this was too little."""
    return min(4 * seconds, MOST)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."


class _Alarm:
    """Raises TimeIsUp in the main thread once the process has worked for these seconds."""

    def __init__(self, seconds: float) -> None:
        global _running  # noqa: PLW0603  (there is one such timer in a process)
        _running = self.rings = True
        self.during: str | None = None
        self.seconds, self.worked, self.begun = seconds, time.process_time(), time.monotonic()
        self.former = signal.signal(signal.SIGALRM, self._ring)
        signal.setitimer(signal.ITIMER_REAL, seconds, AGAIN)

    def _ring(self, *_: Any) -> None:
        if not self.rings:
            return
        left = self.seconds - (time.process_time() - self.worked)
        if self.during is None and left > 0 and time.monotonic() - self.begun < WAITING * self.seconds:
            signal.setitimer(signal.ITIMER_REAL, max(left, SOON), AGAIN)
            return
        if self.during is None:
            self.during = ", ".join(_stages) or "the work"
        raise TimeIsUp

    def stop(self) -> None:
        """Put the former handler back."""
        global _running  # noqa: PLW0603
        if self.rings:
            self.rings = _running = False
            signal.setitimer(signal.ITIMER_REAL, 0)
            signal.signal(signal.SIGALRM, self.former)
