"""Packs what the page needs, within the Python that will run it: Pyodide's, started by packing.mjs under Node.

So what is compiled suits it, and is the same wherever it is packed. The folder of the host is /host, that of the page
/lossary.
"""

from __future__ import annotations

import ast
import gc
import importlib.util
import io
import json
import marshal
import pickle
import shutil
import sys
import tarfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

HOST, PAGE = Path("/host"), Path("/lossary")
STANDARD, LIBRARIES, LOSSARY = "python_stdlib.zip", "libraries.tar.zst", "lossary.tar.zst"
CATALOGUE, SKETCHES = "catalogue.pickle", "sketches.json"
ASIDE = ("tests", "benchmarks", "__pycache__")
# Beginnings of the paths of which a page loads nothing.
UNUSED = {
    "libraries": "flint/test/ sympy/categories/ sympy/codegen/ sympy/crypto/ sympy/diffgeom/ sympy/holonomic/ "
    "sympy/liealgebras/ sympy/parsing/autolev/ sympy/parsing/c/ sympy/parsing/fortran/ sympy/parsing/latex/ "
    "sympy/physics/ sympy/sandbox/ sympy/stats/ sympy/testing/ sympy/unify/ sympy/vector/",
    "python": "_pyio _pyrepl/ antigravity bdb cProfile cmd concurrent/interpreters configparser curses/ dbm/ doctest "
    "encodings/big5 encodings/cp encodings/euc encodings/gb encodings/hp encodings/hz encodings/iso encodings/johab "
    "encodings/koi encodings/kz encodings/mac encodings/palmos encodings/pt encodings/shift encodings/tis ensurepip/ "
    "fileinput ftplib http/ idlelib/ imaplib ipaddress mailbox mimetypes multiprocessing/ netrc optparse pdb "
    "pickletools poplib profil pyclbr pydoc quopri rlcompleter sched smtplib socketserver sqlite3/ statistics this "
    "tkinter/ tomllib/ trace. turtle unittest/ venv/ wave wsgiref/ xml zipapp zoneinfo/",
}
UNCHECKED = (1).to_bytes(4, "little") + bytes(8)  # compiled from no file that might change: see PEP 552
LEVEL = 19  # of compression, among 22


def pack(task: dict[str, Any]) -> None:
    """Do the task: the libraries, or all that is ours.

    Args:
        task: of the libraries the `packages` and the `wheel`; of ours the `losses`, as paths of their scripts.
    """
    gc.disable()
    PAGE.mkdir()
    if "wheel" in task:
        _standard()
        _libraries(task["packages"], task["wheel"])
    else:
        _lossary(task["losses"])


def _standard() -> None:
    """The standard library, compiled: from the source, a page would do so itself."""
    with zipfile.ZipFile(HOST / "pyodide" / STANDARD) as whole, zipfile.ZipFile(HOST / STANDARD, "w") as part:
        for name in sorted(whole.namelist()):
            if name.endswith("/") or name.startswith(tuple(UNUSED["python"].split())):
                continue
            data, is_source = whole.read(name), name.endswith(".py")
            entry = zipfile.ZipInfo(name + "c" if is_source else name)  # which dates it 1980
            part.writestr(entry, _compiled(data, name) if is_source else data)  # compressed it is as a whole


def _libraries(packages: Iterable[str], wheel: str) -> None:
    for package in packages:
        shutil.copytree(HOST / package, PAGE / package, ignore=shutil.ignore_patterns(*ASIDE))
    with zipfile.ZipFile(HOST / wheel) as archive:
        archive.extractall(PAGE)  # noqa: S202  (its hash is pinned)
    unused = tuple(UNUSED["libraries"].split())
    files = (file for file in sorted(PAGE.rglob("*")) if file.suffix in {".py", ".so"})
    _write(LIBRARIES, (file for file in files if not str(file.relative_to(PAGE)).startswith(unused)))


def _lossary(losses: Iterable[str]) -> None:
    with tarfile.open(HOST / LIBRARIES) as archive:
        archive.extractall(PAGE, filter="data")
    ours = shutil.copytree(HOST / "derivations", PAGE / "derivations")
    files = sorted(ours.rglob("*.py"))
    shutil.copytree(HOST / "losses", ours / "losses")
    catalogue = PAGE / CATALOGUE
    catalogue.write_bytes(_catalogue(losses))
    sketches = shutil.copyfile(HOST / SKETCHES, PAGE / SKETCHES)
    _write(LOSSARY, [catalogue, sketches, *files])


def _catalogue(losses: Iterable[str]) -> bytes:
    """What the scripts state, which is read five times as fast as they run."""
    sys.path.insert(0, str(PAGE))
    from derivations.catalogue import SCRIPTS, load_entry  # noqa: PLC0415  (it has been unpacked only now)

    entries = [load_entry(SCRIPTS / path) for path in losses]
    return pickle.dumps([(e.slug, e.family, e.title, e.lead, e.path, e.loss) for e in entries])


def _write(name: str, files: Iterable[Path]) -> None:
    """An archive that is the same, to the byte, whenever it is written."""
    with tarfile.open(HOST / name, "w:zst", level=LEVEL) as archive:  # type: ignore[call-overload]
        for file in files:
            path, data, is_source = str(file.relative_to(PAGE)), file.read_bytes(), file.suffix == ".py"
            data = _compiled(data, path) if is_source else data
            entry = tarfile.TarInfo(path + "c" if is_source else path)
            entry.size = len(data)
            archive.addfile(entry, io.BytesIO(data))


def _compiled(text: bytes, path: str) -> bytes:
    """A module without its docstrings, but with its assertions: SymPy counts on some."""
    source = ast.parse(text)
    for node in _documented(source):
        node.body = node.body[1:] or [ast.copy_location(ast.Pass(), node.body[0])]
    code = compile(source, path, "exec", dont_inherit=True)
    return importlib.util.MAGIC_NUMBER + UNCHECKED + marshal.dumps(code)


def _documented(source: ast.Module) -> Iterator[Any]:
    kinds = ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef
    return (node for node in ast.walk(source) if isinstance(node, kinds) and ast.get_docstring(node, clean=False))


if __name__ == "__main__":
    pack(json.loads((HOST / "task.json").read_text(encoding="utf-8")))
