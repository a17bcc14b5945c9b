"""Files that a user gives: text, and not too much of it."""

from __future__ import annotations

from pathlib import Path

from derivations.errors import LossaryError


def text_of(path: Path, most: int) -> str:
    """The text of a file of so many bytes at most.

    Raises:
        LossaryError: there is no such file, it is no text, or it is too large.
    """
    try:
        raw = path.read_bytes()
        text = raw.decode("utf-8")
    except OSError as error:
        msg = f"{path}: cannot be read: {(error.strerror or 'it is no file').lower()}"
        raise LossaryError(msg) from error
    except UnicodeDecodeError as error:
        msg = f"{path}: cannot be read: byte {error.start + 1} is no text in UTF-8; save it as such"
        raise LossaryError(msg) from error
    if len(raw) > most:
        msg = f"{path}: {len(raw)} bytes, more than {most}: split it"
        raise LossaryError(msg)
    return text
