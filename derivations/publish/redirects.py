"""Small pages that lead on: from a permanent id, and from where a derivation stood before, to where it stands now."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from posixpath import dirname, relpath

from derivations.catalogue import Entry
from derivations.language.loss import is_id
from derivations.publish.entries import page_url


@dataclass(frozen=True)
class Redirect:
    """A page that leads on.

    Args:
        path: where it stands, from the root of the site.
        name: what is looked for there.
        title: what is found.
        target: the address that it leads to, from the root of the site.
        ids: former ids of what is found: the address of a line that begins with one now begins with `now`.
        now: the id under which it is found.
    """

    path: str
    name: str
    title: str
    target: str
    ids: Sequence[str] = ()
    now: str = ""

    @property
    def url(self) -> str:
        """The target as seen from here."""
        page, _, section = self.target.partition("#")
        return relpath(page, dirname(self.path) or ".") + (f"#{section}" if section else "")


def redirects(entry: Entry) -> Iterator[Redirect]:
    """From the id of a loss to its page, and from the former names of its derivations to each."""
    yield Redirect(f"{entry.id}.html", entry.id, entry.title, page_url(entry))
    for part in entry.parts:
        ids = list(filter(is_id, part.loss.former))
        for name in part.loss.former:
            folder = "" if is_id(name) or "/" in name else f"{entry.family.slug}/"
            path = f"{name}.html" if is_id(name) else f"losses/{folder}{name}.html"
            yield Redirect(path, name, part.title, page_url(part), ids, part.id)
