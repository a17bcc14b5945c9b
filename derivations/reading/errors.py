"""The error that points at a character of what was typed."""

from __future__ import annotations

from derivations.errors import LossaryError

NARROW = (("\xa1", "\xff"), ("\u0370", "\u03ff"), ("\u2070", "\u209f"), ("\u2200", "\u22ff"))  # as ± α ⁽ ∈ are
SHOWN = 72  # characters of the text around the fault


class ReadingError(LossaryError):
    """A text that is no formula, or more than one.

    Args:
        message: what is wrong and what was expected, on one line.
        text: the text as it was typed.
        position: the character at fault, counted from 0; the length of the text for its end.
    """

    points = True

    def __init__(self, message: str, text: str, position: int) -> None:
        super().__init__(message, text, position)
        self.message, self.text, self.position = message, text, min(position, len(text))

    def __str__(self) -> str:
        where = f"character {self.position + 1}" if self.position < len(self.text) else "the end"
        summary = "".join(map(one_column, self.message))  # it may quote the text
        return f"{summary} (at {where})\n  {self._window()}\n  {' ' * self._column}^"

    @property
    def _start(self) -> int:
        return max(0, min(self.position - SHOWN // 2, len(self.text) - SHOWN))

    @property
    def _column(self) -> int:
        return self.position - self._start + (1 if self._start else 0)

    def _window(self) -> str:
        """The text around the fault, one column a character, so that the caret stands right."""
        end = self._start + SHOWN
        shown = "".join(map(one_column, self.text[self._start : end]))
        return f"{'…' if self._start else ''}{shown}{'…' if end < len(self.text) else ''}"


class ShapeError(ReadingError):
    """A formula whose vectors and matrices do not fit, or not where it stands."""


def one_column(character: str) -> str:
    """The character as it may be shown: no control, no change of direction, nothing wide or of no width."""
    if character.isspace():
        return " "
    is_plain = character.isascii() or any(first <= character <= last for first, last in NARROW)
    return character if character.isprintable() and (is_plain or character in "ŷ′") else "\ufffd"
