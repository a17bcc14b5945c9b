"""Claims on the whole matrix of second derivatives: each entry is the slope of a component of the gradient."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from sympy import Expr, Indexed, Integer, Symbol

from derivations.cli.asked import Asked, Own
from derivations.cli.beside import places_of
from derivations.cli.strange import check_names
from derivations.cli.typed import Known, Typed
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError
from derivations.judge import ask_about
from derivations.judge.leftout import Assumption
from derivations.language.domains import Index
from derivations.language.loss import Loss
from derivations.language.shapes import base_of, free_names, independent
from derivations.reading import ShapeError

CURE = "ask for one entry, as in --wrt w_j for the second derivative by w_j twice, in a loss that is typed as a formula"


def matrix_asked(typed: Typed, claim: str) -> Asked | None:
    """The question by two entries of the variable, if the claim has one for each pair; the gradient must be proved.

    Raises:
        LossaryError: it is such a matrix, but its entries cannot be judged.
    """
    own = Own(typed, [claim])
    own.claims = [str(Integer(0))]
    base = own.question(1, Assumption(), fold=True)
    loss, (variable,) = base.loss, base.wrt
    places = places_of(variable, loss.symbols) if isinstance(variable, Indexed) else None
    if places is None or len(places) != 1 or not variable.indices[0].is_Symbol:
        return None
    ((first, size),) = places
    taken = {str(name) for name in loss.symbols} | set(claim) | set(typed.loss)
    other = Symbol(
        next(letter for letter in "lkmjqrs" + ascii_lowercase if letter not in taken), **Index("").assumptions
    )
    try:
        known: Known = {**own.shared, **{str(name): domain for name, domain in loss.symbols.items()}}
        said = own.read(claim, known, at=[(first, size), (str(other), size)])
    except ShapeError:
        return None
    sloped = _sloped(loss, variable.base[other], other, size)
    found = ask_about(sloped, [said.expression], [sloped.wrt], needs=[said.needs])
    roles = {**found.roles, **base.roles}
    found = replace(found, roles=roles, given=base.given, loss_needs=base.loss_needs, of_slope=True)
    return Asked(found, tuple(dict.fromkeys(own.remarks)))


def mixed_asked(typed: Typed, claim: str, also: str) -> Asked:
    """The question of the second derivative by the variable and then by another number; the gradient must be proved.

    Raises:
        LossaryError: it cannot be judged.
    """
    own = Own(typed, [claim])
    own.claims = [str(Integer(0))]
    base = own.question(1, Assumption(), fold=True)
    loss, (variable, *_) = base.loss, base.wrt
    known: Known = {**own.shared, **{str(name): domain for name, domain in loss.symbols.items()}}
    other = typed.variable(also, known, beside=own.beside, at=()).expression
    second = next((name for name in loss.symbols if str(name) == str(other)), None)
    if not (variable.is_Symbol and other.is_Symbol):
        msg = f"a second derivative by two entries is judged only as a whole matrix: {CURE}"
        raise LossaryError(msg)
    if second is None:
        raise independent(other, map(str, loss.symbols))
    said = own.read(claim, known)
    check_names([said], {str(name) for name in loss.symbols})
    sloped = _sloped(loss, second, None, Integer(0))
    found = ask_about(sloped, [said.expression], [sloped.wrt], needs=[said.needs])
    found = replace(
        found, roles={**found.roles, **base.roles}, given=base.given, loss_needs=base.loss_needs, of_slope=True
    )
    return Asked(found, tuple(dict.fromkeys(own.remarks)))


def _sloped(loss: Loss, second: Expr, letter: Symbol | None, size: Symbol | Integer) -> Loss:
    """A component of the gradient, to be differentiated by another entry, or by another number."""
    entry = your_entry(loss)
    if base_of(second) not in free_names(entry.derivation.gradient):
        which = "this second derivative is 0 everywhere" if letter is None else "every second derivative is 0"
        msg = f"the gradient does not depend on {base_of(second)}, so that {which}: is the claim?"
        raise LossaryError(msg)
    if entry.gradient_level != "proved":
        msg = f"a second derivative by two variables is judged only where the gradient is proved: {CURE}"
        raise LossaryError(msg)
    definitions = [(definition.name, definition.value) for definition in loss.definitions]
    symbols = {**loss.symbols, **({} if letter is None else {letter: Index("", last=size)})}
    with_letter = replace(loss, second=second, symbols=symbols, definitions=definitions)
    return with_letter.sloped(entry.derivation.gradient)
