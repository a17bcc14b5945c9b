"""Findings kept on disk, so that what has not changed is not worked out again.

What is kept is known by the content of all that it follows from: the scripts, our code, and the versions of what it
stands on. So it is never trusted after a change, and the folder may be deleted at any time.
"""

from __future__ import annotations

import os
import pickle
import re
import shutil
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import sha256
from importlib.metadata import version
from itertools import accumulate
from pathlib import Path
from typing import Any

PACKAGE = Path(__file__).parents[1]
SCRIPTS_ASIDE = {"losses", "questions"}  # what a finding reads of these is named with it
STANDS_ON = ("sympy", "python-flint")
FINDERS = ("derivations.publish.gather", "derivations.publish.cases")  # they work the findings out
IMPORT = re.compile(r"^\s*(?:from|import) (derivations[\w.]*)(?: import (\([^)]*\)|.*))?", re.MULTILINE)


class Kept:
    """A folder of findings. Without a folder nothing is kept, and nothing found."""

    def __init__(self, folder: Path | None = None) -> None:
        self.folder = None if folder is None else folder / _engine()
        self._digests: dict[Path, bytes] = {}  # as they were at first: a script may change while one works it out

    def get(self, what: str, reads: Sequence[Path]) -> Any | None:
        """What was found before, if anything was.

        Args:
            what: the kind of finding, and its subject.
            reads: the scripts from which it follows.
        """
        if self.folder is None:
            return None
        file = self.folder / self._name(what, reads)
        with suppress(Exception):  # there is none, or it is damaged: then it is worked out anew
            return pickle.loads(file.read_bytes())  # noqa: S301  (our own, in the user's own folder)
        return None

    def put(self, what: str, reads: Sequence[Path], found: Any) -> None:
        """Keep what was found; a disk that is full or read-only is no reason to fail."""
        if self.folder is None:
            return
        file = self.folder / self._name(what, reads)
        fresh = file.with_suffix(f".{os.getpid()}")
        with suppress(OSError):
            self.folder.mkdir(parents=True, exist_ok=True)
            fresh.write_bytes(pickle.dumps(found))
            fresh.replace(file)

    def forget_others(self) -> None:
        """Delete what other versions of the code have kept."""
        for other in self.folder.parent.glob("*") if self.folder else ():
            if other != self.folder:
                shutil.rmtree(other, ignore_errors=True)

    def content(self, script: Path) -> str:
        """What stands for the content of a script, as it was when it was first looked at."""
        return self._digest(script).hex()

    def _digest(self, path: Path) -> bytes:
        if path not in self._digests:
            self._digests[path] = _digest(path)
        return self._digests[path]

    def _name(self, what: str, reads: Sequence[Path]) -> str:
        texts = [what.encode(), *map(self._digest, reads)]
        return f"{sha256(b'|'.join(texts)).hexdigest()}.pickle"


NOTHING = Kept()


@lru_cache(maxsize=1)
def _engine() -> str:
    """Stands for the code that works out findings, and for Python, SymPy and FLINT, as they are."""
    versions = [sys.version, *(f"{package} {version(package)}" for package in STANDS_ON)]
    files = sorted(code_of(*FINDERS))
    texts = [*(v.encode() for v in versions), *(f.relative_to(PACKAGE).as_posix().encode() + _digest(f) for f in files)]
    return sha256(b"|".join(texts)).hexdigest()[:16]


def code_of(*modules: str) -> set[Path]:
    """Our files that these modules stand on, as the imports say; scripts aside, which each finding names."""
    files: set[Path] = set()
    waiting = list(modules)
    while waiting:
        name = waiting.pop()
        path = PACKAGE.parent.joinpath(*name.split("."))
        for file in {path.with_suffix(".py"), path / "__init__.py"} - files:
            if file.is_file() and file.relative_to(PACKAGE).parts[0] not in SCRIPTS_ASIDE:
                files.add(file)
                waiting += _imports(file.read_text(encoding="utf-8"))
    return files


def _imports(source: str) -> Iterator[str]:
    """The modules that a file may import: each folder on the way, and each name of a module."""
    for module, names in IMPORT.findall(source):
        yield from accumulate(module.split("."), "{}.{}".format)
        yield from (f"{module}.{name}" for name in re.findall(r"\w+", names))


def _digest(file: Path) -> bytes:
    return sha256(file.read_bytes()).digest()
