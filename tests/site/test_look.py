"""How pages look and feel in a browser: nothing in the way, few stops, meanings beside symbols, and paper."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, Request

pytestmark = pytest.mark.browser

MODEL = "losses/regression/absolute-of-a-model.html"
HUBER = "losses/robust/huber.html"
NODE = "losses/networks/sigmoid-node.html"
HIDDEN = "losses/networks/rashid-network.html"
DEEP = "losses/networks/deep-network.html"
QUESTION = "questions/target-is-constant.html"
PAGES = (MODEL, HUBER, NODE, HIDDEN, DEEP, QUESTION)
OF_OTHER_KINDS = (
    "index.html",
    "losses/linear-models/index.html",
    "losses/linear-models/linear-svm.html",
    "sheets/networks.html",
    "questions/every-distance-depends-on-its-target.html",
    "rules.html",
)
PHONE = {"width": 360, "height": 740}
FEW_STOPS = 40
FEW_REQUESTS, FEW_BYTES = 6, 400_000

Stops = Callable[[Page], int]

SMALL = """() => [...document.querySelectorAll("article :is(a[href], button, summary), footer a")].filter((each) => {
  const box = each.getBoundingClientRect();
  const words = each.closest("p, li, dd, td, figcaption, span");
  const alone = words?.textContent.trim() === each.textContent.trim();
  const own = !words || alone || words.matches(".lg-kicker, .lg-actions");
  return each.checkVisibility({ visibilityProperty: true }) && own && (box.width < 24 || box.height < 23.5);
}).map((each) => each.outerHTML.slice(0, 120))"""


def address(site: Path, path: str) -> str:
    return (site / path).as_uri()


def test_few_stops_of_the_tab_key(site: Path, page: Page, stops: Stops) -> None:
    many = []
    for path in (*PAGES, *OF_OTHER_KINDS):
        page.goto(address(site, path), wait_until="domcontentloaded")
        there = stops(page)
        assert there > 4  # the skip link, the header, the footer
        if there >= FEW_STOPS:
            many.append((path, there))
    assert many == []


def test_the_tab_key_makes_no_further_stops_on_its_way(site: Path, page: Page, stops: Stops) -> None:
    page.goto(address(site, HIDDEN))
    there = stops(page)
    page.evaluate("window.seen = new Set(); addEventListener('focusin', (event) => seen.add(event.target))")
    for _ in range(there):
        page.keyboard.press("Tab")
    assert page.evaluate("seen.size") == there == stops(page)
    assert page.evaluate("document.activeElement.closest('.lg-footer') !== null")


def test_without_scripts_everything_is_a_stop_of_the_tab_key(site: Path, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, HIDDEN))
    assert page.locator("[tabindex='-1']").count() == 0
    context.close()


def test_a_rule_is_a_row_of_the_arrow_keys(site: Path, page: Page) -> None:
    page.goto(address(site, "rules.html"))
    cards = page.locator(".lg-rulecard")
    first = cards.filter(has=page.locator("dd a >> nth=1")).first
    first.locator("dd a").first.focus()
    page.keyboard.press("ArrowRight")
    assert first.locator("dd a").nth(1).evaluate("each => each === document.activeElement")
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.lg-rulecard') !== null")
    assert first.evaluate("each => !each.contains(document.activeElement)")


def test_the_keys_of_a_group_are_told(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    told = page.locator("#lg-keys")
    assert not told.is_visible()
    page.locator(".lg-topnav a").first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    assert told.is_visible()
    described = page.locator("section.lg-derive, section.lg-card").evaluate_all(
        "all => all.map((each) => each.getAttribute('aria-describedby'))"
    )
    assert set(described) == {told.get_attribute("id")}


def test_an_address_leads_the_tab_key_into_a_group(site: Path, page: Page) -> None:
    page.goto(address(site, NODE) + "#L9TN.3")
    page.wait_for_function("document.querySelector('#L9TN\\\\.3 .lg-n').tabIndex === 0")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.getAttribute('aria-label')") == "Line L9TN.3"


def test_what_is_covered_is_no_stop(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator(".lg-cover").click()
    page.wait_for_function("document.querySelector('.lg-cover').tabIndex === 0")
    page.keyboard.press("ArrowDown")  # over the lines that are hidden
    assert page.evaluate("document.activeElement.closest('.lg-legend') !== null")


@pytest.mark.parametrize("path", PAGES)
def test_targets_have_room_for_a_finger(site: Path, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, path))
    assert page.evaluate(SMALL) == []
    context.close()


def test_few_requests_and_bytes(site: Path, page: Page) -> None:
    requests: list[Request] = []

    def note(request: Request) -> None:
        requests.append(request)

    page.on("request", note)
    page.goto(address(site, MODEL))
    page.evaluate("document.fonts.ready.then(() => 0)")
    files = [Path(request.url.removeprefix("file://")) for request in requests if request.url.startswith("file:")]
    assert len(files) <= FEW_REQUESTS
    assert sum(file.stat().st_size for file in files) < FEW_BYTES


@pytest.mark.parametrize("width", [1220, 1280, 1400, 1600])
def test_the_header_keeps_its_height_when_somebody_searches(site: Path, page: Page, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(address(site, MODEL))
    height = page.locator(".lg-header").evaluate("each => each.offsetHeight")
    page.keyboard.press("/")
    page.locator("input[type=search], .md-search__input").first.focus()
    page.wait_for_timeout(500)
    assert page.locator(".lg-header").evaluate("each => each.offsetHeight") == height
    names = page.locator(".lg-topnav a").evaluate_all("all => all.map((each) => each.getClientRects().length)")
    assert set(names) == {1}


ALONE = """() => [...document.querySelectorAll("article .headerlink")].filter((link) => {
  const words = document.createRange();
  words.setStart(link.parentElement, 0);
  words.setEndBefore(link);
  return link.getBoundingClientRect().top >= words.getBoundingClientRect().bottom - 2;
}).map((link) => link.parentElement.textContent)"""


def test_the_link_of_a_heading_stands_on_no_line_of_its_own(site: Path, page: Page) -> None:
    page.goto(address(site, QUESTION))
    for width in range(200, 360, 8):
        page.set_viewport_size({"width": width, "height": 740})
        assert page.evaluate(ALONE) == []


# -- a derivation ------------------------------------------------------------------------------------------------------


def test_one_button_a_card_and_one_a_derivation(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    assert page.locator(".lg-card").first.locator("button").count() == 1
    assert page.locator(".lg-legend").first.locator("button").count() == 1
    assert page.locator(".lg-copy-one").count() == 0


def test_a_line_is_copied_while_it_has_the_focus(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator("#L9TN\\.1 .lg-n").focus()
    button = page.get_by_role("button", name="Copy line L9TN.1 as LaTeX")
    button.click()
    page.wait_for_function("navigator.clipboard.readText().then((text) => text.startsWith('2(t_k - o_k)'))")
    page.mouse.move(0, 0)
    page.locator("#L9TN\\.3 .lg-n").focus()
    page.keyboard.press("Control+c")  # the copy key will do too
    page.wait_for_function("navigator.clipboard.readText().then((text) => !text.startsWith('2(t_k - o_k)'))")
    page.locator("#L9TN\\.4 .lg-n").focus()
    assert page.locator(".lg-copy-one").count() == 1
    assert page.locator("#L9TN\\.4 .lg-copy-one").is_visible()


def test_the_arrow_keys_go_through_lines_and_what_belongs_to_them(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator("#L9TN\\.1 .lg-n").focus()
    page.keyboard.press("ArrowDown")
    assert page.evaluate("document.activeElement.closest('.lg-step').id") == "L9TN.2"
    seen = []
    for _ in range(60):
        page.keyboard.press("ArrowRight")
        seen.append(page.evaluate("document.activeElement.closest('.lg-step')?.id + document.activeElement.classList"))
        if not seen[-1].startswith("L9TN.2"):
            break
    assert seen[0] == "L9TN.2lg-rule"
    assert "L9TN.2lg-pointed" in seen
    assert seen[-2:] == ["L9TN.2lg-btn lg-copy-one", "L9TN.3lg-n"]
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.closest('.lg-derive, .lg-legend')") is None
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("Home")
    assert page.evaluate("document.activeElement.className") == "lg-btn lg-cover"
    page.keyboard.press("End")
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"
    assert page.locator("#L9TN\\.2 .lg-rule").first.evaluate("each => each.tabIndex") == -1


def test_a_rule_says_its_statement_to_the_mouse_and_to_the_keys(site: Path, page: Page) -> None:
    page.goto(address(site, MODEL))
    rule = page.locator("#L4K7\\.1 .lg-rule").first
    assert "f′(g(x))" in str(rule.get_attribute("title"))
    page.locator("#L4K7\\.1 .lg-n").focus()
    page.keyboard.press("ArrowRight")
    assert page.locator(".lg-tip").inner_text() == rule.get_attribute("title")
    page.keyboard.press("Escape")
    assert not page.locator(".lg-tip").is_visible()


def test_a_symbol_says_its_meaning_to_the_mouse_and_to_the_keys(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator(".lg-card .lg-loss msub", has_text="t").first.locator("mi").first.hover()
    assert "target" in page.locator(".lg-tip").inner_text()
    page.locator("#L9TN\\.1 .lg-n").focus()
    for _ in range(page.locator("#L9TN\\.1 .lg-why :is(a, summary):visible").count()):  # the rules come first
        page.keyboard.press("ArrowRight")
    said = [page.locator(".lg-tip").inner_text()]
    page.keyboard.press("ArrowRight")
    said.append(page.locator(".lg-tip").inner_text())
    assert said[0] != said[1]
    assert all(said)


def test_the_scroll_shadow_shines_through_the_tint(site: Path, browser: Browser) -> None:
    for scheme in ("light", "dark"):
        context = browser.new_context(viewport=PHONE, color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address(site, NODE))
        box = page.locator(".lg-rhs .lg-scroll").nth(1)
        assert box.evaluate("each => each.scrollWidth > each.clientWidth")
        assert "gradient" in box.evaluate("each => getComputedStyle(each).backgroundImage")
        tint = page.locator(".lg-new").first.evaluate("each => getComputedStyle(each).backgroundColor")
        assert tint.startswith("rgba(")
        context.close()


def test_audits_can_be_read_on_a_phone(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, NODE))
    cells = page.locator(".lg-audit td[data-label]")
    overlaps = cells.evaluate_all("""all => all.filter((cell) => {
      const text = document.createRange(), style = getComputedStyle(cell, "::before");
      text.selectNodeContents(cell);
      const [words, box] = [text.getBoundingClientRect(), cell.getBoundingClientRect()];
      return style.position === "absolute" || words.left < box.left + parseFloat(style.width);
    }).length""")
    assert cells.count() > 4
    assert overlaps == 0
    context.close()


# -- the frame ---------------------------------------------------------------------------------------------------------


def test_light_and_dark_are_kept(site: Path, browser: Browser) -> None:
    context = browser.new_context(color_scheme="light")
    page = context.new_page()
    page.goto(address(site, MODEL))
    page.locator(".lg-scheme").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.goto(address(site, HUBER))
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    assert page.locator(".lg-scheme").get_attribute("aria-pressed") == "true"
    context.close()


def test_the_contents_mark_where_one_reads(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator("#common-mistakes").evaluate("each => each.scrollIntoView()")
    page.wait_for_function("document.querySelector('.md-nav__link--active')?.hash === '#common-mistakes'")


def test_the_drawer_has_the_order_of_the_header(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, MODEL))
    top = page.locator(".lg-topnav a").evaluate_all("all => all.map((each) => each.href)")
    drawer = page.locator(".lg-drawer > ul:first-child > li > a")
    assert drawer.evaluate_all("all => all.map((each) => each.href)") == top
    assert page.locator(".lg-drawer a", has_text="Gradients at a kink").count() == 1
    assert not drawer.first.is_visible()
    page.locator(".lg-burger").click()
    drawer.first.wait_for()
    context.close()


# -- paper -------------------------------------------------------------------------------------------------------------


def test_paper_has_no_orphans_and_the_tree_only_if_it_is_open(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.emulate_media(media="print")
    style = "(each, name) => getComputedStyle(each)[name]"
    assert page.locator(".lg-lhs").first.evaluate(style, "breakAfter") == "avoid"
    assert page.locator(".lg-step").first.evaluate(style, "breakInside") == "avoid"
    assert not page.locator("#derivation + p").is_visible()  # empty on paper, and a page may end there
    assert page.locator("body").evaluate("each => getComputedStyle(each).getPropertyValue('--paper')") == "#fff"
    tree = page.locator("details.lg-tree").first
    assert not tree.is_visible()
    tree.evaluate("each => (each.open = true)")
    assert tree.is_visible()


OVERLAP = """() => [...document.querySelectorAll(".lg-cat td")].filter((cell) => {
  const end = cell.getBoundingClientRect().right + 1;
  return [...cell.querySelectorAll("math")].some((each) => each.getBoundingClientRect().right > end);
}).map((cell) => cell.closest("tr").id)"""


def test_on_paper_the_catalogue_says_what_names_stand_for_and_nothing_overlaps(site: Path, page: Page) -> None:
    page.set_viewport_size({"width": 718, "height": 1000})
    page.goto(address(site, "index.html"))
    page.emulate_media(media="print")
    assert page.evaluate(OVERLAP) == []
    folded = page.locator(".lg-where .lg-scroll").first
    assert folded.evaluate("each => each.getBoundingClientRect().height") > 0
    assert page.locator(".lg-more").count() == 0 or not page.locator(".lg-more").first.is_visible()
