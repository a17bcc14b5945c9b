"""What things are called in code, and the error that says why there is none."""

from __future__ import annotations

import re

from derivations.code.helpers import HELPERS
from derivations.errors import LossaryError

TAKEN = {"lambda": "lam", "in": "in_", "is": "is_", "as": "as_"} | {
    helper.name: f"{helper.name}_" for helper in HELPERS.values()
}


class NoCode(LossaryError):  # noqa: N818  (what is asked for is not there, as in matrix)
    """There is no code for this, and the message says why."""


def plain(name: str) -> str:
    """A name that every language takes."""
    text = re.sub(r"\W+", "_", name).strip("_")
    return TAKEN.get(text, text)
