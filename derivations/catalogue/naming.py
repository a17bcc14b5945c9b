"""What a loss answers to: its slug, its id, family/slug, those of former times, and other names that it states."""

from __future__ import annotations

import difflib
import re
from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from derivations.catalogue.scripts import Broken, shown, slug_of
from derivations.errors import LossaryError
from derivations.language.about import alias_key
from derivations.language.loss import is_id

LONGEST = 400  # characters of a name, more than a file can have
NUMBER = re.compile("t?[0-9]+")  # of a line, or of a step of the full tree
ALMOST_ID = re.compile("l(?=.*[0-9])[0-9a-z]{2,4}")  # as `alias_key` writes it
CALLED_LOSS = re.compile(
    r"(?<=.)-(?:loss|cost|objective)(?:-function)?$"
)  # hinge loss is hinge, as `alias_key` writes it
MOST_ALIKE = 3  # names that may be meant
MOST_EDITS = 2  # by which an id may be mistyped


def by_name(entries: Iterable[Any]) -> dict[str, Any]:
    """The entries by all that they answer to, as `alias_key` writes it."""
    entries = list(entries)
    return {name: entry for each in entries for name, entry in _other_names(each).items()} | by_own_name(entries)


def by_own_name(entries: Iterable[Any]) -> dict[str, Any]:
    """The same without the other names."""
    entries = list(entries)
    former = {name: part for entry in entries for name, part in _former_names(entry)}
    return former | {name: entry for entry in entries for name in _own_names(entry)}


def named(name: str, get: Callable[[str], Any | None]) -> Any | None:
    """The entry of this name, if there is one; NAME.v is that by the variable v, NAME.second a second derivative.

    Args:
        name: as somebody typed it.
        get: what has a name, as `alias_key` writes it.
    """
    if len(name) > LONGEST:
        return None
    whole, dot, variable = name.strip().rpartition(".")
    entry = named(whole, get) if dot else None
    key = alias_key(name)
    found = (entry and entry.part(variable)) or get(key)
    return get(CALLED_LOSS.sub("", key)) if found is None and CALLED_LOSS.search(key) else found


def unknown(name: str, entries: Iterable[Any]) -> LossaryError:
    """What to say of a name to which nothing answers: it tells the nearest that does."""
    names = by_name(entries)
    whole, dot, variable = name.strip().rpartition(".")
    entry = named(whole, names.get) if dot else None
    if entry is not None and NUMBER.fullmatch(variable):
        return LossaryError(
            f"{name} is the address of a line: `lossary show {name}` shows it; say {whole} if you mean the loss"
        )
    if entry is not None:
        have = ", ".join(part.variable for part in entry.page.parts)
        return LossaryError(
            f"{entry.slug} has no variable {variable}: it is differentiated with respect to {have}; "
            f"its lines go by numbers, as in {entry.address(1)}"
        )
    near: dict[Any, str] = {}
    for found in alike(name, names):
        near.setdefault(names[found], _told(found, names[found]))
    hint = f"did you mean {', '.join(near.values())}?" if near else "`lossary list` shows all"
    return LossaryError(f"no loss is called {name!r}: {hint}")


def alike(name: str, names: Iterable[str]) -> list[str]:
    """The names that may be meant: ids, if it is like one; else those that begin with it, and then those like it."""
    names, typed = list(names), alias_key(name)
    words = [one for one in names if not is_id(one)]
    longer = sorted((one for one in words if typed and one.startswith(f"{typed}-")), key=len)
    near = difflib.get_close_matches(typed, words, n=MOST_ALIKE)
    return _ids_near(name, names) or list(dict.fromkeys((*longer, *near)))[:MOST_ALIKE]


def _ids_near(name: str, names: Iterable[str]) -> list[str]:
    """The ids for which one might have been mistyped, the nearest first; of two the one that begins like it."""
    typed = alias_key(name)
    if not ALMOST_ID.fullmatch(typed):
        return []
    ranked = sorted(
        (_edits(typed, one), [a != b for a, b in zip(typed, one, strict=False)], one) for one in names if is_id(one)
    )
    return [one for edits, _, one in ranked[:3] if edits == ranked[0][0] <= MOST_EDITS]


