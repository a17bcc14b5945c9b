"""How wide a formula is, without a browser: the layout of MathML Core, with the advance widths of our own font.

Widths are in em of the formula's own size. A test compares them with what a browser makes of every page.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from xml.etree import ElementTree as ET

from fontTools.ttLib import TTFont

from derivations.publish.font import source

SHRINK = (1.0, 0.7, 0.55)  # of the script levels: constants of the font
SPACE_AFTER_SCRIPT, BAR, CELL = 0.04, 0.1, 0.8
RADICAL, TALL_RADICAL = 1.05, 0.3  # the sign of a root, and what it is wider around something tall
SCRIPTED = frozenset({"msub", "msup", "msubsup", "munder", "mover", "munderover"})
BIG = {"∑": 1.28, "∏": 1.2, "∫": 0.8}  # times their usual width, where a formula is displayed
SIGNS = "+−±-"
OPERATORS = {  # the dictionary of MathML Core, for the operators that spacing depends on
    "infix": {
        **dict.fromkeys(SIGNS, (4, 4)),
        **dict.fromkeys("×⋅∘*⊙", (3, 3)),
        **dict.fromkeys("=≠<>≤≥≪≫≈∼→←↦∈∉∣∝≡∖", (5, 5)),
        **dict.fromkeys(",;", (0, 3)),
    },
    "prefix": dict.fromkeys("∑∏∫", (3, 3)),
}
TALL = frozenset({"mfrac", "munder", "mover", "munderover", "mtable"})
FENCES = frozenset("()[]{}|‖⌊⌋⌈⌉⟨⟩")
STRETCHED = 1.7  # times the usual width of a bracket, around something tall


@dataclass(frozen=True)
class Style:
    """How a part is set: the level of its script, and whether as in a formula by itself."""

    level: int = 0
    display: bool = True

    @property
    def size(self) -> float:
        """Of its letters, in em."""
        return SHRINK[min(self.level, len(SHRINK) - 1)]

    @property
    def script(self) -> Style:
        """That of an index."""
        return Style(self.level + 1, display=False)

    @property
    def inner(self) -> Style:
        """That of the two halves of a fraction."""
        return Style(self.level if self.display else self.level + 1, display=False)

    def asked(self, element: ET.Element) -> Style:
        """What an element asks for, or else what it inherits."""
        wanted = element.get("displaystyle")
        return Style(int(element.get("scriptlevel", self.level)), self.display if wanted is None else wanted == "true")


def width(element: ET.Element, style: Style = Style()) -> float:
    """The width of a part of a formula."""
    return MEASURES.get(element.tag, _row)(element, style.asked(element))


@cache
def _font() -> tuple[dict[int, str], dict[str, tuple[int, int]], int]:
    with TTFont(str(source()), lazy=True) as font:
        return font.getBestCmap(), dict(font["hmtx"].metrics), font["head"].unitsPerEm


@cache
def _advance(character: str) -> float:
    names, metrics, unit = _font()
    return metrics[names[ord(character)]][0] / unit if ord(character) in names else 0.6


def _text(element: ET.Element, style: Style) -> float:
    return sum(map(_advance, element.text or "")) * style.size


def _letter(element: ET.Element, style: Style) -> float:
    """An identifier: a single letter is slanted."""
    text = element.text or ""
    slanted = _slanted(text) if len(text) == 1 and element.get("mathvariant") != "normal" else text
    return sum(map(_advance, slanted)) * style.size


@cache
def _slanted(letter: str) -> str:
    for first, last, start in (("A", "Z", 0x1D434), ("a", "z", 0x1D44E), ("Α", "Ω", 0x1D6E2), ("α", "ω", 0x1D6FC)):
        if first <= letter <= last:
            return "\u210e" if letter == "h" else chr(start + ord(letter) - ord(first))
    return {"ϵ": "𝜖", "ϕ": "𝜙", "∂": "𝜕"}.get(letter, letter)


def _operator(element: ET.Element, style: Style) -> float:
    return _text(element, style) * (BIG.get(element.text or "", 1.0) if style.display else 1.0)


def _space(element: ET.Element, style: Style) -> float:
    return _length(element.get("width")) * style.size


def _length(text: str | None) -> float:
    return float((text or "0").removesuffix("em"))


def _fraction(element: ET.Element, style: Style) -> float:
    return max(width(part, style.inner) for part in element) + BAR * style.size


def _script(element: ET.Element, style: Style) -> float:
    base, *scripts = element
    beside = max(width(script, style.script) for script in scripts)
    return width(base, style) + beside + SPACE_AFTER_SCRIPT * style.size


def _limits(element: ET.Element, style: Style) -> float:
    base, *limits = element
    movable = base.tag == "mo" and base.get("movablelimits") != "false" and (base.text or "") in BIG
    if movable and not style.display:
        return _script(element, style)
    return max(width(base, style), *(width(each, style.script) for each in limits))


def _root(element: ET.Element, style: Style) -> float:
    return _row(element, style) + (RADICAL + TALL_RADICAL * is_tall([element])) * style.size


def _table(element: ET.Element, style: Style) -> float:
    cells = Style(style.level, style.display and element.get("displaystyle") == "true")
    rows = [[_row(cell, cells) for cell in row] for row in element]
    padding = 0 if element.get("class") else CELL
    return sum(max(row[i] for row in rows if i < len(row)) + padding for i in range(max(map(len, rows))))


def is_tall(parts: Iterable[ET.Element]) -> bool:
    """Whether brackets around these parts are larger than letters."""
    return any(inner.tag in TALL for part in parts for inner in part.iter())


def _row(element: ET.Element, style: Style) -> float:
    parts = list(element)
    tall = is_tall(parts)
    return sum(width_among(parts, place, style, tall=tall) for place in range(len(parts)))


def width_among(parts: Sequence[ET.Element], place: int, style: Style, *, tall: bool) -> float:
    """The width of a part of a row, with the space around it; a bracket is wider beside something tall."""
    part = parts[place]
    stretched = tall and part.tag == "mo" and part.text in FENCES and part.get("stretchy") != "false"
    more = (STRETCHED - 1) * _text(part, style) if stretched else 0.0
    return width(part, style) + spacing(parts, place) * style.size + more


def spacing(parts: Sequence[ET.Element], place: int) -> float:
    """The space around a part that is an operator, by its form and the dictionary, in em of its size."""
    core = core_operator(parts[place])
    if core is None:
        return 0.0
    usual = _usual(core.text or "", core.get("form") or _form(parts, place))
    given = (core.get("lspace"), core.get("rspace"))
    return sum(count / 18 if own is None else _length(own) for own, count in zip(given, usual, strict=True))


def _usual(text: str, form: str) -> tuple[int, int]:
    """Before and after, in eighteenths; what the dictionary lacks in one form it may have in another."""
    if form in OPERATORS and text in OPERATORS[form]:
        return OPERATORS[form][text]
    if text in SIGNS:
        return 0, 0
    return OPERATORS["infix"].get(text) or OPERATORS["prefix"].get(text) or (0, 0)


def _form(parts: Sequence[ET.Element], place: int) -> str:
    if len(parts) == 1:
        return "infix"
    return "prefix" if place == 0 else "postfix" if place == len(parts) - 1 else "infix"


def core_operator(part: ET.Element) -> ET.Element | None:
    """The operator that a part is, bare or with scripts; None, if it is none."""
    while part.tag in SCRIPTED and len(part):
        part = part[0]
    return part if part.tag == "mo" else None


MEASURES: dict[str, Callable[[ET.Element, Style], float]] = {
    "mi": _letter,
    "mn": _text,
    "mtext": _text,
    "mo": _operator,
    "mspace": _space,
    "mfrac": _fraction,
    "msub": _script,
    "msup": _script,
    "msubsup": _script,
    "munder": _limits,
    "mover": _limits,
    "munderover": _limits,
    "msqrt": _root,
    "mroot": _root,
    "mtable": _table,
}
