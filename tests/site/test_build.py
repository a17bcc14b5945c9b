"""Building: whatever goes wrong, the former site stays as it was."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from derivations.catalogue import Catalogue
from derivations.errors import LossaryError
from derivations.publish.site import build, replacing


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def put(folder: Path, text: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "lossary.json").write_text(text)
    return folder


def test_the_new_folder_takes_the_place_of_the_old(tmp_path: Path) -> None:
    target = put(tmp_path / "site", "old")
    (target / "stale").touch()
    with replacing(target) as fresh:
        put(fresh, "new")
        assert contents(target)["lossary.json"] == b"old"
    assert contents(target) == {"lossary.json": b"new"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


@pytest.mark.parametrize("kind", [LossaryError, KeyboardInterrupt])
def test_a_failure_in_the_middle_leaves_the_former_folder(tmp_path: Path, kind: type[BaseException]) -> None:
    target = put(tmp_path / "site", "old")

    def interrupted() -> None:
        with replacing(target) as fresh:
            put(fresh, "half")
            raise kind

    with pytest.raises(kind):
        interrupted()
    assert contents(target) == {"lossary.json": b"old"}
    assert [path.name for path in tmp_path.iterdir()] == ["site"]


def test_what_a_killed_build_left_is_put_right(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    put(tmp_path / f".site-building-{process.pid}", "half")
    put(tmp_path / ".site-former", "old")  # killed between the two renamings
    running = put(tmp_path / f".site-building-{os.getppid()}", "another build")
    with replacing(tmp_path / "site") as fresh:
        assert contents(tmp_path / "site") == {"lossary.json": b"old"}
        put(fresh, "new")
    assert contents(tmp_path / "site") == {"lossary.json": b"new"}
    assert sorted(path.name for path in tmp_path.iterdir()) == [running.name, "site"]


@pytest.mark.parametrize("name", [".site-former", ".site-building-999999", ".site-building-notes"])
@pytest.mark.parametrize("built", [True, False])
def test_a_neighbour_of_someone_else_is_not_touched(tmp_path: Path, name: str, *, built: bool) -> None:
    if built:
        put(tmp_path / "site", "old")
    (tmp_path / name).mkdir()
    (tmp_path / name / "thesis.tex").write_text("years of work")
    with replacing(tmp_path / "site") as fresh:
        put(fresh, "new")
    assert contents(tmp_path / "site") == {"lossary.json": b"new"}
    assert contents(tmp_path / name) == {"thesis.tex": b"years of work"}
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted([name, "site"])


def test_a_folder_of_someone_else_is_not_touched(tmp_path: Path, catalogue: Catalogue) -> None:
    (tmp_path / "thesis.tex").write_text("years of work")
    with pytest.raises(LossaryError, match="no Lossary site"):
        build(catalogue, (), tmp_path, tmp_path.parent / "markdown")
    assert contents(tmp_path) == {"thesis.tex": b"years of work"}


def test_site_and_markdown_must_not_lie_in_each_other(tmp_path: Path, catalogue: Catalogue) -> None:
    with pytest.raises(LossaryError, match="must not lie in each other"):
        build(catalogue, (), tmp_path / "site", tmp_path / "site" / "markdown")


@pytest.fixture
def checkout(tmp_path: Path, repository: Path) -> Path:
    """A copy of what makes the site, with one loss."""
    copy = tmp_path / "checkout"
    shutil.copytree(repository / "derivations", copy / "derivations", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copytree(repository / "templates", copy / "templates")
    shutil.copy(repository / "mkdocs.yml", copy)
    (copy / "own" / "regression").mkdir(parents=True)
    shutil.copy(copy / "derivations" / "losses" / "regression" / "squared.py", copy / "own" / "regression")
    return copy


def run_build(checkout: Path, **environment: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "derivations", "--losses", "own", "build"]
    environment = {**os.environ, "PYTHONPATH": str(checkout), **environment}
    return subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True, check=False)


@pytest.mark.slow
def test_bad_input_is_one_line_and_leaves_the_site(checkout: Path) -> None:
    assert run_build(checkout).returncode == 0
    site = contents(checkout / "site")
    script, template = checkout / "own" / "regression" / "squared.py", checkout / "templates" / "pages" / "loss.md"
    part = checkout / "templates" / "parts" / "derivation.html"
    damages = {
        part: (
            "{{ line.label }}",
            "{{ line.lable }}",
            "derivation.html, line",
        ),
        template: ("{{ page.title }}", "{{ page.titel }}", "loss.md, line"),
        checkout / "templates" / "pages" / "about.md": ("# About", "$\\nosuch$\n\n# About", "about.md"),
        checkout / "templates" / "pages" / "kinks.md": ("$C^1$", "[x](nowhere.md)", "nowhere.md"),
        script: ("wrt=p", "wrt=q", "squared.py"),
    }
    for path, (right, wrong, named) in damages.items():
        text = path.read_text()
        assert right in text, path
        path.write_text(text.replace(right, wrong, 1))
        failure = run_build(checkout)
        path.write_text(text)
        assert failure.returncode == 2, failure
        assert named in failure.stderr
        assert len(failure.stderr.strip().splitlines()) == 1
        assert "Traceback" not in failure.stderr
        assert contents(checkout / "site") == site


@pytest.mark.slow
def test_two_builds_are_alike_to_the_byte(checkout: Path) -> None:
    run_build(checkout, PYTHONHASHSEED="1")
    first = contents(checkout / "site")
    run_build(checkout, PYTHONHASHSEED="2", TZ="Pacific/Auckland", LC_ALL="C")
    second = contents(checkout / "site")
    assert first
    assert [name for name in first if first[name] != second.get(name)] == []
    assert first.keys() == second.keys()


HOSTILE = """<script>alert(1)</script> "x" & <img src=x onerror=alert(2)>"""


@pytest.mark.slow
def test_no_html_of_a_script_reaches_the_page(checkout: Path) -> None:
    script = checkout / "own" / "regression" / "squared.py"
    text = script.read_text()
    title, lead, *_ = text.split('"""')[1].strip().split("\n\n")
    text = text.replace(title, f"Squared {HOSTILE}", 1).replace(
        lead, f"{lead}\n\nMore {HOSTILE}, *emphasis*, `<code>`", 1
    )
    script.write_text(re.sub(r"source=.*?(?=\n    \w+=|\n\))", f"source={HOSTILE!r},", text, flags=re.DOTALL))
    (script.parent / "__init__.py").write_text(f'''"""Family {HOSTILE.replace('"x"', "x")}\n\nNote {HOSTILE}.\n"""\n''')
    assert run_build(checkout).returncode == 0
    pages = {path: path.read_text() for path in (checkout / "site").rglob("*.html")}
    for page in pages.values():
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    page = pages[checkout / "site" / "losses" / "regression" / "squared.html"]
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "<em>emphasis</em>" in page
    assert "<code>&lt;code&gt;</code>" in page
