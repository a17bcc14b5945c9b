"""The site as a reader has it: opened from a file, in Chromium."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Request
from playwright.sync_api import TimeoutError as PlaywrightTimeoutError

from derivations.calculus.rules import RULES
from derivations.catalogue import Catalogue, load_catalogue, the_catalogue
from derivations.judge.answers import load_answers
from derivations.publish.site import FINDINGS, build
from derivations.publish.sources import settings

pytestmark = pytest.mark.browser

MODEL = "losses/regression/absolute-of-a-model.html"
HUBER = "losses/robust/huber.html"
NODE = "losses/networks/sigmoid-node.html"
HIDDEN = "losses/networks/rashid-network.html"
DEEP = "losses/networks/deep-network.html"
SQUARES = "losses/linear-models/least-squares.html"
SQUARED = "losses/regression/squared.html"
PAGES = (
    "index.html",
    "losses/regression/index.html",
    MODEL,
    HUBER,
    SQUARED,
    NODE,
    HIDDEN,
    DEEP,
    SQUARES,
    "questions/index.html",
    "sheets/index.html",
    "sheets/networks.html",
    "questions/target-is-constant.html",
    "questions/every-distance-depends-on-its-target.html",
    "rules.html",
    "checking.html",
    "kinks.html",
    "about.html",
    "check.html",
)
LIKE_OTHERS = {SQUARED, NODE, HIDDEN, "sheets/index.html", "questions/every-distance-depends-on-its-target.html"}
OF_EVERY_KIND = tuple(path for path in PAGES if path not in LIKE_OTHERS)  # for what takes long
PHONE = {"width": 360, "height": 740}
FEW_STOPS, FEW_VARIABLES = 40, 2


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
    page.keyboard.press("/")
    page.keyboard.type("huber")
    page.locator(".lg-results a").first.wait_for()
    assert requests
    assert [url for url in requests if not url.startswith(("file:", "data:", "blob:"))] == []
    assert failures == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", OF_EVERY_KIND)
def test_no_serious_barrier(site: Path, browser: Browser, path: str, scheme: str) -> None:
    context = browser.new_context(color_scheme=scheme, viewport={"width": 1280, "height": 900})  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, path))
    page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
    page.wait_for_timeout(200)
    wanted = "slate" if scheme == "dark" else "default"
    assert page.locator("body").get_attribute("data-md-color-scheme") == wanted
    # Colours within formulas come from one sheet: two pages with all of them will do.
    around = None if path in {MODEL, DEEP} else {"exclude": [["math"]]}
    only = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}  # in the dark: all else is as it is in the light
    options = {"resultTypes": ["violations"], **(only if scheme == "dark" else {})}
    violations = Axe().run(page, context=around, options=options).response["violations"]
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
    page.get_by_role("button", name="Copy derivation as LaTeX").first.click()
    page.get_by_role("button", name="Copied").wait_for()
    text = copied(page)
    assert text.startswith("\\begin{aligned}\n")
    assert text.count("&=") == page.locator(".lg-derive").first.locator(".lg-step").count()
    assert r"\new" not in text
    assert r"\old" not in text


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
    """The ids of the rows of the catalogue that can be seen."""
    return [row.inner_text().split()[0] for row in page.locator(".lg-cat tbody tr").all() if row.is_visible()]


def choose(page: Page, *labels: str) -> None:
    for label in labels:
        page.locator(".lg-filter").get_by_label(label, exact=True).check()


def test_the_filter_filters(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    everything, count = shown(page), page.locator(".lg-filter output")
    assert count.inner_text() == f"{len(everything)} losses"
    page.locator(".lg-filter summary").click()
    choose(page, "Networks")
    assert shown(page) == ["L6BW", "L4GP", "L9TN"]
    assert page.locator("h2#regression").is_hidden()
    choose(page, "Linear and classic models")  # another family: either will do
    assert shown(page) == ["LD6V", "L7QF", "LQ59", "L6BW", "L4GP", "L9TN"]
    choose(page, "has kinks")
    assert shown(page) == ["LD6V", "LQ59"]
    assert count.inner_text() == "2 losses"
    choose(page, "has no kinks")  # another property: both are needed
    assert shown(page) == []
    page.get_by_role("button", name="Show all").click()
    page.wait_for_function("location.hash === ''")
    assert shown(page) == everything


def test_what_is_filtered_can_be_linked_to(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html") + "#only=prediction,kinks")
    assert shown(page) == ["L3H6"]
    choose(page, "logits and scores")
    assert page.url.endswith("#only=prediction,score,kinks")
    assert shown(page) == ["L3H6", "L6G9"]
    page.goto(address(site, "index.html") + "#L2N5")  # a row that was filtered away
    page.wait_for_function("document.getElementById('L2N5').checkVisibility()")
    assert {"L3H6", "L9TN"} <= set(shown(page))


def test_the_catalogue_stands_without_scripts(site: Path, catalogue: Catalogue, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, "index.html"))
    assert len(shown(page)) == len(catalogue.entries)
    for box in (".lg-filter", "#lg-find", ".lg-opensearch"):
        assert not page.locator(box).is_visible()
    context.close()


def test_an_id_with_a_line_leads_to_the_line(site: Path, page: Page) -> None:
    page.goto(address(site, "L9TN.html") + "#L9TN.3")
    page.wait_for_url("**/sigmoid-node.html#L9TN.3")
    assert page.locator("#L9TN\\.3").is_visible()


FORMER = {
    "L8TC.html#L8TC.3": "rashid-network.html#L4GP.v.3",
    "L8TC.html": "rashid-network.html#L4GP.v",
    "losses/networks/input-to-hidden.html#L8TC.t2": "rashid-network.html#L4GP.v.t2",
    "losses/networks/hidden-to-output.html#L4GP.3": "rashid-network.html#L4GP.3",
    "L4GP.html#L4GP.v.3": "rashid-network.html#L4GP.v.3",
}


@pytest.mark.parametrize("former,now", FORMER.items())
def test_a_former_address_leads_to_the_derivation(site: Path, page: Page, former: str, now: str) -> None:
    page.goto(f"{site.as_uri()}/{former}")
    page.wait_for_url(f"**/losses/networks/{now}")
    assert page.locator(f"[id='{now.partition('#')[2]}']").count() == 1


@pytest.mark.parametrize("former", ["L8TC.html", "losses/networks/input-to-hidden.html"])
def test_a_former_address_leads_on_without_scripts(site: Path, browser: Browser, former: str) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(address(site, former))
    page.wait_for_url("**/losses/networks/rashid-network.html#L4GP.v")
    context.close()


def test_a_page_of_several_variables_has_a_section_for_each(site: Path, page: Page) -> None:
    page.goto(address(site, HIDDEN))
    gradients = page.locator(".lg-card").first.locator(".lg-gradient a")
    assert [link.get_attribute("href") for link in gradients.all()] == ["#L4GP.w", "#L4GP.v"]
    gradients.nth(1).click()
    assert page.locator("h2[id='L4GP.v']").is_visible()
    contents = page.locator(".md-nav--secondary .md-nav__link").all_inner_texts()
    assert {text.strip() for text in contents if "Gradient" in text} == {
        "Gradient with respect to w",
        "Gradient with respect to v",
    }
    for section in ("derivation", "where-it-fails", "may-i-drop-a-factor", "common-mistakes"):
        assert page.locator(f"h3#{section}-w, h3#{section}-v").count() == 2


def test_pointing_at_a_line_leaves_one_pair(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.locator("#L9TN\\.2 .lg-why").hover()
    tints = "els => els.map((e) => getComputedStyle(e).backgroundColor !== 'rgba(0, 0, 0, 0)')"
    assert any(page.locator("#L9TN\\.2 .lg-new").evaluate_all(tints))
    assert not any(page.locator("#L9TN\\.3 .lg-new").evaluate_all(tints))


def test_only_what_scrolls_takes_the_focus(site: Path, browser: Browser) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, "losses/networks/rashid-network.html"))
    page.wait_for_function("document.querySelectorAll('.lg-gradient .lg-scroll')[1].tabIndex === 0")
    assert page.locator(".lg-lhs .lg-scroll").first.get_attribute("tabindex") is None
    context.close()


def test_print_shows_the_whole_formula(site: Path, page: Page) -> None:
    page.goto(address(site, NODE))
    page.emulate_media(media="print")
    assert not page.locator(".md-header").is_visible()
    assert not page.locator(".lg-actions button").first.is_visible()
    assert page.locator(".lg-gradient .lg-scroll").evaluate("each => getComputedStyle(each).overflowX") == "visible"


# -- networks and matrices ---------------------------------------------------------------------------------------------


def test_the_diagram_is_read_aloud_and_seen(site: Path, page: Page) -> None:
    page.goto(address(site, HIDDEN))
    drawing = page.get_by_role(
        "img", name=re.compile(r"^x sub i and v sub i j give u sub j; u sub j gives h sub j;.* the way from v sub i j")
    )
    assert drawing.get_attribute("aria-label").endswith("to E.")  # type: ignore[union-attr]
    assert drawing.locator("rect").count() == 9
    assert drawing.locator("rect.lg-hi").count() == 6
    size = drawing.bounding_box()
    assert size is not None
    assert size["width"] > 400
    captions = page.locator("figure:not(:has(lg-figure)) figcaption math")
    assert captions.count() == 5  # of two drawings, one of which says where the way fans out


def colours(page: Page, selector: str) -> set[str]:
    return set(page.locator(selector).evaluate_all("all => all.map((each) => getComputedStyle(each).stroke)"))


def test_the_diagram_takes_the_colours_of_the_scheme(site: Path, browser: Browser) -> None:
    seen = []
    for scheme in ("light", "dark"):
        context = browser.new_context(color_scheme=scheme)  # type: ignore[arg-type]
        page = context.new_page()
        page.goto(address(site, HIDDEN))
        (highlighted,), (plain,) = colours(page, "path.lg-hi"), colours(page, "path.lg-plain")
        assert highlighted != plain
        seen.append((highlighted, plain))
        context.close()
    assert seen[0] != seen[1]


@pytest.mark.parametrize("path", [HIDDEN, DEEP, SQUARES])
def test_the_diagram_can_be_read_on_a_phone(site: Path, browser: Browser, path: str) -> None:
    context = browser.new_context(viewport=PHONE)  # type: ignore[arg-type]
    page = context.new_page()
    page.goto(address(site, path))
    heights = page.locator(".lg-net text").evaluate_all("all => all.map((each) => each.getBoundingClientRect().height)")
    assert min(heights) > 12
    context.close()


def test_the_diagram_of_layers_leads_back(site: Path, page: Page) -> None:
    page.goto(address(site, DEEP))
    assert page.locator("path.lg-back").count() == 3
    assert page.locator(".lg-note").count() == 2
    assert "come back the other way" in str(page.locator("svg.lg-net").get_attribute("aria-label"))


def test_the_matrix_form_is_mathml_with_shapes_and_figures(site: Path, page: Page) -> None:
    page.goto(address(site, SQUARES))
    form = page.locator(".lg-arrays")
    gradient = [r"\frac{\partial L}{\partial w}=2X^{\top}r", r"=2X^{\top}(Xw - y)"]
    assert form.locator(".lg-gradient math annotation").all_text_contents() == gradient
    assert form.locator(".lg-let math annotation").all_text_contents() == ["r=Xw - y"]
    shapes = form.locator(".lg-shapes li").all()
    assert len(shapes) == 5
    assert shapes[0].locator("annotation").all_text_contents() == ["X", r"m \times n"]
    prose = page.locator("h2#matrix-form ~ p").first.evaluate("each => each.parentElement.innerText")
    assert "components of it were compared with the index form" in prose
    form.locator(".lg-actions button").click()
    page.wait_for_function("document.querySelector('.lg-arrays .lg-actions button').textContent === 'Copied'")
    assert copied(page).endswith(r"2X^{\top}r")


def test_names_stand_before_the_loss_that_uses_them(site: Path, page: Page) -> None:
    page.goto(address(site, HIDDEN))
    card = page.locator(".lg-card").first
    rows = [text.partition(" ")[0] for text in card.locator("dt").all_inner_texts()]
    assert rows == ["Let", "Loss", "Gradient", "Gradient", "Holds"]
    assert card.locator("dt annotation").all_text_contents() == ["w_{jk}", "v_{ij}"]  # by what each of them is
    names = card.locator(".lg-named annotation").all_text_contents()
    assert [name.split("=")[0] for name in names if "=" in name and "ldots" not in name] == ["u_j", "h_j", "z_k", "o_k"]


def test_a_network_says_how_its_weight_is_updated(site: Path, page: Page) -> None:
    page.goto(address(site, HIDDEN))
    rule = page.locator("h3#update-rule-v ~ .lg-eq annotation").first.text_content()
    assert str(rule).startswith(
        r"v_{ij}\leftarrow v_{ij}-\alpha\,\frac{\mathrm{d}E}{\mathrm{d}v_{ij}}=v_{ij} + 2\alpha\,h_j"
    )
    page.goto(address(site, SQUARES))
    assert page.locator("h2#update-rule").count() == 0


def test_a_condition_says_for_which_indices(site: Path, page: Page) -> None:
    page.goto(address(site, "losses/linear-models/linear-svm.html"))
    assert page.locator(".lg-holds annotation").all_text_contents() == [r"a_i \ne 1\text{ for every }i"]
    assert "Nowhere" not in page.locator("article").inner_text()


def test_families_stand_from_easy_to_hard(site: Path, page: Page) -> None:
    page.goto(address(site, "index.html"))
    families = ["Regression", "Robust regression", "Classification", "Margins", "Linear and classic models", "Networks"]
    assert page.locator(".lg-shelf h2").evaluate_all("all => all.map((each) => each.firstChild.data)") == families
    contents = [text.strip() for text in page.locator(".md-nav--secondary .md-nav__link").all_inner_texts()]
    assert [text for text in dict.fromkeys(contents) if text in families] == families
    assert [text.rsplit(maxsplit=1)[0] for text in page.locator(".lg-chips a").all_inner_texts()[:6]] == families


@pytest.mark.parametrize("path", ["index.html", "losses/networks/index.html"])
def test_a_row_is_short_and_its_definitions_are_folded(site: Path, page: Page, path: str) -> None:
    page.goto(address(site, path))
    row = page.locator("tr#L9TN")
    assert row.locator(".lg-where .lg-scroll").is_hidden()
    short = row.bounding_box()
    assert short is not None
    assert short["height"] < 50
    row.locator("summary").click()
    assert row.locator(".lg-where annotation").text_content().startswith("o_k=")  # type: ignore[union-attr]


def test_the_six_questions_that_are_asked_most_are_there() -> None:
    known = {asked.id for asked in load_answers(the_catalogue())}
    listed = settings()["extra"]["asked_most"]
    assert len(listed) == 6
    assert set(listed) <= known


def test_questions_are_grouped_by_family(site: Path, page: Page) -> None:
    page.goto(address(site, "questions/index.html"))
    assert page.locator("h2").first.evaluate("each => each.id") == "regression"
    about = page.locator("h2#regression + ul a").all_inner_texts()
    assert "Absolute error: is the slope +1 above the target or below it?" in about
    assert "Why is there no σ(1 − σ) in the gradient of the cross-entropy?" not in about


def test_a_sheet_has_all_gradients_of_its_family_and_can_be_printed(
    site: Path, page: Page, catalogue: Catalogue
) -> None:
    page.goto(address(site, "sheets/networks.html"))
    parts = [part for part in catalogue.parts if part.family.slug == "networks"]
    assert page.locator(".lg-sheet [aria-label=Gradient]").count() == len(parts)
    assert page.locator("h2").evaluate_all("all => all.map((each) => each.id)") == ["weight"]
    page.emulate_media(media="print")
    assert not page.locator(".lead").is_visible()
    assert not page.locator(".md-header").is_visible()
    width = page.locator(".lg-sheet").evaluate("each => [each.scrollWidth, each.clientWidth]")
    assert width[0] == width[1]
    page.goto(address(site, "sheets/regression.html"))
    page.set_viewport_size({"width": 718, "height": 1040})  # A4 within the margins of a sheet
    side_by_side, size = (
        """all => all.map((each) => each.getBoundingClientRect())
        .filter((one, i, all) => i % 2 && one.top < all[i - 1].bottom).length""",
        "each => getComputedStyle(each).fontSize",
    )
    assert page.locator(".lg-sheet td > .lg-scroll").evaluate_all(side_by_side) > 3
    points = float(page.locator(".lg-sheet").first.evaluate(size).removesuffix("px")) * 72 / 96
    assert points >= 7
    assert page.evaluate("document.documentElement.scrollHeight") <= 1040


def test_a_rule_says_why_and_where_it_is_used(site: Path, page: Page) -> None:
    page.goto(address(site, "rules.html"))
    chapters = page.locator(".lg-chapter > h2").evaluate_all("all => all.map((each) => each.firstChild.data)")
    assert chapters == ["Calculus", "Functions", "Indices", "Networks", "Algebra"]
    rule = page.locator(".lg-rulecard:has(#absolute-value)")
    used = rule.locator("dd").last.locator("a").all_inner_texts()
    assert used[:2] == ["Absolute loss", "Absolute loss of a model"]
    assert page.locator(".lg-rulecard:has(#product) dd").first.inner_text().endswith(".")
    rule.get_by_role("link", name="Absolute loss", exact=True).click()
    page.wait_for_url("**/absolute.html#L3H6.*")


def test_every_rule_has_a_reason(site: Path, page: Page) -> None:
    page.goto(address(site, "rules.html"))
    cards = page.locator(".lg-rulecard")
    assert cards.count() == len(RULES)
    assert [text for text in cards.locator("dl > div:first-child dt").all_inner_texts() if text != "Why"] == []


# -- all losses --------------------------------------------------------------------------------------------------------


@pytest.fixture
def whole_site(tmp_path: Path, repository: Path) -> Path:
    """The site of all losses: that which CI has just built of this very tree, else one of our own."""
    if folder := os.environ.get("LOSSARY_SITE"):
        return Path(folder)
    catalogue = load_catalogue()
    answers, findings = load_answers(catalogue), repository / FINDINGS
    return build(catalogue, answers, tmp_path / "site", tmp_path / "markdown", findings=findings).parent


@pytest.mark.slow
def test_no_page_of_any_loss_overflows_or_has_many_stops(
    whole_site: Path, browser: Browser, stops: Callable[[Page], int]
) -> None:
    site = whole_site
    pages = [path for folder in ("losses", "questions") for path in sorted((site / folder).rglob("*.html"))]
    paths = [site / "index.html", site / "rules.html", *pages[::27]]  # the build sees to it that no formula is too wide
    paths += sorted(path for path in pages if path.read_text(encoding="utf-8").count('id="derivation-') > FEW_VARIABLES)
    assert len(paths) > 30
    context = browser.new_context()
    page = context.new_page()
    too_wide, too_long = [], []
    for path in paths:
        page.goto(path.as_uri())
        if stops(page) >= FEW_STOPS:
            too_long.append(path.name)
        page.evaluate("document.querySelectorAll('details').forEach((each) => (each.open = true))")
        for width in (360, 1100):
            page.set_viewport_size({"width": width, "height": 740})
            try:  # the layout follows the window a moment later
                page.wait_for_function("(w) => document.documentElement.scrollWidth <= w", arg=width, timeout=3000)
            except PlaywrightTimeoutError:
                too_wide.append((path.name, width))
    assert (too_wide, too_long) == ([], [])
    context.close()


# -- no such page ------------------------------------------------------------------------------------------------------


class Host(SimpleHTTPRequestHandler):
    """A server of static sites as they are: it answers with 404.html where there is no page, however deep."""

    def send_error(self, code: int, message: str | None = None, explain: str | None = None) -> None:  # noqa: ARG002
        body = (Path(self.directory) / "404.html").read_bytes()
        self.send_response(code, message)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def host(site: Path) -> Iterator[str]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Host, directory=str(site)))
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_where_there_is_no_page_the_site_says_so(host: str, page: Page) -> None:
    lost: list[str] = []
    page.on("response", lambda answer: lost.append(answer.url) if answer.status != 200 else None)
    wrong = f"{host}losses/no-family/no-loss.html"
    answer = page.goto(wrong)
    assert answer is not None
    assert answer.status == 404
    assert page.locator("h1").inner_text() == "No such page"
    assert lost == [wrong]  # its styles, scripts and font were found
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily").startswith('"STIX Two Math Web"')
    violations = Axe().run(page).response["violations"]
    assert [each["id"] for each in violations if each["impact"] in {"serious", "critical"}] == []
    page.locator("article a", has_text="catalogue").click()
    page.wait_for_url(f"{host}index.html")
    assert page.locator("h1").inner_text().startswith("Losses and their gradients")


def test_the_lines_of_a_derivation_come_one_by_one(site: Path, page: Page) -> None:
    page.goto(address(site, HUBER))
    button, lines = page.locator(".lg-cover").first, page.locator(".lg-steps").first.locator(".lg-step:visible")
    whole = lines.count()
    button.click()
    assert lines.count() == 0
    for shown in range(1, whole + 1):
        button.click()
        assert lines.count() == shown
    assert button.inner_text() == "Hide the lines"
