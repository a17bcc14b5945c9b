"""The code of an entry, as text."""

from __future__ import annotations

from typing import Any

from derivations.code.generate import code_of


def numpy_text(entry: Any, what: str) -> str:
    """See `Entry.to_numpy`."""
    of, only = (entry.first, "second") if entry.first else (entry, what)
    return code_of(of, "numpy", only)
