"""What a page says of a loss beside its formulas, and how it is found: other names, why, calls, hints, sources."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page

from derivations.catalogue import Catalogue, Entry
from derivations.catalogue.kept import Kept
from derivations.catalogue.workers import silent
from derivations.language import Source
from derivations.publish.entries import row
from derivations.publish.gather import gather
from derivations.publish.render import renderer
from derivations.publish.view import loss_page, others_of

SQUARED = "losses/regression/squared.html"


@pytest.fixture
def markdown(catalogue: Catalogue, kept: Kept) -> Callable[..., str]:
    """The page of the squared loss, with some fields of its script changed."""
    entry = catalogue.find("squared")
    findings = gather([entry], [], silent, kept)

    def written(**fields: Any) -> str:
        changed = Entry(
            entry.slug, entry.family, entry.title, entry.lead, entry.path, replace(entry.loss, mistakes=(), **fields)
        )
        changed.keep(entry.report, entry.agreement)
        page = loss_page(changed, {changed: findings.audits[entry]})
        others = others_of(changed, catalogue, replace(findings, same={changed: findings.same[entry]}), row)
        return renderer()("pages/loss.md", page=page, others=others)

    return written


def html(site: Path, path: str) -> str:
    return (site / path).read_text(encoding="utf-8")


def test_a_page_without_the_fields_is_as_short_as_before(markdown: Callable[..., str]) -> None:
    page = markdown(aliases=(), why="", in_code=(), see_instead=(), source="a test")
    for words in ("Also called", "lg-calls", "Not to be confused", "doi.org", "memory", "Copy source"):
        assert words not in page
    assert re.search(r"\n# Squared loss\n\nThe square", page)
    assert re.search(r"</section>\n\n## See it", page)
    assert "\n## Source\n\na test\n\n## Cite" in page


def test_the_names_stand_below_the_title(markdown: Callable[..., str]) -> None:
    page = markdown(aliases=["MSE", "nn.MSELoss"])
    assert '# Squared loss\n\n<p class="lg-also">Also called MSE, nn.MSELoss</p>\n\nThe square' in page


def test_why_stands_right_below_the_card(markdown: Callable[..., str]) -> None:
    page = markdown(why="It is $2(p-t)$, not <b>half</b> of `it`.")
    assert "</section>\n\nIt is $2(p-t)$, not &lt;b>half&lt;/b> of <code>it</code>.\n\n## See it" in page


def test_calls_stand_in_a_table(markdown: Callable[..., str]) -> None:
    page = markdown(in_code=[("torch.f(a, b='<$x$>')", "mean", "where $p>t$"), ("jax.g(a)", "none")])
    table = page.partition("## In code")[2].partition("</table>")[0]
    assert re.findall(r'rowheader">([^<]*)<', table) == ["PyTorch", "JAX"]
    assert re.findall(r'data-label="Reduction"><code>(.*?)</code>', table) == ["mean", "none"]
    assert "torch.f<wbr>(a, b=&#39;&lt;&#36;x&#36;&gt;&#39;)" in table
    assert table.count("lg-reasons") == 1
    assert "where $p&gt;t$" in table or "where $p>t$" in table


def test_a_hint_leads_to_the_page(markdown: Callable[..., str]) -> None:
    page = markdown(see_instead=[("half-squared", "its gradient is $p-t$"), ("general-robust", "not in the sample")])
    section = page.partition("## Not to be confused with")[2].partition("##")[0]
    assert '<a href="../../losses/regression/half-squared.html">Half squared loss</a>' in section
    assert "<dd>its gradient is $p-t$</dd>" in section
    assert "not in the sample" not in section


def test_a_source_leads_to_doi_and_arxiv(markdown: Callable[..., str]) -> None:
    sources = [Source("One", doi="10.1007/a_b(c)_d", arxiv="1807.03748"), Source("Two", from_memory=True)]
    section = markdown(source=sources).partition("## Source")[2].partition("## Cite")[0]
    assert '<a href="https://doi.org/10.1007/a_b(c)_d">doi:10.1007/a_b(c)_d</a>' in section
    assert '<a href="https://arxiv.org/abs/1807.03748">arXiv:1807.03748</a>' in section
    assert "Two (cited from memory)" in section
    assert "@misc{lossary:L2C9:source2" in section
    assert "&#34;DOI&#34;: &#34;10.1007/a_b(c)_d&#34;" in section


def test_the_built_page_shows_it(site: Path) -> None:
    page = html(site, SQUARED)
    assert '<p class="lg-also">Also called squared error, L2 loss, quadratic loss</p>' in page
    assert page.index("lg-also") < page.index('class="lead"') < page.index("lg-card")
    assert re.search(r"</section>\s*<p>The gradient is twice the error", page)
    assert page.index('id="in-code"') < page.index('id="not-to-be-confused-with"') < page.index('id="evidence"')
    assert 'href="https://doi.org/10.1007/978-0-387-84858-7"' in page


def test_the_index_for_programs_has_the_names(site: Path, catalogue: Catalogue) -> None:
    items = json.loads((site / "lossary.json").read_text(encoding="utf-8"))["losses"]
    assert [item["aliases"] for item in items] == [list(entry.loss.aliases) for entry in catalogue.entries]
    from_memory = [sum(source.from_memory for source in entry.loss.source) for entry in catalogue.entries]
    assert [item["from_memory"] for item in items] == from_memory


@pytest.mark.browser
def test_the_source_is_copied(site: Path, page: Page) -> None:
    page.goto((site / "losses/robust/huber.html").as_uri())
    for name, text in (("BibTeX", 'doi = "10.1214/aoms/1177703732"'), ("CSL-JSON", '"DOI": "10.1214/aoms/1177703732"')):
        page.get_by_role("button", name=f"Copy source as {name}").click()
        page.wait_for_function("text => navigator.clipboard.readText().then((all) => all.includes(text))", arg=text)
