"""The site as a reader has it: opened from a file, in Chromium."""

from __future__ import annotations

from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

MODEL = "losses/regression/absolute-of-a-model.html"
HUBER = "losses/regression/huber.html"
NODE = "losses/networks/sigmoid-node.html"
PAGES = (
    "index.html",
    "losses/regression/index.html",
    MODEL,
    HUBER,
    NODE,
    "rules.html",
    "checking.html",
    "kinks.html",
    "about.html",
)
PHONE = {"width": 360, "height": 740}


def address(site: Path, path: str) -> str:
    return (site / path).as_uri()


def test_formulas_are_mathml_in_our_font(site: Path, page: Page) -> None:
    page.goto(address(site, MODEL))
    gradient = page.locator(".lg-gradient math")
    assert gradient.locator("annotation").text_content() == (
        r"\frac{\partial L}{\partial w}=\operatorname{sign}\bigl(m_x(w) - t\bigr)\,m_x'(w)"
    )
    bar = gradient.locator("mfrac").first.bounding_box()
    assert bar is not None
    assert bar["height"] > 30
    assert page.evaluate("document.fonts.ready.then(() => document.fonts.check('20px \"STIX Two Math Web\"', '∂'))")


def test_formulas_need_no_script(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, MODEL))
    assert page.locator("math").count() > 20
    assert not page.locator(".lg-btn[data-copy]").first.is_visible()
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_no_request_leaves_the_page(site: Path, page: Page, path: str) -> None:
    requests: list[str] = []
    failures: list[str] = []

    def note(request: Request) -> None:
        requests.append(request.url)

    page.on("request", note)
    page.on("pageerror", lambda error: failures.append(str(error)))
    page.goto(address(site, path))
    page.locator(".md-search__input").focus()
    page.wait_for_timeout(300)
    assert requests
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert failures == []


@pytest.mark.parametrize(
    "query, found",
    [("huber", "Huber loss"), ("L4K7", "Absolute loss of a model"), ("networks", "One node of a sigmoid network"),
     ("subgradient", "Gradients at a kink"), ("Kronecker", "Rules")],
)  # fmt: skip
def test_search_answers_from_a_file(site: Path, page: Page, query: str, found: str) -> None:
    page.goto(address(site, MODEL))
    page.locator(".md-search__input").click()
    page.keyboard.type(query)
    page.locator(".md-search-result__item").first.wait_for(timeout=15000)
    assert found in page.locator(".md-search-result__list").inner_text()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", PAGES)
def test_no_serious_barrier(site: Path, browser: Browser, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, path))
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.wait_for_timeout(200)
    wanted = "slate" if scheme == "dark" else "default"
    assert page.locator("body").get_attribute("data-md-color-scheme") == wanted
    violations = Axe().run(page).response["violations"]
    serious = [each for each in violations if each["impact"] in {"serious", "critical"}]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in serious] == []
    context.close()


@pytest.mark.parametrize("path", PAGES)
def test_nothing_overflows_on_a_phone(site: Path, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, path))
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.wait_for_timeout(100)
    assert page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert page.evaluate("document.body.scrollWidth") <= PHONE["width"]
    context.close()


def copied(page: Page) -> str:
    return str(page.evaluate("navigator.clipboard.readText()"))


def test_the_card_copies_the_gradient(site: Path, page: Page) -> None:
    page.goto(address(site, MODEL))
    button = page.locator(".lg-card .lg-actions button")
    button.click()
    page.wait_for_function("document.querySelector('.lg-card .lg-actions button').textContent === 'Copied'")
    assert copied(page).endswith(r"=\operatorname{sign}\bigl(m_x(w) - t\bigr)\,m_x'(w)")


def test_the_derivation_is_copied_whole(site: Path, page: Page) -> None:
    page.goto(address(site, MODEL))
    page.get_by_role("button", name="Copy derivation as LaTeX").click()
    page.get_by_role("button", name="Copied").wait_for()
    text = copied(page)
    assert text.startswith("\\begin{aligned}\n")
    assert text.count("&=") == page.locator(".lg-derive").first.locator(".lg-step").count()
    assert r"\new" not in text
    assert r"\old" not in text


def test_every_display_formula_has_its_own_button(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    assert page.locator("math[display=block]").count() == page.locator(".lg-copy-one").count()
    line = page.locator("#L9TN\\.1")
    line.hover()
    line.locator(".lg-copy-one").click()
    line.get_by_text("Copied").wait_for()
    assert copied(page).startswith("2(t_k - o_k)")


def test_bibtex_and_csl_are_copied(site: Path, page: Page) -> None:
    page.goto(address(site, HUBER))
    for name, start in (
        ("Copy BibTeX", "@misc{lossary:L5W8,"),
        ("Copy CSL-JSON", "[\n  {"),
        ("Copy reference", "Loss"),
    ):
        page.get_by_role("button", name=name).click()
        page.wait_for_function(
            "start => navigator.clipboard.readText().then((text) => text.startsWith(start))", arg=start
        )


def shown(page: Page) -> list[str]:
    return [row.inner_text() for row in page.locator(".lg-cat tbody tr:not(.lg-fam)").all() if row.is_visible()]


def test_the_filter_filters(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    everything = len(shown(page))
    box, count = page.locator("#lg-q"), page.locator(".lg-find output")
    assert count.inner_text() == f"{everything} losses"
    box.fill("HUBER")
    assert [text.split()[0] for text in shown(page)] == ["L5W8"]
    assert count.inner_text() == "1 loss"
    box.fill("networks")
    assert [text.split()[0] for text in shown(page)] == ["L9TN"]
    box.fill("l4k7 model")
    assert [text.split()[0] for text in shown(page)] == ["L4K7"]
    box.fill("nothing of the kind")
    assert shown(page) == []
    assert count.inner_text() == "0 losses"
    box.fill("")
    assert len(shown(page)) == everything


def test_the_catalogue_stands_without_scripts(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "index.html"))
    assert len(shown(page)) == 5
    assert not page.locator("#lg-q").is_visible()
    context.close()


def test_an_id_with_a_line_leads_to_the_line(site: Path, page: Page) -> None:
    page.goto(address(site, "L9TN.html") + "#L9TN.3")
    page.wait_for_url("**/sigmoid-node.html#L9TN.3")
    assert page.locator("#L9TN\\.3").is_visible()


def test_pointing_at_a_line_leaves_one_pair(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator("#L9TN\\.2 .lg-why").hover()
    tints = "els => els.map((e) => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)')"
    assert any(page.locator("#L9TN\\.2 .lg-new").evaluate_all(tints))
    assert not any(page.locator("#L9TN\\.3 .lg-new").evaluate_all(tints))


def test_only_what_scrolls_takes_the_focus(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, NODE))
    page.wait_for_function("document.querySelector('.lg-gradient .lg-scroll').tabIndex === 0")
    assert page.locator(".lg-lhs .lg-scroll").first.get_attribute("tabindex") is None
    context.close()


def test_print_shows_the_whole_formula(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".lg-actions button").first.is_visible()
    assert page.locator(".lg-gradient .lg-scroll").evaluate("each => getComputedStyle(each).overflowX") == "visible"
