"""A limit on work: SymPy's questions about signs can take time that grows exponentially with the depth of a formula.

What is counted is calls of Python functions, so that a text is refused on every machine or on none.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType
from typing import Any


class TooMuchWork(BaseException):
    """The limit is reached. No Exception, because SymPy catches some of those and would go on."""


@contextmanager
def at_most(calls: int) -> Iterator[None]:
    """Raise TooMuchWork if more functions are called than this; a profiler that runs is left alone instead."""
    if sys.getprofile() is not None:
        yield
        return
    sys.setprofile(_counter(calls))
    try:
        yield
    finally:
        sys.setprofile(None)


def _counter(calls: int) -> Callable[[FrameType, str, Any], None]:
    left = calls

    def count(_frame: FrameType, event: str, _argument: Any) -> None:
        nonlocal left
        if event == "call":
            left -= 1
            if left < 0:
                raise TooMuchWork

    return count
