"""The losses of numbers alone, and what there is to compute of them."""

from __future__ import annotations

from collections.abc import Iterator

from derivations.catalogue.losses import Entry
from derivations.code.generate import whats_of, writer_of
from derivations.code.languages import BY_KEY
from derivations.code.naming import NoCode
from derivations.code.shapes import VALUE, Kernel, kernel


def is_scalar(entry: Entry) -> bool:
    """Is it a loss of numbers alone?"""
    return not any(domain.shape for domain in entry.loss.all_symbols.values())


def all_kernels(entry: Entry) -> Iterator[Kernel]:
    """The value, then the gradient and the second derivative by each variable.

    Raises:
        NoCode: there is none.
    """
    for part in entry.parts:
        for what in whats_of(part):
            if what != VALUE or part is entry:
                yield kernel(part, what)


def kernels_of(entry: Entry, to: str) -> list[Kernel]:
    """Those of them for which the language has all functions."""
    found = []
    for one in all_kernels(entry):
        try:
            writer_of(BY_KEY[to], one).function()
        except NoCode:
            continue
        found.append(one)
    return found
