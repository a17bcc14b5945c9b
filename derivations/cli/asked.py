"""From what people type to what the engine and the judge take: losses, variables, claims."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from sympy import Basic, Expr, Indexed, Integer

from derivations.catalogue import Catalogue, Entry, Family
from derivations.errors import LossaryError
from derivations.judge import Phrase, Question, ask, ask_about, domain_of
from derivations.judge.judgement import literal
from derivations.language.domains import Domain, Index, Model, Real
from derivations.language.indices import bound_indices
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.shapes import base_of
from derivations.reading import Reading, ReadingError, read, read_latex

WORDS = r"[a-z]{4,}(?:[-_/][a-z]+)*|L[A-Z0-9]{3}"  # what can only be meant as the name of a loss
LONGEST_NAME = 80
NOWHERE = Family("", "", "")  # a loss of your own is in no family


@dataclass(frozen=True)
class Typed:
    """What was typed.

    Args:
        loss: a slug or an id of the catalogue, or a formula.
        wrt: the variables.
        symbols: statements such as ``t:real`` or ``delta:positive``.
        where: constraints, conditions and named intermediates.
        latex: are the formulas LaTeX?
    """

    loss: str
    wrt: tuple[str, ...] = ()
    symbols: tuple[str, ...] = ()
    where: tuple[str, ...] = ()
    latex: bool = False

    def read(self, text: str, names: dict[Any, Domain] | None = None) -> Reading:
        """A formula, in the way in which it was typed."""
        return (read_latex if self.latex else read)(text, names)


def entry_named(catalogue: Catalogue, name: str) -> Entry | None:
    """The entry of this name; None if the text is a formula."""
    if len(name) > LONGEST_NAME:
        return None
    try:
        return catalogue.find(name)
    except LossaryError:
        if re.fullmatch(WORDS, name.strip()):
            raise
        return None


def entry_meant(typed: Typed, catalogue: Catalogue) -> Entry | None:
    """The entry of the loss that was typed, by the variable that was typed if it is one of its own."""
    entry = entry_named(catalogue, typed.loss)
    if entry is None or len(typed.wrt) != 1:
        return entry
    (text,) = typed.wrt
    by_name = {str(base_of(part.loss.wrt)): part for part in entry.page.parts}
    name = text.strip()
    if name not in by_name:  # a bare w stands for the w[j, k] of the loss
        name = str(base_of(typed.read(text, entry.page.loss.all_symbols).expression))
    return by_name.get(name, entry)


def domains(statements: Iterable[str]) -> dict[str, Domain]:
    """The domains of ``name:domain`` statements.

    Raises:
        LossaryError: a statement of another form, or a domain that is not known.
    """
    stated = {}
    for statement in statements:
        name, colon, domain = statement.partition(":")
        if not (name.strip() and colon and domain.strip()):
            msg = f"--symbol {statement!r}: write it as NAME:DOMAIN, such as t:real or delta:positive"
            raise LossaryError(msg)
        stated[name.strip()] = domain_of(domain)
    return stated


def question(
    typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1, *, fold: bool = True
) -> Question:
    """The question that was asked; without `fold`, in the functions that were typed.

    Raises:
        LossaryError: something in it cannot be read, or does not fit together.
    """
    entry = entry_meant(typed, catalogue)
    if entry is not None:
        names = dict(entry.loss.symbols)
        own = entry.loss.wrt
        whole = str(own.base) if isinstance(own, Indexed) else ""  # a bare w stands for the w[j, k] of the loss
        wrt = [own if text.strip() == whole else typed.read(text, names).expression for text in typed.wrt]
        said = [typed.read(claim, names) for claim in claims]
        needs = [reading.needs for reading in said]
        return ask_about(entry.loss, [reading.expression for reading in said], wrt, order=order, needs=needs)
    stated = domains(typed.symbols)
    shared = _shared(typed, claims, stated)
    loss = typed.read(typed.loss, _named_beside(typed) | shared)
    known: dict[Any, Domain] = {name: kind.domain() for name, kind in loss.symbols.items()} | shared
    beside = _Beside()
    for text in typed.where:
        beside.add(text, typed, known)
    if not typed.wrt and loss.variable is None:
        msg = "what to differentiate by? Say --wrt NAME"
        raise LossaryError(msg)
    variables = [typed.read(text, known).expression for text in typed.wrt] or [loss.variable]
    said = [typed.read(claim, known) for claim in claims]
    return ask(
        loss.expression,
        stated,
        variables,
        [reading.expression for reading in said],
        order=order,
        given=[*loss.conditions, *beside.conditions],
        constraints=beside.constraints,
        definitions=[*loss.definitions, *beside.definitions],
        fold=fold,
        needs=[reading.needs for reading in said],
        loss_needs=[*loss.needs, *beside.needs],
    )


Pair = tuple[Expr, Expr]


@dataclass
class _Beside:
    """What all --where say together; the names of each are known to those after it."""

    conditions: list[Basic] = field(default_factory=list)
    constraints: list[Pair] = field(default_factory=list)
    definitions: list[Pair] = field(default_factory=list)
    needs: list[Expr] = field(default_factory=list)

    def add(self, text: str, typed: Typed, known: dict[Any, Domain]) -> None:
        def reading(part: str) -> Reading:
            said = typed.read(part, known)
            known.update({name: kind.domain() for name, kind in said.symbols.items() if name not in known})
            return said

        left, equals, right = _sides(text)
        if not equals or any(sign in text for sign in ("<", ">", "!=", "==")):
            self.conditions += reading(f"0, {text}").conditions
            return
        name = reading(left).expression  # first, as its indices are those of the value
        value = reading(right)
        is_definition = _is_name(name) and not value.expression.is_number
        (self.definitions if is_definition else self.constraints).append((name, value.expression))
        self.needs += value.needs if name.is_Symbol else ()


def _sides(text: str) -> tuple[str, str, str]:
    """The text before the first equals sign outside brackets, that sign, and what follows."""
    depth = 0
    for place, sign in enumerate(text):
        depth += (sign in "([{") - (sign in ")]}")
        if sign == "=" and not depth:
            return text[:place], sign, text[place + 1 :]
    return text, "", ""


def _shared(typed: Typed, claims: Sequence[str], stated: Mapping[str, Domain]) -> dict[Any, Domain]:
    """What is known before anything is read: what was stated, and what any of the texts shows of the others.

    The p_i of a loss is an entry of p, if the loss sums over i; so x_i is an entry of x in what --where says of p_i.
    """
    texts = (typed.loss, *typed.where, *typed.wrt, *claims)
    found: dict[Any, Domain] = {name: domain for name, domain in stated.items() if isinstance(domain, Model)}
    before = -1
    while before < len(found):
        before = len(found)
        for text in texts:
            left, equals, right = _sides(text)
            here: dict[Any, Domain] = {}  # indices of one side are indices of the other
            for side in (left, right, left) if equals else (left,):
                with suppress(LossaryError):
                    said = typed.read(side, found | here)
                    here |= {name: kind.domain() for name, kind in said.symbols.items() if kind.kind == "index"}
                    found |= {name: kind.domain() for name, kind in said.symbols.items() if kind.kind == "array"}
                    found |= {str(index): Index("") for index in bound_indices(said.expression)}
    for name in stated:
        with suppress(ReadingError):
            if name not in found and isinstance(typed.read(name, found).expression, Indexed):
                msg = f"--symbol {name}: this is an entry of an array here: say it of the array, by its letter alone"
                raise LossaryError(msg)
    return found | {name: replace(d, shape=found[name].shape) if name in found else d for name, d in stated.items()}


def _named_beside(typed: Typed) -> dict[Any, Domain]:
    """The plain names that --where defines, so that the e of a loss is not Euler's number."""
    left = [side.strip() for side, equals, _ in map(_sides, typed.where) if equals]
    return {name: Real("") for name in left if name.isalpha()}


