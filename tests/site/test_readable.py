"""The Markdown beside each page: it reads by itself, says what the page says, and is listed."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path
from posixpath import normpath

import pytest

from derivations.publish.readable import readable
from derivations.publish.sources import site_url

ADDRESS = "https://lossary.example/x.html"
ENDING = f"\n\nThis page: <{ADDRESS}>\n"


@pytest.fixture(scope="module")
def pages(site: Path) -> dict[str, str]:
    found = {path.relative_to(site).as_posix(): path.read_text(encoding="utf-8") for path in site.rglob("*.md")}
    assert len(found) > 30
    return found


def bare(text: str) -> str:
    """Without formulas and code."""
    return re.sub(r"(?s)```.*?```|`[^`\n]+`|\$\$.*?\$\$|\$[^$\n]+\$", "", text)


def squeezed(text: str) -> str:
    return "".join(text.split())


def test_every_page_has_it(site: Path, pages: dict[str, str]) -> None:
    html = [path.relative_to(site) for path in site.rglob("*.html") if "md-content" in path.read_text(encoding="utf-8")]
    assert {path.with_suffix(".md").as_posix() for path in html if path.name != "404.html"} == set(pages)
    for name in pages:
        text = (site / name).with_suffix(".html").read_text(encoding="utf-8")
        named = re.findall(r'<link rel="alternate" type="text/markdown" href="([^"]+)">', text)
        assert [normpath(f"{Path(name).parent}/{each}") for each in named] == [name]


def test_nothing_of_the_html_is_left(pages: dict[str, str]) -> None:
    for name, text in pages.items():
        left = re.sub(r"This page: <[^>]*>", "", bare(text))
        assert not re.search(r"</?[a-z]|\{ ?[.#]|\\room|\\old|\\new|lg-|\ue000|&#3[49];", left), name
        assert not re.search(r"\n\n\n|[ \t]\n", text), name
        assert text.startswith("# "), name


def test_it_has_the_formulas_of_the_page(site: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        html = (site / name).with_suffix(".html").read_text(encoding="utf-8")
        body = html[html.index("<article") :]
        said = squeezed(text)
        for tex in re.findall(r'<annotation encoding="application/x-tex">(.*?)</annotation>', body):
            plain = unescape(tex).removeprefix(r"=\;")
            in_a_table = re.sub(r"(?<!\\)\\\|", r"\\Vert ", plain).replace("|", r"\vert ")
            assert squeezed(plain) in said or squeezed(in_a_table) in said, (name, tex)


def test_every_link_leads_to_a_file(site: Path, pages: dict[str, str]) -> None:
    for name, text in pages.items():
        links = re.findall(r"\]\(([^)#\s]+)", bare(text))
        inside = [normpath(f"{Path(name).parent}/{link}") for link in links if "://" not in link]
        assert [link for link in inside if not (site / link).is_file() or link.endswith(".html")] == [], name


def test_all_of_it_is_listed(site: Path, pages: dict[str, str]) -> None:
    listed = re.findall(rf"\({re.escape(site_url())}([^)]+\.md)\)", (site / "llms.txt").read_text(encoding="utf-8"))
    assert len(listed) == len(set(listed))
    assert set(listed) == set(pages)


CASES = {
    "the head, and attributes": ("---\ntitle: x\n---\n\n# A { #a }\n\nText\n{ .lead }\n", "# A\n\nText"),
    "a table": (
        "<table><thead><tr><th>A</th> <th>B</th></tr></thead><tr><th>$|x|$</th> <td>`a|b`</td></tr></table>",
        "| A | B |\n| --- | --- |\n| $\\vert x\\vert$ | `a\\|b` |",
    ),
    "reasons below a row": (
        '<table><tr><th>A</th></tr><tr><td>1</td></tr><tr class="lg-reasons"><td>so</td></tr></table>',
        "| A | Why |\n| --- | --- |\n| 1 | so |",
    ),
    "a list of definitions": ("<dl>\n<div><dt>A</dt><dd>one<p>two</p></dd></div>\n</dl>", "- **A:** one\n\n  two"),
    "a formula with a room": ('<div class="lg-formula">$$\\room{line}=\\;\\new{x}$$</div>', "$$x$$"),
    "code": ("<pre><code>a &lt; b</code></pre>\nand <code>x &amp; y</code>", "```\na < b\n```\n\nand `x & y`"),
    "no button, no figure": ("A <button>Copy</button>\n\n<figure><svg><text>x</text></svg></figure>\n\nB", "A\n\nB"),
    "signs of HTML": ("<p>a &lt;b&gt; * c &#39;d&#39;</p>", "a &lt;b> \\* c 'd'"),
    "Markdown stays": ("*a* [b](c.md#d) &lt;i>\n\n- e\n- f", "*a* [b](c.md#d) &lt;i>\n\n- e\n- f"),
    "links to pages": ('<a href="../a/b.html#c">x</a> <a href="https://a.b/c.html">y</a>', "[x](../a/b.md#c) [y](https://a.b/c.html)"),
}  # fmt: skip


@pytest.mark.parametrize("given, wanted", CASES.values(), ids=CASES)
def test_it_is_markdown_alone(given: str, wanted: str) -> None:
    assert readable(given, ADDRESS) == wanted + ENDING
