"""Claims on the whole matrix of second derivatives: each entry is the slope of a component of the gradient."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from string import ascii_lowercase
from types import MappingProxyType

from sympy import Expr, Indexed, IndexedBase, Integer, Symbol

from derivations.catalogue import Entry
from derivations.cli.asked import Asked, Own
from derivations.cli.beside import places_of
from derivations.cli.instead import IDENTITY, Instead
from derivations.cli.lefts import spelled
from derivations.cli.stated import stated
from derivations.cli.strange import check_names
from derivations.cli.typed import Known, Typed
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError
from derivations.judge import Question, ask_about
from derivations.judge.leftout import Assumption
from derivations.language.domains import Domain, Index, Real
from derivations.language.loss import Loss
from derivations.language.shapes import base_of, free_names, independent
from derivations.reading import Reading, ShapeError

BOUND = r"(?:sum|Σ|∑)\s*_?\s*\{{?\s*{0}\b|\b{0}\s*(?:=|\\in\b)"  # an index over which a sum runs
INDEX = re.compile(r"(?:_\{?|\[)([a-z]{1,2})\b")
ENTRY = re.compile(r"(?:_\{?[a-z]\}?|\[[a-z]\])\s*$")  # what stands below the w of w_i
CURE = "ask for one entry, as in --wrt w_j for the second derivative by w_j twice, in a loss that is typed as a formula"


def matrix_asked(typed: Typed, claim: str) -> Asked | None:
    """The question by two entries of the variable, if the claim has one for each pair; the gradient must be proved.

    Raises:
        LossaryError: it is such a matrix, but its entries cannot be judged.
    """
    own, base = _without_claim(typed, claim)
    if (pair := _pair_of(base.loss, base.wrt[0], claim + typed.loss)) is None:
        return None
    if len(used := pair.letters_in(claim)) == len(pair.letters):
        own = Own(typed, [claim], used)
    said = _entry_claimed(own.read, claim, _known(own, base), pair)
    return None if said is None else _about_slope(own, base, said, *pair.entry)


def of_entries(typed: Typed, claim: str, also: str) -> Asked | None:
    """The same by the w_i and w_j that are named, of which the claim uses both letters or none; None if it is no such.

    Raises:
        LossaryError: it is, but cannot be judged.
    """
    one, other = spelled(typed.wrt[0]), spelled(also)
    pair = sorted({one.below, other.below})
    if not (one.is_entry and other.is_entry and one.letter == other.letter) or list(map(len, pair)) != [1, 1]:
        return None
    if letters_of(claim) not in (pair, []):
        return None
    return matrix_asked(replace(typed, wrt=(ENTRY.sub("", typed.wrt[0]),)), claim)


def letters_of(claim: str) -> list[str]:
    """The letters below names in a claim, but those that a sum runs over."""
    letters = {letter for word in INDEX.findall(claim) for letter in word}
    return sorted(letter for letter in letters if not re.search(BOUND.format(letter), claim))


def mixed_asked(typed: Typed, claim: str, also: str) -> Asked:
    """The question of the second derivative by the variable and then by another number; the gradient must be proved.

    Raises:
        LossaryError: it cannot be judged.
    """
    own, base = _without_claim(typed, claim)
    loss, (variable, *_), known = base.loss, base.wrt, _known(own, base)
    other = typed.variable(also, known, beside=own.beside, at=()).expression
    second = next((name for name in loss.symbols if str(name) == str(other)), None)
    if not (variable.is_Symbol and other.is_Symbol):
        msg = f"a second derivative by two entries is judged only as a whole matrix: {CURE}"
        raise LossaryError(msg)
    if second is None:
        raise independent(other, map(str, loss.symbols))
    said = own.read(claim, known)
    check_names([said], {str(name) for name in loss.symbols})
    return _about_slope(own, base, said, second)


def _without_claim(typed: Typed, claim: str) -> tuple[Own, Question]:
    """What was typed, read beside the claim, and the question of the loss alone."""
    own = Own(typed, [claim])
    own.claims = [str(Integer(0))]
    return own, own.question(1, Assumption(), fold=True)


def _known(own: Own, base: Question) -> Known:
    return {**own.shared, **{str(name): domain for name, domain in base.loss.symbols.items()}}


def _about_slope(
    own: Own, base: Question, said: Reading, second: Expr, more: Mapping[Symbol, Domain] = MappingProxyType({})
) -> Asked:
    """The question whether the claim is the slope, by this, of a component of the gradient."""
    sloped = _sloped(base.loss, your_entry(base.loss), second, more)
    found = ask_about(sloped, [said.expression], [sloped.wrt], needs=[said.needs])
    roles = {**found.roles, **base.roles}
    found = replace(found, roles=roles, given=base.given, loss_needs=base.loss_needs, of_slope=True)
    return Asked(found, tuple(dict.fromkeys(own.remarks)))


def matrix_about(typed: Typed, entry: Entry, claim: str, *, by_letters: bool = False) -> Asked | None:
    """The same of a loss of the catalogue; `by_letters`: only of a claim that names two entries."""
    if (pair := _pair_of(entry.loss, entry.loss.wrt, claim)) is None:
        return None
    holds_identity = IDENTITY.search(claim) is not None and "I" not in map(str, entry.loss.symbols)
    if by_letters and not holds_identity and len(pair.letters_in(claim)) != len(pair.letters):
        return None
    beside = Instead(typed, entry.loss, [claim])
    is_read = len(beside.beside.known.get("I", Real("")).shape) == len(pair.letters)
    if holds_identity and not is_read:  # alone it stands beside no matrix that tells what it is
        delta = rf"{chr(92) if typed.latex else ''}delta_{{{pair.letters[0]}{pair.letters[1]}}}"
        alone = matrix_about(typed, entry, IDENTITY.sub(lambda _: f" {delta}", claim), by_letters=by_letters)
        return alone and replace(alone, remarks=("I was read as the identity matrix",))
    said = _entry_claimed(beside.read, claim, beside.known, pair)
    if said is None:
        return None
    sloped = _sloped(entry.loss, entry, *pair.entry)
    needs = [[*map(beside.put_into, (*said.needs, *beside.needs))]]
    found = ask_about(
        sloped, [beside.put_into(said.expression)], [sloped.wrt], needs=needs, roles=stated(typed.symbols).roles
    )
    return Asked(replace(found, of_slope=True), tuple(dict.fromkeys(beside.remarks)))


@dataclass(frozen=True)
class _Pair:
    """Two entries of a vector: its array, the letters of the two, how far they run, and letters of other indices."""

    array: IndexedBase
    letters: tuple[Symbol, Symbol]
    size: Symbol | Integer
    labels: frozenset[str]

    @property
    def entry(self) -> tuple[Expr, dict[Symbol, Domain]]:
        """The second entry, with the domain of its letter."""
        letter = self.letters[1]
        return self.array[letter], {letter: Index("", last=self.size)}

    def letters_in(self, claim: str) -> list[str]:
        """The letters below names that may stand for the two entries: no labels, and none that a sum runs over."""
        return [letter for letter in letters_of(claim) if letter not in self.labels]


def _pair_of(loss: Loss, variable: Expr, text: str) -> _Pair | None:
    """The entries by which one differentiates, the second with a letter of its own; None if it is no vector."""
    places = places_of(variable, loss.symbols) if isinstance(variable, Indexed) else None
    if places is None or len(places) != 1 or not variable.indices[0].is_Symbol:
        return None
    first, taken = variable.indices[0], {str(name) for name in loss.symbols} | set(text)
    second = loss.second.indices[0] if isinstance(loss.second, Indexed) else first
    letter = next(letter for letter in "lkmjqrs" + ascii_lowercase if letter not in taken)
    other = Symbol(letter, **Index("").assumptions) if second == first or not second.is_Symbol else second
    labels = {str(name) for name, domain in loss.symbols.items() if isinstance(domain, Index)}
    return _Pair(variable.base, (first, other), places[0][1], frozenset(labels - {str(first), str(other)}))


def _entry_claimed(read: Callable[..., Reading], claim: str, known: Known, pair: _Pair) -> Reading | None:
    """The entry that the claim has for the two: of a matrix, or of a formula by two letters; None if it has none."""
    names = [str(letter) for letter in pair.letters]
    used = pair.letters_in(claim)
    with suppress(ShapeError):
        if len(used) != len(names):
            return read(claim, known, at=[(name, pair.size) for name in names])
        rest = iter(letter for letter in used if letter not in names)
        standing = {name: name if name in used else next(rest) for name in names}
        said = read(claim, {**known, **{letter: Index("", last=pair.size) for letter in used}}, at=())
        swap = {Symbol(standing[str(letter)], **Index("").assumptions): letter for letter in pair.letters}
        put = [tuple(formula.xreplace(swap) for formula in some) for some in (said.expressions, said.needs)]
        return replace(said, expressions=put[0], needs=put[1])
    return None


def _sloped(loss: Loss, entry: Entry, second: Expr, more: Mapping[Symbol, Domain] = MappingProxyType({})) -> Loss:
    """A component of the gradient, to be differentiated by another entry, or by another number."""
    if base_of(second) not in free_names(entry.derivation.gradient) and not loss.definitions:
        which = "every second derivative is 0" if more else "this second derivative is 0 everywhere"
        msg = f"the gradient does not depend on {base_of(second)}, so that {which}: is the claim?"
        raise LossaryError(msg)
    if entry.gradient_level != "proved":
        msg = f"a second derivative by two variables is judged only where the gradient is proved: {CURE}"
        raise LossaryError(msg)
    definitions = [(definition.name, definition.value) for definition in loss.definitions]
    symbols = {**loss.symbols, **more}
    with_letter = replace(loss, second=second, symbols=symbols, definitions=definitions, mistakes=())
    return with_letter.sloped(entry.derivation.gradient)
