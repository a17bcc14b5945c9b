"""The written pages: some of them word for word, and what holds for all."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urldefrag, urljoin

import pytest

from derivations.catalogue import Catalogue, Entry, the_catalogue
from derivations.catalogue.data import summary
from derivations.evidence import Level, Unseen
from derivations.publish.entries import page_url, sort
from derivations.publish.evidence import EvidenceView, total
from derivations.publish.gather import audit
from derivations.publish.mathml import replace_formulas
from derivations.publish.pages import page_of
from derivations.publish.render import renderer
from derivations.publish.steps import chain_views
from derivations.publish.view import Others, loss_page

GOLDEN = sorted((Path(__file__).parents[1] / "golden").glob("*.md"))
UPDATE = "python tests/golden/update.py"


@pytest.mark.parametrize("path", GOLDEN, ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    catalogue = the_catalogue()
    page = page_of(catalogue.find(path.stem), catalogue)
    assert page == path.read_text(encoding="utf-8"), f"if the page is meant to be so: {UPDATE}"


def test_there_are_golden_pages_of_every_kind() -> None:
    slugs = [path.stem for path in GOLDEN]
    of_one_variable = ["absolute-of-a-model", "deep-network", "huber", "least-squares", "sigmoid-node"]
    assert slugs == sorted([*of_one_variable, "multivariate-gaussian"])


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
    for entry in catalogue.parts:
        text = (site / page_url(entry.page)).read_text(encoding="utf-8")
        lines = len(entry.derivation.all_lines)
        second = [entry.second.address(1)] if entry.second else []
        for address in (f"{entry.id}.{lines}", f"{entry.id}.t{len(entry.derivation.tree)}", *second):
            assert f'id="{address}"' in text


def test_the_figures_of_a_page_come_from_the_run(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / "losses" / entry.family.slug / f"{entry.slug}.html").read_text(encoding="utf-8")
        reports = [part.report for part in entry.parts]
        more = [part.second.report for part in entry.parts if part.second]
        lines = sum(report.equations for report in (*reports, *more)) - len(reports)  # without the gradients
        points = sum(report.points for report in reports)
        digits = min(report.digits for report in (*reports, *more))
        for number in (f"{lines} of {lines}", points, digits):
            assert f"<b>{number}</b>" in text
        assert f"The {'gradients are' if len(reports) > 1 else 'gradient is'} proved by algebra" in text
        assert ("Matrix form" in text) == (entry.agreement is not None)
        for agreement in filter(None, (part.agreement for part in entry.parts)):
            assert f"{agreement.components} components of it were compared" in text
            assert f"they agree to {agreement.digits} digits" in text


def test_every_line_and_step_says_that_it_is_proved(site: Path, catalogue: Catalogue) -> None:
    mark = '<span class="lg-level proved" title="Proved by algebra"><span class="lg-vh">proved</span></span>'
    for entry in catalogue.entries:
        assert {level for part in entry.parts for level in part.report.levels.values()} == {"proved"}
        text = (site / "losses" / entry.family.slug / f"{entry.slug}.html").read_text(encoding="utf-8")
        derivations = [part.derivation for part in entry.parts]
        second = sum(len(part.second.derivation.all_lines) for part in entry.parts if part.second)
        assert text.count(mark) == sum(len(of.all_lines) + len(of.tree) for of in derivations) + second
        assert 'title="Checked' not in text


def alone(entry: Entry) -> str:
    """The page of a loss, as if there were no others."""
    return renderer()("pages/loss.md", page=loss_page(entry, {entry: audit(entry)}), others=Others())


@pytest.mark.parametrize("gradient", ["proved", "checked"])
def test_what_is_only_checked_is_marked_and_said_so(gradient: Level) -> None:
    catalogue = the_catalogue()
    entry = catalogue.find("half-squared")
    levels: dict[str, Level] = {
        **entry.report.levels,
        entry.address(1): "checked",
        entry.address("t2"): "checked",
        entry.loss.called("gradient"): gradient,
    }
    assert levels.keys() == entry.report.levels.keys()
    entry.keep(replace(entry.report, levels=levels, gradient=gradient), None)
    page = " ".join(alone(entry).split())
    marked = re.findall(r'id="([^"]*)"[^>]*><div class="lg-why">\S* [^>]*>\w+</a><span class="lg-level checked"', page)
    assert marked == [entry.address(1), entry.address("t2")]
    assert '<span class="lg-vh">checked</span>' in page
    assert 'checking.html#checked">checked</a>' in page
    assert entry.second is not None
    lines = len(levels) - 1 + entry.second.report.equations
    assert f"<b>{lines - 2} of {lines}</b>" in page
    assert ("The gradient is proved by algebra" in page) == (gradient == "proved")
    assert ("Lines that are not proved agree wherever they were tried." in page) == (gradient == "proved")
    assert ("The gradient is not proved: it agrees" in page) == (gradient == "checked")
    assert (">Proved</span> by algebra" in page) == (gradient == "proved")
    assert re.search(r"wherever (it was|they were) tried.*?\{ \.lg-small", page)


def test_where_nothing_was_tried_and_what_is_stated_is_said_on_the_page() -> None:
    catalogue = the_catalogue()
    entry = catalogue.find("half-squared")
    p, t = entry.loss.symbols
    stated = replace(entry, loss=replace(entry.loss, constraints=[p < t], mistakes=()))
    report = replace(stated.report, unseen=(Unseen(p**2 - 3, 0), Unseen(p - 7, -1)))
    for gradient in ("proved", "checked"):
        stated.keep(replace(report, gradient=gradient, levels={**report.levels, stated.address(1): "checked"}), None)
        page = alone(stated)
        assert r"tried; no point was found where $p^2 = 3$, or where $p < 7$." in page
        assert r"<dt>Holds</dt><dd>where $p \lt  t$." in page
        assert "The gradient is claimed, and was checked, only where $p < t$. Of other points nothing is said." in page
        assert "p</mi><mo>&lt;</mo><mi>t" in replace_formulas(page)
    assert summary(stated)["conditions"] == ["p < t"]


def test_the_home_page_gives_the_share(site: Path, catalogue: Catalogue) -> None:
    lines = sum(part.report.equations - 1 for part in catalogue.parts)
    lines += sum(part.second.report.equations for part in catalogue.parts if part.second)
    share = f"All of it is proved by algebra: {lines} lines and {len(catalogue.parts)} gradients."
    home, checking = ((site / f"{name}.html").read_text(encoding="utf-8") for name in ("index", "checking"))
    assert share in home
    assert re.search(re.escape(share) + r' <a href="checking\.html">', home)
    assert share in checking
    points = sum(part.report.points for part in catalogue.parts)
    assert f"evaluates all of it at {points} exact points" in home


def test_the_share_of_what_is_proved() -> None:
    one = EvidenceView(8, 8, 1, 1, points=9, digits=70, mistakes=1, mutants=2)
    other = EvidenceView(4, 3, 1, 0, points=7, digits=60, mistakes=1, mutants=1)
    assert one.share == "All of it is proved by algebra: 8 lines and 1 gradient."
    both = total([one, other])
    assert both.share == (
        "Proved by algebra are 11 of 12 lines and 1 of 2 gradients; the rest is checked at exact points."
    )
    assert (both.points, both.digits, both.refused) == (16, 60, 5)


def test_the_home_page_stays_light(site: Path) -> None:
    """With 220 losses it is to be less than a megabyte; those of the sample are longer than most."""
    home = (site / "index.html").read_text(encoding="utf-8")
    rows = re.findall(r"<tr [^>]*data-traits=.*?</tr>", home, flags=re.DOTALL)
    bytes_of_rows = sum(len(row.encode()) for row in rows)
    assert len(home.encode()) - bytes_of_rows + 220 * bytes_of_rows / len(rows) < 1_000_000


def test_every_id_leads_to_its_page(site: Path, catalogue: Catalogue) -> None:
    for entry in catalogue.entries:
        text = (site / f"{entry.id}.html").read_text(encoding="utf-8")
        assert f'href="losses/{entry.family.slug}/{entry.slug}.html"' in text


def test_the_index_for_programs_is_that_of_the_command(
    site: Path, catalogue: Catalogue, take_findings: Callable[[Iterable[Entry]], None]
) -> None:
    take_findings(catalogue.parts)  # those of the build
    items = json.loads((site / "lossary.json").read_text(encoding="utf-8"))["losses"]
    urls = [f"losses/{entry.family.slug}/{entry.slug}.html" for entry in catalogue.entries]
    where = [{"url": url, "data": f"{entry.id}.json"} for entry, url in zip(catalogue.entries, urls, strict=True)]
    assert items == [summary(entry) | place for entry, place in zip(catalogue.entries, where, strict=True)]
    assert all((site / item["url"]).is_file() for item in items)
    assert {(item["level"], item["proved"] - item["equalities"]) for item in items} == {("proved", 0)}


def test_lines_after_the_gradient_are_marked_as_other_forms_of_it() -> None:
    catalogue = the_catalogue()
    entry = catalogue.find("absolute")
    derivation = entry.derivation
    (chain,) = chain_views(entry)
    assert [line.also for line in chain.lines] == [False] * len(derivation.lines) + [True] * len(derivation.other_forms)
    assert derivation.other_forms
    assert derivation.gradient == derivation.lines[-1].expression  # what the card has
    assert " ".join(page_of(entry, catalogue).split()).count(">also</span>") == len(derivation.other_forms)


def test_what_is_no_loss_is_called_a_function() -> None:
    named = {entry.slug: sort(entry) for entry in the_catalogue().entries}
    assert {named[slug] for slug in ("sigmoid", "log-sum-exp", "softmax")} == {"Function"}
    assert {named[slug] for slug in ("huber", "deep-network", "softmax-cross-entropy")} == {"Loss"}
