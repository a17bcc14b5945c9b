"""Breaks a formula that is wider than its room, so that none is cut off on a screen of 1280 pixels.

A row ends before a relation, or before + or − outside all brackets; if that is not enough, between factors, and then
inside the brackets likewise. What goes on is aligned behind the first relation.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from copy import copy
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from derivations.publish.widths import Style, core_operator, is_tall, width, width_among

RELATIONS, SIGNS = frozenset("=≤≥≠<>←→∈"), frozenset("+−")
OPENING, CLOSING, BARS = frozenset("([{⌊⌈⟨"), frozenset(")]}⌋⌉⟩"), frozenset("|‖")
FACTORS = 2  # how a break between factors ranks, after those before a relation (0) and a sign (1)
TIMES = "⋅"  # begins a row that goes on with a factor
WIDEST_HEAD = 0.4  # of the room: a longer left side stands in a row of its own
INDENT = 1.2  # em, for each level of brackets that a row was broken in
GLUE = frozenset("∑∏∫∂⁡")  # nothing may part these from what follows

Groups = tuple[ET.Element, ...]


@dataclass(frozen=True)
class Atom:
    """A part that is not broken: with the groups that it stands in, how deep in brackets, and its width."""

    element: ET.Element
    groups: Groups
    depth: int
    width: float

    @property
    def sign(self) -> str:
        """The operator that it is."""
        core = core_operator(self.element)
        return "" if core is None else core.text or ""


@dataclass(frozen=True)
class Row:
    """The atoms of a row, and how far it is set in."""

    atoms: Sequence[Atom]
    indent: float = 0.0


def broken(formula: ET.Element, room: float, *, display: bool = True, fractions: bool = True) -> ET.Element | None:
    """The formula in rows of at most this width, in em; None, if that cannot be.

    Args:
        formula: a row of MathML; it is left as it is.
        room: the width.
        display: whether it is a formula by itself.
        fractions: whether a fraction may be broken too, if it is wider than a row.
    """
    if width(formula, Style(display=display)) <= room:
        return formula
    atoms = [*_atoms(formula, display=display)]
    head = _head(atoms, room)
    left = room - _width(atoms[:head])
    rows = [*_rows(atoms[head:], left, 0)]
    if fractions:
        rows = [Row([_narrower(atom, left - row.indent) for atom in row.atoms], row.indent) for row in rows]
    table = _table(atoms[:head], rows, display=display)
    return table if width(table, Style(display=display)) <= room else None


def _atoms(formula: ET.Element, *, display: bool) -> Iterator[Atom]:
    depth, bars, tall = 0, False, is_tall([formula])
    for element, siblings, place, groups in _leaves(formula, ()):
        text = (element.text or "") if element.tag == "mo" else ""
        depth -= text in CLOSING or (text in BARS and bars)
        wide = width_among(siblings, place, Style(display=display), tall=tall)
        yield Atom(element, groups, max(depth, 0), wide)
        depth += text in OPENING or (text in BARS and not bars)
        bars ^= text in BARS


def _leaves(row: ET.Element, groups: Groups) -> Iterator[tuple[ET.Element, Sequence[ET.Element], int, Groups]]:
    """Whatever is no row itself: with its neighbours, its place among them, and the rows around."""
    parts = list(row)
    for place, part in enumerate(parts):
        if part.tag == "mrow":
            yield from _leaves(part, (*groups, part))
        else:
            yield part, parts, place, groups


def _width(atoms: Sequence[Atom]) -> float:
    return sum(atom.width for atom in atoms)


def _head(atoms: Sequence[Atom], room: float) -> int:
    """How many atoms stand before all rows: up to the first relation, unless that is far."""
    for place, atom in enumerate(atoms):
        if atom.depth == 0 and atom.sign in RELATIONS:
            short = _width(atoms[: place + 1]) <= WIDEST_HEAD * room
            return _with_space(atoms, place + 1) if short else 0
    return 0


def _with_space(atoms: Sequence[Atom], place: int) -> int:
    while place < len(atoms) and atoms[place].element.tag == "mspace":
        place += 1
    return place


def _rows(atoms: Sequence[Atom], room: float, indent: float) -> Iterator[Row]:
    """The atoms in as few rows as the best places for a break allow."""
    pieces = [atoms] if _width(atoms) <= room - indent else _pieces(atoms, room - indent)
    if len(pieces) == 1:
        yield Row(atoms, indent)
        return
    inner = indent + INDENT
    for number, row in enumerate(_filled(pieces, room - indent)):
        first, *others = _rows(row, room, indent if number == 0 or _starts(row) else inner)
        yield first
        yield from (Row(other.atoms, max(other.indent, inner)) for other in others)


def _starts(row: Sequence[Atom]) -> bool:
    return row[0].sign in RELATIONS | SIGNS


def _filled(pieces: Sequence[Sequence[Atom]], room: float) -> Iterator[list[Atom]]:
    """Pieces put together while they fit."""
    row: list[Atom] = []
    for piece in pieces:
        if row and _width(row) + _width(piece) > room:
            yield row
            row = []
        row += piece
    yield row


def _pieces(atoms: Sequence[Atom], room: float) -> list[Sequence[Atom]]:
    """The atoms parted at all places of the best kind; not between factors, if one of these must be broken anyway."""
    ranks = {place: rank for place in range(1, len(atoms)) if (rank := _rank(atoms, place)) is not None}
    for best in sorted(set(ranks.values())):
        pieces = _parted(atoms, [place for place, rank in ranks.items() if rank == best])
        if best[1] < FACTORS or best == max(ranks.values()) or all(_width(piece) <= room - INDENT for piece in pieces):
            return pieces
    return [atoms]


def _parted(atoms: Sequence[Atom], places: Sequence[int]) -> list[Sequence[Atom]]:
    return [atoms[start:end] for start, end in zip([0, *places], [*places, len(atoms)], strict=True)]


def _rank(atoms: Sequence[Atom], place: int) -> tuple[int, int] | None:
    """How bad a break before this atom is: outer brackets first, and relations before signs before factors."""
    before, atom = atoms[place - 1], atoms[place]
    if before.sign and before.sign not in CLOSING | BARS | {"′"}:
        return None
    if atom.sign in RELATIONS | SIGNS:
        return atom.depth, int(atom.sign in SIGNS)
    return (atom.depth, FACTORS) if _between_factors(atoms, place) else None


def _between_factors(atoms: Sequence[Atom], place: int) -> bool:
    """A space with a factor on either side; what is summed or differentiated is no factor."""
    if atoms[place].element.tag != "mspace" or place + 1 >= len(atoms):
        return False
    before, after = atoms[place - 1], atoms[place + 1]
    if before.sign in GLUE or after.sign in CLOSING | RELATIONS | SIGNS or after.element.tag in {"mspace", "mtext"}:
        return False
    return not (before.element.tag == "mfrac" and after.sign == "[") and before.element.tag not in {"mtext", "mspace"}


def _table(head: Sequence[Atom], rows: Sequence[Row], *, display: bool) -> ET.Element:
    table = ET.Element("mtable", {"class": "lg-rows"} | ({"displaystyle": "true"} if display else {}))
    for number, row in enumerate(rows):
        line = ET.SubElement(table, "mtr")
        if head:
            ET.SubElement(line, "mtd").extend(_grouped(head if number == 0 else []))
        cell = ET.SubElement(line, "mtd")
        if row.indent:
            ET.SubElement(cell, "mspace", width=f"{row.indent:.4g}em")
        cell.extend(_begun(row.atoms) if number else _grouped(row.atoms))
    return table


def _narrower(atom: Atom, room: float) -> Atom:
    """A fraction that alone is too wide, with its numerator and denominator in rows."""
    if atom.element.tag != "mfrac" or atom.width <= room:
        return atom
    fraction = ET.Element("mfrac", atom.element.attrib)
    for part in atom.element:
        row = part if part.tag == "mrow" else ET.Element("mrow")
        if row is not part:
            row.append(part)
        fraction.append(broken(row, room - 0.5, display=False) or part)
    return Atom(fraction, atom.groups, atom.depth, atom.width)


def _begun(atoms: Sequence[Atom]) -> list[ET.Element]:
    """A row that goes on: with its sign as a sign between two terms, or with a dot where a factor follows."""
    first, *rest = atoms
    if first.element.tag == "mspace":
        dot = ET.Element("mo", lspace="0", rspace="0.2222em")
        dot.text = TIMES
        return [dot, *_grouped(rest)]
    element = copy(first.element)
    element.attrib = {**first.element.attrib, "form": "infix", "lspace": "0"}
    return _grouped([Atom(element, first.groups, first.depth, first.width), *rest])


def _grouped(atoms: Sequence[Atom], level: int = 0) -> list[ET.Element]:
    """The atoms in the groups in which they stood; a group that was broken is in each of its rows."""
    found: list[ET.Element] = []
    start = 0
    while start < len(atoms):
        groups = atoms[start].groups
        if len(groups) <= level:
            found.append(atoms[start].element)
            start += 1
            continue
        end = start
        while end < len(atoms) and atoms[end].groups[level : level + 1] == (groups[level],):
            end += 1
        group = ET.Element("mrow", groups[level].attrib)
        group.extend(_grouped(atoms[start:end], level + 1))
        found.append(group)
        start = end
    return found
