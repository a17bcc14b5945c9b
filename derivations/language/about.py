"""What a script says of a loss beside its formulas: where it is written down, and what it is called, also in code."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import MISSING, dataclass, fields
from typing import Any

from derivations.errors import LossaryError

LIBRARIES = {  # by the name that one imports, which must stand at the beginning of a call
    "torch": "PyTorch",
    "jax": "JAX",
    "optax": "Optax (JAX)",
    "keras": "Keras",
    "sklearn": "scikit-learn",
    "xgboost": "XGBoost",
}
REDUCTIONS = ("none", "mean", "sum", "sum_over_batch_size")
FROM_MEMORY = "cited from memory"
DOI = r"10\.\d{4,9}/[\w.;()/:-]*[\w)]"
ARXIV = r"(?:\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7})(?:v\d+)?"
ALIAS = r"\w[\w .:+–-]*"
LONGEST_ALIAS = 60
LONGEST_USE = 70  # characters
SLUG = r"(?:[a-z][a-z0-9-]*/)?[a-z][a-z0-9-]*"  # of another family with its name


@dataclass(frozen=True)
class Source:
    """Where a loss is written down.

    Args:
        text: author, title, year, and where in it.
        doi: its DOI, such as ``10.1214/aoms/1177703732``, without ``https://doi.org/``.
        arxiv: its arXiv id, such as ``1807.03748``, without ``arXiv:``.
        from_memory: nobody has looked it up yet; such sources are counted.

    Raises:
        LossaryError: a field of the wrong kind.
    """

    text: str
    doi: str = ""
    arxiv: str = ""
    from_memory: bool = False

    def __post_init__(self) -> None:
        _put(self, "text", _text("source", self.text))
        _check_form("source", "doi", self.doi, DOI, "a DOI such as 10.1214/aoms/1177703732, without https://doi.org/")
        _check_form("source", "arxiv", self.arxiv, ARXIV, "an arXiv id such as 1807.03748, without arXiv:")
        if not isinstance(self.from_memory, bool):
            msg = f"source: from_memory must be True or False, not {self.from_memory!r}"
            raise LossaryError(msg)

    @property
    def line(self) -> str:
        """The source as one line of text, with the addresses that lead to it."""
        doubt = (FROM_MEMORY,) if self.from_memory else ()
        return ", ".join((self.text, *self.links.values(), *doubt))

    @property
    def links(self) -> dict[str, str]:
        """What leads to it: the name of each link, and the address."""
        found = {}
        if self.doi:
            found[f"doi:{self.doi}"] = f"https://doi.org/{self.doi}"
        if self.arxiv:
            found[f"arXiv:{self.arxiv}"] = f"https://arxiv.org/abs/{self.arxiv}"
        return found


@dataclass(frozen=True)
class Code:
    """How a library calls the loss.

    Args:
        call: as one types it, in the symbols of the loss, with the name of the library in full:
            ``torch.nn.L1Loss()(p, t)``.
        reduction: what the library makes of a batch unless told otherwise, one of REDUCTIONS.
        note: how it differs from the loss of the page, if it does.

    Raises:
        LossaryError: no call, or a library or a reduction that is not known.
    """

    call: str
    reduction: str
    note: str = ""

    def __post_init__(self) -> None:
        _put(self, "call", _text("in_code: the call", self.call))
        root = _root(self.call)
        if root not in LIBRARIES:
            begins = f"begins with {root}" if root else "is no call"
            cure = f"write it as one types it, such as torch.nn.L1Loss()(p, t), from {', '.join(LIBRARIES)}"
            msg = f"in_code: {self.call!r} {begins}: {cure}"
            raise LossaryError(msg)
        if self.reduction not in REDUCTIONS:
            msg = f"in_code: the reduction of {self.call!r} is one of {', '.join(REDUCTIONS)}, not {self.reduction!r}"
            raise LossaryError(msg)
        _put(self, "note", _text("in_code: a note", self.note, empty=True))

    @property
    def library(self) -> str:
        return LIBRARIES[_root(self.call)]

    @property
    def function(self) -> str:
        """The name of what is called."""
        return self.call.partition("(")[0]

    @property
    def arguments(self) -> str:
        """What follows the name, in brackets."""
        return self.call.removeprefix(self.function)


@dataclass(frozen=True)
class Instead:
    """Another loss that this one is easily confused with.

    Args:
        name: its slug or id.
        why: why it is not the same.

    Raises:
        LossaryError: a field that is no text.
    """

    name: str
    why: str

    def __post_init__(self) -> None:
        _put(self, "name", _text("see_instead: the slug", self.name))
        _put(self, "why", _text("see_instead: the reason", self.why))


def sources(stated: Any) -> tuple[Source, ...]:
    """The sources of a script: one or several, each as a text or a record.

    Raises:
        LossaryError: something else.
    """
    items = [stated] if isinstance(stated, str | Source) and stated else stated or ()
    if not isinstance(items, list | tuple) or not all(isinstance(item, str | Source) for item in items):
        msg = f"source must be a text, or Source('author, title, year', doi='10...'), or several, not {stated!r}"
        raise LossaryError(msg)
    return tuple(item if isinstance(item, Source) else Source(item) for item in items)


def aliases(stated: Any, is_id: Callable[[str], bool]) -> tuple[str, ...]:
    """The other names of a loss.

    Args:
        stated: what the script says.
        is_id: does a name look like a permanent id, which may some day stand for another loss?

    Raises:
        LossaryError: one that nobody could type, that looks like an id, or that occurs twice.
    """
    _check_list("aliases", stated, 'names such as "MAE" or "nn.L1Loss"')
    for alias in stated:
        if not (isinstance(alias, str) and re.fullmatch(ALIAS, alias) and len(alias) <= LONGEST_ALIAS):
            form = f"up to {LONGEST_ALIAS} letters, digits, spaces and . : + - _, a letter or digit first"
            msg = f"aliases: {alias!r} is no name that one could search for: {form}"
            raise LossaryError(msg)
        if is_id(alias_key(alias)):
            msg = f"aliases: {alias!r} has the form of a permanent id, which may stand for another loss: leave it out"
            raise LossaryError(msg)
    for again in _twice(map(alias_key, stated)):
        msg = f"aliases: {again!r} occurs twice (case, spaces, - and _ make no difference): leave one out"
        raise LossaryError(msg)
    return tuple(stated)


def former(stated: Any, is_id: Callable[[str], bool]) -> tuple[str, ...]:
    """The ids and slugs under which a derivation stood before: one, or several.

    Raises:
        LossaryError: something that is neither, or the same twice.
    """
    names = [stated] if isinstance(stated, str) else stated
    _check_list("former", names, 'ids and slugs such as "L7KF" and "gaussian-covariance"')
    for name in names:
        if not (isinstance(name, str) and (re.fullmatch(SLUG, name) or is_id(name))):
            msg = f"former: {name!r} is no id such as L7KF, and no slug such as gaussian-covariance"
            raise LossaryError(msg)
    for again in _twice(map(alias_key, names)):
        msg = f"former: {again!r} occurs twice: leave one out"
        raise LossaryError(msg)
    return tuple(name.upper() if is_id(name) else name for name in names)


def alias_key(name: str) -> str:
    """The name as it is compared: "Mean absolute_error" is mean-absolute-error, torch.nn.L1Loss is l1loss."""
    without_modules = re.sub(r"^(?:\w+\.)+(?=\w)", "", name.strip().lower())
    return "-".join(re.split(r"[\s_–-]+", without_modules))


def why(stated: Any) -> str:
    """The sentences that say why one uses the loss; none, if the script has none."""
    return _text("why", stated, empty=True)


def used_for(stated: Any) -> str:
    """What one takes the loss for, in a few words for the table of its family; none, if the script has none.

    Raises:
        LossaryError: a whole sentence, or a text too long for a table.
    """
    text = _text("used_for", stated, empty=True)
    if text.endswith(".") or len(text) > LONGEST_USE:
        form = f"a few words such as 'errors of which some are wild', at most {LONGEST_USE} characters, no full stop"
        msg = f"used_for must be {form}, not {text!r}"
        raise LossaryError(msg)
    return text


def codes(stated: Any) -> tuple[Code, ...]:
    """The calls of a script, each as a tuple or a record."""
    return tuple(_records("in_code", stated, Code))


def insteads(stated: Any) -> tuple[Instead, ...]:
    """What not to confuse the loss with, each as a pair or a record.

    Raises:
        LossaryError: the same loss twice.
    """
    found = tuple(_records("see_instead", stated, Instead))
    for again in _twice(alias_key(instead.name) for instead in found):
        msg = f"see_instead: {again!r} occurs twice: leave one out"
        raise LossaryError(msg)
    return found


def _records(field: str, stated: Any, kind: Any) -> Iterator[Any]:
    """The items as records of a kind, for which a tuple may stand."""
    parts = fields(kind)
    least = sum(part.default is MISSING for part in parts)
    form = f"({', '.join(part.name for part in parts)})"
    _check_list(field, stated, f"tuples {form}")
    for item in stated:
        if isinstance(item, kind):
            yield item
        elif isinstance(item, tuple) and least <= len(item) <= len(parts):
            yield kind(*item)
        else:
            msg = f"{field} must be a list of tuples {form}, not of {item!r}"
            raise LossaryError(msg)


def _root(call: str) -> str:
    """The name at the beginning of a call; empty if it is no call. Nothing is called here: its syntax is looked at."""
    try:
        is_call = isinstance(ast.parse(call, mode="eval").body, ast.Call)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        is_call = False
    found = re.match(r"(\w+)(?:\.\w+)+\(", call)
    return found[1] if found and is_call else ""


def _check_list(field: str, stated: Any, what: str) -> None:
    if not isinstance(stated, list | tuple):
        msg = f"{field} must be a list of {what}, not {stated!r}"
        raise LossaryError(msg)


def _check_form(field: str, name: str, value: Any, pattern: str, form: str) -> None:
    if not isinstance(value, str) or (value and not re.fullmatch(pattern, value, re.ASCII)):
        msg = f"{field}: {name} must be {form}, not {value!r}"
        raise LossaryError(msg)


def _text(what: str, value: Any, *, empty: bool = False) -> str:
    """The text on one line."""
    if not isinstance(value, str) or not (empty or value.strip()):
        msg = f"{what} must be a text, not {value!r}"
        raise LossaryError(msg)
    return " ".join(value.split())


def _twice(names: Iterable[str]) -> Iterator[str]:
    seen: set[str] = set()
    for name in names:
        if name in seen:
            yield name
        seen.add(name)


def _put(record: Any, name: str, value: Any) -> None:
    object.__setattr__(record, name, value)
