"""A page as Markdown that reads well by itself: its own HTML turned into lists and tables, formulas left as TeX.

The Markdown that we give to MkDocs is half HTML. What is published beside each page is made from it, so that both say
the same; figures, buttons and forms are left out.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from textwrap import indent

from derivations.notation import plain_tex
from derivations.publish.mathml import CODE, DISPLAY, INLINE
from derivations.publish.rooms import room_of

HEAD = re.compile(r"\A---\n.*?\n---\n+", re.DOTALL)
ATTRIBUTES = re.compile(r"[ \t]*\{:?[ ]*(?:[#.][^{}\n]*|data-[^{}\n]*)\}")
LINK = re.compile(r"(?<=\]\()([^):#\s]+)\.html(?=[)#])")
HIDDEN = re.compile("\ue000(\\d+)\ue001")  # what stands for a formula or a piece of code
QUOTES = re.compile("&#3[49];")  # which Markdown need not escape
VOID = {"br", "wbr", "img", "input", "col", "hr", "circle", "path", "rect"}
NOT_READ = {"button", "svg", "form", "script", "style", "input", "colgroup", "caption"}
NOT_READ_CLASSES = {"lg-btn", "lg-legend", "lg-search", "lg-find", "lg-toc"}
BLOCKS = {"p", "div", "section", "article", "nav", "figure", "figcaption", "dl", "ul", "ol", "table", "details", "pre"}
MARKED = {"b": "**", "strong": "**", "em": "*"}
AROUND = {  # what the style sheet says by colour or place
    "lg-v": "**{}**",
    "lg-level": " {}: ",
    "lg-reason": " {}.",
    "lg-because": ": {}",
    "lg-quiet": " ({})",
    "lg-point": " ({})",
    "lg-id": " {} ",
}


@dataclass
class Node:
    """An element: its children are elements and texts. In one that is Markdown, texts stay as they are."""

    tag: str
    attributes: dict[str, str] = field(default_factory=dict)
    children: list[Node | str] = field(default_factory=list)
    is_markdown: bool = False

    @property
    def classes(self) -> set[str]:
        return set(self.attributes.get("class", "").split())

    @property
    def is_read(self) -> bool:
        return self.tag not in NOT_READ and not self.classes & NOT_READ_CLASSES

    @property
    def is_block(self) -> bool:
        """Does it stand on lines of its own?"""
        inside = any(isinstance(child, Node) and child.is_block for child in self.children)
        return (self.tag in BLOCKS and "lg-quiet" not in self.classes) or inside

    def all(self, *tags: str) -> Iterator[Node]:
        """The elements of these kinds below it that are in no other such element."""
        for child in self.children:
            if isinstance(child, Node):
                yield from [child] if child.tag in tags else child.all(*tags)


class _Tree(HTMLParser):
    """The elements of a page of Markdown with HTML in it."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=False)
        self.root = Node("", is_markdown=True)
        self.open = [self.root]
        self.feed(text)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        node = Node(tag, attributes, is_markdown="markdown" in attributes)
        self.open[-1].children.append(node)
        if tag not in VOID:
            self.open.append(node)

    def handle_endtag(self, tag: str) -> None:
        if any(node.tag == tag for node in self.open[1:]):
            while self.open.pop().tag != tag:
                pass

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)

    def handle_entityref(self, name: str) -> None:
        self.handle_data(f"&{name};")

    def handle_charref(self, name: str) -> None:
        self.handle_data(f"&#{name};")


def readable(page: str, address: str) -> str:
    """The page as Markdown that needs no HTML.

    Args:
        page: as it is given to MkDocs.
        address: where its HTML is published; the text ends with it.
    """
    hidden: list[str] = []

    def hide(text: str) -> str:
        hidden.append(text)
        return f"\ue000{len(hidden) - 1}\ue001"

    text = CODE.sub(lambda found: hide(_code(found[0])), HEAD.sub("", page))
    text = DISPLAY.sub(lambda found: hide(f"$${_formula(found[1])}$$"), text)
    text = INLINE.sub(lambda found: hide(f"${_formula(found[1])}$"), text)
    text = _markdown(_Tree(ATTRIBUTES.sub("", text)).root, hidden)
    text = _tidy(LINK.sub(r"\1.md", text))
    text = HIDDEN.sub(lambda found: hidden[int(found[1])], text)
    text = re.sub(r"\n{3,}", "\n\n", text)
    return f"{text.strip()}\n\nThis page: <{address}>\n"


def _tidy(text: str) -> str:
    """No spaces but those between words and before the further blocks of an item."""
    return re.sub(r"(?<=\S) +(?=[ :.,;](?:\s|$))|[ \t]+$|^ (?=\S)", "", text, flags=re.MULTILINE)


