"""The HTML: what MkDocs itself would make, whatever of it was kept."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from mkdocs.commands.build import _build_page
from mkdocs.commands.build import build as whole_build
from mkdocs.config import load_config

from derivations.errors import LossaryError
from derivations.publish import html
from derivations.publish.bundle import ONE_SCRIPT, ONE_SHEET, bundle
from derivations.publish.site import fixed_date, run_mkdocs
from derivations.publish.sources import SETTINGS, settings, source_folder

PAGES = {
    "index.md": "# Home\n\n[One](losses/a/one.md#formula) and [about](about.md)",
    "about.md": "# About\n\nText.",
    "losses/a/index.md": "---\ntitle: First family\n---\n\n# First family",
    "losses/a/one.md": "---\ntitle: One\ntags: [L111, first]\n---\n\n# One\n\n## Formula\n\n$$x^2$$",
    "losses/a/two.md": "---\ntitle: Two\n---\n\n# Two\n\nNot $x$.",
    "losses/b/index.md": "---\ntitle: Second family\n---\n\n# Second family",
    "losses/b/three.md": "---\ntitle: Three\n---\n\n# Three\n\n[two](../a/two.md)",
}
STYLES, SCRIPTS = settings()["extra_css"], settings()["extra_javascript"]
ASSETS = dict.fromkeys(STYLES, ".first { color: red }\n") | dict.fromkeys(SCRIPTS, "void 0;\n")
Edit = Callable[[Path], object]


def put(folder: Path, pages: dict[str, str]) -> Path:
    for name, text in pages.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text)
    return folder


def replaced(name: str, old: str, new: str) -> Edit:
    return lambda folder: (folder / name).write_text((folder / name).read_text().replace(old, new))


@pytest.fixture
def markdown(tmp_path: Path) -> Path:
    return put(tmp_path / "markdown", PAGES | ASSETS)


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pages that are made from here on, in place of what was kept."""
    names: list[str] = []

    def noted(page: html.Page, *rest: object) -> None:
        names.append(page.file.src_uri)
        _build_page(page, *rest)  # type: ignore[arg-type]

    monkeypatch.setattr(html, "_build_page", noted)
    return names


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def made_by_mkdocs(markdown: Path, folder: Path) -> dict[str, bytes]:
    config = load_config(str(source_folder() / SETTINGS), docs_dir=str(markdown), site_dir=str(folder))
    config.extra_css, config.extra_javascript = [ONE_SHEET], [ONE_SCRIPT]
    env = html.environment(config)
    with fixed_date(), pytest.MonkeyPatch.context() as patch:
        patch.setattr(config.theme, "get_env", lambda: env)
        config.plugins.on_startup(command="build", dirty=False)
        whole_build(config)
    bundle(folder, STYLES, SCRIPTS)
    return contents(folder)


FAMILY = {"losses/a/index.md", "losses/a/one.md", "losses/a/two.md"}
EDITS: dict[str, tuple[Edit, set[str]]] = {
    "nothing": (lambda _: None, set()),
    "a text": (replaced("about.md", "Text", "More text"), {"about.md"}),
    "a formula": (replaced("losses/a/one.md", "x^2", "x^3"), {"losses/a/one.md"}),
    "a tag": (replaced("losses/a/one.md", "first", "second"), {"losses/a/one.md"}),
    "a title": (replaced("losses/a/one.md", "One", "The one"), FAMILY | {"about.md", "losses/b/index.md"}),
    "a heading": (replaced("losses/a/two.md", "Not", "## Section\n\nNot"), {"losses/a/two.md"}),
    "a new page": (
        lambda folder: put(folder, {"losses/b/four.md": "# Four"}),
        {"losses/b/four.md", "losses/b/index.md", "losses/b/three.md"},
    ),
    "a page less": (lambda folder: (folder / "losses/b/three.md").unlink(), {"losses/b/index.md"}),
}


@pytest.mark.parametrize("edit, least", EDITS.values(), ids=EDITS)
def test_the_site_is_that_of_mkdocs(
    markdown: Path, tmp_path: Path, made: list[str], edit: Edit, least: set[str]
) -> None:
    run_mkdocs(markdown, tmp_path / "before", tmp_path / "kept")
    assert set(made) == set(PAGES)
    made.clear()
    edit(markdown)
    run_mkdocs(markdown, tmp_path / "after", tmp_path / "kept")
    assert contents(tmp_path / "after") == made_by_mkdocs(markdown, tmp_path / "whole")
    assert set(made) <= least | {"index.md"}


def test_no_page_grows_with_the_pages_of_other_families(markdown: Path, tmp_path: Path) -> None:
    run_mkdocs(markdown, tmp_path / "few")
    put(markdown, {f"losses/b/more{number}.md": "# More" for number in range(20)})
    run_mkdocs(markdown, tmp_path / "many")
    few, many = ((tmp_path / folder / "losses/a/one.html").read_bytes() for folder in ("few", "many"))
    assert few == many


def test_without_a_folder_everything_is_made(markdown: Path, tmp_path: Path, made: list[str]) -> None:
    run_mkdocs(markdown, tmp_path / "one")
    run_mkdocs(markdown, tmp_path / "two")
    assert sorted(made) == sorted([*PAGES, *PAGES])


def test_a_page_with_a_warning_is_not_kept(markdown: Path, tmp_path: Path) -> None:
    replaced("about.md", "Text", "[x](nowhere.md)")(markdown)
    for _ in range(2):
        with pytest.raises(LossaryError, match=r"nowhere\.md"):
            run_mkdocs(markdown, tmp_path / "site", tmp_path / "kept")


def test_a_link_to_a_page_that_is_gone_is_found_again(markdown: Path, tmp_path: Path) -> None:
    run_mkdocs(markdown, tmp_path / "site", tmp_path / "kept")
    (markdown / "losses/a/two.md").unlink()
    with pytest.raises(LossaryError, match=r"three\.md.*two\.md"):
        run_mkdocs(markdown, tmp_path / "site", tmp_path / "kept")


def test_another_address_of_the_site_is_another_page(markdown: Path, tmp_path: Path) -> None:
    run_mkdocs(markdown, tmp_path / "one", tmp_path / "kept")
    run_mkdocs(markdown, tmp_path / "two", tmp_path / "kept", "http://127.0.0.1:8000/")
    assert b"http://127.0.0.1:8000/about.html" in (tmp_path / "two" / "about.html").read_bytes()
