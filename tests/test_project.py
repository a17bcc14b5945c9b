"""What the project says of itself, held against what is so."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

import pytest
import yaml

from derivations import __version__

# In pieces, so that this file does not contain what it looks for.
HOSTS = ["py" + "pi.org", "python" + "hosted.org", "npm" + "js.org", "deb." + "debian.org"]
FOLDERS = [rf"(?<![\w.~/-])/{name}/" for name in ("wo" + "rk", "ho" + "me", "ro" + "ot", "o" + "pt")]
OUTSIDE = [r"\.\./sha" + "red"]
FOREIGN = re.compile("|".join([*map(re.escape, HOSTS), *FOLDERS, *OUTSIDE]))


def files_of(repository: Path) -> Iterator[Path]:
    """Every file that is or would be committed. Without git, which a machine that runs the tests need not have."""
    ignored = {
        ".git",
        *(line.strip("/") for line in (repository / ".gitignore").read_text(encoding="utf-8").splitlines()),
    }
    for folder, folders, files in os.walk(repository):
        folders[:] = [name for name in folders if not any(fnmatch(name, pattern) for pattern in ignored)]
        yield from (Path(folder) / name for name in files)


def foreign(text: str) -> list[str]:
    return [line for line in text.splitlines() if FOREIGN.search(line)]


def test_no_file_names_a_registry_or_a_machine(repository: Path) -> None:
    assert repository / ".ci/run" in files_of(repository)
    texts = {path: path.read_text(encoding="utf-8", errors="replace") for path in files_of(repository)}
    assert {path.name: lines for path, text in texts.items() if (lines := foreign(text))} == {}


@pytest.mark.parametrize("pattern", [*HOSTS, "see /wo" + "rk/x", "cp '/ro" + "ot/.x'", ".." + "/shared/x"])
def test_a_foreign_name_is_found(pattern: str) -> None:
    assert foreign(f"one line\n{pattern}\n")
    assert not foreign("site/wo" + "rk/x ~/home/x https://lossary.example/wo" + "rk/")


def settings(repository: Path) -> dict[str, Any]:
    return tomllib.loads((repository / "pyproject.toml").read_text(encoding="utf-8"))


def asked_for(repository: Path) -> set[str]:
    """The names of the packages that the project asks for itself."""
    project = settings(repository)
    asked = [*project["project"]["dependencies"], *project["dependency-groups"]["dev"]]
    return {re.split(r"[^a-z0-9-]", name)[0] for name in asked}


def requirements(text: str) -> dict[str, str]:
    """The name of each pinned package, and what the lock says of it."""
    blocks = re.split(r"^(?=[a-z0-9])", text, flags=re.MULTILINE)[1:]
    return {block.partition("==")[0]: block for block in blocks}


def test_the_lock_pins_and_hashes_everything_that_the_project_asks_for(repository: Path) -> None:
    text = (repository / "requirements.lock").read_text(encoding="utf-8")
    locked = requirements(text)
    assert asked_for(repository) <= set(locked)
    assert all("--hash=sha256:" in block and "==" in block.partition(" ")[0] for block in locked.values())
    assert not re.search(r"://|^-|@ |file:|^ *--(?!hash)", text, flags=re.MULTILINE)


def test_the_version_is_declared_once_and_told_everywhere(repository: Path) -> None:
    project = settings(repository)["project"]
    assert "version" not in project
    assert project["dynamic"] == ["version"]
    assert citation(repository)["version"] == __version__
    assert re.search(
        rf"^## \[{re.escape(__version__)}\]", (repository / "CHANGELOG.md").read_text(encoding="utf-8"), re.MULTILINE
    )


def citation(repository: Path) -> dict[str, Any]:
    return dict(yaml.safe_load((repository / "CITATION.cff").read_text(encoding="utf-8")))


def test_the_citation_file_is_valid(repository: Path) -> None:
    """By the schema of CFF 1.2.0: what is required, what is allowed, and in which form."""
    record = citation(repository)
    allowed = {"abstract", "date-released", "keywords", "license", "license-url", "type", "url", "version"}
    required = {"cff-version", "message", "title", "authors"}
    assert required <= set(record) <= required | allowed
    assert record["cff-version"] == "1.2.0"
    assert record["type"] == "software"
    assert record["authors"] == [{"name": "The Lossary contributors"}]
    assert all(isinstance(record[field], str) for field in ("message", "title", "abstract", "version"))


def examples(text: str) -> list[tuple[str, str]]:
    """The commands of a page that stand after a `$`, each with the output that is shown below it."""
    blocks = re.findall(r"```console\n(.*?)```", text, flags=re.DOTALL)
    found = [part.partition("\n") for block in blocks for part in block.split("$ ")[1:]]
    return [(command, output.strip("\n")) for command, _, output in found]


README = (Path(__file__).resolve().parents[1] / "README.md").read_text(encoding="utf-8")
SHOWN = [(command, output) for command, output in examples(README) if command.startswith("lossary ")]


@pytest.mark.parametrize("command, output", SHOWN, ids=[command for command, _ in SHOWN])
def test_the_readme_shows_what_the_command_prints(command: str, output: str, tmp_path: Path) -> None:
    """Lines that are left out are shown as `...`."""
    printed = lossary(command, tmp_path)
    assert shows(output, printed), printed


def shows(output: str, printed: str) -> bool:
    pattern = "".join(r"(?:.*\n)*" if line == "..." else re.escape(line) + "\n" for line in output.splitlines())
    return bool(re.fullmatch(pattern, printed.strip("\n") + "\n"))


def test_a_false_example_is_found() -> None:
    assert shows("a\n...\nd", "a\nb\nc\nd\n")
    assert not shows("a\n...\nd", "a\nb\nc\n")
    assert not shows("a\nd", "a\nb\nd\n")
    assert examples("```console\n$ lossary x\none\n\n$ lossary y\n```") == [("lossary x", "one"), ("lossary y", "")]


def lossary(command: str, where: Path) -> str:
    arguments = shlex.split(command)[1:]
    done = subprocess.run(
        [sys.executable, "-m", "derivations", *arguments], cwd=where, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_readme_has_examples() -> None:
    assert {command.split()[1] for command, _ in SHOWN} >= {"list", "show", "cite"}


@pytest.mark.parametrize("page", ["README.md", "CONTRIBUTING.md"])
def test_pages_name_files_and_targets_that_exist(page: str, repository: Path) -> None:
    text = (repository / page).read_text(encoding="utf-8")
    links = [link for link in re.findall(r"\]\(([^)#]+)", text) if "://" not in link]
    targets = set(re.findall(r"^([a-z]+):", (repository / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert [link for link in links if not (repository / link).exists()] == []
    assert set(re.findall(r"`make ([a-z]+)", text)) <= targets


def test_the_script_that_is_walked_through_is_the_one_in_the_catalogue(repository: Path) -> None:
    text = (repository / "CONTRIBUTING.md").read_text(encoding="utf-8")
    shown = re.findall(r"\]\((derivations/\S+\.py)\):\n\n```python\n(.*?)```", text, flags=re.DOTALL)
    assert [path for path, source in shown if source != (repository / path).read_text(encoding="utf-8")] == []
    assert shown


def test_the_table_of_dependencies_has_them_all(repository: Path) -> None:
    table = "\n".join(
        re.findall(r"^\|.*\|$", (repository / "CONTRIBUTING.md").read_text(encoding="utf-8"), re.MULTILINE)
    ).lower()
    assert [name for name in asked_for(repository) if not re.search(rf"\| (.*, )?{name}[ ,]", table)] == []
