"""Names that --where defines beside a loss of the catalogue: their values are put into the claims."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from sympy import Basic, Expr, Indexed, KroneckerDelta, Symbol
from sympy.core.relational import Relational

from derivations.cli.beside import Beside
from derivations.cli.typed import Known, Typed, named_beside
from derivations.errors import LossaryError
from derivations.language.domains import Index
from derivations.language.functions import Named
from derivations.language.indices import rename_bound, substitute
from derivations.language.loss import Loss
from derivations.language.shapes import base_of
from derivations.reading import Places, Reading, Role, Together, read_together

IDENTITY = re.compile(r"(?<![A-Za-z_\\])I(?![A-Za-z_({\[])")  # beside a loss that has no other I


class Instead:
    """What stands beside a loss of the catalogue, which holds none of these names.

    Args:
        typed: what was typed.
        loss: the loss.
        claims: the claims.

    Raises:
        LossaryError: it cannot be read, or is no definition of a new name.
    """

    def __init__(self, typed: Typed, loss: Loss, claims: Sequence[str]) -> None:
        self.typed = typed
        own = {str(base_of(name)) if isinstance(name, Expr) else str(name) for name in loss.symbols}
        defined = {str(base_of(definition.name)) for definition in loss.definitions}
        texts: list[tuple[Role, str]] = [*(("claim", claim) for claim in claims)]
        texts += [("beside", text) for text in typed.where]
        labels = labels_of(loss)
        ranks = {} if "I" in own | defined or not any(map(IDENTITY.search, claims)) else {"I": 2}
        self.beside = (
            read_together(texts, loss.symbols, ranks, labels=labels, latex=typed.latex) if texts else Together()
        )
        letters = {name: domain for name, domain in named_beside(typed).items() if name not in own}
        self.known: Known = {**loss.symbols, **letters, **self.beside.known}
        self.remarks = list(self.beside.remarks)
        found = Beside(self, set())
        for text in typed.where:
            found.add(text, self.known)
        self.needs, self.definitions = found.needs, found.definitions
        if found.conditions or found.constraints:
            msg = "--where beside a loss of the catalogue can only define names for the claim, as in e = p - t"
            raise LossaryError(msg)
        for name in (str(base_of(name)) for name, _ in self.definitions):
            if name in own - defined:
                msg = f"--where defines {name}, which is a name of the loss: take another letter"
                raise LossaryError(msg)

    def read(self, text: str, known: Known, at: Places | None = None, outer: Sequence[str] = ()) -> Reading:
        """A text that stands beside the loss."""
        said = self.typed.read(text, known, beside=self.beside, at=at, outer=outer)
        self.remarks += said.remarks
        return said

    def put_into(self, formula: Expr) -> Expr:
        """The formula with the values of the names, of which one may be made of others."""
        for name, value in self.definitions * len(self.definitions):
            if isinstance(name, Indexed):
                cells = [cell for cell in formula.atoms(Indexed) if cell.base.label.name == name.base.label.name]
                formula = formula.xreplace({cell: _at(cell, name, value, formula) for cell in cells})
            else:
                formula = formula.xreplace({s: value for s in formula.atoms(Symbol) if s.name == name.name})
        return formula


def labels_of(loss: Loss) -> set[str]:
    """The numbers of classes in it: they count entries, and nothing runs over them or calculates with them."""
    running = {index for w in (loss.wrt, loss.second) if isinstance(w, Indexed) for index in w.indices}
    indices = {name for name, domain in loss.symbols.items() if isinstance(name, Symbol) and isinstance(domain, Index)}
    formulas = [loss.expression, *(definition.value for definition in loss.definitions)]
    numbers = {name for formula in formulas for name in _numbers_in(formula)}
    return {name.name for name in (indices & loss.expression.free_symbols) - running - numbers}


def _numbers_in(node: Basic) -> Iterator[Basic]:
    """The names that stand for numbers, rather than count entries or are compared."""
    if isinstance(node, Symbol):
        yield node
    if not isinstance(node, Indexed | KroneckerDelta | Relational | Named):
        for part in node.args:
            yield from _numbers_in(part)


def _at(cell: Indexed, name: Indexed, value: Expr, around: Expr) -> Expr:
    """The value of an entry, its own sums by letters that nothing around it uses."""
    places = dict(zip(name.indices, cell.indices, strict=True))
    return substitute(rename_bound(value, around.atoms(Symbol), within_names=True), places)
