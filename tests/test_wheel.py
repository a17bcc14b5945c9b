"""The wheel, installed where the source tree is not: it lists, shows, cites, checks and builds."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Callable
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
Lossary = Callable[..., str]


def run(*command: str | Path, cwd: Path) -> str:
    """What the command prints; an error shows what it said."""
    kept = {"PATH": os.environ["PATH"], "HOME": os.environ.get("HOME", "/"), "PYTHONSAFEPATH": "1"}
    done = subprocess.run(command, cwd=cwd, env=kept, capture_output=True, text=True, check=False)
    assert done.returncode == 0, f"{done.args}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def elsewhere(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("else where")


@pytest.fixture(scope="module")
def home(repository: Path, elsewhere: Path) -> Path:
    """An environment of its own with the wheel in it; what the wheel depends on, it borrows from ours."""
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check"]
    run(*pip, "wheel", "--no-deps", "--no-build-isolation", "--wheel-dir", elsewhere, repository, cwd=elsewhere)
    home = elsewhere / "home"
    venv.create(home, symlinks=True)
    (wheel,) = elsewhere.glob("lossary-*.whl")
    run(*pip, "--python", home / "bin/python", "install", "--no-deps", "--no-index", wheel, cwd=elsewhere)
    borrowed = packages_of(home) / "borrowed.pth"
    borrowed.write_text(sysconfig.get_path("purelib") + "\n", encoding="utf-8")
    return home


@pytest.fixture(scope="module")
def lossary(home: Path, elsewhere: Path) -> Lossary:
    return lambda *arguments: run(home / "bin/lossary", *arguments, cwd=elsewhere)


def packages_of(home: Path) -> Path:
    return Path(sysconfig.get_path("purelib", "venv", {"base": str(home), "platbase": str(home)}))


def files_below(folder: Path) -> set[str]:
    found = (path.relative_to(folder) for path in folder.rglob("*") if path.is_file())
    return {path.as_posix() for path in found if "__pycache__" not in path.parts}


def test_the_installed_package_is_the_one_in_use(home: Path, elsewhere: Path) -> None:
    where = run(home / "bin/python", "-c", "import derivations; print(derivations.__file__)", cwd=elsewhere)
    assert Path(where.strip()) == packages_of(home) / "derivations/__init__.py"


def test_the_wheel_holds_the_package_and_what_the_site_is_made_of(home: Path, repository: Path) -> None:
    installed = files_below(packages_of(home) / "derivations")
    site = {f"_site/templates/{file}" for file in files_below(repository / "templates")} | {"_site/mkdocs.yml"}
    assert installed == files_below(repository / "derivations") | site


def test_it_lists_every_loss(lossary: Lossary, repository: Path) -> None:
    scripts = [path for path in repository.glob("derivations/losses/*/*.py") if path.name != "__init__.py"]
    listed = re.findall(r"^  L\w{3}  (\S+)", lossary("list"), re.MULTILINE)
    assert sorted(listed) == sorted(path.stem.replace("_", "-") for path in scripts)


def test_it_shows_cites_and_checks(lossary: Lossary) -> None:
    assert "sign(m_x(w) - t)" in json.loads(lossary("show", "L4K7", "--format", "json"))["gradient"]
    assert "L4K7" in lossary("cite", "absolute-of-a-model", "--format", "bibtex")
    assert lossary("verify", "L4K7").startswith("ok")


def test_it_knows_the_questions(lossary: Lossary) -> None:
    assert lossary("verify", "target-is-constant").startswith("ok")


def test_it_builds_the_site_and_leaves_itself_alone(lossary: Lossary, home: Path, elsewhere: Path) -> None:
    before = files_below(packages_of(home))
    few = elsewhere / "few" / "regression"  # the whole site takes its time, and is built elsewhere
    few.mkdir(parents=True)
    shutil.copy(packages_of(home) / "derivations/losses/regression/absolute_of_a_model.py", few)
    assert lossary("--losses", few.parent, "build").strip() == str(elsewhere / "site/index.html")
    page = (elsewhere / "site/losses/regression/absolute-of-a-model.html").read_text(encoding="utf-8")
    assert "<math" in page
    assert files_below(packages_of(home)) == before
