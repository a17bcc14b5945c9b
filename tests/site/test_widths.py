"""Formulas fit their room: how wide they are is estimated well, they are broken where they may be, and else refused."""

from __future__ import annotations

import re
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from playwright.sync_api import Page

from derivations.errors import LossaryError
from derivations.publish.mathml import mathml
from derivations.publish.rooms import ROOMS
from derivations.publish.widths import Style, width

SHORT, LONG_BY = 0.06, 0.15  # of the width: too short an estimate lets a formula be cut, too long a one breaks it early
SUM = r"\sum_{i=1}^n w_{ik}\,o_i"
LONG = " + ".join(rf"\frac{{a_{k}}}{{b_{k}}}\,({SUM})" for k in range(8))


def row(text: str) -> ET.Element:
    """What the formula consists of."""
    return ET.fromstring(re.sub(r"<annotation.*</annotation>", "", text))[0][0]  # noqa: S314  (our own)


def rows(tex: str, room: str) -> list[str]:
    """What is seen in each row of a formula that was broken."""
    table = row(mathml(rf"\room{{{room}}}{tex}", display=True)).find("mtable")
    assert table is not None
    return ["".join("".join(line.itertext()).split()) for line in table]


def test_a_wider_formula_is_estimated_wider() -> None:
    widths = [width(row(mathml(tex, display=True))) for tex in ("x", "x_i", "x_i + y", r"x_i + \frac{x + y + z}{2}")]
    assert widths == sorted(widths)
    assert len(set(widths)) == len(widths)


def test_what_stands_in_a_line_of_text_is_narrower() -> None:
    formula = row(mathml(SUM))
    assert width(formula, Style(display=False)) != width(formula)  # limits beside the sum, not below it
    assert width(formula, Style(level=1, display=False)) < 0.8 * width(formula, Style(display=False))


def test_what_fits_is_left_alone() -> None:
    assert mathml(rf"\room{{line}}=\;{SUM}", display=True) == mathml(rf"=\;{SUM}", display=True)


def test_a_sum_is_broken_at_its_signs() -> None:
    found = rows(rf"=\;{LONG}", "line")
    assert len(found) > 1
    assert found[0].startswith("=")
    assert all(line.startswith("+") for line in found[1:])


def test_no_row_is_wider_than_the_room() -> None:
    room = ROOMS["gradient"]
    table = row(mathml(rf"\room{{gradient}}\frac{{\partial L}}{{\partial w}}={LONG}", display=True))
    assert width(table) <= room.width / room.size


def test_what_goes_on_is_aligned_behind_the_relation() -> None:
    table = row(mathml(rf"\room{{loss}}L={LONG}", display=True)).find("mtable")
    assert table is not None
    heads = ["".join(line[0].itertext()) for line in table]
    assert heads[0] == "L="
    assert set(heads[1:]) == {""}


def test_factors_part_where_there_is_no_sign() -> None:
    found = rows(r"=\;" + r"\,".join(rf"\Bigl({SUM}\Bigr)" for _ in range(12)), "gradient")
    assert all(line.startswith("⋅(") for line in found[1:])
    assert all(line.endswith(")") for line in found)


def test_a_sign_in_brackets_comes_last() -> None:
    found = rows(rf"=\;a - \Bigl({LONG}\Bigr) + c", "line")
    assert found[0] == "=a"
    assert found[1].startswith("−(")
    assert found[-1].endswith("+c") or found[-1] == "+c"


def test_marks_go_on_in_every_row() -> None:
    table = row(mathml(rf"\room{{line}}=\;\new{{{LONG}}}", display=True)).find("mtable")
    assert table is not None
    assert all(line.find(".//mrow[@class='lg-new']") is not None for line in table)


def test_nothing_is_lost_and_nothing_added() -> None:
    seen = "".join(rows(rf"=\;{LONG}", "line"))
    assert seen == "".join("".join(row(mathml(rf"=\;{LONG}", display=True)).itertext()).split())


def test_a_line_takes_the_margin_before_a_fraction_is_broken() -> None:
    wide = rf"=\;\frac{{{' + '.join([SUM] * 6)}}}{{d}}"
    assert '<math display="block" class="lg-long">' in mathml(rf"\room{{line}}{wide}", display=True)
    assert "<mtable" not in mathml(rf"\room{{line}}{wide}", display=True)
    assert "<mtable" in mathml(rf"\room{{line}}=\;\frac{{{' + '.join([SUM] * 12)}}}{{d}}", display=True)


def test_a_formula_that_fits_nowhere_is_refused_by_name() -> None:
    name = r"\text{" + "a name without end " * 12 + "}"
    with pytest.raises(LossaryError, match="wider than the page") as refusal:
        mathml(rf"\room{{line}}={name}", display=True)
    assert "a name without end" in str(refusal.value)
    assert "room" not in str(refusal.value)


def test_a_cell_of_a_table_takes_smaller_letters_before_it_scrolls() -> None:
    def cell(terms: int) -> str:
        return mathml(
            rf"\room{{cell}}\begin{{cases}}{' + '.join([SUM] * terms)} & \text{{if }} c\end{{cases}}", display=False
        )

    assert "lg-tight" not in cell(1)
    assert "lg-tight" in cell(8)


# -- against a browser -------------------------------------------------------------------------------------------------

SEEN = """() => document.fonts.ready.then(() => [...document.querySelectorAll("math")].map((math) => {
  const copy = math.cloneNode(true);
  copy.querySelector("annotation").remove();
  for (const each of copy.querySelectorAll(".lg-pointed")) each.classList.remove("lg-pointed");
  const size = parseFloat(getComputedStyle(math).fontSize);
  return [copy.outerHTML, math.getBoundingClientRect().width / size];
}))"""
OPEN = "document.querySelectorAll('details').forEach((each) => (each.open = true))"
CUT = """() => [...document.querySelectorAll(".lg-scroll")].filter((box) => box.scrollWidth > box.clientWidth)
  .map((box) => box.querySelector("annotation")?.textContent ?? box.className)"""


def pages(site: Path) -> list[Path]:
    """All but those that only lead on."""
    return [page for page in sorted(site.rglob("*.html")) if "http-equiv" not in page.read_text(encoding="utf-8")]


@pytest.mark.browser
def test_estimates_are_what_a_browser_makes_of_every_formula(site: Path, page: Page) -> None:
    off = []
    for path in pages(site):
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        for text, real in page.evaluate(SEEN):
            formula = ET.fromstring(text.replace("&nbsp;", "\N{NO-BREAK SPACE}"))  # noqa: S314  (our own)
            estimate = width(formula[0][0], Style(display=formula.get("display") == "block"))
            if real > 6 and not 1 - SHORT < estimate / real < 1 + LONG_BY:
                off.append((path.name, round(estimate, 1), round(real, 1), text[:300]))
    assert off == []


@pytest.mark.browser
def test_no_formula_is_cut_on_a_desktop(site: Path, page: Page) -> None:
    cut = {}
    for path in pages(site):
        page.goto(path.as_uri())
        page.evaluate(OPEN)
        page.evaluate("document.fonts.ready.then(() => 0)")
        cut[path.name] = page.evaluate(CUT)
    assert {name: formulas for name, formulas in cut.items() if formulas} == {}
