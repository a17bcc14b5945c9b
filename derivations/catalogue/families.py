"""The families of losses: folders of scripts, in the order in which a newcomer meets them."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from pathlib import Path

from derivations.catalogue.scripts import parse, slug_of

ORDER = (  # of the families, as a newcomer meets them
    "regression",
    "robust",
    "classification",
    "margins",
    "probabilistic",
    "divergences",
    "ranking",
    "segmentation",
    "self-supervised",
    "generative",
    "preferences",
    "regularisers",
    "linear-models",
    "units",
    "layers",
    "networks",
)
UNITS = "units"  # the family of functions that networks and losses are made of


@dataclass(frozen=True)
class Family:
    """A folder of scripts: its slug, and title, note and introduction from the docstring of its ``__init__.py``.

    The first line is the title, the first paragraph after it the note, in a sentence for lists; the rest is the
    introduction of the family's own page.
    """

    slug: str
    title: str
    note: str
    introduction: str = ""

    @property
    def place(self) -> tuple[int, str]:
        """Where it stands among the families; one that is not in ORDER comes after those that are."""
        return ORDER.index(self.slug) if self.slug in ORDER else len(ORDER), self.slug

    def calls_loss(self, name: str) -> bool:
        """Is what has this name in formulas a loss here, and no function that losses are made of? As L or E it is."""
        return self.slug != UNITS and name[0].isupper()


def family_of(folder: Path) -> Family:
    """The family of the scripts in a folder."""
    about = folder / "__init__.py"
    docstring = ast.get_docstring(parse(about)) if about.exists() else None
    title, _, rest = (docstring or folder.name.replace("_", " ").capitalize()).partition("\n")
    note, _, introduction = rest.strip().partition("\n\n")
    return Family(slug_of(folder.name), title.strip(), *(" ".join(text.split()) for text in (note, introduction)))
