"""One style sheet and one script: what pages use is in them, what no page uses is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from derivations.publish.bundle import bundle, lean, plain, pruned, used_properties


@pytest.mark.parametrize(
    "sheet, left",
    [
        (".a{x:1}.b{x:2}", ".a{x:1}"),
        (".a,.b{x:1}", ".a{x:1}"),
        (".a .b{x:1}", ""),
        ("p.a > p{x:1}", "p.a > p{x:1}"),
        ("table{x:1}", ""),
        (".a:not(.b):hover::before{x:1}", ".a:not(.b):hover::before{x:1}"),
        (":is(.a,.b) p{x:1}", ":is(.a,.b) p{x:1}"),
        ("[dir=rtl] .a{x:1}[dir=ltr] .a{x:2}", "[dir=ltr] .a{x:2}"),
        ("@media print{.a{x:1}.b{x:2}}", "@media print{.a{x:1}}"),
        ("@media print{.b{x:2}}.a{x:1}", ".a{x:1}"),
        ("@keyframes k{0%{x:1}to{x:2}}", "@keyframes k{0%{x:1}to{x:2}}"),
        ('.a{content:"}.b{"}', '.a{content:"}.b{"}'),
        (".a{background:url(data:x;y{z})}", ".a{background:url(data:x;y{z})}"),
        ("*{x:1}", "*{x:1}"),
    ],
)
def test_rules_that_nothing_can_match_go(sheet: str, left: str) -> None:
    assert pruned(sheet, {"a", "p", "ltr"}) == left


def test_comments_and_spaces_go() -> None:
    assert plain('/* why */\n.a {\n  x: "a  b"; /* so */\n  y: 1;\n}\n') == '.a{x: "a  b";y: 1;}'


def test_comments_of_scripts_go_but_not_what_looks_like_one() -> None:
    script = '/* why\n   so */\nif (x) {\n  /* and */\n  y = "/* no */";\n}\n/* a */ z;\n/* b */\n'
    assert lean(script) == 'if (x) {\ny = "/* no */";\n}\n/* a */ z;\n'


def test_properties_that_nothing_reads_go() -> None:
    sheet = ":root{--a:1;--b:var(--a);--icon:url('data:x;y');--c:2}.p{x:var(--b)}.q{--d:3}"
    assert used_properties(sheet) == ":root{--a:1;--b:var(--a);}.p{x:var(--b)}"


def test_parts_are_joined_in_order_and_deleted(tmp_path: Path) -> None:
    (tmp_path / "assets/stylesheets").mkdir(parents=True)
    (tmp_path / "index.html").write_text('<p class="a">')
    (tmp_path / "assets/stylesheets/theme.css").write_text('@charset "UTF-8";.a{x:1}.b{x:2}')
    for name, text in (("one.css", "p { y: 1 }"), ("two.css", "p { y: 2 }"), ("one.js", "one;"), ("two.js", "two;")):
        (tmp_path / "assets" / name).write_text(text)
    bundle(tmp_path, ["assets/one.css", "assets/two.css"], ["assets/one.js", "assets/two.js"])
    assert (tmp_path / "assets/site.css").read_text() == '@charset "UTF-8";.a{x:1}p{y: 1}p{y: 2}'
    assert re.findall(r"\w+", (tmp_path / "assets/site.js").read_text()) == ["one", "two"]
    assert sorted(path.name for path in tmp_path.rglob("*") if path.is_file()) == ["index.html", "site.css", "site.js"]


def test_a_page_names_one_sheet_and_one_script(site: Path) -> None:
    page = (site / "losses/robust/huber.html").read_text(encoding="utf-8")
    assert re.findall(r'<link rel="stylesheet" href="([^"]*)"', page) == ["../../assets/site.css"]
    assert re.findall(r'<script src="([^"]*)"', page) == ["../../assets/site.js"]


def test_the_site_has_no_sheet_that_no_page_names(site: Path) -> None:
    assert [path.name for path in site.rglob("*.css")] == ["site.css"]
    assert list(site.rglob("*.map")) == []


def test_every_class_of_ours_that_a_page_has_is_in_the_sheet_if_we_style_it(site: Path, repository: Path) -> None:
    own = "".join(path.read_text(encoding="utf-8") for path in (repository / "templates/assets").glob("*.css"))
    sheet = (site / "assets/site.css").read_text(encoding="utf-8")
    assert set(re.findall(r"\.lg-[\w-]+", own)) == set(re.findall(r"\.lg-[\w-]+", sheet))
