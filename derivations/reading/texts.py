"""Texts that belong together, and whether anything in them is said of whole arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal

from derivations.language.domains import Domain
from derivations.reading.extremes import extreme_of_entries
from derivations.reading.from_zero import FromZero
from derivations.reading.kinds import over_index
from derivations.reading.layers import Place
from derivations.reading.meant import Meant
from derivations.reading.names import Names, Told
from derivations.reading.quantities import Quantities
from derivations.reading.sorting import Parts, defined_name
from derivations.reading.tables import Tables
from derivations.reading.tree import (
    Apply,
    Component,
    Entry,
    Grid,
    Joined,
    Name,
    Node,
    Norm,
    Number,
    Slice,
    Total,
    Transposed,
    is_derivative,
    is_new_axis,
    without_brackets,
)
from derivations.reading.whole import KINDS_OF_LOSS
from derivations.reading.whole import NAMES as WHOLE

Role = Literal["loss", "beside", "variable", "claim"]
CODE = re.compile(
    r"(?<![A-Za-z0-9_])(?:np|numpy|torch|jnp|jax|tf|F|nn|math)\.[A-Za-z]|[A-Za-z0-9_)\]]\.(?:T\b|[a-z_]{2,})|@|\?|\*\*"
)
FIRST = re.compile(r"([A-Za-z_]\w*|[)\]])\[(?:\s*\d+\s*,)*\s*0\s*(?:,\s*\d+\s*)*\]")  # x[0], softmax(z)[0]
DEFINED = re.compile(r"([A-Za-z_]\w*)\[[^\]]*\]\s*=(?!=)")  # a[l] = ..., where a[0] may be what comes in
STATISTICS = {"sum", "Sum", "mean", "average", "variance", "deviation", *KINDS_OF_LOSS}


@dataclass
class Sketch:
    """One of the texts."""

    role: Role
    parts: Parts


SHAPES = ("number", "vector", "matrix")  # by how many axes they have


@dataclass(frozen=True)
class Doubt:
    """Another reading that may be meant.

    Args:
        here: what was read, in words.
        there: what may be meant instead.
        own: the statements, such as ``y:vector``, that say what was read.
        options: those that say the other.
        names: the names that would have another shape; none, if the letters of the claim may count something else.
    """

    here: str
    there: str
    own: tuple[str, ...]
    options: tuple[str, ...]
    names: tuple[str, ...] = ()


def labels_defined(sketches: Iterable[Sketch]) -> set[str]:
    """The p and n of d_p = ... and d_n = ..., each of which defines a name of its own."""
    below: dict[str, set[str]] = {}
    for name in (item.left for sketch in sketches for item in sketch.parts.definitions):
        if isinstance(name, Name):
            below.setdefault(name.letter, set()).add(name.below)
    return {label for labels in below.values() if len(labels) > 1 for label in labels}


def doubt_of_shapes(here: Mapping[str, int], there: Mapping[str, int]) -> Doubt:
    """That some names may have other numbers of axes."""
    words = [" and ".join(f"{name} is a {SHAPES[rank]}" for name, rank in ranks.items()) for ranks in (here, there)]
    own, options = (tuple(f"{name}:{SHAPES[rank]}" for name, rank in ranks.items()) for ranks in (here, there))
    return Doubt(words[0], words[1], own, options, tuple(there))


@dataclass
class Together:
    """What texts that belong together say of each other.

    Args:
        known: the domain of every array, index and size.
        functions: see ``Entries``.
        vectors: see ``Entries``.
        code: are they code?
        first: do they hold an entry with the number 0 between brackets?
        loose: see ``Products``.
        taken: every name in them.
        layers: names that belong to the layer before.
        told: what they tell of their names before any of them is read.
        tables: functions that are read as arrays, see ``tables_of``.
        zero: what is counted from 0.
        quantities: what is one quantity although it is made of several signs.
        meant: what names of the claims stand for in the words of the loss.
        put_in: texts that only define functions, whose values are put in wherever they are applied.
        loss: the text of the loss; empty, if there is none.
        named: the loss, if others of them use the name on its left, as in p = sigma(z) and p (1 - p).
        doubts: other readings that may be meant.
        remarks: how they were read.
    """

    known: dict[str, Domain] = field(default_factory=dict)
    functions: dict[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    vectors: set[str] = field(default_factory=set)
    code: bool = False
    first: bool = False
    loose: bool = False
    taken: set[str] = field(default_factory=set)
    layers: set[Place] = field(default_factory=set)
    told: Told = field(default_factory=Told)
    tables: Tables = field(default_factory=dict)
    zero: FromZero = field(default_factory=FromZero)
    quantities: Quantities = field(default_factory=Quantities)
    meant: Meant = field(default_factory=Meant)
    put_in: set[str] = field(default_factory=set)
    loss: str = ""
    named: str = ""
    doubts: list[Doubt] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)


def is_code(texts: Iterable[str]) -> bool:
    """Is any of them written in the way of a program?"""
    return any(CODE.search(text) and "\\" not in text for text in texts)


def holds_first(texts: Iterable[str]) -> bool:
    """Does any of them hold an entry with the number 0 between brackets, of what none of them defines?"""
    plain = [text for text in texts if "\\" not in text]
    bases = {base for text in plain for base in FIRST.findall(text)}
    return bool(bases - {base for text in plain for base in DEFINED.findall(text)})


def holds_arrays(nodes: Iterable[Node]) -> bool:
    """Is anything said of whole arrays in these parts, or left for others to say?"""
    return any(_is_whole(part) for node in nodes for part in node.walk())


def _is_whole(node: Node) -> bool:
    match node:
        case Transposed() | Norm() | Joined() | Grid() | Component() | Slice():
            return True
        case Apply(known=True, function=function):
            total = over_index(node)
            if total:
                return _is_whole(total)
            return function.full in WHOLE or function.full in ("sum", "Sum") or extreme_of_entries(node)
        case Total():
            return node.high is None or not node.index.full or (isinstance(node.low, Number) and not node.low.value)
        case Name(bold=True):
            return True
    return False


def is_statistic(node: Node) -> bool:
    """Is it a sum or the like of all entries of an array, as in a program? Or a sum that no index is said of."""
    if isinstance(node, Total) and not node.index.full:
        return not any(isinstance(part, Entry) or (isinstance(part, Name) and part.below) for part in node.body.walk())
    return isinstance(node, Apply) and node.known and node.function.full in STATISTICS


def stands_bare(nodes: Sequence[Node], names: Names) -> bool:
    """Does a name stand without an index that is an array elsewhere?"""
    places = {part.base.full for node in nodes for part in node.walk() if isinstance(part, Entry)}
    below = {p.letter for node in nodes for p in node.walk() if isinstance(p, Name) and p.below.strip("0")}
    entries = {id(p.base) for node in nodes for p in node.walk() if isinstance(p, Entry)}
    alone = {p.full for node in nodes for p in node.walk() if isinstance(p, Name) and id(p) not in entries}
    known = {full for full in alone if names.is_array(full)}
    return bool(known or ((places | below) & alone))


def uses_name(sketches: Sequence[Sketch]) -> bool:
    """Does any other of the texts use the name on the left of the loss, which the loss itself does not use?"""
    left = next((sketch.parts.left for sketch in sketches if sketch.role == "loss"), None)
    if left is None or not (base := _base_of(left.left)):
        return False
    own = [node for sketch in sketches if sketch.role == "loss" for node in sketch.parts.nodes()]
    others = [node for sketch in sketches if sketch.role in ("beside", "claim") for node in sketch.parts.nodes()]
    return _holds(others, base) and not _holds(own, base)


def _base_of(left: Node) -> str:
    """The letter of p, p_i, f(x) or [S(y)]_k; empty for a derivative."""
    return left.letter if isinstance(left, Name) else "" if is_derivative(left) else defined_name(left)


def _holds(nodes: Iterable[Node], base: str) -> bool:
    parts = [part for node in nodes for part in node.walk()]
    return any(base in (part.letter, part.full) for part in parts if isinstance(part, Name))


def new_axes(node: Node) -> Iterator[Name]:
    """Every None of e[:, None], which is no name."""
    for part in node.walk():
        if isinstance(part, Entry | Component):
            yield from (index for index in part.indices if isinstance(index, Name) and is_new_axis(index))


def given_whole(node: Node) -> Iterator[Name]:
    """The x of max(x) and ||x||, of which an x_i beside it is an entry."""
    is_whole = isinstance(node, Norm) or (isinstance(node, Apply) and holds_arrays([node]))
    for part in map(without_brackets, node.parts) if is_whole else ():
        if isinstance(part, Name) and not (isinstance(node, Apply) and part is node.function):
            yield part
