"""Figures that move, in Chromium: the same numbers as at build time, by mouse and keyboard, and said in words."""

from __future__ import annotations

import gzip
import json
import math
import re
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

from derivations.publish.figures.operations import OPERATIONS
from derivations.publish.sources import templates_folder

pytestmark = pytest.mark.browser

HUBER = "losses/robust/huber.html"
ABSOLUTE = "losses/regression/absolute.html"
SQUARED = "losses/regression/squared.html"
NODE = "losses/networks/sigmoid-node.html"
LOGIT = "losses/classification/binary-cross-entropy-with-logit.html"
SCRIPT = templates_folder() / "assets" / "figure.js"
CONTOUR = SCRIPT.with_name("contour.js")
AT: dict[int, tuple[Any, ...]] = {
    1: (-2.5, -0.3, 0.0, 0.7, 1.0, 3.2),
    2: ((0.5, 2.0), (2.0, 0.5), (1.0, 1.0)),
    3: ((0.4, 0.2, 0.6), (0.9, 0.2, 0.6)),
}
POSITIVE = {"log", "lgamma", "digamma", "trigamma"}
ARITY = {"^": 2, "<": 2, "<=": 2, "==": 2, "clip": 3, "?": 3, "besseli": 2, "+": 3, "*": 3, "max": 3, "min": 3}


def opened(site: Path, page: Page, path: str) -> Page:
    page.goto((site / path).as_uri())
    page.locator("lg-figure .lg-handle").wait_for()
    return page


def test_the_browser_has_the_same_operations(site: Path, page: Page) -> None:
    """Each operation of the table in Python gives the same number in the script, wherever it has one."""
    cases: list[tuple[str, list[float]]] = []
    for name in sorted(OPERATIONS):
        arguments: list[Any]
        if name in {"at", "argmax", "argmin"}:
            arguments = [(2.0, 5.0, 7.0), (1.0, 4.0, 3.0)]
        else:
            many = ARITY.get(name, 1)
            arguments = [(u,) if isinstance(u, float) else u for u in AT[many]]
            arguments = [(abs(u[0]) + 0.3,) for u in arguments] if name in POSITIVE else arguments
            arguments = [(2.0, *u[1:]) for u in arguments] if name == "besseli" else arguments
        cases += [(name, list(values)) for values in arguments]
    opened(site, page, HUBER)
    found = page.evaluate(
        """(cases) => {
          const figure = document.querySelector("lg-figure");
          return cases.map(([name, values]) => {
            const one = document.createElement("lg-figure");
            const code = [...values.map(String), [name, ...values.map((_, n) => n + 1)].join(" ")].join(";");
            const of = { ...JSON.parse(figure.dataset.of), code, out: [values.length + 1, values.length + 1] };
            one.dataset.of = JSON.stringify({ ...of, names: ["x"], values: [0], sliders: [], kinds: [] });
            one.innerHTML = "<svg viewBox='0 0 560 392'></svg>";
            document.body.append(one);
            const [value] = one.run(0);
            one.remove();
            return Number.isFinite(value) ? value : null;
          });
        }""",
        cases,
    )
    for (name, values), value in zip(cases, found, strict=True):
        try:
            true = float(OPERATIONS[name](*values))
        except (ValueError, OverflowError, ZeroDivisionError):
            true = math.nan
        assert (value is None) == (not math.isfinite(true)), (name, values)
        assert value is None or value == pytest.approx(true, rel=1e-10, abs=1e-12), (name, values)


@pytest.mark.parametrize("path", [HUBER, LOGIT, SQUARED, "losses/linear-models/least-absolute-deviations.html"])
def test_the_browser_has_the_same_numbers(site: Path, page: Page, path: str) -> None:
    opened(site, page, path)
    data = json.loads(str(page.locator("lg-figure").get_attribute("data-of")))
    places = len(data["values"])
    low, high = data["range"]
    for share in (0.1, 0.45, 0.83):
        x = low + share * (high - low)
        results = [x, *data["values"][1:]]
        for line in data["code"].split(";"):
            name, *where = line.split(" ")
            results.append(OPERATIONS[name](*(results[int(n)] for n in where)) if where else float(name))
        found = page.evaluate("(x) => document.querySelector('lg-figure').run(x)", x)
        assert found == pytest.approx([results[n] for n in data["out"]], rel=1e-12)
    assert places == len(data["sliders"]) + 1


