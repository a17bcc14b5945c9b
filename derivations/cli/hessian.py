"""Claims on the whole matrix of second derivatives: each entry is the slope of a component of the gradient."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase

from sympy import Indexed, Integer, Symbol

from derivations.cli.asked import Asked, Own
from derivations.cli.beside import places_of
from derivations.cli.typed import Known, Typed
from derivations.cli.yours import your_entry
from derivations.errors import LossaryError
from derivations.judge import ask_about
from derivations.judge.leftout import Assumption
from derivations.language.domains import Index
from derivations.language.loss import Loss
from derivations.language.shapes import free_names
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


def _sloped(loss: Loss, second: Indexed, letter: Symbol, size: Symbol | Integer) -> Loss:
    """A component of the gradient, to be differentiated by another entry."""
    entry = your_entry(loss)
    if loss.wrt.base not in free_names(entry.derivation.gradient):
        msg = f"the gradient does not depend on {loss.wrt.base}, so that every second derivative is 0: the claim is not"
        raise LossaryError(msg)
    if entry.gradient_level != "proved":
        msg = f"of a matrix of second derivatives every entry is judged only where the gradient is proved: {CURE}"
        raise LossaryError(msg)
    definitions = [(definition.name, definition.value) for definition in loss.definitions]
    symbols = {**loss.symbols, letter: Index("", last=size)}
    with_letter = replace(loss, second=second, symbols=symbols, definitions=definitions)
    return with_letter.sloped(entry.derivation.gradient)
