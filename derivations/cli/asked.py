"""From what people type to what the engine and the judge take: losses, variables, claims."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from string import ascii_lowercase

from sympy import Expr, Indexed, Integer, Symbol
from sympy.core.function import UndefinedFunction

from derivations.catalogue import Catalogue, Entry
from derivations.cli.abbreviated import abbreviated
from derivations.cli.beside import Beside, defined_in, means_in, places_of
from derivations.cli.counts import counts_in
from derivations.cli.instead import Instead
from derivations.cli.stated import stated
from derivations.cli.strange import check_arrays, check_names, check_stated
from derivations.cli.typed import Known, Typed, entry_meant, models, named_beside, shared, symmetric
from derivations.errors import LossaryError
from derivations.judge import Phrase, Question, ask, ask_about
from derivations.judge.arrays import SizesError
from derivations.judge.judgement import literal
from derivations.judge.leftout import Assumption
from derivations.judge.question import Role as RoleOf
from derivations.language.domains import Domain, Index, Indices, Model, Positive, PositiveDefinite, Size
from derivations.language.indices import substitute
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.shapes import base_of, check_whole, independent
from derivations.language.written import Said
from derivations.notation import unicode_text
from derivations.reading import Doubt, Places, Reading, Role, ShapeError, Together, read_together

HYPER: RoleOf = "hyper"
ROWS = ("row", "row-vector", "numerator")
NORM = re.compile(r"\|\||\\\||\\[lr]?Vert|norm")
MATRIX = 2


@dataclass(frozen=True)
class Asked:
    """The question, and how what was typed was read."""

    question: Question
    remarks: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()  # of a loss of the asker's own: in which order
    under: Callable[[Assumption], Question] | None = None  # the same question, with something taken for granted
    whole: bool = False  # is it the gradient by a whole array, which may be laid out in two ways?


class MisfitError(LossaryError):
    """A claim that cannot be the gradient, whatever its numbers: its shape does not fit."""


def question(typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1) -> Question:
    """The question that was asked.

    Raises:
        LossaryError: something in it cannot be read, or does not fit together.
    """
    return asked(typed, catalogue, claims, order).question


def asked(typed: Typed, catalogue: Catalogue, claims: Sequence[str], order: int = 1, *, fold: bool = True) -> Asked:
    """The question that was asked; without `fold`, in the functions that were typed.

    Raises:
        LossaryError: something in it cannot be read, or does not fit together.
        MisfitError: a claim has not the shape of the gradient.
    """
    entry = entry_meant(typed, catalogue)
    return about_entry(typed, entry, claims, order) if entry is not None else Own(typed, claims).asked(order, fold=fold)


def doubts_about(typed: Typed, catalogue: Catalogue, claims: Sequence[str]) -> Sequence[Doubt]:
    """Of which names of a loss of the asker's own it is open how many axes they have, or what they count."""
    return () if entry_meant(typed, catalogue) is not None else Own(typed, claims).beside.doubts


def about_entry(typed: Typed, entry: Entry, claims: Sequence[str], order: int) -> Asked:
    """The question about a loss of the catalogue.

    Raises:
        LossaryError: something in it cannot be read.
        MisfitError: a claim has not the shape of the gradient.
    """
    names, own = dict(entry.loss.symbols), entry.loss.wrt
    whole = str(own.base) if isinstance(own, Indexed) else ""  # a bare w stands for the w[j, k] of the loss
    wrt = [own if text.strip() == whole else typed.variable(text, names, at=()).expression for text in typed.wrt]
    for variable in wrt:
        _check_is_of(entry.loss, variable)
    beside = Instead(typed, entry.loss, claims)
    places = [places_of(w, names) for w in wrt or [own]]
    at = [places[min(number, len(places) - 1)] for number in range(len(claims))]
    said = [_claimed(typed, claim, beside.known, beside.beside, place) for claim, place in zip(claims, at, strict=True)]
    for name, _ in (pair for reading in said for pair in reading.definitions):
        msg = f"the claim defines {base_of(name)}: say it beside it, with --where, or write its value in instead"
        raise LossaryError(msg)
    check_stated(
        typed, {*map(str, names), *beside.known, *(name for reading in said for name in reading.symbols)}, claims
    )
    found = ask_about(
        entry.loss, [beside.put_into(r.expression) for r in said], wrt, order=order, roles=stated(typed.symbols).roles,
        needs=[[*map(beside.put_into, (*r.needs, *beside.needs))] for r in said],
    )  # fmt: skip
    found = replace(found, layout="transpose") if any(r.turned for r in said) else found
    return Asked(found, _once(beside.remarks, *(r.remarks for r in said)))


