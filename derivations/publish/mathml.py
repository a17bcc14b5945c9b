r"""TeX to MathML when the site is built, as a Python-Markdown extension: $inline$, and $$display$$.

A formula on lines of its own becomes a block; inside HTML it becomes the formula alone. Code is left as it is. Each
formula carries its TeX as an annotation. ``\old{..}`` marks what the next line of a derivation rewrites, ``\new{..}``
what came of the last; they become the classes lg-old and lg-new. A formula that begins with ``\room{..}`` (see `rooms`)
is broken into rows if it is wider.
"""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

import math_core
from markdown import Markdown
from markdown.extensions import Extension
from markdown.preprocessors import Preprocessor

from derivations.errors import LossaryError
from derivations.notation import plain_tex
from derivations.publish.rooms import fitted, room_of

# math-core knows no classes, so a mark goes through it as a colour that nothing else uses.
MARKS = {"old": "Salmon", "new": "SkyBlue"}
_converter = math_core.LatexToMathML(
    annotation=False,
    fancy_error=False,
    macros={mark: rf"\textcolor{{{colour}}}{{#1}}" for mark, colour in MARKS.items()},
)
PRIMES = "\N{PRIME}\N{DOUBLE PRIME}\N{TRIPLE PRIME}"
PARTNER = {"(": ")", "[": "]", "{": "}", "|": "|"}
SCRIPTS = frozenset({"msub", "msup", "msubsup"})
TALL = frozenset({"mfrac", "munder", "mover", "munderover", "mtable", "msqrt", "mroot"})


@cache
def mathml(tex: str, *, display: bool = False) -> str:
    """The formula as a MathML element.

    Raises:
        LossaryError: if the TeX cannot be read, would silently come out wrong, or is too wide for its room.
    """
    room, tex = room_of(tex.strip())
    root = _element(tex, display=display)
    for parent in list(root.iter()):
        _put_classes(parent)
        _lower_prime(parent)
        _tighten_brackets(parent)
        _group_brackets(parent)
    row, kind = fitted(root, room, tex, display=display)
    inside = "".join(ET.tostring(child, encoding="unicode", short_empty_elements=False) for child in row)
    start = f'<math display="block"{kind}>' if display else f"<math{kind}>"
    note = html.escape(plain_tex(tex), quote=False)
    return (
        f"{start}<semantics><mrow>{inside}</mrow>"
        f'<annotation encoding="application/x-tex">{note}</annotation></semantics></math>'
    )


def _element(tex: str, *, display: bool) -> ET.Element:
    if re.search(r"\\\\\s*\[", tex):  # math-core would print the bracket and what is in it
        msg = f"cannot typeset ${tex}$: a length after \\\\ is not supported, leave it out"
        raise LossaryError(msg)
    try:
        text = _converter.convert_with_local_state(tex, displaystyle=display)
    except math_core.LatexError as error:
        msg = f"cannot typeset ${tex}$: {_one_line(error)}"
        raise LossaryError(msg) from error
    return ET.fromstring(_xml_entities(text))  # noqa: S314  (written by math-core just now)


def _one_line(error: math_core.LatexError) -> str:
    return re.sub(r"^\d+:\s*", "", " ".join(str(error).split()))


def _xml_entities(text: str) -> str:
    """Named characters such as &ApplyFunction; as the characters, which XML does not know by name."""
    return re.sub(r"&(?!lt;|gt;|amp;|quot;|#)\w+;", lambda found: html.unescape(found[0]), text)


@cache
def _mark_of_style() -> dict[str, str]:
    samples = {mark: _converter.convert_with_local_state(rf"\{mark}{{x}}", displaystyle=False) for mark in MARKS}
    return {re.findall(r'style="([^"]*)"', sample)[0]: mark for mark, sample in samples.items()}


def _put_classes(element: ET.Element) -> None:
    mark = _mark_of_style().get(element.get("style", ""))
    if mark:
        del element.attrib["style"]
        element.set("class", f"lg-{mark}")


def _lower_prime(element: ET.Element) -> None:
    """A prime stands beside its base: the font has raised it already."""
    if element.tag not in {"msup", "msubsup"} or element[-1].tag != "mo" or (element[-1].text or "")[:1] not in PRIMES:
        return
    *base, prime = element
    prime.attrib.update(lspace="0", rspace="0.05em")
    if element.tag == "msubsup":
        with_index = ET.Element("msub")
        with_index.extend(base)
        base = [with_index]
    element[:] = [*base, prime]
    element.tag = "mrow"


def _bracket(part: ET.Element) -> str:
    """The bracket that a part of a formula is, or that its exponent stands at."""
    core = part[0] if part.tag in SCRIPTS else part
    return (core.text or "") if core.tag == "mo" else ""


