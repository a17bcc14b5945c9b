"""What functions of libraries return at a kink: for the page about kinks, and for those of the losses."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Any

from sympy import Expr, Rational, Symbol
from sympy.tensor.indexed import Indexed

from derivations.calculus.boundary import Boundary
from derivations.calculus.canon import expanded
from derivations.catalogue.frameworks import AtKink, measured
from derivations.language.functions import clip, magnitude, positive_part
from derivations.language.loss import Loss
from derivations.language.written import Order
from derivations.notation import tex
from derivations.publish.numbers import SIMPLE, as_prose

NOT_A_NUMBER = "nan"
OTHER_U = "$u$ is its argument, not the $u$ of this page"
HEADS = {  # of each kink that was measured: what has it, where, and the slopes between which one may choose
    "abs": ("$|u|$", "$u=0$", "any slope from $-1$ to $1$ is a subgradient"),
    "plus": (r"$\max(0,u)$", "$u=0$", "any slope from $0$ to $1$ is a subgradient"),
    "hinge": (r"$\max(0,1-u)$", "$u=1$", "any slope from $-1$ to $0$ is a subgradient"),
    "clip": ("$u$ cut off at $-1$ and $1$", "$u=1$", "the slopes on either side are $1$ and $0$"),
    "norm": (r"$\|u\|$", "$u=(0,0)$", "any vector of length at most $1$ is a subgradient"),
    "largest": (r"$\max_j u_j$", "$u_1=u_2$", "any mean of $(1,0)$ and $(0,1)$ is a subgradient"),
}
KINDS = {"abs": magnitude, "plus": positive_part}  # functions that a loss is written with


@dataclass(frozen=True)
class Returns:
    """A slope as prose, the calls that return it, and whether it is a subgradient."""

    slope: str
    calls: list[str]
    allowed: bool


@dataclass(frozen=True)
class KinkView:
    """A kink that was measured: what has it, where, what slopes may be taken, what is returned; a note on letters."""

    of: str
    place: str
    may: str
    returns: list[Returns]
    note: str = ""


def kink_views() -> list[KinkView]:
    """Every kink that was measured, with all functions."""
    return [_view(kink, _grouped(_at(kink), as_prose)) for kink in HEADS]


def _view(kink: str, returns: list[Returns]) -> KinkView:
    return KinkView(*HEADS[kink], returns)


def _at(kink: str) -> list[AtKink]:
    return [one for one in measured().kinks if one.kink == kink]


def _grouped(found: Iterable[AtKink], told: Callable[[Any], str]) -> list[Returns]:
    """The calls by what they return, the lowest slope first, and last what is no number."""
    groups: dict[str, list[AtKink]] = {}
    for one in sorted(found, key=lambda one: _rank(one.slope)):
        groups.setdefault(told(one.slope), []).append(one)
    return [Returns(slope, [one.call for one in alike], alike[0].allowed) for slope, alike in groups.items()]


def _rank(slope: Any) -> tuple[bool, list[float]]:
    numbers = slope if isinstance(slope, list) else [slope]
    return NOT_A_NUMBER in numbers, [0.0 if number == NOT_A_NUMBER else number for number in numbers]


def returned_at(boundary: Boundary, loss: Loss) -> KinkView | None:
    """What the loss has as its slope at a kink, in what is moved across it, written with one function or another.

    None, if the kink is not of a kind that was measured.
    """
    if boundary.active is not None:
        note = r"$\min_j u_j$ is $-\max_j(-u_j)$" if getattr(boundary.part, "side", 1) < 0 else ""
        return replace(_view("largest", _grouped(_at("largest"), _share)), note=note)
    if boundary.kind != "kink":
        return None
    note = OTHER_U if "u" in set(map(str, loss.symbols)) - {str(loss.wrt)} else ""
    if boundary.means:
        found = (one for one in _at("norm") if _is_plain(one.slope))
        return replace(_view("norm", _grouped(found, _of_a_length)), note=note)
    kind = _kind(boundary, loss)
    side = _side(kind, boundary, loss) if kind else 0
    if not kind or not side:
        return None
    order = Order(loss.written)
    told = _grouped(_at(kind), lambda slope: _between(boundary, _part_of_the_way(kind, slope), side, order))
    return replace(_view(kind, told), note=note)


def _share(slopes: list[float]) -> str:
    """How two terms that are the largest share the slope."""
    return "one of them gets all" if 1 in slopes else "each gets the same share"


def _of_a_length(slopes: list[Any]) -> str:
    return "NaN in every component" if NOT_A_NUMBER in slopes else "$0$ in every component"


def _is_plain(slopes: list[Any]) -> bool:
    """Is it the same in every component, and no artefact of an eps?"""
    return slopes[0] == slopes[1] and slopes[0] in (0, NOT_A_NUMBER)


def _kind(boundary: Boundary, loss: Loss) -> str:
    """The kind of function that has the kink: it is written so, or its slopes are like it.

    None has that of a clip: either end may be the lower of two, and functions were measured at one end of others.
    """
    part = loss.expression if boundary.part is None else boundary.part
    if part.has(clip):
        return ""
    written = [kind for kind, function in KINDS.items() if part.has(function)]
    if written:
        return written[0] if len(written) == 1 else ""
    ends = boundary.below, boundary.above
    return "abs" if ends in ((-1, 1), (1, -1)) else "plus" if ends in ((0, 1), (1, 0)) else ""


def _side(kind: str, boundary: Boundary, loss: Loss) -> int:
    """Is the switch what the function is applied to (1), or minus that (-1)? 0 if neither."""
    part = loss.expression if boundary.part is None else boundary.part
    if not part.has(KINDS[kind]):
        rises = boundary.above == 1 if kind == "abs" else boundary.below == 0
        return 1 if rises else -1
    arguments = [_nameless(node.args[0]) for node in part.atoms(KINDS[kind])]
    switch = _nameless(boundary.switch)
    sides = (side for side in (1, -1) for u in arguments if expanded(u - side * switch) == 0)
    return next(sides, 0)


def _nameless(u: Expr) -> Expr:
    """The same for every name of an index: what holds of w_j, which a sum binds, is asked of w_k."""
    letters = {index for cell in u.atoms(Indexed) for index in cell.indices if index.is_Symbol}
    return u.xreplace(dict.fromkeys(letters, Symbol("_"))) if len(letters) == 1 else u


def _part_of_the_way(kind: str, slope: Any) -> Any:
    """How far the slope is from that below 0 to that above: 0 to 1."""
    return slope if slope == NOT_A_NUMBER else (slope + 1) / 2 if kind == "abs" else slope


def _between(boundary: Boundary, share: Any, side: int, order: Order) -> str:
    """The slope of the loss, by the chain rule: so much of the way from one side of the kink to the other."""
    if share == NOT_A_NUMBER:
        return "NaN"
    exact = Fraction(share).limit_denominator(SIMPLE)
    way = Rational(exact.numerator, exact.denominator)
    ends = (boundary.below, boundary.above)[::side]
    slope = ends[int(way)] if way in (0, 1) else expanded(ends[0] * (1 - way) + ends[1] * way)
    return f"${tex(slope, order)}$"
