"""Where the templates and the settings of the site are: in a checkout, or in the installed package."""

from __future__ import annotations

from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from derivations.errors import LossaryError

SETTINGS, TEMPLATES = "mkdocs.yml", "templates"
PACKAGE = Path(__file__).resolve().parents[1]


@cache
def source_folder() -> Path:
    """The folder that holds mkdocs.yml and templates/.

    Raises:
        LossaryError: if neither a checkout nor the package has them.
    """
    for folder in (PACKAGE.parent, PACKAGE / "_site"):
        if (folder / SETTINGS).is_file() and (folder / TEMPLATES).is_dir():
            return folder
    msg = f"{PACKAGE}: {SETTINGS} and {TEMPLATES}/ are missing: install lossary again, or run it from a whole checkout"
    raise LossaryError(msg)


def templates_folder() -> Path:
    """The folder of the Jinja templates."""
    return source_folder() / TEMPLATES


def settings() -> dict[str, Any]:
    """What mkdocs.yml says."""
    path = source_folder() / SETTINGS
    try:
        return _parsed(path.read_text(encoding="utf-8"))
    except (yaml.YAMLError, TypeError, ValueError) as error:
        msg = f"{path}: not readable as YAML ({' '.join(str(error).split())}): mend it"
        raise LossaryError(msg) from error


@lru_cache(maxsize=1)
def _parsed(text: str) -> dict[str, Any]:
    return dict(yaml.safe_load(text))


def site_url() -> str:
    """The address of the site, with a slash at its end."""
    return str(settings()["site_url"]).rstrip("/") + "/"
