"""One style sheet and one script in the place of many: fewer requests, and nothing of the theme that no page uses.

mkdocs.yml lists the parts, so that MkDocs alone can build the site too, with a link to each.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from derivations.catalogue.kept import NOTHING, Kept, digest

ONE_SHEET, ONE_SCRIPT = "assets/site.css", "assets/site.js"
THEME, THEME_SCRIPTS = "assets/stylesheets/*.css", "assets/javascripts/*.js"
NESTED = ("@media", "@supports", "@container", "@layer")
TOKEN = re.compile(r"[\w-]+")
STRING = r'"[^"]*"|\'[^\']*\'|\([^()]*\)'  # within which a brace or semicolon ends nothing
PARTS = re.compile(rf"(?:{STRING}|[^;{{}}])*[;{{}}]?")
PROPERTY = re.compile(rf"(?<=[{{;])(--[\w-]+):((?:{STRING}|[^;{{}}\"'()])*)(;|(?=}}))")
UNSURE = re.compile(r"::?[\w-]+(\((?:[^()]|\([^()]*\))*\))?")  # :not(..), :is(..), ::before: they may always match
NAMED = re.compile(r"""[.#]([\w-]+)|\[[\w-]+[~^$*|]?=["']?([\w-]+)["']?\]|(?<![\w-])([a-zA-Z][\w-]*)(?![\w-]*\])""")


def bundle(site: Path, styles: Sequence[str], scripts: Sequence[str], kept: Kept = NOTHING) -> None:
    """Make the style sheet and the script of a site that has been built, and delete their parts.

    Args:
        site: the folder of the site.
        styles: our style sheets, as paths in it; the last has the last word.
        scripts: our scripts, likewise.
        kept: what was found in pages before.
    """
    script = "\n".join(f"{{\n{lean((site / path).read_text(encoding='utf-8'))}}}" for path in scripts)
    used = _tokens(site, kept) | set(TOKEN.findall(script))
    theme = sorted(site.glob(THEME))
    sheets = [_charset_off(path.read_text(encoding="utf-8")) for path in theme]
    needed = "".join(pruned(sheet, used) for sheet in sheets)
    own = "".join(plain((site / path).read_text(encoding="utf-8")) for path in styles)
    for path in (*theme, *(site / path for path in (*styles, *scripts)), *site.rglob("*.map")):
        path.unlink(missing_ok=True)
    (site / ONE_SHEET).write_text('@charset "UTF-8";' + used_properties(needed + own), encoding="utf-8")
    (site / ONE_SCRIPT).write_text(script, encoding="utf-8")


def _tokens(site: Path, kept: Kept) -> set[str]:
    """All names of elements, classes, ids and values in the pages; and the theme's own, if its script is used."""
    found: set[str] = set()
    for page in site.rglob("*.html"):
        text = page.read_text(encoding="utf-8")
        found |= kept.made(f"tokens {digest(text)}", [], partial(_tokens_of, text))
    if "bundle" in found:
        for script in site.glob(THEME_SCRIPTS):
            found.update(re.findall(r"\bmd-[\w-]+", script.read_text(encoding="utf-8")))
    return found


def _tokens_of(page: str) -> frozenset[str]:
    found = set(re.findall(r"<([a-z][\w-]*)", page))
    for value in set(re.findall(r'\s(?:class|id|dir|type|for|name|data-[\w-]+)="([^"]{1,200})"', page)):
        found.update(TOKEN.findall(value))
    for inline in set(re.findall(r"(?s)<script>(.*?)</script>", page)):
        found.update(TOKEN.findall(inline))
    return frozenset(found)


def _charset_off(sheet: str) -> str:
    return re.sub(r'^@charset "[^"]*";', "", sheet)


def plain(sheet: str) -> str:
    """A style sheet without comments and needless spaces."""
    bare = re.sub(r"(?s)/\*.*?\*/", " ", sheet)
    return re.sub(r"""("[^"]*")|\s*([{};])\s*|\s+""", lambda found: found[1] or found[2] or " ", bare).strip()


def lean(script: str) -> str:
    """A script without the comments that stand on lines of their own, and without indentation."""
    return re.sub(r"(?m)^[ \t]+", "", re.sub(r"(?m)^[ \t]*/\*(?:(?!\*/)[\s\S])*\*/[ \t]*\n", "", script))


def pruned(sheet: str, used: set[str]) -> str:
    """The rules of a style sheet that may apply to something; a rule that we cannot judge is kept."""
    return "".join(_rule(head, body, used) for head, body in _rules(plain(sheet)))


def _rules(sheet: str) -> Iterator[tuple[str, str | None]]:
    """Each rule with what is between its braces; a statement that has no braces, with None."""
    head, start, depth = "", 0, 0
    for found in PARTS.finditer(sheet):
        end = found[0][-1:]
        if end == "{":
            if depth == 0:
                head, start = found[0][:-1], found.end()
            depth += 1
        elif end == "}":
            depth -= 1
            if depth == 0:
                yield head, sheet[start : found.end() - 1]
        elif end == ";" and depth == 0:
            yield found[0], None


def _rule(head: str, body: str | None, used: set[str]) -> str:
    if body is None:
        return head
    if head.startswith(NESTED):
        inner = pruned(body, used)
        return f"{head}{{{inner}}}" if inner else ""
    if head.startswith("@"):
        return f"{head}{{{body}}}"
    selectors = [each for each in _split(head) if _may_match(each, used)]
    return f"{','.join(selectors)}{{{body}}}" if selectors else ""


def _split(head: str) -> list[str]:
    """The selectors of a rule, at the commas outside brackets."""
    return [each for each in re.findall(r"(?:\((?:[^()]|\([^()]*\))*\)|\[[^\]]*\]|[^,(\[])+", head) if each]


def _may_match(selector: str, used: set[str]) -> bool:
    names = (name for groups in NAMED.findall(UNSURE.sub("", selector)) for name in groups if name)
    return all(name in used for name in names)


def used_properties(sheet: str) -> str:
    """The style sheet without the custom properties that nothing reads."""
    read = set(re.findall(r"var\(\s*(--[\w-]+)", sheet))
    shorter = PROPERTY.sub(lambda found: found[0] if found[1] in read else "", sheet)
    return _without_empty(sheet) if shorter == sheet else used_properties(shorter)


def _without_empty(sheet: str) -> str:
    return re.sub(r"(?<=[{}])[^{}@]+\{\}", "", sheet)
