"""A loss of the asker's own, ready to be derived: with all that must hold for it to have a value."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path

from sympy import Expr, Gt, Integer, Pow
from sympy.core.relational import Relational

from derivations.calculus.edges import own_conditions
from derivations.calculus.granted import Known
from derivations.calculus.known import known_of
from derivations.catalogue import Catalogue, Entry, Family
from derivations.catalogue.author import in_order
from derivations.cli.asked import asked
from derivations.cli.typed import Typed
from derivations.language.functions import Branches, takes_any_exponent
from derivations.language.loss import ANONYMOUS, Loss
from derivations.reading.needs import relations_of

NOWHERE = Family("", "", "")  # a loss of your own is in no family


def your_loss(typed: Typed, catalogue: Catalogue) -> Loss:
    """The loss that was typed with what was stated of it, and what it needs beside what it shows: ready to be derived.

    One of the catalogue by another variable than those of its script is yours as well.
    """
    found = asked(typed, catalogue, [str(Integer(0))] * max(1, len(typed.wrt)), fold=False)
    own = found.question
    loss = in_order(own.loss, *found.said) if found.said else own.loss
    wrt = own.wrt[0] if len(own.wrt) == 1 else tuple(own.wrt)
    known = known_of(loss).stating(own.given)
    relations, needs = _as_relations(own.loss_needs, known)
    relations += _own_relations(loss.expression, own.wrt, known.stating(relations))
    if wrt != loss.wrt or own.given or relations or needs:
        definitions = [(definition.name, definition.value) for definition in loss.definitions]
        constraints = [*loss.constraints, *own.given, *relations]
        loss = replace(
            loss,
            id=ANONYMOUS,
            wrt=wrt,
            definitions=definitions,
            constraints=constraints,
            needs=needs,
            closing=(),
            other_forms=(),
            limits=(),
            mistakes=(),
        )
    return loss.alone() if len(typed.wrt) == 1 else loss


def _as_relations(needs: Iterable[Expr], known: Known) -> tuple[list[Relational], list[Expr]]:
    """What must hold for these to have a value, but for what is granted; and those of which no relation says it."""
    found, left = list[Relational](), list[Expr]()
    for need in needs:
        value, given = (need.args[0], need.args[1:2]) if isinstance(need, Branches) else (need, ())
        relations = relations_of(value)
        missing = [relation for relation in relations if not known.grants(relation, given)]
        found += () if given else missing
        left += [need] if not relations or (given and missing) else []
    return found, left


def _own_relations(formula: Expr, variables: Iterable[Expr], known: Known) -> list[Relational]:
    """What it needs to have a value whatever one of these variables is, but for what is meant for every index."""
    found = [own_conditions(formula, w, known) for w in variables]
    own = [relation for each in found for relation, indices in each.items() if not indices]
    return list(dict.fromkeys((*own, *_positive_bases(formula, known))))


def _positive_bases(formula: Expr, known: Known) -> Iterator[Relational]:
    """What is raised to a power that may be any number, as in x^a: around a negative x it has no value."""
    for node in sorted(formula.atoms(Pow), key=str):
        is_outside = node.free_symbols <= formula.free_symbols  # of sums
        if takes_any_exponent(node) and is_outside and not known.is_nonnegative(node.base):
            yield Gt(node.base, 0, evaluate=False)


def your_entry(loss: Loss) -> Entry:
    """The loss as an entry that is in no catalogue."""
    return Entry("", NOWHERE, "Your loss", "", Path("your loss"), loss)