def test_the_point_is_moved_by_keys_and_by_mouse(site: Path, page: Page) -> None:
    opened(site, page, HUBER)
    handle = page.locator(".lg-handle")
    handle.focus()
    assert handle.get_attribute("role") == "slider"
    assert handle.get_attribute("aria-valuenow") == "2.8"
    page.keyboard.press("ArrowLeft")
    assert handle.get_attribute("aria-valuenow") == "2.74"
    page.keyboard.press("Home")
    assert handle.get_attribute("aria-valuetext") == "p = −2, L = 2.5, gradient −1"
    page.keyboard.press("ArrowLeft")
    assert handle.get_attribute("aria-valuenow") == "-2"
    box = page.locator("lg-figure svg").bounding_box()
    assert box is not None
    page.mouse.move(box["x"] + box["width"] * 301 / 560, box["y"] + 40)
    page.mouse.down()
    assert handle.get_attribute("aria-valuetext") == "p = 1, L = 0, gradient 0"
    page.mouse.move(box["x"] + box["width"] * 546 / 560, box["y"] + 60)
    page.mouse.up()
    assert handle.get_attribute("aria-valuetext") == "p = 4, L = 2.5, gradient 1"
    assert page.locator(".lg-live").text_content() == "p = 4, L = 2.5, gradient 1."


def test_a_slider_moves_the_seams(site: Path, page: Page) -> None:
    opened(site, page, HUBER)
    before = page.locator("lg-figure path.lg-seam").get_attribute("d")
    page.locator(".lg-ctl label", has_text="δ").locator("input").fill("2")
    assert page.locator(".lg-live").text_content() == "With δ = 2: p = 2.8, L = 1.62, gradient 1.8."
    after = page.locator("lg-figure path.lg-seam").get_attribute("d")
    assert re.findall(r"M([\d.]+)", str(before)) == ["219.3", "382.7"]
    assert re.findall(r"M([\d.]+)", str(after)) == ["137.7", "464.3"]
    assert page.locator("lg-figure text.lg-mark").all_text_contents() == ["seam", "seam"]


def test_names_have_their_subscripts_below(site: Path, page: Page) -> None:
    opened(site, page, NODE)
    assert str(page.locator(".lg-live").text_content()).startswith("w11 = ")
    assert page.locator(".lg-live sub").text_content() == "11"
    assert page.locator(".lg-handle").get_attribute("aria-label") == "w sub 11"
    assert str(page.locator(".lg-handle").get_attribute("aria-valuetext")).startswith("w sub 11 = ")


def test_descent_walks_down_and_jumps_over(site: Path, page: Page) -> None:
    opened(site, page, SQUARED)
    rate = page.locator(".lg-ctl label", has_text="rate").locator("input")
    rate.fill("0.2")
    page.get_by_role("button", name="Step downhill").click()
    assert page.locator(".lg-live").text_content() == "After 1 step: p = 2.08, L = 1.17, gradient 2.16."
    page.get_by_role("button", name="Start over").click()
    rate.fill("1.1")
    page.get_by_role("button", name="Ten steps").click()
    assert "too large" in str(page.locator(".lg-live").text_content())
    opened(site, page, ABSOLUTE)
    page.get_by_role("button", name="Ten steps").click()
    page.get_by_role("button", name="Ten steps").click()
    assert "to and fro over the kink" in str(page.locator(".lg-live").text_content())
    assert page.locator(".lg-step").count() > 2
    assert page.locator("circle.lg-ring").count() == 3


def test_what_has_no_value_is_said(site: Path, page: Page) -> None:
    opened(site, page, SQUARED)
    page.evaluate(
        """() => { const one = document.querySelector("lg-figure");
        one.values[1] = NaN; one.moveTo(1); }"""
    )
    assert page.locator(".lg-live").text_content() == "With these numbers there is no value anywhere in the figure."
    assert "no value there" in str(page.locator(".lg-handle").get_attribute("aria-valuetext"))


