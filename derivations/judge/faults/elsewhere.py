"""Is it the gradient of another loss? Losses of the catalogue, put in place of the outer function of this one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache, partial

from sympy import Expr, Indexed, Symbol

from derivations.catalogue import Entry, the_catalogue
from derivations.evidence.places import switches_in
from derivations.judge.faults.suspects import LETTER, Case, Says, Suspect, depends, each, put
from derivations.judge.judgement import Phrase, literal
from derivations.judge.question import Question
from derivations.language.domains import Index
from derivations.language.functions import D, Named
from derivations.language.shapes import free_names

MOST = 600


@lru_cache(maxsize=1)
def _known() -> tuple[Entry, ...]:
    return compared_with_all(the_catalogue().entries)


def compared_with_all(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Those of one prediction and one target: with them the judge compares claims about any loss."""
    return tuple(entry for entry in entries if _target(entry) is not None)


def _target(entry: Entry) -> Symbol | None:
    loss = entry.loss
    others = [s for s in loss.symbols if s != loss.wrt]
    is_simple = isinstance(loss.wrt, Symbol) and len(others) == 1 and not loss.definitions
    return others[0] if is_simple and isinstance(others[0], Symbol) else None


def other_losses(case: Case) -> Iterator[Suspect]:
    """Every loss of the catalogue, as a function of every part of this one and of every target."""
    question = case.question
    claimed = set().union(*map(free_names, question.claims))
    tried = 0
    for part in (*question.wrt, *case.parts):
        for target in _targets(question):
            if free_names(part) | {_bare(target)} >= claimed - _indices(question) and _bare(target) in claimed:
                for entry in _known():
                    if (tried := tried + 1) > MOST:
                        return
                    outer = put(entry.loss.expression, {entry.loss.wrt: Named(LETTER, part), _target(entry): target})
                    if outer is None or (not case.field.switches and next(switches_in(outer), None)):
                        continue  # its own boundaries have not been looked for
                    right = each(D(outer, w) for w in question.wrt)
                    yield Suspect("other-loss", case.claim, right, partial(_say, entry, part, target))


def _say(entry: Entry, part: Expr, target: Expr) -> Says:
    return Phrase(
        f"this is the gradient of another loss: {literal(entry.title.lower())}, of {{0}} against {{1}}", (part, target)
    ), part


def _indices(question: Question) -> set[Expr]:
    return {s for s, domain in question.loss.symbols.items() if isinstance(domain, Index)}


def _targets(question: Question) -> list[Expr]:
    """What a prediction may be compared with: names, and components that the loss speaks of."""
    plain = [
        s for s in question.loss.symbols if isinstance(s, Symbol) and question.role(s) in ("data", "label", "param")
    ]
    cells = sorted((u for u in question.loss.expression.atoms(Indexed) if not depends(u, question)), key=str)
    return [s for s in plain if s not in question.wrt and s not in _indices(question)] + cells


def _bare(name: Expr) -> object:
    return name.base if isinstance(name, Indexed) else name
