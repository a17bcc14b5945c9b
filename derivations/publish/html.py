"""Makes the site of the Markdown pages by MkDocs; a page that would come out as before is taken from what was kept.

But for blank lines it is what `mkdocs build` makes, in the same order. MkDocs' own dirty build is no help: it goes by
the times of files, and leaves the navigation incomplete.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from jinja2 import Environment
from mkdocs.commands.build import _build_page, _build_theme_template, _populate_page
from mkdocs.config.defaults import MkDocsConfig
from mkdocs.structure import StructureItem
from mkdocs.structure.files import File, Files, get_files, set_exclusions
from mkdocs.structure.nav import Navigation, get_navigation
from mkdocs.structure.pages import Page
from mkdocs.structure.toc import TableOfContents

from derivations.catalogue.kept import Kept, Maker, digest
from derivations.publish.readable import readable
from derivations.publish.sources import SETTINGS, site_url, source_folder, templates_folder

EXTENSION = "derivations.publish.mathml"  # which mkdocs.yml names
BUNDLE = "derivations.publish.bundle"
STANDS_ON = ("mkdocs", "mkdocs-material", "markdown", "pymdown-extensions", "pygments", "jinja2", "math-core", "pyyaml")


@dataclass(frozen=True)
class Content:
    """What comes of the text of a page. The files that it links to by name must be there."""

    text: str
    meta: dict[str, Any]
    title: str
    content: str
    toc: TableOfContents
    links: frozenset[str]


def maker() -> Maker:
    """What makes the HTML."""
    files = source_folder() / SETTINGS, templates_folder() / "overrides"
    return Maker("html", (__name__, EXTENSION, BUNDLE), STANDS_ON, files)


def build_html(config: MkDocsConfig, kept: Kept, warnings: Collection[str]) -> None:
    """Make the site.

    Args:
        config: the settings.
        kept: what was made before.
        warnings: those that MkDocs has given so far; what it warns of is not kept, or it would not warn again.
    """
    config = config.plugins.on_config(config)
    config.plugins.on_pre_build(config=config)
    files = get_files(config)
    env = environment(config)
    files.add_files_from_theme(env, config)
    files = config.plugins.on_files(files, config=config)
    set_exclusions(files, config)
    nav = config.plugins.on_nav(get_navigation(files, config), config=config, files=files)
    site = _Site(config, _Links(files), kept, warnings)
    contents = {file: site.populate(_page(file)) for file in files.documentation_pages()}
    env = config.plugins.on_env(env, config=config, files=files) or env
    files.copy_static_files()
    for name in config.theme.static_templates:
        _build_theme_template(name, env, files, config, nav)
    for file, content in contents.items():
        site.write(_page(file), content, nav, env)
    config.plugins.on_post_build(config=config)


def write_readable(markdown: Path, site: Path, kept: Kept) -> None:
    """Put beside each page of the site its Markdown, as people and programs read it.

    Args:
        markdown: the folder of the pages as MkDocs was given them.
        site: the folder of the site.
        kept: what was made before.
    """
    for path in sorted(markdown.rglob("*.md")):
        place, text = path.relative_to(markdown), path.read_text(encoding="utf-8")
        address = site_url() + place.with_suffix(".html").as_posix()
        what = f"readable {address} {digest(text)}"
        made = kept.made(what, [], partial(readable, text, address))
        (site / place).write_text(made, encoding="utf-8")


def environment(config: MkDocsConfig) -> Environment:
    """The theme's templates. Left as they are, they leave a blank line on every page for each page of the site."""
    env = config.theme.get_env()
    env.trim_blocks = env.lstrip_blocks = True
    return env


def _page(file: File) -> Page:
    if file.page is None:
        msg = f"{file.src_uri}: every page is in the navigation"
        raise AssertionError(msg)
    return file.page


class _Links(Files):
    """The files, and by which names they were asked for."""

    def __init__(self, files: Files) -> None:
        super().__init__(list(files))
        self.asked: set[str] = set()

    def get_file_from_path(self, path: str) -> File | None:
        self.asked.add(path)
        return super().get_file_from_path(path)


@dataclass(frozen=True)
class _Site:
    config: MkDocsConfig
    files: _Links
    kept: Kept
    warnings: Collection[str]

    def populate(self, page: Page) -> Content:
        """Give the page its content, title and head."""
        text = page.file.content_string
        what = f"content {page.file.src_uri} {digest(text)}"
        content: Content | None = self.kept.get(what, [])
        if content is None or not all(map(self.files.src_uris.__contains__, content.links)):
            content = self._read(page, text)
            if not self.warnings:
                self.kept.put(what, [], content)
        page.markdown, page.meta, page.title = content.text, content.meta, content.title
        page.content, page.toc = content.content, content.toc
        return content

    def _read(self, page: Page, text: str) -> Content:
        self.files.asked.clear()
        _populate_page(page, self.config, self.files)
        return Content(
            text, dict(page.meta), page.title or "", page.content or "", page.toc, frozenset(self.files.asked)
        )

    def write(self, page: Page, content: Content, nav: Navigation, env: Environment) -> None:
        """Write the page."""
        around = repr(list(_around(page, nav)))
        what = f"page {page.file.src_uri} {digest(content.text, around, str(self.config.site_url), _date())}"
        made: bytes | None = self.kept.get(what, [])
        target = Path(page.file.abs_dest_path)
        if made is None:
            _build_page(page, self.config, self.files.documentation_pages(), nav, env)
            made = target.read_bytes()
            if not self.warnings:
                self.kept.put(what, [], made)
        else:
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(made)


def _date() -> str:
    """That of the version, which MkDocs takes from here."""
    return os.environ.get("SOURCE_DATE_EPOCH", "")


def _around(page: Page, nav: Navigation) -> Iterator[tuple[str, ...]]:
    """What a page shows of others: the folders that it stands in and all that is in these, and what comes next."""
    yield from (_shown(near) for near in (nav.homepage, page.previous_page, page.next_page) if near)
    yield from map(_shown, nav.items)
    yield from (_shown(low) for item in nav.items for low in item.children or () if low.is_section)  # the drawer
    yield from (_shown(item) for folder in page.ancestors for item in getattr(folder, "children", None) or ())


def _shown(item: StructureItem) -> tuple[str, ...]:
    """An item of the navigation, as one sees it before it is opened: a folder leads to its first page."""
    first: Any = item
    while first.children:
        first = first.children[0]
    signs = [first.meta.get(name) for name in ("icon", "subtitle", "status")] if isinstance(first, Page) else []
    return str(item.title), getattr(first, "url", ""), *map(str, signs)
