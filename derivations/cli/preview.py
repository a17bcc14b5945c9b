"""What was typed, typeset as the judge reads it: a page shows it before anybody asks."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import click
from sympy import Integer

from derivations.catalogue import Catalogue
from derivations.catalogue.author import in_order
from derivations.cli.asked import asked
from derivations.cli.commands import Scripts, pass_scripts
from derivations.cli.formulas import OfFormulas, formula_options
from derivations.cli.gradients import gradient_typed
from derivations.cli.heard import SECOND, heard, plain_claims
from derivations.cli.lefts import left_of, parted
from derivations.cli.lines import chain_of, read_steps
from derivations.cli.terminal import say
from derivations.cli.typed import Typed, as_typed, entry_named
from derivations.language.indices import rename_bound
from derivations.language.written import Order
from derivations.notation import tex
from derivations.notation.markup import markup


@click.command("preview", cls=OfFormulas)
@click.argument("loss")
@formula_options
@click.option("--claim", "claims", multiple=True)
@click.option("--steps", type=click.Path(path_type=Path))
@pass_scripts
def preview(scripts: Scripts, /, loss: str, claims: tuple[str, ...], steps: Path | None, **typed: Any) -> None:
    """Print as JSON the formulas in MathML, and what is to be said of how they were read.

    It takes the words of `check`, `derive` and `find`; of what is not typed yet it says nothing.
    """
    said = as_typed(loss, *claims, **typed)
    claims, beside, latex = plain_claims(said, scripts.catalogue, claims), said.beside, said.latex
    lines = read_steps(steps, beside, latex=latex) if steps else []
    lines = chain_of(claims[0], beside, latex=latex) if len(claims) == 1 and not steps else lines
    if said.wrt or claims or lines or entry_named(scripts.catalogue, loss):
        found = [_read(line.beside(said), scripts.catalogue, [line.claim]) for line in lines] or [
            _read(said, scripts.catalogue, claims)
        ]
    else:  # there is nothing yet that would say what the formula is
        reading = gradient_typed(loss, said.symbols, latex=said.latex)
        found = [([tex(reading.expression)], reading.remarks)]
    formulas = dict.fromkeys(formula for some, _ in found for formula in some)
    remarks = dict.fromkeys(remark for _, some in found for remark in some)
    say(json.dumps({"formulas": [*map(markup, formulas)], "remarks": [*remarks]}, ensure_ascii=False))


def _read(said: Typed, catalogue: Catalogue, claims: Sequence[str]) -> tuple[list[str], tuple[str, ...]]:
    """The formulas in TeX, and the remarks."""
    times = max((left_of(parted(claim)[0]).order for claim in claims), default=0)
    spoken = heard(said, catalogue, claims, times or 1)
    said, claims = spoken.typed, spoken.claims
    own = entry_named(catalogue, said.loss) is None
    found = asked(said, catalogue, claims or [str(Integer(0))] * max(1, len(said.wrt)), fold=False)
    loss = in_order(found.question.loss, *found.said) if found.said else found.question.loss
    order = Order(loss.written)

    def formulas() -> Iterator[str]:
        if own or not claims:
            yield f"L = {tex(loss.expression, order)}"
        if claims:
            pairs = zip(found.question.wrt, found.question.claims, strict=True)
            for w, claim in pairs:
                apart = rename_bound(claim, [w])  # of what is summed over, no index bears the name of w's
                slope = (
                    rf"\partial L}}{{\partial {tex(w)}" if times < SECOND else rf"\partial^2 L}}{{\partial {tex(w)}^2"
                )
                yield rf"\frac{{{slope}}} = {tex(apart, order)}"

    return list(formulas()), found.remarks
