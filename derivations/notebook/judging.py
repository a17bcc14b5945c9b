"""A claim about an entry, judged."""

from __future__ import annotations

from typing import Any

from sympy import Basic

from derivations.catalogue import Entry, the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.judge import Judgement, ask_about, judge


def judged(entry: Any, claim: Any, *, latex: bool) -> Judgement:
    """See `Entry.judge`."""
    if not isinstance(claim, str | Basic):
        msg = f'a claim is text, such as "2*(p - t)", or a SymPy expression, not {type(claim).__name__}'
        raise LossaryError(msg)
    of, order = (entry.first, 2) if entry.first else (entry, 1)
    if isinstance(claim, Basic):
        return judge(ask_about(of.loss, [claim], [of.loss.wrt], order=order))
    typed = Typed(_whole(of).slug, (of.variable,), latex=latex)
    judgement, _ = verdict_on(typed, the_catalogue(of.path.parents[1]), [claim], order)
    return judgement


def _whole(entry: Entry) -> Entry:
    return entry.page