def _formula(tex: str) -> str:
    return plain_tex(room_of(tex.strip())[1]).removeprefix(r"=\;")


def _code(found: str) -> str:
    """Code as Markdown writes it."""
    if not found.startswith("<"):
        return found
    is_block, text = found.startswith("<pre"), html.unescape(re.sub(r"<[^>]*>", "", found))
    return f"\n\n```\n{text}\n```\n\n" if is_block else f"`{text}`"


def _markdown(node: Node, hidden: list[str]) -> str:
    return _Writer(hidden).blocks(node)


class _Writer:
    def __init__(self, hidden: list[str]) -> None:
        self.hidden = hidden

    def blocks(self, node: Node) -> str:
        """What is in an element, with an empty line between blocks."""
        pieces: list[str] = []
        for child in node.children:
            if isinstance(child, str):
                pieces.append(
                    QUOTES.sub(lambda found: html.unescape(found[0]), child) if node.is_markdown else _flat(child)
                )
            elif child.is_read and child.is_block:
                pieces.append(f"\n\n{self.block(child).strip()}\n\n")
            else:
                pieces.append(self.inline(child))
        return "".join(pieces)

    def block(self, node: Node) -> str:
        if node.tag == "table":
            return self.table(node)
        if node.tag == "dl":
            return "\n".join(self.item(*_term(each)) for each in node.children if isinstance(each, Node))
        if node.tag in {"ul", "ol"}:
            return "\n".join(self.item("", item) for item in node.all("li"))
        if node.tag == "details":
            summary = next(node.all("summary"), None)
            rest = Node("", children=[child for child in node.children if child is not summary])
            return f"**{self.inline(summary).strip(': ') if summary else ''}**\n\n{self.blocks(rest)}"
        return self.inline(node) if "lg-why" in node.classes else self.blocks(node)

    def item(self, term: str, node: Node) -> str:
        """An item of a list: further blocks of it are set in."""
        body = re.sub(r"\n\s*\n+", "\n\n", self.blocks(node)).strip()
        start = f"**{term}:** " if term else ""
        return "- " + indent(start + body, "  ").strip()

    def table(self, node: Node) -> str:
        """Rows that give the reason of the row above them become its last cell."""
        rows: list[list[str]] = []
        for row in node.all("tr"):
            cells = [self.cell(cell) for cell in row.all("td", "th")]
            if "lg-reasons" in row.classes:
                rows[-1] += cells
            else:
                rows.append(cells)
        width = max(map(len, rows))
        rows[0] += ["Why"] * (width - len(rows[0]))
        head, *body = [[*row, *[""] * (width - len(row))] for row in rows]
        return "\n".join(f"| {' | '.join(row)} |" for row in [head, ["---"] * width, *body])

    def cell(self, node: Node) -> str:
        text = HIDDEN.sub(lambda found: _in_a_cell(self.hidden[int(found[1])]), self.inline(node))
        return " ".join(text.split())

    def inline(self, node: Node) -> str:
        """An element in a line of text."""
        if not node.is_read:
            return ""
        text = "".join(_flat(child) if isinstance(child, str) else self.inline(child) for child in node.children)
        if node.tag == "a":
            return self.link(node, text)
        bare = text.strip()
        around = next((form for name, form in AROUND.items() if name in node.classes), "")
        if around:
            return around.format(bare)
        if node.tag == "summary":
            return f"{bare}: "
        if node.tag == "br" or node.is_block:
            return f" {text} "
        mark = MARKED.get(node.tag, "")
        return f"{mark}{bare}{mark}" if mark and bare else text

    def link(self, node: Node, text: str) -> str:
        """A link; what leads to a line says its address instead."""
        target = node.attributes.get("href", "")
        if "lg-n" in node.classes:
            return f"**{target.removeprefix('#')}**"
        return f"[{text.strip()}]({target})"


def _term(node: Node) -> tuple[str, Node]:
    """A pair of a list of definitions: the term, and what is said of it."""
    term = next(node.all("dt"), Node("dt"))
    return _Writer([]).inline(term).strip(), next(node.all("dd"), Node("dd"))


def _flat(text: str) -> str:
    """Text of HTML as Markdown, on one line."""
    return re.sub(r"\s+", " ", html.unescape(text)).replace("<", "&lt;").replace("*", r"\*")


def _in_a_cell(text: str) -> str:
    """A formula or code in a table, where a bar would end the cell."""
    if text.startswith("$"):
        bare = re.sub(r"(?<!\\)\\\|", r"\\Vert ", text.strip("$")).replace("|", r"\vert ")
        return f"${bare.strip()}$"
    return text.replace("|", r"\|")