def _edits(one: str, other: str) -> int:
    """How many letters must be put in, taken out or changed."""
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, start=1):
        before, row = row, [i]
        for j, wanted in enumerate(other, start=1):
            row.append(min(before[j] + 1, row[-1] + 1, before[j - 1] + (letter != wanted)))
    return row[-1]


def settled(
    entries: Sequence[Any], broken: Sequence[Broken], elsewhere: Iterable[Path]
) -> tuple[list[Any], list[Broken]]:
    """The entries whose other names are theirs alone, and whose hints lead to a loss; and the scripts of the rest.

    Args:
        entries: all that could be read.
        broken: the scripts that could not.
        elsewhere: scripts of another catalogue. A hint to one of these, or to a broken one, is right, though it leads
            nowhere here.
    """
    absent = {name for path in (*elsewhere, *(script.path for script in broken)) for name in _names_of(path)}
    own = by_own_name(entries)
    taken = {name: entry for entry in entries for name in _own_names(entry)}
    good: list[Any] = []
    bad: list[Broken] = []
    for entry in entries:
        try:
            _check_former(entry, taken)
            _check_aliases(entry, taken)
            _check_hints(entry, own, absent, entries, unread=bool(broken))
        except LossaryError as error:
            bad.append(Broken(entry.path, f"{shown(entry.path)}: {error}"))
        else:
            good.append(entry)
            taken |= dict(_former_names(entry)) | _other_names(entry)
    return good, bad


def _own_names(entry: Any) -> tuple[str, ...]:
    return tuple(map(alias_key, (entry.slug, entry.id, f"{entry.family.slug}/{entry.slug}")))


def _other_names(entry: Any) -> dict[str, Any]:
    return {alias_key(alias): entry for alias in entry.loss.aliases}


def _former_names(entry: Any) -> Iterator[tuple[str, Any]]:
    """The names of former times, each with the entry by the variable to which it leads."""
    for part in entry.parts:
        for name in part.loss.former:
            yield alias_key(name), part
            if not (is_id(name) or "/" in name):
                yield alias_key(f"{entry.family.slug}/{name}"), part


def _check_former(entry: Any, taken: Mapping[str, Any]) -> None:
    seen: dict[str, Any] = {}
    for key, part in _former_names(entry):
        name = key.upper() if is_id(key) else key
        other = taken.get(key)
        if other is entry:
            msg = f"former: {name} is what the loss is called now: leave it out"
            raise LossaryError(msg)
        if other is not None or key in seen:
            whose = f"is what {shown(other.path)} is called" if other else f"stands at {seen[key].loss.wrt} too"
            msg = f"former: {name} {whose}: it can lead to one derivation only"
            raise LossaryError(msg)
        seen[key] = part


def _told(found: str, entry: Any) -> str:
    """A name for a message; another name than its own with the slug, which the pages go by."""
    if is_id(found):
        return f"{found.upper()} ({entry.slug})"
    also = {alias_key(alias): alias for alias in entry.loss.aliases}
    return f"{entry.slug} ({also[found]})" if found in also else found


def _check_aliases(entry: Any, taken: Mapping[str, Any]) -> None:
    for alias in entry.loss.aliases:
        other = taken.get(alias_key(alias))
        if other is entry:
            msg = f"aliases: {alias!r} is the slug of the loss itself: leave it out"
            raise LossaryError(msg)
        if other is not None:
            msg = f"aliases: {alias!r} is what {shown(other.path)} is called: only one of the two may have the name"
            raise LossaryError(msg)


def _check_hints(
    entry: Any, own: Mapping[str, Any], absent: Container[str], entries: Iterable[Any], *, unread: bool
) -> None:
    """With scripts that could not be read, nobody knows which ids there are."""
    for hint in entry.loss.see_instead:
        name, found = alias_key(hint.name), named(hint.name, own.get)
        if found is not None and found.page is entry:
            msg = f"see_instead: {hint.name!r} is the loss itself: name another"
            raise LossaryError(msg)
        if found is None and name not in absent and not (unread and is_id(hint.name)):
            msg = f"see_instead: {unknown(hint.name, entries)}"
            raise LossaryError(msg)


def _names_of(path: Path) -> tuple[str, str]:
    """What a loss is called by the place of its script alone."""
    slug = slug_of(path.stem)
    return slug, f"{slug_of(path.parent.name)}/{slug}"
