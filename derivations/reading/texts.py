"""Texts that belong together, and whether anything in them is said of whole arrays."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Literal

from derivations.language.domains import Domain
from derivations.reading.kinds import over_index
from derivations.reading.layers import Place
from derivations.reading.names import Names
from derivations.reading.sorting import Parts
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
)
from derivations.reading.whole import NAMES as WHOLE

Role = Literal["loss", "beside", "variable", "claim"]
CODE = re.compile(
    r"(?<![A-Za-z0-9_])(?:np|numpy|torch|jnp|jax|tf|F|nn|math)\.[A-Za-z]|[A-Za-z0-9_)\]]\.(?:T\b|[a-z_]{2,})|@|\?|\*\*"
)


@dataclass
class Sketch:
    """One of the texts."""

    role: Role
    parts: Parts


@dataclass
class Together:
    """What texts that belong together say of each other.

    Args:
        known: the domain of every array, index and size.
        functions: see ``Entries``.
        vectors: see ``Entries``.
        code: are they code?
        whole: do they hold signs of whole arrays?
        loose: see ``Products``.
        taken: every name in them.
        layers: names that belong to the layer before.
        remarks: how they were read.
    """

    known: dict[str, Domain] = field(default_factory=dict)
    functions: dict[str, tuple[tuple[str, ...], Node]] = field(default_factory=dict)
    vectors: set[str] = field(default_factory=set)
    code: bool = False
    whole: bool = False
    loose: bool = False
    taken: set[str] = field(default_factory=set)
    layers: set[Place] = field(default_factory=set)
    remarks: list[str] = field(default_factory=list)


def is_code(texts: Iterable[str]) -> bool:
    """Is any of them written in the way of a program?"""
    return any(CODE.search(text) and "\\" not in text for text in texts)


def holds_arrays(nodes: Iterable[Node]) -> bool:
    """Is anything said of whole arrays in these parts, or left for others to say?"""
    return any(_is_whole(part) for node in nodes for part in node.walk())


def _is_whole(node: Node) -> bool:
    match node:
        case Transposed() | Norm() | Joined() | Grid() | Component() | Slice():
            return True
        case Apply(known=True, function=function):
            total = over_index(node)
            return _is_whole(total) if total else function.full in WHOLE or function.full in ("sum", "Sum")
        case Total():
            return node.high is None or not node.index.full or (isinstance(node.low, Number) and not node.low.value)
        case Name(bold=True):
            return True
    return False


def is_statistic(node: Node) -> bool:
    return isinstance(node, Apply) and node.known and node.function.full in {"sum", "Sum", "mean", "average"}


def stands_bare(nodes: Sequence[Node], names: Names) -> bool:
    """Does a name stand without an index that is an array elsewhere?"""
    places = {part.base.full for node in nodes for part in node.walk() if isinstance(part, Entry)}
    below = {p.letter for node in nodes for p in node.walk() if isinstance(p, Name) and p.below}
    entries = {id(p.base) for node in nodes for p in node.walk() if isinstance(p, Entry)}
    alone = {p.full for node in nodes for p in node.walk() if isinstance(p, Name) and id(p) not in entries}
    known = {full for full in alone if names.is_array(full)}
    return bool(known or ((places | below) & alone))
