"""Templates: what fails names file, line and what is wrong; what is printed is escaped."""

from __future__ import annotations

from pathlib import Path

import pytest

from derivations.errors import LossaryError
from derivations.judge.faults import diagnosis
from derivations.publish import render
from derivations.publish.render import EXPLAINED, Renderer, heard, judged
from derivations.publish.sources import templates_folder


@pytest.mark.parametrize(
    "source, line, complaint",
    [
        ("a\n{{ nothing }}", 2, "'nothing' is undefined"),
        ("{% if x %}", 1, "Unexpected end of template"),
        ("\n\n{{ 1 / 0 }}", 3, "ZeroDivisionError"),
        ("{{ 'x' | nosuch }}", 1, "No filter named 'nosuch'"),
        ("\n{% include 'gone.html' %}", 2, "gone.html"),
    ],
)
def test_a_failing_template_is_named(tmp_path: Path, source: str, line: int, complaint: str) -> None:
    (tmp_path / "page.md").write_text(source)
    with pytest.raises(LossaryError) as failure:
        Renderer(tmp_path)("page.md")
    message = str(failure.value)
    assert f"{tmp_path / 'page.md'}, line {line}: " in message
    assert complaint in message
    assert message.endswith("mend the template")
    assert "\n" not in message


def test_a_failure_in_a_macro_names_the_file_of_the_macro(tmp_path: Path) -> None:
    (tmp_path / "part.html").write_text("{% macro m(x) %}\n{{ x.nothing }}{% endmacro %}")
    (tmp_path / "page.md").write_text("{% from 'part.html' import m %}{{ m({}) }}")
    with pytest.raises(LossaryError, match=r"part\.html, line 2: "):
        Renderer(tmp_path)("page.md")


def test_prose_escapes_all_but_formulas_and_code() -> None:
    assert render.prose("a < b & $c<d$ by `e<f`") == r"a &lt; b &amp; $c\lt d$ by <code>e&lt;f</code>"


def test_a_title_breaks_at_no_operator() -> None:
    assert render.whole("Is p − t < 0 in 2(p − t)?") == "Is p\xa0−\xa0t\xa0&lt;\xa00 in 2(p\xa0−\xa0t)?"


def test_attributes_hide_dollars_quotes_and_lines_from_markdown() -> None:
    assert render.attribute('a "$b$"\n<c>') == "a &#34;&#36;b&#36;&#34;&#10;&lt;c&gt;"


def test_the_head_of_a_page_is_safe_yaml() -> None:
    assert render.yaml('a: "b\\" #c') == '"a: &#34;b\\\\&#34; #c"'


def test_what_the_judge_says_leads_to_its_explanation() -> None:
    said = judged("The claim < $x$: its Jacobian is not symmetric.", "../")
    assert said == ('The claim &lt; $x$: <a href="../checking.html#no-gradient">its Jacobian is not symmetric</a>.')
    checking = (templates_folder() / "pages" / "checking.md").read_text(encoding="utf-8")
    for address in EXPLAINED.values():
        assert f"{{ #{address.partition('#')[2]} }}" in checking


def test_a_term_that_is_explained_is_one_that_the_judge_uses() -> None:
    source = "".join(path.read_text(encoding="utf-8") for path in Path(diagnosis.__file__).parent.glob("*.py"))
    assert all(term in source for term in EXPLAINED)


@pytest.mark.parametrize(
    "text, said",
    [
        ("L over z_1 and W_11", "L over z₁ and W₁₁"),
        ("x_i and W_lji give u_{l+1}; h_old", "x sub i and W sub l j i give u sub l+1; h sub old"),
        ("p = 1 & q < 2", "p = 1 &amp; q &lt; 2"),
    ],
)
def test_subscripts_are_for_the_ear(text: str, said: str) -> None:
    assert heard(text) == said
