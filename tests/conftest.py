"""What all tests share: where the repository is, and which browser there is."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable
from pathlib import Path

import pytest

from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.kept import Kept, Stated
from derivations.publish.gather import CHECKS
from derivations.publish.site import FINDINGS

MANY = 1000  # tests for which it is worth to read all that a build has found
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def repository() -> Path:
    return Path(__file__).resolve().parents[1]


@pytest.fixture(scope="session")
def kept(repository: Path) -> Kept:
    """What was found about the scripts as they are by the code as it is, by tests in any process or by a build."""
    return Kept(repository / FINDINGS)


@pytest.fixture(scope="session")
def take_findings(kept: Kept) -> Callable[[Iterable[Entry]], None]:
    """Gives losses what a build has found of them."""

    def take(parts: Iterable[Entry]) -> None:
        for part in parts:
            checks = kept.get(f"{CHECKS} {part.id}", [Stated(part.path)])
            if checks is not None:
                part.keep(*checks)

    return take


@pytest.fixture(scope="session", autouse=True)
def found(request: pytest.FixtureRequest, take_findings: Callable[[Iterable[Entry]], None]) -> None:
    """What a build has found of the losses as they are, by the code as it is: many tests need not find it again."""
    if len(request.session.items) > MANY:
        take_findings(the_catalogue().parts)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium. Without one the test is skipped, or fails where CI is set, so that none is forgotten."""
    found = next(filter(None, map(shutil.which, BROWSERS)), None)
    if found is None:
        missing = f"no browser: install Debian's chromium (looked for {', '.join(BROWSERS)})"
        if os.environ.get("CI"):
            pytest.fail(missing)
        pytest.skip(missing)
    return found
