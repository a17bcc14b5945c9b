"""Names of a claim of which nothing else says anything: whatever they were, no claim could be judged."""

from __future__ import annotations

import re
from collections.abc import Iterable
from collections.abc import Set as AbstractSet

from sympy import Basic, Expr, Indexed

from derivations.cli.typed import Typed
from derivations.errors import LossaryError
from derivations.notation import unicode_text
from derivations.reading import Reading


class StrangeNameError(LossaryError):
    """A claim with a name of which nothing else says anything.

    Args:
        name: the name.
    """

    def __init__(self, name: str) -> None:
        self.name = name
        ways = f'--where "{name} = ..." if it stands for a formula, or --symbol {name}:hyper if it is a constant'
        super().__init__(f"{name} in the claim does not occur in the loss: say {ways}")


def check_arrays(claims: Iterable[Expr], told: Iterable[Basic]) -> None:
    """Refuse an array that a claim alone holds.

    Raises:
        LossaryError: there is one.
    """
    known = {str(cell.base) for formula in told for cell in formula.atoms(Indexed)}
    for cell in (cell for claim in claims for cell in sorted(claim.atoms(Indexed), key=str)):
        if str(cell.base) not in known:
            said = f'--where "{unicode_text(cell)} = ..."'
            msg = f"{cell.base} in the claim does not occur in the loss: say what it is, as in {said}"
            raise LossaryError(msg)


def check_names(claims: Iterable[Reading], told: AbstractSet[str]) -> None:
    """Refuse a plain name that a claim alone holds.

    Raises:
        StrangeNameError: there is one.
    """
    for name, kind in (pair for claim in claims for pair in claim.symbols.items()):
        if kind.kind == "scalar" and name not in told:
            raise StrangeNameError(name)


def check_stated(typed: Typed, seen: AbstractSet[str], claims: Iterable[str]) -> None:
    """Refuse a --symbol of a name that stands nowhere: a slip of it would be passed over.

    Raises:
        LossaryError: there is one.
    """
    said = [statement.partition(":") for statement in typed.symbols]
    text = " ".join((typed.beside, *typed.wrt, *claims, *(words for _, _, words in said)))
    for name in (name.strip() for name, _, _ in said):
        if name not in seen and not re.search(rf"(?<![A-Za-z]){re.escape(name)}(?![A-Za-z])", text):
            msg = f"--symbol {name}: there is no {name} in the loss, the claim or beside them: mend it, or leave it out"
            raise LossaryError(msg)