def _check_is_of(loss: Loss, variable: Expr) -> None:
    """Does the loss hold what it is to be differentiated by?"""
    defined = [definition.name for definition in loss.definitions]
    names = {str(base_of(name)): None for name in (*loss.symbols, *defined) if not isinstance(name, UndefinedFunction)}
    if str(base_of(variable)) not in names:
        raise independent(variable, names)


def _claimed(typed: Typed, claim: str, names: Known, beside: Together, places: Places | None) -> Reading:
    """A claim, as the entry that is asked about."""
    try:
        said = typed.read(claim, names, beside=beside, at=places)
    except ShapeError as error:
        norm = "; the norm, which is a number, was kept" if NORM.search(claim) and "norm" not in error.message else ""
        msg = f"the claim has not the shape of the gradient: {error.message}{norm}"
        raise MisfitError(msg) from error
    if said.conditions:
        msg = "a condition beside a claim says nothing of where it does not hold: write where(condition, claim, ...)"
        raise LossaryError(msg)
    return said


def _once(*remarks: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(words for some in remarks for words in some))


class Own:
    """A question about a loss of the asker's own; `indices` are letters that the claims use for two entries."""

    def __init__(self, typed: Typed, claims: Sequence[str], indices: Iterable[str] = ()) -> None:
        self.stated, self.claims, self.whole = stated(typed.symbols), claims, False
        self.typed = typed = symmetric(typed, self.stated.symmetric)
        self.remarks: list[str] = []
        self.said: list[Said] = []
        texts: list[tuple[Role, str]] = [
            ("loss", typed.loss),
            *(("beside", text) for text in typed.where),
            *(("variable", text) for text in typed.wrt),
            *(("claim", claim) for claim in claims),
        ]
        given = {**dict.fromkeys(indices, Index("")), **models(self.stated.domains), **self.stated.shaped}
        self.beside = read_together(texts, given, self.stated.ranks, latex=typed.latex)
        self.remarks += self.beside.remarks
        arrays = any(domain.shape for domain in self.beside.known.values())
        told = self._with_stated(self.beside.known) if arrays else shared(typed, claims, self.stated.domains)
        self.shared: Known = {**named_beside(typed), **models(self.stated.domains), **told}

    def _with_stated(self, known: Mapping[str, Domain]) -> Known:
        """What is known, with what was stated of it."""
        mine = {n: replace(d, shape=known[n].shape) if n in known else d for n, d in self.stated.domains.items()}
        return {**known, **mine}

    def read(self, text: str, known: Known, at: Places | None = None, outer: Sequence[str] = ()) -> Reading:
        said = self.typed.read(text, known, beside=self.beside, at=at, outer=outer)
        self.remarks += said.remarks
        self.said.append(said.said)
        return said

    def asked(self, order: int, *, fold: bool) -> Asked:
        """The question, which can be asked again under an assumption."""
        found = self.question(order, Assumption(), fold=fold)
        remarks, said = _once(self.remarks), tuple(self.said)
        return Asked(found, remarks, said, lambda assumed: self.question(order, assumed, fold=fold), self.whole)

    def question(self, order: int, assumed: Assumption, *, fold: bool) -> Question:
        """The question, with something taken for granted."""
        typed = self.typed
        loss = self.read(typed.loss, self.shared)
        known: Known = {**{name: kind.domain() for name, kind in loss.symbols.items()}, **self.shared}
        beside = Beside(self, set(loss.symbols))
        for text in typed.where:
            beside.add(text, known)
        variables, whole = self._variables(loss, known)
        models = [name for name, kind in loss.symbols.items() if kind.kind == "model"]
        self._check_variables(variables, beside.seen, models)
        check_whole([("the loss", loss.expression)], {base_of(name) for name, _ in beside.definitions})
        said = self._claims(variables, whole, known)
        check_stated(typed, beside.seen.union(*(reading.symbols for reading in said)), self.claims)
        variables, said = _with_letters_apart(variables, said, known)
        self.whole = any(whole)
        turned = any(reading.turned for reading in said) != (typed.layout in ROWS and any(r.indices for r in said))
        definitions = [*loss.definitions, *beside.definitions]
        definitions += defined_in(said, definitions, self.remarks)
        definitions += means_in([loss, *said], known, definitions, self.remarks)
        told = [loss.expression, *beside.conditions, *variables]
        told += [side for pair in (*definitions, *beside.constraints) for side in pair]
        check_arrays([reading.expression for reading in said], told)
        check_names(said, beside.seen | {str(name) for side in told for name in side.free_symbols} | self.stated.names)
        counted = counts_in(loss, {*map(str, variables), *self.stated.names}, self.remarks)
        varied = {base_of(w) for w in variables}
        for name in dict.fromkeys(base_of(name) for name, _ in definitions if base_of(name) in varied):
            self.remarks.append(f"the name {name} was varied by itself, whatever it is made of")
        put = partial(
            ask,
            abbreviated(loss.expression, definitions, variables, self.remarks),
            {**dict.fromkeys(counted, Size("")), **self._domains(known, assumed)},
            variables,
            order=order,
            roles={**self.stated.roles, **dict.fromkeys(assumed.positive, HYPER)},
            given=[*loss.conditions, *beside.conditions, *assumed.inner],
            constraints=[*beside.constraints, *((total, Integer(1)) for total in assumed.totals)],
            definitions=definitions,
            layout="transpose" if turned else "",
            fold=fold,
            needs=[reading.needs for reading in said],
            loss_needs=[*loss.needs, *beside.needs],
        )
        found = _fitting(put, [reading.expression for reading in said])
        return replace(found, intermediate=typed.intermediate, declared_symmetric=tuple(self.stated.symmetric))

    def _domains(self, known: Known, assumed: Assumption) -> Known:
        """The labels that were found, what was stated, and what is taken for granted."""
        squares = [name for name in assumed.definite if _is_square(known.get(name))]
        return {
            **{name: domain for name, domain in known.items() if isinstance(domain, Indices)},
            **self.stated.domains,
            **{name: Positive("") for name in assumed.above_zero},
            **{name: PositiveDefinite("", shape=known[name].shape) for name in squares},
        }

    def _variables(self, loss: Reading, known: Known) -> tuple[list[Expr], list[tuple[str, ...]]]:
        """The variables, and the indices of those that are whole arrays."""
        if not self.typed.wrt and loss.variable is None:
            msg = "with respect to what? Say --wrt NAME"
            raise LossaryError(msg)
        read = [self.typed.variable(text, known, beside=self.beside, at=()) for text in self.typed.wrt]
        return [reading.expression for reading in read] or [loss.variable], [reading.indices for reading in read]

    @staticmethod
    def _check_variables(variables: Iterable[Expr], seen: set[str], models: Sequence[str]) -> None:
        """Does the loss hold what it is to be differentiated by? A claim of the wrong shape would hide it."""
        for variable in variables:
            if variable.is_Pow and variable.base.is_Symbol:
                msg = (
                    f"wrt: to differentiate by {unicode_text(variable)}, write a letter of its own for it, such as v, "
                    f"also in the loss, where {unicode_text(variable.base)} is sqrt(v)"
                )
                raise LossaryError(msg)
            name = str(variable.base.label if isinstance(variable, Indexed) else variable)
            if name not in seen:
                cure = f"; if {models[0]} holds it, say --where '{models[0]}(x) = ...'" if models else ""
                msg = f"{independent(name, seen)}{cure}"
                raise LossaryError(msg)

    def _claims(self, variables: Sequence[Expr], whole: Sequence[tuple[str, ...]], known: Known) -> list[Reading]:
        """The claims; one that is a vector is a claim for each of several variables."""
        count = len(variables)
        if len(self.claims) == 1 and count > 1:
            with suppress(ShapeError):
                parts = [
                    self.read(self.claims[0], known, at=[(str(place), Integer(count))]) for place in range(1, count + 1)
                ]
                if not any(part.indices for part in parts):
                    self.remarks.append(f"there is one claim for {count} variables: it was taken for each of them")
                return parts
        found = []
        for number, claim in enumerate(self.claims):
            places = places_of(variables[min(number, count - 1)], known)
            own = whole[min(number, count - 1)] if whole else ()
            if places and own:
                places = places[-len(own) :]
            said = _claimed(self.typed, claim, known, self.beside, places)
            self.remarks += said.remarks
            found.append(said)
        return found