def test_lines_of_equal_loss_follow_a_slider(site: Path, page: Page) -> None:
    """On a page that has no such lines of its own: the loss of the figure above, over its point and its target."""
    opened(site, page, HUBER)
    page.evaluate(
        """() => document.querySelector("lg-figure").insertAdjacentHTML("afterend",
        `<svg data-over='["t", -6, 4]'><desc></desc><path class="lg-axes"></path></svg>`)"""
    )
    page.add_script_tag(content=CONTOUR.read_text(encoding="utf-8"))
    page.locator(".lg-ctl label", has_text="δ").locator("input").fill("2")
    page.locator("svg[data-over] .lg-walk").wait_for(state="attached")

    def losses(path: Locator) -> list[float]:
        spots = re.findall(r"([\d.]+) ([\d.]+)", str(path.get_attribute("d")))
        away = [abs(-2 + (float(x) - 56) / 490 * 6 - (-6 + (330 - float(y)) / 300 * 10)) for x, y in spots]
        return [u**2 / 2 if u <= 2 else 2 * (u - 1) for u in away]

    lines = [losses(line) for line in page.locator("svg[data-over] .lg-level-line").all()]
    assert len(lines) == 9
    assert all(max(line) - min(line) < 0.05 for line in lines)
    assert [line[0] for line in lines] == sorted(line[0] for line in lines)
    walk = losses(page.locator("svg[data-over] .lg-walk"))
    assert len(walk) > 1
    assert walk == sorted(walk, reverse=True)


def test_what_moves_has_no_barrier(site: Path, page: Page) -> None:
    opened(site, page, HUBER)
    page.get_by_role("button", name="Ten steps").click()
    violations = Axe().run(page, context="lg-figure").response["violations"]
    assert [(each["id"], each["nodes"][0]["html"][:200]) for each in violations] == []


def test_the_script_draws_what_was_drawn(site: Path, page: Page) -> None:
    """What a reader sees does not jump as the script takes over."""
    text = (site / HUBER).read_text(encoding="utf-8")
    first = re.findall(r'<circle class="lg-dot" cx="([\d.]+)" cy="([\d.]+)"', text)
    opened(site, page, HUBER)
    dot = page.locator("circle.lg-dot")
    drawn = [float(str(dot.get_attribute(name))) for name in ("cx", "cy")]
    assert drawn == pytest.approx([float(n) for n in first[1]], abs=0.1)
    moved = re.findall(r"[\d.]+", str(page.locator(".lg-handle").get_attribute("transform")))
    assert [float(n) for n in moved] == pytest.approx([float(n) for n in first[0]], abs=0.1)


HOSTILE = """figure => {
  const of = JSON.parse(figure.dataset.of);
  of.names = of.names.map((name) => `${name}_1<b>x</b>`);
  const fresh = document.createElement("lg-figure");
  fresh.id = "hostile";
  fresh.dataset.of = JSON.stringify(of);
  fresh.append(figure.querySelector("svg").cloneNode(true));
  document.body.append(fresh);
}"""


def test_a_name_is_text_with_its_subscript(site: Path, page: Page) -> None:
    opened(site, page, HUBER)
    page.locator("lg-figure").evaluate(HOSTILE)
    figure = page.locator("#hostile")
    figure.get_by_role("button", name="Step downhill").click()
    assert figure.locator("label sub").all_text_contents() == ["1<b>x</b>"] * 2
    assert "<b>x</b>" in figure.locator(".lg-live").inner_text()
    assert figure.locator("b").count() == 0


def test_the_script_is_small() -> None:
    assert len(gzip.compress(SCRIPT.read_bytes(), 9)) < 6000


def test_a_line_that_is_pointed_at_lights_its_edge(site: Path, page: Page) -> None:
    page.goto((site / "losses/networks/deep-network.html").as_uri())
    lines = page.locator(".lg-lit-range [data-lit]")
    assert lines.count() == 15
    lines.nth(3).hover()
    lit = page.locator(".lg-lit path.lg-on")
    assert lit.count() == 1
    first = lit.get_attribute("data-ends")
    assert page.locator(".lg-lit rect.lg-on").count() == 2
    lines.nth(12).locator("a.lg-n").focus()
    assert lit.count() == 1
    assert lit.get_attribute("data-ends") != first
    page.mouse.move(5, 5)
    lines.nth(12).locator("a.lg-n").blur()
    page.evaluate("scrollTo(0, 0)")
    page.wait_for_function("!document.querySelector('.lg-following')")
