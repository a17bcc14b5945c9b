"""What a person asks of an entry in Python: it is handed up to the room that answers, which is loaded when it is asked.

This is the one module that looks up: an entry stands on a low floor, while the judge and the pages stand above it. A
room above that can answer more gets a method here, of one line, and is named in tests/test_architecture.py.
"""

# ruff: noqa: PLC0415  (see above)

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from derivations.judge import Judgement


class Interactive:
    """An entry or a catalogue at a person's fingertips, in a notebook or at Python's prompt."""

    def _repr_html_(self) -> str:
        """As a notebook shows it: of an entry the derivation, of the catalogue a list."""
        from derivations.notebook import html

        return html(self)


class Judging(Interactive):
    """An entry, of which a gradient may be claimed."""

    def judge(self, claim: Any, *, latex: bool = False) -> Judgement:
        """The verdict on a gradient that somebody claims of this loss, as `lossary check` gives it.

        Args:
            claim: as one types it, `"2*(p - t)"`, or as a SymPy expression in names of the loss; of an array of
                variables one component, or the whole array.
            latex: is it LaTeX?

        Raises:
            LossaryError: it cannot be read, or is in names that the loss does not have.
        """
        from derivations.notebook import judged

        return judged(self, claim, latex=latex)

    def to_numpy(self, what: str = "") -> str:
        """The text of NumPy functions of the loss and its derivatives, as `lossary code` writes it; nothing is run.

        Args:
            what: "value", "gradient" or "second"; all that there is, if empty.

        Raises:
            LossaryError: there is no such code; it says what is missing.
        """
        from derivations.notebook import numpy_text

        return numpy_text(self, what)

    def _repr_latex_(self) -> str:
        """The derivation as LaTeX, for a notebook that is made into a PDF."""
        from derivations.notebook import latex

        return latex(self)
