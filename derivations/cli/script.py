"""``lossary new``: a script to fill in. It is a whole loss already, so that every command works on it at once."""

from __future__ import annotations

import re
from pathlib import Path

from derivations.catalogue import SCRIPTS, Catalogue
from derivations.catalogue.scripts import slug_of
from derivations.errors import LossaryError

NAME = r"[a-z][a-z0-9]*(?:_[a-z0-9]+)*"
SCRIPT = '''"""{title}

One or two sentences: what the loss measures, and where it is used. Formulas stand between dollar signs: $p - t$.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source

p, t = symbols("p t")

loss = Loss(
    id="{id}",
    expression=(p - t) ** 2,  # the loss; derivations.language has the functions beyond SymPy's
    wrt=p,  # what to differentiate by; several: wrt=(p, q), and a dict by variable wherever lines belong to one
    symbols={{p: Real("prediction"), t: Real("target, fixed")}},  # derivations.language has further domains
    source=Source("author, title, year, page", doi="", arxiv="", from_memory=True),  # until you have looked it up
    other_forms=[],  # further forms of the gradient: (expression, "why it is equal")
    mistakes=[(p - t, "the 2 of the square was forgotten")],  # wrong answers: (expression, "why it is wrong")
    aliases=[],  # other names by which it is looked for: "MAE", "nn.L1Loss"
    why="",  # two or three sentences: what the gradient says, where the loss comes from, when it is used
    in_code=[],  # (call, default reduction, note): ("torch.nn.L1Loss()(p, t)", "mean")
    see_instead=[],  # losses that are easily confused with it: ("huber", "why it is not the same")
)
'''
FAMILY = '"""{title}\n\nOne sentence about what these losses have in common.\n"""\n'


def new_script(catalogue: Catalogue, place: str) -> Path:
    """Write the script FAMILY/NAME and return its path.

    Raises:
        LossaryError: a name that is none, a slug that is taken, or a package without a checkout.
    """
    family, name = _names(place)
    _check_writable(catalogue)
    _check_free(catalogue, name)
    path = catalogue.directory / family / f"{name}.py"
    try:
        path.parent.mkdir(exist_ok=True)
    except OSError as error:
        cure = "name a folder of your own with `lossary --losses DIRECTORY new ...`"
        msg = f"{path.parent}: a folder cannot be made here: {cure}"
        raise LossaryError(msg) from error
    about = path.parent / "__init__.py"
    if not about.exists():
        about.write_text(FAMILY.format(title=_title(family)), encoding="utf-8")
    with path.open("x", encoding="utf-8") as file:
        file.write(SCRIPT.format(title=_title(name), id=catalogue.fresh_id()))
    return path


def _names(place: str) -> tuple[str, str]:
    family, slash, name = place.replace("-", "_").removesuffix(".py").partition("/")
    if not (slash and re.fullmatch(NAME, family) and re.fullmatch(NAME, name)):
        msg = f"{place!r} is no place for a script: give FAMILY/NAME in small letters, such as regression/log_cosh"
        raise LossaryError(msg)
    return family, name


def _title(name: str) -> str:
    return name.replace("_", " ").capitalize()


def _check_writable(catalogue: Catalogue) -> None:
    """The folder of an installed package is no place for scripts: the next upgrade would take them away."""
    if catalogue.directory == SCRIPTS and not (SCRIPTS.parents[1] / "pyproject.toml").is_file():
        cure = "name a folder of your own with `lossary --losses DIRECTORY new ...`"
        msg = f"{SCRIPTS} belongs to the installed package: {cure}"
        raise LossaryError(msg)


def _check_free(catalogue: Catalogue, name: str) -> None:
    slug = slug_of(name)
    for entry in catalogue.entries:
        if entry.slug == slug:
            msg = f"{entry.path}: exists already: choose another name than {name}, which would be the slug of both"
            raise LossaryError(msg)
        if any(former.rpartition("/")[2] == slug for part in entry.parts for former in part.loss.former):
            msg = f"{name} is a former name of {entry.path}, and still leads there: choose another"
            raise LossaryError(msg)
