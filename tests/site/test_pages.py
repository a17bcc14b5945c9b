"""The written pages: some of them word for word, and what holds for all."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest

from derivations.catalogue import Catalogue, load_catalogue
from derivations.catalogue.data import summary
from derivations.publish.pages import page_of

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.md"))
UPDATE = "python tests/golden/update.py"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    catalogue = load_catalogue()
    page = page_of(catalogue.find(path.stem), catalogue)
    assert page == path.read_text(encoding="utf-8"), f"if the page is meant to be so: {UPDATE}"


def test_there_are_golden_pages_of_every_kind() -> None:
    slugs = [path.stem for path in GOLDEN]
    assert slugs == ["absolute-of-a-model", "deep-network", "huber", "least-squares", "sigmoid-node"]


class Links(HTMLParser):
    """The ids of a page, and what it links to."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        named = dict(attrs)
        if named.get("id"):
            self.ids.append(named["id"] or "")
        if tag in {"a", "link", "script", "img"}:
            self.links += [link for link in (named.get("href"), named.get("src")) if link]


def test_every_link_of_the_site_leads_somewhere(site: Path) -> None:
    pages = {path: Links(path.read_text(encoding="utf-8")) for path in site.rglob("*.html") if path.name != "404.html"}
    assert len(pages) > 10
    broken = []
    for path, page in pages.items():
        for link in page.links:
            address, fragment = urldefrag(urljoin(path.as_uri(), link))
            if not address.startswith("file:"):
                continue
            target = Path(address.removeprefix("file://"))
            if not target.is_file() or (fragment and fragment not in pages[target].ids):
                broken.append((path.name, link))
    assert not broken


def test_ids_are_unique_on_every_page(site: Path) -> None:
    for path in site.rglob("*.html"):
        ids = Links(path.read_text(encoding="utf-8")).ids
        assert len(ids) == len(set(ids)), path


def test_no_formula_is_left_as_tex(site: Path) -> None:
    for path in site.rglob("*.html"):
        text = re.sub(r"(?s)<(script|pre|code|annotation)\b.*?</\1>", "", path.read_text(encoding="utf-8"))
        assert "$" not in text, path
        assert r"\frac" not in re.sub(r'data-copy="[^"]*"', "", text), path


def test_nothing_comes_from_elsewhere(site: Path) -> None:
    for path in site.rglob("*.html"):
        for link in Links(path.read_text(encoding="utf-8")).links:
            assert not link.startswith(("//", "http:")), (path, link)
        assert not re.search(r'<(script|img|iframe)[^>]+src="https?:', path.read_text(encoding="utf-8")), path


def test_every_line_and_step_has_an_address(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / "losses" / entry.family.slug / f"{entry.slug}.html").read_text(encoding="utf-8")
        lines = len(entry.derivation.all_lines)
        for address in (f"{entry.id}.{lines}", f"{entry.id}.t{len(entry.derivation.tree)}"):
            assert f'id="{address}"' in text


def test_the_figures_of_a_page_come_from_the_run(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / "losses" / entry.family.slug / f"{entry.slug}.html").read_text(encoding="utf-8")
        for number in (entry.report.equations, entry.report.points, entry.report.digits):
            assert f"<b>{number}</b>" in text
        assert ("Matrix form" in text) == (entry.agreement is not None)
        if entry.agreement is not None:
            assert f"{entry.agreement.components} components of it were compared" in text
            assert f"they agree to {entry.agreement.digits} digits" in text


def test_every_id_leads_to_its_page(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / f"{entry.id}.html").read_text(encoding="utf-8")
        assert f'href="losses/{entry.family.slug}/{entry.slug}.html"' in text


def test_the_index_for_programs_is_that_of_the_command(site: Path, catalogue: Catalogue) -> None:
    items = json.loads((site / "lossary.json").read_text(encoding="utf-8"))
    urls = [f"losses/{entry.family.slug}/{entry.slug}.html" for entry in catalogue.entries]
    assert items == [summary(entry) | {"url": url} for entry, url in zip(catalogue.entries, urls, strict=True)]
    assert all((site / item["url"]).is_file() for item in items)


def test_steps_stay_out_of_the_search_index(site: Path) -> None:
    index = json.loads((site / "search" / "search_index.json").read_text(encoding="utf-8"))
    words = " ".join(item["text"] for item in index["docs"] if item["location"].startswith("losses/"))
    assert "Copy LaTeX" not in words
    assert "Sum and difference" not in words
    titles = {item["title"] for item in index["docs"]}
    assert "Huber loss" in titles
    assert not titles & {"Derivation", "Evidence", "Cite"}


def test_a_page_is_the_same_whatever_the_seed_of_hashes() -> None:
    program = (
        "from derivations.catalogue import load_catalogue as load\n"
        "from derivations.publish.pages import page_of\n"
        "catalogue = load()\n"
        "print(page_of(catalogue.find('sigmoid-node'), catalogue))\n"
        "print(page_of(catalogue.find('huber'), catalogue))\n"
        "print(page_of(catalogue.find('deep-network'), catalogue))\n"
        "print(page_of(catalogue.find('least-squares'), catalogue))"
    )
    pages = {
        subprocess.run(
            [sys.executable, "-c", program],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(pages) == 1
