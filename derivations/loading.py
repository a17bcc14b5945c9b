"""Ctrl-C while the command loads, which takes a second: it ends the command at once, with no traceback.

Whoever imports us into a program of their own keeps their own way.
"""

from __future__ import annotations

import os
import signal
import sys

INTERRUPTED = 130  # what a shell reports of a command that Ctrl-C ended


def loaded() -> None:
    """From now on Ctrl-C is an exception, as ever."""
    if signal.getsignal(signal.SIGINT) is _end:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def _end(*_: object) -> None:
    os._exit(INTERRUPTED)  # nothing is open yet, and whatever is being imported could print a traceback


_called = os.path.basename("".join(sys.argv[:1]))  # noqa: PTH119  (pathlib itself is not loaded yet)
if _called in ("-m", "lossary") and signal.getsignal(signal.SIGINT) is signal.default_int_handler:
    signal.signal(signal.SIGINT, _end)
