"""The whole of a piece of code: what it begins with, the helpers that it calls, and its functions."""

from __future__ import annotations

from collections.abc import Sequence

from derivations.catalogue.losses import Entry
from derivations.code.clike import CWriter
from derivations.code.dialects import writer
from derivations.code.helped import helper_kernel
from derivations.code.helpers import HELPERS
from derivations.code.languages import BY_KEY, C, Language
from derivations.code.naming import NoCode
from derivations.code.shapes import GRADIENT, SECOND, VALUE, Kernel, kernel
from derivations.code.workspaces import INVERTED, INVERTED_TEXT
from derivations.code.writer import Writer

WHATS = (VALUE, GRADIENT, SECOND)
INCLUDES = {"": "#include <math.h>", "malloc(": "#include <stdlib.h>"}


def writer_of(language: Language, kernel: Kernel) -> Writer:
    if language.key == C:
        return CWriter(kernel)
    return writer(language, kernel)


def code_of(entry: Entry, to: str, what: str = "") -> str:
    """The code of a loss by one of its variables.

    Args:
        entry: the loss.
        to: a key of BY_KEY.
        what: VALUE, GRADIENT or SECOND; if empty, all that there is.

    Raises:
        NoCode: there is none, or the language lacks a function.
    """
    if what and what not in WHATS:
        msg = f"{entry.slug}: there is no code for '{what}': ask for {', '.join(WHATS)}, or for all"
        raise NoCode(msg)
    return program(BY_KEY[to], [kernel(entry, one) for one in ([what] if what else whats_of(entry))])


def whats_of(entry: Entry) -> list[str]:
    """What there is to compute."""
    return [what for what in WHATS if what != SECOND or entry.second]


def program(language: Language, kernels: Sequence[Kernel]) -> str:
    """The code of some kernels.

    Raises:
        NoCode: the language lacks a function.
    """
    functions, wanted = [], []
    for one in kernels:
        writer = writer_of(language, one)
        functions.append(writer.function())
        wanted += writer.helpers
    helpers = helpers_of(language, wanted, kernels[0])
    text = "\n\n".join([*helpers, *functions]) if language.key == C else "\n\n\n".join([*helpers, *functions])
    begin = (
        "\n".join(line for name, line in INCLUDES.items() if name in text or not name)
        if language.key == C
        else "\n".join(line for name, line in language.imports.items() if name in text)
    )
    gap = "\n\n" if language.key == C else "\n\n\n"
    return f"{begin}{gap}{text}\n" if begin else f"{text}\n"


def helpers_of(language: Language, wanted: Sequence[str], kernel: Kernel) -> list[str]:
    """The helpers that are called, each once, after those that it calls itself."""
    found: dict[str, str] = {}

    def take(name: str) -> None:
        if name in found:
            return
        writer = writer_of(language, helper_kernel(name, kernel.loss))
        text = writer.function(static=True)
        for other in writer.helpers:
            take(other)
        found[name] = text

    for name in HELPERS:
        if name in wanted:
            take(name)
    return [*([INVERTED_TEXT] if INVERTED in wanted else []), *found.values()]