def _bracketed(element: ET.Element) -> list[list[ET.Element]]:
    """The parts from each bracket to its partner, inner brackets first."""
    parts = list(element)
    open_at: list[int] = []
    found = []
    for place, text in enumerate(map(_bracket, parts)):
        if open_at and text == PARTNER[_bracket(parts[open_at[-1]])]:
            found.append(parts[open_at.pop() : place + 1])
        elif text in PARTNER:
            open_at.append(place)
    return found


def _tighten_brackets(element: ET.Element) -> None:
    """Brackets around something low keep their natural size: larger ones stand off from what they hold."""
    for parts in _bracketed(element):
        if not any(inner.tag in TALL for part in parts for inner in part.iter()):
            for part in (parts[0], parts[-1]):
                _natural(part[0] if part.tag in SCRIPTS else part)


def _group_brackets(element: ET.Element) -> None:
    """An exponent belongs to the whole bracket, not, as TeX has it, to its closing half."""
    for parts in _bracketed(element):
        *before, script = parts
        if script.tag in SCRIPTS:
            whole = ET.Element("mrow")
            whole.extend([*(part for part in before if part in list(element)), script[0]])
            script[0] = whole
            element[:] = [part for part in element if part not in before]


def _natural(fence: ET.Element) -> None:
    for name in ("minsize", "maxsize", "symmetric"):
        fence.attrib.pop(name, None)
    fence.set("stretchy", "false")


CODE = re.compile(r"(?ms)^[ ]*(```|~~~).*?^[ ]*\1[ ]*$|<(pre|code|script)\b.*?</\2>|`[^`\n]+`")
BLOCK = re.compile(r"(?ms)^[ ]*\$\$(.+?)\$\$[ ]*$")
DISPLAY = re.compile(r"(?s)\$\$(.+?)\$\$")
INLINE = re.compile(r"(?<![\\$])\$(?!\s)([^$\n]+?)(?<!\s)\$(?!\d)")
SHORT = 24  # signs of a formula that fits into a line of a phone
WITH_SIGN = re.compile(rf"{INLINE.pattern}([,.;:!?)]?)")


def block(tex: str) -> str:
    """A display formula that stands by itself and scrolls if it is wider than the page."""
    formula = mathml(rf"\room{{alone}}{tex.strip()}", display=True)
    attributes = 'class="lg-scroll" role="group" aria-label="Equation"'
    return f'<div class="lg-eq lg-formula"><div {attributes}>{formula}</div></div>'


def replace_formulas(text: str, put: Callable[[str], str] = str) -> str:
    """The text with every formula outside code replaced by put(its MathML)."""
    kept: list[str] = []

    def hide(found: re.Match[str]) -> str:
        kept.append(found[0])
        return f"\0{len(kept) - 1}\0"

    text = CODE.sub(hide, text)
    text = BLOCK.sub(lambda found: put(block(found[1])), text)
    text = DISPLAY.sub(lambda found: put(mathml(found[1], display=True)), text)
    text = WITH_SIGN.sub(lambda found: put(_with_sign(mathml(found[1]), found[2])), text)
    return re.sub(r"\0(\d+)\0", lambda found: kept[int(found[1])], text)


def _with_sign(formula: str, sign: str) -> str:
    """A comma after a formula begins no line: browsers would break there. A long one may be wider than a phone."""
    seen = re.sub(r"<annotation.*?</annotation>|<[^>]*>", "", formula)
    return f'<span class="lg-nb">{formula}{sign}</span>' if sign and len(seen) <= SHORT else f"{formula}{sign}"


class _Formulas(Preprocessor):
    def run(self, lines: list[str]) -> list[str]:
        try:
            return replace_formulas("\n".join(lines), self.md.htmlStash.store).split("\n")
        except LossaryError as error:
            msg = f"{self._page()}: {error}"
            raise LossaryError(msg) from error

    def _page(self) -> str:
        """The Markdown file, which MkDocs tells only to its own extension."""
        links: Any = next((each for each in self.md.treeprocessors if hasattr(each, "file")), None)
        return links.file.src_uri if links else "a page"


class Formulas(Extension):
    """The extension: before code fences and raw HTML are looked for, so that it sees the formulas in both."""

    def extendMarkdown(self, md: Markdown) -> None:  # noqa: N802  (the name that Python-Markdown calls)
        md.preprocessors.register(_Formulas(md), "lossary_formulas", 27)


def makeExtension(**settings: Any) -> Formulas:  # noqa: N802  (the name that Python-Markdown looks for)
    """What `derivations.publish.mathml` in mkdocs.yml stands for."""
    return Formulas(**settings)
