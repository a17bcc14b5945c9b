"""The error that a user can mend: one line that names the file, the thing and the cure."""

from __future__ import annotations

import traceback
from collections.abc import Iterator
from contextlib import contextmanager


class LossaryError(Exception):
    """Bad input. The message names the thing that is wrong and what to do about it; the command exits with 2.

    It is one line, unless `points` says that what follows points at the place.
    """

    points = False


class OurFaultError(LossaryError):
    """What nobody foresaw, and no user can mend; what came before is its ``__cause__``."""


@contextmanager
def naming(subject: object) -> Iterator[None]:
    """Turn what nobody foresaw into an error that names its subject and says that the fault is ours.

    This is the one place at which that is done.
    """
    try:
        yield
    except (LossaryError, OSError):
        raise  # these say themselves what is to be done
    except Exception as error:
        text = " ".join(str(error).split())
        msg = (
            f"{subject}: {type(error).__name__}: {text} ({_place(error)}): this is a fault of Lossary, not yours: "
            "please report this line, with the formula or script that it names"
        )
        raise OurFaultError(msg) from error


def _place(error: Exception) -> str:
    """Where it came about: the last line of our own code."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "derivations" in frame.filename]
    last = (frames or traceback.extract_tb(error.__traceback__))[-1]
    return f"{last.filename.rpartition('derivations/')[2]}, line {last.lineno}"
