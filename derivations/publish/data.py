"""The catalogue for programs: lossary.json lists it, and each loss has a file of its own, by its permanent id.

A file is made of what its page says, so that the two agree, and little is printed twice. Formulas are LaTeX in it, the
loss and its derivatives SymPy text too; of each line, `lossary show --format json` has both.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from typing import Any

from derivations import __version__
from derivations.catalogue import Entry
from derivations.catalogue.boundaries import boundary_data
from derivations.catalogue.data import evidence
from derivations.notation import plain_tex, sympy_text, unicode_prose
from derivations.publish.machines import data_url
from derivations.publish.mistakes import MistakeView
from derivations.publish.phrases import VERDICTS
from derivations.publish.software import CallView
from derivations.publish.sources import settings
from derivations.publish.steps import ChainView, LineView
from derivations.publish.variable import LimitView, SecondView, VariableView
from derivations.publish.view import LossPage

FORMAT = 1  # goes up when a key changes its meaning or goes away; a new key leaves it as it is
LIST, LIST_SCHEMA, ENTRY_SCHEMA = "lossary.json", "lossary.schema.json", "entry.schema.json"
VERDICT_OF = {view: verdict for verdict, view in VERDICTS.items()}


def list_text(losses: Iterable[dict[str, Any]]) -> str:
    """The text of lossary.json.

    Args:
        losses: an item for each loss, as `entries.index_data` gives it.
    """
    found = [{**loss, "data": data_url(str(loss["id"]))} for loss in losses]
    return _text({**_edition(LIST_SCHEMA), "losses": found}, indent=1)


def entry_text(entry: Entry, listed: dict[str, Any], page: LossPage) -> str:
    """The text of the file of a loss.

    Args:
        entry: the loss.
        listed: its item in the list.
        page: what its page says.
    """
    parts = [
        {**known, **_by(part, view)}
        for part, view, known in zip(entry.parts, page.variables, [listed, *listed["others"]], strict=True)
    ]
    first, *others = parts
    return _text({**_edition(ENTRY_SCHEMA), **first, **_of_page(entry, page), "others": others}, indent=None)


def _text(data: dict[str, Any], indent: int | None) -> str:
    return json.dumps(data, ensure_ascii=False, indent=indent) + "\n"


def _edition(schema: str) -> dict[str, Any]:
    """What a program must know before it reads on."""
    return {"$schema": schema, "version": __version__, "format": FORMAT, "licence": settings()["copyright"]}


def _of_page(entry: Entry, page: LossPage) -> dict[str, Any]:
    """What is said of the whole loss. Of a formula that is an equation, the right side."""
    names = [(_right(name.tex), name) for name in page.names]
    return {
        "data": data_url(entry.id),
        "description": unicode_prose(page.lead),
        "why": unicode_prose(page.why),
        "loss_latex": _right(page.loss),
        "definitions_latex": [{"name": name.tex.partition("=")[0], "value": value} for value, name in names],
        "meanings": {sympy_text(symbol): unicode_prose(d.meaning) for symbol, d in entry.loss.all_symbols.items()},
        "domains_latex": [{"symbol": row.tex, "domain": row.domain} for row in page.symbols],
        "in_code": [_call(view) for view in page.code],
        "see_instead": [{"loss": hint.name, "why": unicode_prose(hint.why)} for hint in entry.loss.see_instead],
        "source": [asdict(source) for source in page.sources],
        "citation": page.citation["text"],
    }


def _by(entry: Entry, view: VariableView) -> dict[str, Any]:
    """What is said of the gradient by one variable."""
    return {
        "wrt_latex": view.tex,
        "gradient_latex": plain_tex(view.gradient.removeprefix(view.gradient_sign)),
        "conditions_latex": [*map(plain_tex, view.conditions)],
        "lines": _lines(view.chains),
        "boundaries": [*map(boundary_data, entry.boundaries)],
        "limits": [*map(_limit, view.limits)],
        "mistakes": [*map(_mistake, view.mistakes)],
        "evidence": evidence(entry),
        "second_latex": view.second and _right(view.second.formula),
        "second_lines": _second(view.second),
    }


def _right(equation: str) -> str:
    return plain_tex(equation.partition("=")[2])


def _second(view: SecondView | None) -> list[dict[str, Any]]:
    return _lines(view.chains) if view else []


def _lines(chains: Sequence[ChainView]) -> list[dict[str, Any]]:
    return [_line(line, chain) for chain in chains for line in chain.lines]


def _line(line: LineView, chain: ChainView) -> dict[str, Any]:
    """A line: its formula equals that of the line above it, the first that of `of`."""
    return {
        "address": line.address,
        "level": line.level,
        "also": line.also,
        "of": plain_tex(chain.left),
        "case": chain.case or None,
        "latex": plain_tex(line.tex.removeprefix(r"=\;")),
        "rule": list(dict.fromkeys(reason.name for reason in line.reasons)),
        "bookkeeping": list(dict.fromkeys(reason.name for reason in line.quiet)),
        "conditions_latex": list(dict.fromkeys(needed for reason in line.reasons for needed in reason.conditions)),
        "remark": unicode_prose("; ".join(dict.fromkeys(reason.remark for reason in line.reasons if reason.remark))),
    }


def _limit(view: LimitView) -> dict[str, Any]:
    return {"as_latex": view.where, "latex": view.formula, "what": unicode_prose(view.reason), "points": view.points}


def _mistake(view: MistakeView) -> dict[str, Any]:
    return {
        "claim_latex": view.claim,
        "verdict": VERDICT_OF[view.verdict],
        "judge": unicode_prose(view.judge) or None,
        "why": unicode_prose(view.why),
        "point": unicode_prose(view.point),
    }


def _call(view: CallView) -> dict[str, Any]:
    code = view.code
    return {
        "library": code.library,
        "call": code.call,
        "reduction": code.reduction,
        "note": unicode_prose(code.note),
        "measured": [*map(unicode_prose, view.said)],
    }
