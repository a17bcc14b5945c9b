"""Derivatives that a line of a derivation says are still to be taken, d/dp ( ... ): taken, so that it can be judged."""

from __future__ import annotations

import re
from contextlib import suppress
from dataclasses import replace

from sympy import Indexed

from derivations.catalogue import Catalogue
from derivations.cli.lefts import Applied, applied_in, group_end, left_of, spelled
from derivations.cli.named import named_in
from derivations.cli.typed import Typed, entry_meant, outside
from derivations.cli.verdict import verdict_on
from derivations.cli.yours import your_entry, your_loss
from derivations.errors import LossaryError
from derivations.notation import sympy_text, tex

JOINED = re.compile(r"[-+−±*/·@]")
POWER = re.compile(r"\s*(?:\^\s*(?:\{[^{}]*\}|\w)|\*\*\s*\w+|[²³])\s*")


def with_slopes_taken(text: str, typed: Typed, catalogue: Catalogue) -> str:
    """The line, with what these derivatives are; one that cannot be taken for sure stays as it is."""
    found = list(applied_in(text))
    found = [one for one in found if not any(_is_within(one, other) for other in found)]
    whole = left_of(text)
    if whole.kind == "formula" and _is_one_factor(whole.of):
        found = [Applied((0, len(text)), whole.of, whole.by)]
    if not found or entry_meant(typed, catalogue) is not None:
        return text
    for applied in sorted(found, key=lambda one: one.span, reverse=True):
        value = _taken(replace(typed, loss=applied.formula, wrt=(applied.by,)), typed, catalogue)
        start, end = applied.span
        text = f"{text[:start]}({value}){text[end:]}" if value else text
    return text


def _is_within(one: Applied, other: Applied) -> bool:
    return one is not other and other.span[0] <= one.span[0] and one.span[1] <= other.span[1]


def _is_one_factor(formula: str) -> bool:
    """Is it clear that a derivative before it is of all of it, as before (p - t)^2 and log(p)?"""
    end = group_end(formula, 0)
    if end:
        return end == len(formula) or bool(POWER.fullmatch(formula, end))
    return not any(JOINED.match(sign) for _, sign in outside(formula)) and not re.search(r"\\(?:cdot|times)", formula)


def _taken(inner: Typed, outer: Typed, catalogue: Catalogue) -> str:
    """The derivative, as it would be typed; empty, if that is not proved, or if its names are others than outside."""
    with suppress(LossaryError):
        named = named_in(inner, catalogue, [])
        (by,) = inner.wrt
        if not named.letters <= named_in(outer, catalogue, [inner.loss]).letters | {by}:
            return ""
        if not inner.where and spelled(by).letter not in inner.loss:
            return "0"
        loss, beside = your_loss(inner, catalogue), your_loss(outer, catalogue)
        ranks = {str(name): len(domain.shape) for name, domain in beside.symbols.items()}
        if any(ranks.get(str(name), len(domain.shape)) != len(domain.shape) for name, domain in loss.symbols.items()):
            return ""
        needs_more = loss.needs or {*loss.relations} - {*beside.relations}
        if needs_more or (isinstance(loss.wrt, Indexed) and not spelled(by).below):
            return ""
        gradient = your_entry(loss).derivation.gradient
        text = tex(gradient) if inner.latex else sympy_text(gradient)
        judgement, _ = verdict_on(inner, catalogue, [text])
        return text if (judgement.verdict, judgement.level) == ("exact", "proved") else ""
    return ""
