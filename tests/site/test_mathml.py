"""TeX to MathML: what the tokens say is what was meant, and what cannot be meant is refused."""

from __future__ import annotations

import re
from html import unescape
from xml.etree import ElementTree as ET

import markdown
import pytest

from derivations.calculus.rules import RULES
from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.publish.glossary import rule_view
from derivations.publish.mathml import mathml, replace_formulas

EXTENSIONS = ["derivations.publish.mathml", "pymdownx.superfences", "md_in_html", "attr_list"]


def tree(tex: str) -> ET.Element:
    text = mathml(tex)
    return ET.fromstring(text)  # noqa: S314  (our own)


def tokens(tex: str) -> str:
    """What a reader sees, in the order of the source, without the annotation."""
    seen = re.sub(r"<annotation.*</annotation>", "", mathml(tex))
    return "".join(unescape(re.sub(r"<[^>]+>", "", seen)).split()).replace("\u2061", "").replace("\u2063", "")


@pytest.mark.parametrize(
    "tex, meant",
    [
        (r"\operatorname{sign}\bigl(m_x(w) - t\bigr)\,m_x'(w)", "sign(mx(w)−t)mx′(w)"),
        (r"\left(\frac{a}{b}\right)^2", "(ab)2"),
        (r"\begin{cases}r & \text{if } |r| \le \delta \\ \delta & \text{otherwise}\end{cases}", "{rif|r|≤δδotherwise"),
        (r"\sum_{i=1}^n w_{ik}\,o_i", "∑i=1nwikoi"),
        (r"\sigma'(z)", "σ′(z)"),
        (r"\frac{\partial E}{\partial w_{jk}}", "∂E∂wjk"),
        (r"e^{-z}", "e−z"),
        (r"[a < 1]", "[a<1]"),
        (r"\{-1,+1\}", "{−1,+1}"),
        (r"\new{2\,\old{x}} - 1", "2x−1"),
        (r"\tfrac{1}{2}\,p \ne t", "12p≠t"),
    ],
)
def test_tokens_are_what_was_meant(tex: str, meant: str) -> None:
    assert tokens(tex) == meant


def test_marks_become_classes_and_leave_no_colour() -> None:
    marked = tree(r"\new{2\,\old{x}}")
    assert [element.get("class") for element in marked.iter("mrow") if element.get("class")] == ["lg-new", "lg-old"]
    assert "style" not in mathml(r"\new{x}")


def test_the_annotation_is_the_tex_without_marks() -> None:
    assert tree(r"\new{a < \old{b}}").findtext(".//annotation") == "a < b"


def test_an_exponent_belongs_to_the_whole_bracket() -> None:
    power = tree(r"2\bigl(x - 1\bigr)^2").find(".//msup")
    assert power is not None
    assert "".join(power[0].itertext()) == "(x−1)"


def test_brackets_are_as_tall_as_what_they_hold() -> None:
    low, tall = tree(r"\Bigl(x\Bigr)").findall(".//mo"), tree(r"\Bigl(\frac{x}{2}\Bigr)").findall(".//mo")
    assert [mo.get("minsize") for mo in low] == [None, None]
    assert all(mo.get("minsize") for mo in tall)


@pytest.mark.parametrize("display, style", [(True, "block"), (False, None)])
def test_display(display: bool, style: str | None) -> None:  # noqa: FBT001
    assert ET.fromstring(mathml("x", display=display)).get("display") == style  # noqa: S314


@pytest.mark.parametrize("tex", [r"\substack{a\\b}", r"\frac{a", r"a \\[4pt] b", r"\nosuch", r"\old{x"])
def test_tex_that_would_come_out_wrong_is_refused_by_name(tex: str) -> None:
    with pytest.raises(LossaryError) as refusal:
        mathml(tex)
    assert tex in str(refusal.value)
    assert "\n" not in str(refusal.value)
    assert "\x1b" not in str(refusal.value)


def test_code_is_left_alone() -> None:
    text = "`$x$` and <code>$y$</code>\n\n```\n$z$\n```\n"
    assert replace_formulas(text) == text


def test_prose_and_html_in_markdown() -> None:
    source = 'Let $a<b$.\n\n<section class="x">\n<p>so $a_1$ it is</p>\n</section>\n\n$$\nb\n$$\n'
    page = markdown.markdown(source, extensions=EXTENSIONS)
    assert page.count("<math>") == 2
    assert page.count('<math display="block">') == 1
    assert "$" not in page


def test_an_error_in_a_page_names_the_formula() -> None:
    with pytest.raises(LossaryError, match=r"a page: cannot typeset \$\\nosuch\$"):
        markdown.markdown(r"$\nosuch$", extensions=EXTENSIONS)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.anchor)
def test_every_rule_can_be_typeset(rule: object) -> None:
    view = rule_view(rule, "", [], the_catalogue())  # type: ignore[arg-type]
    for tex in filter(None, (view.statement, view.example, *view.conditions)):
        assert tokens(tex)


def test_anchors_of_rules_are_distinct() -> None:
    anchors = [rule.anchor for rule in RULES]
    assert len(anchors) == len(set(anchors))
