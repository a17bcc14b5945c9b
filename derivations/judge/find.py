"""The way back: which losses have this gradient? Names may differ, and a constant factor and the sign are told."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache, partial
from itertools import islice
from operator import itemgetter

from sympy import (
    Dummy,
    Expr,
    Indexed,
    IndexedBase,
    Integer,
    KroneckerDelta,
    Mul,
    Sum,
    Symbol,
    preorder_traversal,
    symbols,
)
from sympy.core.function import AppliedUndef

from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.scripts import working_on
from derivations.errors import LossaryError, OurFaultError
from derivations.evidence.balls import Number, Undecided, Value, precision
from derivations.evidence.places import switches_in
from derivations.evidence.sampling import sign_at
from derivations.evidence.scope import Graph, Scope
from derivations.evidence.verdicts import value
from derivations.judge.forms import in_vocabulary
from derivations.judge.indexed import in_sizes_of, with_deltas
from derivations.judge.matches import Match, Renaming
from derivations.judge.profiles import BITS, Row, Sketch, is_flat, names_of, profile_of, sketch_of
from derivations.judge.proofs import sure_gap
from derivations.judge.question import Question, ask_about, may_be_about
from derivations.judge.relation import no_multiple, relate
from derivations.judge.roughly import far_apart, rough_code
from derivations.judge.scales import name_scale
from derivations.judge.softmaxes import of_a_softmax
from derivations.judge.spots import Field, survey
from derivations.judge.vectors import Vector, component, true_gradient
from derivations.language.domains import Size
from derivations.language.functions import Adjoint, Named, Prime, inverse_entry, log_det
from derivations.language.regions import told_apart
from derivations.language.shapes import free_names
from derivations.patience import stage

MOST_LETTERS, MOST_MATCHINGS = 5, 2000
EMPTY = Graph(Integer(0), {})


def find(expression: Expr, entries: Sequence[Entry] | None = None) -> list[Match]:
    """The losses of the catalogue with this gradient by one of their variables, equal ones first.

    Names may differ, but for those of sizes; in an expression with sums, or with many names, only free indices may. If
    there is none, the only name may be a residual: the r of tanh(r) is p - t.
    """
    entries = the_catalogue().entries if entries is None else entries
    expression = told_apart(expression)
    if expression.is_zero:
        flat = (part for entry in entries for part in entry.parts if is_flat(part))
        return [Match(part, (), Integer(1)) for part in flat]
    return (
        _found(expression, entries) or of_a_softmax(expression, entries, _found) or _of_a_residual(expression, entries)
    )


def _of_a_residual(expression: Expr, entries: Sequence[Entry]) -> list[Match]:
    if len(expression.free_symbols) != 1 or expression.atoms(Indexed) or next(switches_in(expression), None):
        return []  # with switches this would take long
    (letter,) = expression.free_symbols
    one, other = symbols("one_ other_", real=True)
    found = _found(expression.xreplace({letter: one - other}), entries)
    return [_with_residual(match, letter, one, other) for match in found]


def _with_residual(match: Match, letter: Expr, one: Expr, other: Expr) -> Match:
    names = dict(match.renaming)
    renaming = ((letter, names.pop(one) - names.pop(other)), *names.items())
    return match.called(renaming)


def _found(expression: Expr, entries: Sequence[Entry]) -> list[Match]:
    expression = in_vocabulary(with_deltas(expression))
    pattern = _Pattern(expression)
    if expression.has(Sum, KroneckerDelta, inverse_entry, log_det, Adjoint) or len(pattern.letters) > MOST_LETTERS:
        matches = partial(_by_its_own_names, expression, _spoken_of(expression))
    else:
        matches = partial(_matches, pattern)
    found: list[Match] = []
    for entry in (part for each in entries for part in each.parts):
        with stage(f"comparing it with {entry.slug}"):
            found += _told(matches, entry)
    return sorted(found, key=lambda match: match.rank)


def _told(matches: Callable[[Entry], Iterator[Match]], entry: Entry) -> list[Match]:
    """The matches in one loss; none where it cannot be compared. Our own fault is no end of the others."""
    try:
        with working_on(entry.path):
            return list(matches(entry))
    except OurFaultError as error:
        warnings.warn(str(error), RuntimeWarning, stacklevel=2)
    except LossaryError:  # the loss has other names, or no point at which it could be tried
        pass
    return []


def same_gradient(entry: Entry, others: Sequence[Entry] | None = None) -> list[Match]:
    """Other losses, all those of its catalogue if none are given, with the same gradient by one of their variables."""
    if others is None:
        others = [other for other in the_catalogue(entry.path.parents[1]).entries if other.path != entry.path]
    sizes = {s for s, domain in entry.loss.symbols.items() if isinstance(domain, Size)}
    parts = Mul.make_args(entry.derivation.gradient)
    scale = Mul(*[part for part in parts if free_names(part) and free_names(part) <= sizes])  # such as 1/n
    return [match.times(scale) for match in _found(entry.derivation.gradient / scale, others)]


class _Pattern:
    """An expression with a letter for everything that has a name of its own."""

    def __init__(self, expression: Expr) -> None:
        nodes = [
            node for node in preorder_traversal(expression) if isinstance(node, Prime | AppliedUndef | Named | Indexed)
        ]
        outer = list(dict.fromkeys(nodes))
        marks = {node: Dummy(f"a{i}", real=True) for i, node in enumerate(outer)}
        plain_form = expression.xreplace(marks)
        self.formula = plain_form
        symbols = sorted((s for s in plain_form.free_symbols if not isinstance(s, Dummy)), key=str)
        used = {node: mark for node, mark in marks.items() if mark in plain_form.free_symbols}
        self.letters: dict[Expr, Symbol] = {**used, **{symbol: symbol for symbol in symbols}}
        self.roughly = rough_code(plain_form, {letter: place for place, letter in enumerate(self.letters.values())})

    def at(self, values: Sequence[Value]) -> Number:
        """The value with these numbers for its letters."""
        numbers = dict(zip(self.letters.values(), values, strict=True))
        return value(self.formula, Scope(numbers, {}, EMPTY))

    def put(self, names: Sequence[Expr]) -> Expr:
        return self.formula.xreplace(dict(zip(self.letters.values(), names, strict=True)))


def _spoken_of(expression: Expr) -> frozenset[str]:
    """All names in it, those in definitions too."""
    atoms = expression.atoms(Symbol, IndexedBase)
    return frozenset(map(str, atoms)) | {node.func.__name__ for node in expression.atoms(AppliedUndef)}


def _by_its_own_names(expression: Expr, spoken: frozenset[str], entry: Entry) -> Iterator[Match]:
    """The match of an expression in the names of the loss, sizes apart."""
    sized = in_sizes_of(entry.loss, expression)
    if sized != expression:
        expression, spoken = sized, _spoken_of(sized)
    if not may_be_about(entry.loss, free_names(expression)):
        return
    sketch = sketch_of(entry)
    said_whole = not entry.loss.definitions  # an intermediate may stand for names that are missing
    if sketch is not None and said_whole and not spoken.issuperset(sketch.needed):
        return
    question, profile = ask_about(entry.loss, [expression]), profile_of(entry)
    if profile is not None and profile.excludes(question.claims[0]):
        return
    truth, known = _slope(entry)
    if no_multiple((component(question.claims[0]),), truth, known.spots):
        return
    match = _related(entry, question, truth, survey(question, truth), ())
    yield from [match] if match else []


def _related(entry: Entry, question: Question, truth: Vector, field: Field, renaming: Renaming) -> Match | None:
    """The match, if the claim of the question is a multiple of the gradient at all of the spots."""
    relation = relate((component(question.claims[0]),), truth, field.spots)
    if relation.kind not in ("equal", "scaled"):
        return None
    scale = Integer(1) if relation.kind == "equal" else name_scale(question, relation.scales, field.spots).formula
    is_off = sure_gap(question, scale, field.spots) is not None
    return None if is_off else Match(entry, renaming, scale)


def _matches(pattern: _Pattern, entry: Entry) -> Iterator[Match]:
    """The best renaming for one loss, if there is one."""
    sketch = sketch_of(entry)
    if sketch is None:
        return
    found = []
    for names in _candidates(pattern, entry, sketch):
        match = _confirmed(pattern, entry, names)
        found += [match] if match else []
        if match is not None and match.scale == 1:
            break
    if found:
        yield min(found, key=lambda match: (match.rank, sum(old != new for old, new in match.renaming)))


def _candidates(pattern: _Pattern, entry: Entry, sketch: Sketch) -> Iterator[tuple[Expr, ...]]:
    names = names_of(entry)
    places = sorted(sketch.given, key=lambda i: names[i] not in pattern.letters)
    fitting = [[i for i in places if _may_be(letter, names[i])] for letter in pattern.letters]
    with precision(BITS):
        for chosen in islice(_matchings(fitting, sketch), MOST_MATCHINGS):
            if _may_match(pattern, sketch, chosen) and _is_ratio_same(pattern, entry, chosen):
                yield tuple(names[i] for i in chosen)


def _matchings(fitting: Sequence[Sequence[int]], sketch: Sketch) -> Iterator[tuple[int, ...]]:
    """Every way to give each letter a name of its own, such that all that decides about the slope stands behind one."""
    covers = sketch.covers

    def extended(chosen: tuple[int, ...], missing: int) -> Iterator[tuple[int, ...]]:
        left = fitting[len(chosen) :]
        if missing.bit_count() > sum(
            max(((covers[i] & missing).bit_count() for i in some), default=0) for some in left
        ):
            return
        if not left:
            yield chosen
        for place in left[0] if left else ():
            if place not in chosen:
                yield from extended((*chosen, place), missing & ~covers[place])

    return extended((), (1 << sketch.deciding) - 1)


def _may_be(old: Expr, new: Expr) -> bool:
    """Slopes of models stand for one another, a size keeps its name."""
    if isinstance(new, Symbol) and new.is_integer:
        return bool(str(old) == str(new))
    return isinstance(old, Prime) == isinstance(new, Prime)


def _may_match(pattern: _Pattern, sketch: Sketch, chosen: tuple[int, ...]) -> bool:
    """May the ratio of the two be the same at every spot, in floating point, and not only because both are zero?"""
    numbers: list[float | None] = []
    pick = itemgetter(*chosen) if len(chosen) > 1 else lambda row: [row[i] for i in chosen]

    def pairs(rows: Iterable[tuple[list[float], float]]) -> Iterator[tuple[float | None, float]]:
        for row, slope in rows:
            numbers.append(pattern.roughly(pick(row)))
            yield numbers[-1], slope

    return not any(far_apart(pairs(rows)) for rows in sketch.roughly) and (not numbers or any(numbers))


def _is_ratio_same(pattern: _Pattern, entry: Entry, chosen: tuple[int, ...]) -> bool:
    """The same in balls."""
    counts = False

    def number_at(row: Row) -> Number:
        nonlocal counts
        values = [row.values[i] for i in chosen]
        if None in values:
            raise Undecided
        number = pattern.at(values)
        counts |= bool(number != 0 and row.slope != 0)
        return number

    profile = profile_of(entry)
    return profile is not None and not profile.differ(number_at) and counts


def _confirmed(pattern: _Pattern, entry: Entry, names: tuple[Expr, ...]) -> Match | None:
    """The match at all the points of a verdict."""
    formula, renaming = pattern.put(names), tuple(zip(pattern.letters, names, strict=True))
    scale = formula / entry.derivation.gradient
    if scale.is_Rational and scale != 0:  # written alike, it need not be tried
        alike = Match(entry, renaming, scale)
        return None if _is_hollow(pattern, alike) else alike
    truth, field = _slope(entry)
    if no_multiple((component(formula),), truth, field.spots):
        return None
    question = ask_about(entry.loss, [formula])
    if switches := [switch.expression for switch in switches_in(formula) if not switch.binders]:
        field, own = survey(question, truth), {switch.expression for switch in switches_in(entry.derivation.gradient)}
        if not all(switch in own or _has_two_sides(switch, field) for switch in switches):
            return None
    match = _related(entry, question, truth, field, renaming)
    return None if match is None or _is_hollow(pattern, match) else match


def _has_two_sides(switch: Expr, field: Field) -> bool:
    """Does its sign differ between spots? That of |p| - 1 does not, if p is a probability."""
    return {sign_at(switch, spot.where) for spot in field.spots} >= {-1, 1}


def _is_hollow(pattern: _Pattern, match: Match) -> bool:
    """Is a letter that is but a factor of the expression named after what the two differ by? It says nothing then."""
    factors = [factor.free_symbols for factor in Mul.make_args(pattern.formula)]
    letters = [sum(mark in names for names in factors) == 1 and {mark} in factors for mark in pattern.letters.values()]
    alone = [new for is_alone, (_, new) in zip(letters, match.renaming, strict=True) if is_alone]
    return any(match.scale is None or free_names(new) & free_names(match.scale) for new in alone)


@lru_cache(maxsize=1024)
def _slope(entry: Entry) -> tuple[Vector, Field]:
    """The gradient, and spots for expressions without boundaries of their own."""
    question = ask_about(entry.loss, [Integer(0)])
    truth = true_gradient(question)
    return truth, survey(question, truth)