def _fitting(put: Callable[..., Question], claims: list[Expr]) -> Question:
    """The question with these claims.

    Raises:
        MisfitError: their sizes do not fit those of the loss.
    """
    try:
        return put(claims=claims)
    except SizesError as error:
        own = put(claims=[Integer(0)] * len(claims)).loss.symbols  # the loss by itself has sizes that fit
        if not set(map(str, error.sizes)) <= {str(name) for name, kind in own.items() if isinstance(kind, Size)}:
            raise
        which = f"{error.which}; two of them may have been interchanged"
        msg = f"the indices of the claim do not fit those of the loss: {which}"
        raise MisfitError(msg) from error


def _with_letters_apart(
    variables: Sequence[Expr], said: Sequence[Reading], known: Known
) -> tuple[list[Expr], list[Reading]]:
    """The variables with their claims, such that no letter runs to n in one of them and to d in another."""
    found, claims, sizes = list(variables), list(said), dict[str, object]()
    formulas = (*variables, *(claim.expression for claim in said))
    taken = {*map(str, known), *(str(name) for formula in formulas for name in formula.atoms(Symbol))}
    free = (letter for letter in ascii_lowercase[8:] + ascii_lowercase if letter not in taken)
    for number, variable in enumerate(variables if len(said) == len(variables) else ()):
        places = dict(places_of(variable, known) or ())
        clashing = {letter for letter, size in places.items() if size and sizes.get(letter, size) != size}
        sizes |= {letter: size for letter, size in places.items() if letter not in clashing}
        if clashing:
            indices = [index for index in variable.indices if str(index) in clashing]
            other = {index: Symbol(next(free), **index.assumptions0) for index in dict.fromkeys(indices)}
            found[number], claim = substitute(variable, other), claims[number]
            expressions, needs = (
                tuple(substitute(formula, other) for formula in some) for some in (claim.expressions, claim.needs)
            )
            claims[number] = replace(claim, expressions=expressions, needs=needs)
    return found, claims


def _is_square(domain: Domain | None) -> bool:
    shape = domain.shape if domain is not None else ()
    return len(shape) == MATRIX and shape[0] is not None and shape[0] == shape[1]


def models_taken(typed: Typed, asked: Question) -> tuple[Phrase, ...]:
    """A note for each name that was taken for a model, because it is applied and nothing else was said of it."""
    names = [s.__name__ for s, domain in asked.loss.symbols.items() if isinstance(domain, Model)]
    said = stated(typed.symbols).domains
    words = "{name} was read as a model, a function of which nothing is known"
    own = asked.loss.id == ANONYMOUS
    return tuple(Phrase(words.format(name=literal(name))) for name in names if own and name not in said)
