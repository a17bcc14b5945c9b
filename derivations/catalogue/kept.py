"""What was made is kept on disk, so that what has not changed is not made again.

What is kept is known by the content of all that it follows from: the scripts, our code, and the versions of what it
stands on. So it is never trusted after a change, and the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any, TypeVar

from derivations.catalogue.scripts import Script, read_script, statement

PACKAGE = Path(__file__).parents[1]
ASIDE = {"losses", "questions", "notebook"}  # what a finding reads of scripts is named with it; a person asks the rest
IMPORT = re.compile(r"^\s*(?:from|import) (derivations[\w.]*)(?: import (\([^)]*\)|.*))?", re.MULTILINE)
FOLDER = "LOSSARY_CACHE"  # names the folder of what commands keep; if it is empty, they keep nothing
UNUSED = 14 * 86400  # seconds after which what nobody asked for is deleted
Made = TypeVar("Made")


@dataclass(frozen=True)
class Maker:
    """What makes the things that are kept: as long as it stays as it is, they are trusted.

    Args:
        name: what to call the folder.
        modules: with all of our code that they import.
        packages: those from outside that it stands on, each of which counts by its version.
        files: files and folders that it reads whatever it makes.
    """

    name: str
    modules: tuple[str, ...]
    packages: tuple[str, ...]
    files: tuple[Path, ...] = ()


@dataclass(frozen=True)
class Stated:
    """A script of which only what it states is read, and the title, but no prose."""

    path: Path
    titled: bool = False


Read = Path | Stated
FINDER = Maker("findings", ("derivations.publish.gather", "derivations.publish.cases"), ("sympy", "python-flint"))


READER = Maker("scripts", ("derivations.catalogue.scripts", "derivations.language"), ("sympy",))


class Kept:
    """A folder of what some maker has made. Without a folder nothing is kept, and nothing found."""

    def __init__(self, folder: Path | None = None, maker: Maker = FINDER) -> None:
        self.maker = maker
        self.folder = None if folder is None else folder / f"{maker.name}-{_state(maker)}"
        self._digests: dict[Read, bytes] = {}  # as they were at first: a script may change while one works it out

    def get(self, what: str, reads: Sequence[Read]) -> Any | None:
        """What was made before, if anything was.

        Args:
            what: its kind, and its subject; and what else than files it follows from.
            reads: the files from which it follows.
        """
        if self.folder is None:
            return None
        file = self.folder / self._name(what, reads)
        with suppress(Exception):  # there is none, or it is damaged: then it is made anew
            os.utime(file)
            return pickle.loads(file.read_bytes())  # noqa: S301  (our own, in the user's own folder)
        return None

    def put(self, what: str, reads: Sequence[Read], made: Any) -> None:
        """Keep what was made, unless a script has changed since; a disk that is full is no reason to fail."""
        if self.folder is None or any(self._digest(read) != _digest(read) for read in reads):
            return
        file = self.folder / self._name(what, reads)
        fresh = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(pickle.dumps(made))
            fresh.replace(file)

    def has(self, what: str, reads: Sequence[Read]) -> bool:
        """Is there something of this name? Whether it is whole, `get` will tell."""
        return self.folder is not None and (self.folder / self._name(what, reads)).is_file()

    def made(self, what: str, reads: Sequence[Read], make: Callable[[], Made]) -> Made:
        """What was made before; or else it is made now, and kept. It is never None."""
        found: Made | None = self.get(what, reads)
        if found is None:
            found = make()
            self.put(what, reads, found)
        return found

    def forget(self) -> None:
        """Delete what other versions of the maker have kept, and what nobody has asked for in a long time."""
        if self.folder is None:
            return
        for other in self.folder.parent.glob(f"{self.maker.name}-*"):
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)
        for file in self.folder.glob("*"):
            with suppress(OSError):
                if file.stat().st_mtime < time.time() - UNUSED:
                    file.unlink()

    def content(self, read: Read) -> str:
        """What stands for the content of a file, as it was when it was first looked at."""
        return self._digest(read).hex()

    def _digest(self, read: Read) -> bytes:
        if read not in self._digests:
            self._digests[read] = _digest(read)
        return self._digests[read]

    def _name(self, what: str, reads: Sequence[Read]) -> str:
        return f"{digest(what, *(f'{_place(read)} {self.content(read)}' for read in reads))}.pickle"


NOTHING = Kept()


def folder_of_commands() -> Path | None:
    """Where a command keeps for the next one what it has read; a build does not look there."""
    named = os.environ.get(FOLDER)
    if named is not None:
        return Path(named) if named else None
    from platformdirs import user_cache_path  # noqa: PLC0415  (the judge in a page has no such folder, nor this)

    return user_cache_path("lossary", appauthor=False)


class Reader:
    """Reads scripts; what a script states is kept, which is quicker to read than the script is to run.

    Args:
        folder: of what was made before.
    """

    def __init__(self, folder: Path | None) -> None:
        self.kept = Kept(folder, READER)

    def __call__(self, path: Path, name: str, kind: type) -> Script:
        """See `read_script`; a script that is kept has no error."""
        script = self.kept.made(f"script {name}", [path], lambda: read_script(path, name, kind))
        return replace(script, path=path)


def digest(*texts: str) -> str:
    """What stands for the texts."""
    return sha256("\0".join(texts).encode()).hexdigest()


def _state(maker: Maker) -> str:
    """Stands for the maker as it is: its code, as it was when it was loaded, and its files, which may change since."""
    read = {file.relative_to(place.parent).as_posix(): file for place in maker.files for file in _files(place)}
    return digest(_code(maker), *(f"{name} {_digest(file).hex()}" for name, file in sorted(read.items())))[:16]


@cache
def _code(maker: Maker) -> str:
    versions = [sys.version, *(f"{package} {version(package)}" for package in maker.packages)]
    files = sorted(code_of(*maker.modules))
    return digest(*versions, *(f"{file.relative_to(PACKAGE).as_posix()} {_digest(file).hex()}" for file in files))


def _files(place: Path) -> Iterable[Path]:
    return (file for file in place.rglob("*") if file.is_file()) if place.is_dir() else (place,)


def code_of(*modules: str) -> set[Path]:
    """Our files that modules stand on, as the imports say; scripts aside, which each finding names."""
    files: set[Path] = set()
    seen, waiting = set(modules), list(modules)
    while waiting:
        path = PACKAGE.parent.joinpath(*waiting.pop().split("."))
        for file in (path.with_suffix(".py"), path / "__init__.py"):
            if file.is_file() and file.relative_to(PACKAGE).parts[0] not in ASIDE:
                files.add(file)
                fresh = set(_imports(file)) - seen
                seen |= fresh
                waiting += fresh
    return files


@cache
def _imports(file: Path) -> tuple[str, ...]:
    """The modules that a file may import: each folder on the way, and each name of a module."""
    found: list[str] = []
    for module, names in IMPORT.findall(file.read_text(encoding="utf-8")):
        found += accumulate(module.split("."), "{}.{}".format)
        found += (f"{module}.{name}" for name in re.findall(r"\w+", names))
    return tuple(found)


def _place(read: Read) -> str:
    """Folder and name of a file, which become family and slug, wherever the tree lies."""
    path = read if isinstance(read, Path) else read.path
    return "/".join(path.parts[-2:])


def _digest(read: Read) -> bytes:
    if isinstance(read, Path):
        with suppress(IsADirectoryError):  # whoever reads it will be told
            return sha256(read.read_bytes()).digest()
        return b""
    return sha256(statement(read.path.read_bytes(), titled=read.titled).encode()).digest()
