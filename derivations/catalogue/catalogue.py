"""All losses together: finds their scripts, leaves out what is broken, and gives each its place and its names."""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cached_property, lru_cache, partial
from pathlib import Path

from derivations.catalogue.families import Family
from derivations.catalogue.interactive import Interactive
from derivations.catalogue.kept import Reader, folder_of_commands
from derivations.catalogue.lookup import names_in, scripts_of_symbols, scripts_that_name
from derivations.catalogue.losses import Entry, load_entry
from derivations.catalogue.naming import NUMBER, alike, by_name, by_own_name, named, settled, unknown
from derivations.catalogue.scripts import Broken, Read, read_script, slug_of, sorted_out
from derivations.errors import LossaryError
from derivations.language.about import alias_key
from derivations.language.loss import ID_ALPHABET, is_id

SCRIPTS = Path(__file__).parents[1] / "losses"
FAMILIES = (
    "regression",
    "classification",
    "linear-models",
    "networks",
    "vectors",
    "units",
)  # from easy to hard; others follow


@dataclass(frozen=True)
class Catalogue(Interactive):
    """All losses, family by family, in the order of their slugs."""

    directory: Path
    entries: tuple[Entry, ...]
    broken: tuple[Broken, ...] = ()

    def __repr__(self) -> str:
        """In a line, for Python's prompt."""
        return f"<{len(self.entries)} losses in {len(self.families)} families, such as {self.entries[0].slug!r}>"

    def __iter__(self) -> Iterator[Entry]:
        """The losses, each by its first variable."""
        return iter(self.entries)

    def __len__(self) -> int:
        return len(self.entries)

    @cached_property
    def parts(self) -> tuple[Entry, ...]:
        """The entries of all losses by each of their variables: what is derived and checked."""
        return tuple(part for entry in self.entries for part in entry.parts)

    @cached_property
    def families(self) -> tuple[Family, ...]:
        """Those of which there is a loss, in the order in which a newcomer meets them."""
        return tuple(sorted({entry.family for entry in self.entries}, key=lambda family: family.place))

    def of_family(self, family: Family) -> tuple[Entry, ...]:
        return self._members[family]

    @cached_property
    def _members(self) -> dict[Family, tuple[Entry, ...]]:
        return {family: tuple(entry for entry in self.entries if entry.family == family) for family in self.families}

    @cached_property
    def by_id(self) -> dict[str, Entry]:
        """The entries of all losses by each of their variables, by their ids."""
        return {part.id: part for part in self.parts}

    @cached_property
    def _by_name(self) -> dict[str, Entry]:
        return by_name(self.entries)

    @cached_property
    def _by_own_name(self) -> dict[str, Entry]:
        return by_own_name(self.entries)

    @property
    def left_out(self) -> tuple[Broken, ...]:
        """The broken scripts, as far as scripts were read."""
        return self.broken

    def named(self, name: str) -> Entry | None:
        """What `find` finds; None if there is none, so that nothing is said about it."""
        return named(name, self._by_name.get)

    def find(self, name: str) -> Entry:
        """The entry with this slug, id, family/slug, former or other name; capitals make no difference.

        With a dot and a variable, as in `huber.t` or `L4K7.t`, it is the entry by that one.

        Raises:
            LossaryError: if there is none; it names the nearest. If its script is broken, it says how.
        """
        found = self.named(name)
        if found is not None:
            return found
        wanted = alias_key(name)
        for script in self.broken:
            if wanted in (script.slug, f"{slug_of(script.path.parent.name)}/{script.slug}"):
                raise LossaryError(script.error)
        raise unknown(name, self.entries)

    def at(self, address: str) -> tuple[Entry, str]:
        """The entry of a name, or of an address such as L4K7.2 or L4K7.t3; and the line or step, if there is one.

        Raises:
            LossaryError: there is no such loss, or no such line in it.
        """
        name, _, what = address.strip().rpartition(".")
        entry = self.named(name) if NUMBER.fullmatch(what) else None
        if entry is None or entry.part(what) is not None:
            return self.find(address), ""
        derivation = entry.derivation
        tree = () if entry.first else derivation.tree
        last = len(tree) if what.startswith("t") else len(derivation.all_lines)
        number = int(what.removeprefix("t"))
        if not 0 < number <= last:
            kind = "step of the full tree" if what.startswith("t") else "line"
            end = entry.address(f"{what[:-1].rstrip('0123456789')}{last}")
            msg = f"{address}: there is no such {kind} in {entry.slug}: the last is {end}"
            raise LossaryError(msg)
        return entry, what

    def of_symbols(self, count: int) -> tuple[Entry, ...]:
        """The losses of this many symbols."""
        return tuple(entry for entry in self.entries if len(entry.loss.symbols) == count)

    def of_scripts(self, paths: Collection[Path]) -> tuple[Entry, ...]:
        """What stands in these scripts; nothing of those that are broken."""
        wanted = set(paths)
        return tuple(entry for entry in self.entries if entry.path in wanted)

    def instead(self, entry: Entry) -> Iterator[tuple[Entry, str]]:
        """The losses with which a loss is easily confused, as far as they are here, each with the reason."""
        hints = ((self._named_so(hint.name), hint.why) for hint in entry.loss.see_instead)
        yield from ((other, why) for other, why in hints if other is not None)

    def _named_so(self, name: str) -> Entry | None:
        """The same, but other names of a loss do not count."""
        return named(name, self._by_own_name.get)

    def fresh_id(self) -> str:
        """An id that no entry has."""
        taken = {name for part in self.parts for name in (part.id, *filter(is_id, part.loss.former))}
        draw = random.SystemRandom()
        while (fresh := "L" + "".join(draw.choice(ID_ALPHABET) for _ in range(3))) in taken:
            pass
        return fresh