def _is_name(left: Expr) -> bool:
    """May this be the name of an intermediate: z, or z_k with letters for indices?"""
    return left.is_Symbol or (isinstance(left, Indexed) and all(index.is_Symbol for index in left.indices))


def models_taken(typed: Typed, asked: Question) -> tuple[Phrase, ...]:
    """A note for each name that was taken for a model, because it is applied and nothing else was said of it."""
    names = [s.__name__ for s, domain in asked.loss.symbols.items() if isinstance(domain, Model)]
    said = domains(typed.symbols)
    words = "{name} was read as a model, a function of which nothing is known"
    own = asked.loss.id == ANONYMOUS
    return tuple(Phrase(words.format(name=literal(name))) for name in names if own and name not in said)


def your_loss(typed: Typed, catalogue: Catalogue) -> tuple[Loss, tuple[Expr, ...]]:
    """The loss that was typed with what was stated of it, ready to be derived; and what it needs beside what it shows.

    One of the catalogue by another variable than those of its script is yours as well.
    """
    asked = question(typed, catalogue, [str(Integer(0))] * max(1, len(typed.wrt)), fold=False)
    loss, (wrt, *_) = asked.loss, asked.wrt
    if wrt != loss.wrt or asked.given:
        definitions = [(definition.name, definition.value) for definition in loss.definitions]
        constraints = [*loss.constraints, *asked.given]
        loss = replace(
            loss,
            id=ANONYMOUS,
            wrt=wrt,
            definitions=definitions,
            constraints=constraints,
            closing=(),
            other_forms=(),
            limits=(),
            mistakes=(),
        )
    return loss.alone() if typed.wrt else loss, asked.loss_needs


def your_entry(loss: Loss) -> Entry:
    """The loss as an entry that is in no catalogue."""
    return Entry("", NOWHERE, "Your loss", "", Path("your loss"), loss)
