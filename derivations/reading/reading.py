"""A text read: ``read`` for what people type, ``read_latex`` for LaTeX."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from sympy import Basic, Expr

from derivations.language.domains import Domain
from derivations.language.written import Said
from derivations.reading import limits
from derivations.reading.ahead import letters_in, letters_together, look_ahead
from derivations.reading.axes import ShapeFault, UnreadFault
from derivations.reading.build import Builder
from derivations.reading.cases import Chooser
from derivations.reading.compared import compared_in
from derivations.reading.effort import TooMuchWork, at_most
from derivations.reading.errors import ReadingError, ShapeError
from derivations.reading.fixed import fixed_in
from derivations.reading.from_zero import from_zero
from derivations.reading.kinds import Census, Kind
from derivations.reading.latex_labels import levels_in
from derivations.reading.latex_signs import is_plain_name
from derivations.reading.layers import apart, in_words, layers_of
from derivations.reading.meant import meant_by
from derivations.reading.names import Names, Told
from derivations.reading.needs import lost
from derivations.reading.parsed import parsed
from derivations.reading.plain_signs import signed_in, words_in
from derivations.reading.quantities import quantities_of
from derivations.reading.said import said
from derivations.reading.shapes import together
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.tables import in_words as tables_in_words
from derivations.reading.tables import tabled, tables_of
from derivations.reading.texts import Role, Sketch, Together, holds_arrays, is_code, stands_bare, uses_name
from derivations.reading.tokens import refuse_size
from derivations.reading.tree import Apply, Compare, Node
from derivations.reading.written import Places, Written

T = TypeVar("T")
SIGNS_OF_ARRAYS = re.compile(r"\|\||‖|ᵀ|\^\{?(?:T\b|T(?=[A-Za-z])|\\top|\\intercal)|@|'|\\\||\\mathbf|\btr\b")
DECIMAL_COMMA = re.compile(r"[0-9],[0-9]")
NUMBERED = "{} was read as the number of an entry, as it is compared with the index of a sum"


@dataclass(frozen=True)
class Reading:
    """What a text says.

    Args:
        text: as it was typed.
        expressions: the formulas between its commas; one, unless `several` was asked for.
        symbols: every name of it and what it is, bound indices left out.
        definitions: what it defines on the way, as in "..., p = sigma(z)", as (name, value).
        conditions: comparisons that it states beside the formula, as in "..., x > 0".
        left: the left side of "L = ..." as it was typed; empty if there is none.
        variable: the name after "wrt", if the text says so.
        remarks: notes on the reading, and words in brackets after the formula.
        needs: what must have a value for the formulas to have one, although they do not show it: SymPy makes 1 of x/x
            while they are put together, but what was typed has no value at x = 0.
        indices: of an array, the indices of the entry that the formula is.
        turned: is it laid out the other way than the place that was asked for?
        said: in which order its terms and factors were typed.
    """

    text: str
    expressions: tuple[Expr, ...]
    symbols: dict[str, Kind] = field(default_factory=dict)
    definitions: tuple[tuple[Expr, Expr], ...] = ()
    conditions: tuple[Basic, ...] = ()
    left: str = ""
    variable: Expr | None = None
    remarks: tuple[str, ...] = ()
    needs: tuple[Expr, ...] = ()
    indices: tuple[str, ...] = ()
    turned: bool = False
    said: Said = Said("other")  # noqa: RUF009  (it cannot change)

    @property
    def expression(self) -> Expr:
        """The formula."""
        return self.expressions[0]


def read(  # noqa: PLR0913  (its options)
    text: str,
    names: Mapping[Any, Domain] | None = None,
    *,
    latex: bool = False,
    closed: bool = False,
    several: bool = False,
    beside: Together | None = None,
    at: Places | None = None,
    outer: Sequence[str] = (),
) -> Reading:
    """Read a formula as people type it.

    Args:
        text: the formula.
        names: names with their domains; keys are text, or the symbols, arrays and models of a ``Loss``.
        latex: read it as LaTeX.
        closed: refuse a name that is not among them.
        several: allow several formulas between commas.
        beside: what the texts say that belong to this one, see ``read_together``.
        at: the formula may be a vector or a matrix, of which this entry is wanted: each index with its size, if that
            is known. Without indices, letters are chosen.
        outer: the indices of the entry that the formula is, over which no sum in it runs that names no index.

    Raises:
        ReadingError: it is no formula, it can be read in two ways, or it is too large.
        ShapeError: it is an array where a number was expected, or one of another shape than that at the place.
    """
    refuse_size(text)
    known = Names(names, letters_in((text,)) if beside is None else beside.taken)
    known.vectors = set() if beside is None else beside.vectors
    if beside is None:
        known.told = _at_a_glance((text,))
    else:
        known.told = beside.told.with_functions({*beside.tables} | beside.quantities.calls)
    known.places = set() if beside is None or text == beside.loss else known.told.varied
    options = _Options(latex, closed, several, at, outer or [place for place, _ in at or ()])
    return _guarded(text, lambda: _Reader(parsed(text, known, latex=latex), known, options, beside).reading())


def read_latex(text: str, names: Mapping[Any, Domain] | None = None, **options: Any) -> Reading:
    """Read a formula in LaTeX; the arguments are those of ``read``.

    Raises:
        ReadingError: it is no formula, it can be read in two ways, or it is too large.
    """
    return read(text, names, latex=True, **options)


def read_together(
    texts: Sequence[tuple[Role, str]],
    names: Mapping[Any, Domain] | None = None,
    ranks: Mapping[str, int] | None = None,
    *,
    labels: Collection[str] = (),
    latex: bool = False,
) -> Together:
    """What texts that belong together say of each other's names: which are vectors, and along what they run.

    Args:
        texts: each with what it is: the loss, what stands beside it, a variable, a claim.
        names: see ``read``.
        ranks: names that were said to be numbers, vectors or matrices.
        labels: those of them that are the number of a class.
        latex: see ``read``.

    Raises:
        ReadingError: the loss cannot be read, a text is too long, or the shapes fit in no way.
    """
    for _, text in texts:
        refuse_size(text)
    known = Names(names, letters_together(texts), ranks)
    known.labels |= set(labels)
    known.told = _at_a_glance([text for _, text in texts])
    return _guarded(texts[0][1], lambda: _together(texts, known, latex=latex))


def _together(texts: Sequence[tuple[Role, str]], known: Names, *, latex: bool) -> Together:
    """What the texts say of each other: what is one name or one quantity is made so first, and then the shapes fit."""
    look_ahead(texts, known, latex=latex)
    sketches = _sketches(texts, known, latex=latex)
    is_named = uses_name(sketches)
    sketches = [replace(s, parts=s.parts.with_name()) if is_named and s.role == "loss" else s for s in sketches]
    layers = layers_of(sketch.parts for sketch in sketches)
    tables = tables_of([sketch.parts for sketch in sketches], known)
    sketches = [Sketch(s.role, tabled(apart(s.parts, layers), tables)) for s in sketches]
    own = [s.parts for s in sketches if s.role in ("loss", "beside")]
    zero = from_zero(own, [s.parts for s in sketches if s.role not in ("loss", "beside")])
    sketches = [replace(s, parts=zero.counted(s.parts)) for s in sketches]
    known.told.compared = compared_in([u for s in sketches if s.role != "claim" for u in s.parts.nodes()])
    quantities = quantities_of(_by_role(sketches), known)
    sketches = [Sketch(s.role, quantities.named(s.parts)) for s in sketches]
    known.told.fixed = known.labels | fixed_in([u for s in sketches if s.role == "loss" for u in s.parts.formulas])
    meant = meant_by(_by_role(sketches), known)
    sketches = [replace(s, parts=meant.named(s.parts)) if s.role == "claim" else s for s in sketches]
    found = together(sketches, known, code=is_code(text for _, text in texts))
    found.put_in = {s.parts.text for s in sketches if s.role == "beside" and _is_put_in(s.parts, found)}
    found.layers, found.named = layers, texts[0][1] if is_named else ""
    found.told, found.loss = known.told, texts[0][1] if texts[0][0] == "loss" else ""
    found.tables, found.quantities, found.meant, found.zero = tables, quantities, meant, zero
    found.remarks += [
        *(f"a sign at {letter} was read as a part of its name" for letter in sorted(known.told.signed)),
        *in_words(sorted(layers)),
        *(NUMBERED.format(y) for y in sorted(known.told.compared - known.domains.keys())),
        *tables_in_words(tables),
        *zero.remarks,
        *quantities.remarks,
        *meant.remarks,
        *known.remarks,
    ]
    found.taken |= known.letters
    return found


def _by_role(sketches: Sequence[Sketch]) -> dict[str, list[Parts]]:
    found: dict[str, list[Parts]] = {}
    for sketch in sketches:
        found.setdefault(sketch.role, []).append(sketch.parts)
    return found


def _at_a_glance(texts: Sequence[str]) -> Told:
    """What is told by the signs in the texts alone."""
    whole = any(map(SIGNS_OF_ARRAYS.search, texts))
    return Told(whole=whole, signed=signed_in(texts), levels=levels_in(texts), words=words_in(texts))


def _sketches(texts: Sequence[tuple[Role, str]], known: Names, *, latex: bool) -> list[Sketch]:
    """The texts that can be parsed; of the others it is said when they are read themselves.

    Raises:
        ReadingError: the loss is none of them.
    """
    found = []
    for role, text in texts:
        is_latex = latex and (role != "variable" or not is_plain_name(text))
        known.places = known.told.varied if role != "loss" else set()
        try:
            found.append(Sketch(role, parsed(text, known, latex=is_latex, beside=role == "beside")))
        except ReadingError:
            if role == "loss":
                raise
    return found


def _is_put_in(parts: Parts, found: Together) -> bool:
    """Does the text define functions alone, whose values are put in wherever they are applied?"""
    defined = [defined_name(item.left) for item in parts.definitions if isinstance(item.left, Apply)]
    return bool(defined) and len(defined) == len(parts.definitions) and found.functions.keys() >= {*defined}


@dataclass(frozen=True)
class _Options:
    latex: bool
    closed: bool
    several: bool
    at: Places | None
    outer: Sequence[str]


def _guarded(text: str, work: Callable[[], T]) -> T:
    try:
        with at_most(limits.CALLS):
            return work()
    except RecursionError:
        msg = "this is nested too deeply"
    except TooMuchWork:
        msg = "this is too much to work out: leave out a level of brackets, or give a part of it a name"
    raise ReadingError(msg, text, 0)


class _Reader:
    """Makes expressions of the parts of a text."""

    def __init__(self, parts: Parts, names: Names, options: _Options, beside: Together | None) -> None:
        if beside is not None and parts.text == beside.named:
            parts = parts.with_name()
        parts = apart(parts, layers_of([parts]) if beside is None else beside.layers)
        parts = tabled(parts, tables_of([parts], names) if beside is None else beside.tables)
        parts = (from_zero([parts]) if beside is None else beside.zero).counted(parts)
        self.parts = parts if beside is None else beside.meant.named(beside.quantities.named(parts))
        self.text, self.names, self.options, self.beside = parts.text, names, options, beside
        self.remarks: list[str] = []
        self.indices: tuple[str, ...] = ()
        self.turned = False

    def _fail(self, message: str, at: int) -> None:
        raise ReadingError(message, self.text, at)

    def reading(self) -> Reading:
        parts = self._in_entries(self.parts)
        if len(parts.formulas) > 1 and not self.options.several:
            self._fail_at_another(parts.formulas[1].at)
        if len(parts.formulas) > 1 and parts.conditions:
            self._fail("is this a formula or a part of the condition? give the condition apart", parts.formulas[-1].at)
        census = Census(parts.nodes(), self.names, self.text)
        defined = [defined_name(item.left) for item in parts.definitions]
        builder = Builder(self.text, self.names, census, defined, closed=self.options.closed)
        expressions, needs = self._formulas(builder, parts.formulas)
        definitions = tuple((builder.build(item.left), builder.build(item.right)) for item in parts.definitions)
        conditions = tuple(relation for item in parts.conditions for relation in self._relations(builder, item))
        return Reading(
            self.text,
            expressions,
            dict(sorted(builder.symbols.items())),
            definitions,
            conditions,
            self.text[: parts.left.at].strip() if parts.left else "",
            builder.build(parts.variable) if parts.variable else None,
            (*builder.remarks, *parts.remarks, *self.names.remarks, *self.remarks),
            needs,
            self.indices,
            self.turned,
            Said("other", tuple(map(said, [*self.parts.formulas, *(item.right for item in self.parts.definitions)]))),
        )

    # -- arrays

    def _in_entries(self, parts: Parts) -> Parts:
        """The parts written out entry by entry, if anything is said of whole arrays."""
        beside = self.beside
        if beside is None:
            role: Role = "claim" if self.options.at is not None else "loss"
            beside = together([Sketch(role, parts)], self.names, code=is_code((self.text,)))
            self.remarks += beside.remarks
        for name, domain in beside.known.items():
            self.names.add(name, domain)
        nodes = parts.nodes()
        if not (beside.known or beside.functions or holds_arrays(nodes) or stands_bare(nodes, self.names)):
            return parts
        try:
            return Written(parts, self.names, beside, self.options.at, self.options.outer).out(self)
        except UnreadFault as fault:
            raise ReadingError(fault.message, self.text, min(fault.at, len(self.text))) from None
        except ShapeFault as fault:
            raise ShapeError(fault.message, self.text, min(fault.at, len(self.text))) from None

    # -- formulas

    def _formulas(self, builder: Builder, formulas: Sequence[Node]) -> tuple[tuple[Expr, ...], tuple[Expr, ...]]:
        """The formulas, and what they need although they do not show it."""
        built = list(map(builder.apart, formulas))
        needs = dict.fromkeys(need for formula, typed in built for need in lost(typed, formula))
        return tuple(formula for formula, _ in built), tuple(needs)

    def _fail_at_another(self, at: int) -> None:
        if DECIMAL_COMMA.fullmatch(self.text[max(at - 2, 0) : at + 1]):
            self._fail("here is a comma between two digits: write a decimal point", at - 1)
        self._fail("one formula was expected, here is another: give one for each component", at)

    @staticmethod
    def _relations(builder: Builder, item: Compare) -> list[Basic]:
        built = [builder.build(item.first), *(builder.build(side) for _, side in item.rest)]
        signs = [sign for sign, _ in item.rest]
        chooser = Chooser(builder)
        return [
            chooser.relation(left, sign, right, item.at)
            for left, sign, right in zip(built, signs, built[1:], strict=False)
        ]