class OwnCatalogue(Catalogue):
    """The losses of the package: one that is asked for by a name is read alone, and all when somebody asks for all.

    Of a name that two scripts state, or that a broken script may lose, all are asked too. That each of our names is
    written out, so that it is seen in the text, the tests say.
    """

    def __init__(self, directory: Path) -> None:
        vars(self).update(directory=directory, _read={}, _settled={}, _named={})

    @cached_property
    def _whole(self) -> Catalogue:
        reader = Reader(folder_of_commands())
        found = load_catalogue(self.directory, partial(self._load, read=reader))
        reader.kept.forget()
        return found

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        return self._whole.entries

    @cached_property
    def broken(self) -> tuple[Broken, ...]:
        return self._whole.broken

    @property
    def left_out(self) -> tuple[Broken, ...]:
        return self.broken if self._is_whole else ()

    def named(self, name: str) -> Entry | None:
        return super().named(name) if self._is_whole else named(name, partial(self._alone, by_name))

    def find(self, name: str) -> Entry:
        if self._is_whole or self.named(name) is not None:
            return super().find(name)
        keys = {alias_key(name), alias_key(name.strip().rpartition(".")[0])}
        if any(scripts_that_name(keys, self._scripts)):  # of a loss that is broken, or has no such variable
            return super().find(name)
        written = {key: path for path in self._scripts for key in names_in(path)}
        raise unknown(name, list(self._of(dict.fromkeys(written[key] for key in alike(name, written)))))

    def _named_so(self, name: str) -> Entry | None:
        return super()._named_so(name) if self._is_whole else named(name, partial(self._alone, by_own_name))

    @property
    def _is_whole(self) -> bool:
        return "_whole" in vars(self)

    def _alone(self, names: Callable[[Iterable[Entry]], dict[str, Entry]], key: str) -> Entry | None:
        """The entry of this name, as `alias_key` writes it; all are asked if its script may not keep the name.

        The texts of all scripts are looked through once for a name: a claim asks about its loss more than once.
        """
        known: dict[tuple[object, str], Entry | None] = vars(self)["_named"]
        if (names, key) not in known:
            found = names(list(self._of(scripts_that_name({key}, self._scripts)))).get(key)
            sure = found is None or self._is_settled(found.page)
            known[names, key] = found if sure else names(self.entries).get(key)
        return known[names, key]

    def _is_settled(self, entry: Entry) -> bool:
        """Does no other script state a name of this one, and does each of its hints lead to a script?"""
        settled: dict[Path, bool] = vars(self)["_settled"]
        if entry.path not in settled:
            hints = [{alias_key(hint.name), alias_key(hint.name.partition(".")[0])} for hint in entry.loss.see_instead]
            settled[entry.path] = list(scripts_that_name(by_name([entry]), self._scripts)) == [entry.path] and all(
                any(scripts_that_name(keys, self._scripts)) for keys in hints
            )
        return settled[entry.path]

    def of_symbols(self, count: int) -> tuple[Entry, ...]:
        if self._is_whole:
            return super().of_symbols(count)
        found = self._of(scripts_of_symbols(count, self._scripts))
        return in_their_order(entry for entry in found if len(entry.loss.symbols) == count)

    def of_scripts(self, paths: Collection[Path]) -> tuple[Entry, ...]:
        return super().of_scripts(paths) if self._is_whole else in_their_order(self._of(paths))

    def _of(self, paths: Iterable[Path]) -> Iterator[Entry]:
        """What these scripts state; of those that are broken whoever asks for all is told."""
        for path in paths:
            with suppress(LossaryError):
                yield self._load(path)

    @cached_property
    def _scripts(self) -> list[Path]:
        return scripts_below(self.directory)

    def _load(self, path: Path, read: Read = read_script) -> Entry:
        known: dict[Path, Entry] = vars(self)["_read"]
        if path not in known:
            known[path] = load_entry(path, read=read)
        return known[path]


def load_catalogue(directory: Path | None = None, load: Callable[[Path], Entry] = load_entry) -> Catalogue:
    """Read every script below a folder (those of the package, if none is given).

    A script that cannot be read, has a wrong field, or takes a name of another is left out, and recorded.

    Args:
        directory: the folder.
        load: reads a script.

    Raises:
        LossaryError: there is no such folder, or no script in it that works.
    """
    directory = SCRIPTS if directory is None else directory
    if not directory.is_dir():
        msg = f"{directory}: no such folder of scripts"
        raise LossaryError(msg)
    entries, broken = sorted_out(scripts_below(directory), load)
    entries, misnamed = settled(entries, broken, elsewhere=scripts_below(SCRIPTS) if directory != SCRIPTS else ())
    broken = sorted([*broken, *misnamed], key=lambda script: script.path)
    if broken and not entries:
        raise LossaryError(broken[0].error)
    return Catalogue(directory, in_their_order(entries), tuple(broken))


def scripts_below(directory: Path) -> list[Path]:
    """The scripts of losses in the families of a folder."""
    return sorted(path for path in directory.glob("*/*.py") if path.name != "__init__.py")


def the_catalogue(directory: Path = SCRIPTS) -> Catalogue:
    """The losses below a folder (those of the package, if none is given), read once."""
    return _read_once(directory)


@lru_cache(maxsize=2)
def _read_once(directory: Path) -> Catalogue:
    return OwnCatalogue(directory) if directory == SCRIPTS else load_catalogue(directory)


def in_their_order(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    """Family by family, and by name."""
    return tuple(sorted(entries, key=_rank))


def _rank(entry: Entry) -> tuple[int, Path]:
    family = entry.family.slug
    return FAMILIES.index(family) if family in FAMILIES else len(FAMILIES), entry.path
