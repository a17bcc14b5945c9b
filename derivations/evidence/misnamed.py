"""Are the names in the lines those of what the loss defines?"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sympy import Basic, Expr

from derivations.errors import LossaryError
from derivations.evidence.report import Equation, Failure
from derivations.language.functions import Adjoint, Named
from derivations.language.loss import Loss
from derivations.language.names import plain_names


def misnamed(claims: Iterable[Equation], loss: Loss) -> Iterator[Failure]:
    """Names in the lines that are printed for something else than the loss defines them to be."""
    known: dict[Basic, str] = {}
    for claim in claims:
        for node in sorted(claim.left.atoms(Named, Adjoint) | claim.right.atoms(Named, Adjoint), key=str):
            if node not in known:
                known[node] = _misuse(node, loss)
            if known[node]:
                yield Failure(claim.address, "misnamed", known[node])


def _misuse(node: Expr, loss: Loss) -> str:
    try:
        if isinstance(node, Adjoint):
            loss.check_short_name(node)
        plain_names("", node, loss.definitions)
    except LossaryError as error:
        return str(error).removeprefix(": ")
    return ""
