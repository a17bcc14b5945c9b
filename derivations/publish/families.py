"""The table of a family: its losses beside one another, what each is for, and how its slope behaves."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from derivations.catalogue import Entry
from derivations.publish.entries import gradient_in_a_row, page_url
from derivations.publish.properties import UNKNOWN, far_out, in_a_word


@dataclass(frozen=True)
class Member:
    """A loss in the table of its family.

    Args:
        id: its id.
        title: its name.
        url: its page, from the root of the site.
        used_for: what one takes it for.
        gradient: that by its main variable, and where it holds, if not everywhere.
        curvature: its shape in a word.
        far: what the slope does far out.
    """

    id: str
    title: str
    url: str
    used_for: str
    gradient: tuple[str, str]
    curvature: str
    far: str


def member(entry: Entry) -> Member:
    """A loss, by its main variable."""
    return Member(
        id=entry.id,
        title=entry.title,
        url=page_url(entry),
        used_for=entry.loss.used_for,
        gradient=gradient_in_a_row(entry, signed=True),
        curvature=in_a_word(entry),
        far=far_out(entry),
    )


@dataclass(frozen=True)
class Comparison:
    """The table: its rows, and which of the columns that not every family needs it has."""

    members: Sequence[Member]

    @property
    def has_uses(self) -> bool:
        """Is it said of any what it is for?"""
        return any(member.used_for for member in self.members)

    @property
    def has_far(self) -> bool:
        """Is it known of most what the slope does far out, as these are about one number?"""
        return 2 * sum(member.far != UNKNOWN for member in self.members) > len(self.members)
