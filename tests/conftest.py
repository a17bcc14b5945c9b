"""What all tests share: where the repository is, and which browser there is."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

import pytest

from derivations import SELDOM
from derivations.catalogue import Entry, the_catalogue
from derivations.catalogue.kept import FOLDER, Kept, Stated
from derivations.publish.gather import CHECKS
from derivations.publish.site import FINDINGS

TESTS = Path(__file__).resolve().parent
os.environ.setdefault(FOLDER, str(TESTS.parent / "build" / "commands"))  # not that of whoever runs the tests
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")


@pytest.fixture(scope="session")
def repository() -> Path:
    return TESTS.parent


@pytest.fixture(scope="session")
def kept(repository: Path) -> Kept:
    """What was found about the scripts as they are by the code as it is, by tests in any process or by a build."""
    return Kept(repository / FINDINGS)


@pytest.fixture(scope="session")
def take_findings(kept: Kept) -> Callable[[Iterable[Entry]], None]:
    """Gives losses what a build has found of them."""
    return partial(_take, kept)


def _take(kept: Kept, parts: Iterable[Entry]) -> None:
    for part in parts:
        checks = kept.get(f"{CHECKS} {part.id}", [Stated(part.path)])
        if checks is not None:
            part.keep(*checks)


def pytest_collection(session: pytest.Session) -> None:
    """Where all tests run, take what a build has found of the losses as they are, by the code as it is.

    Before the tests are collected, because many of them are made from the derivations of all losses.
    """
    shares_out = session.config.getoption("dist", "no") != "no" and not hasattr(session.config, "workerinput")
    if not shares_out and [Path(arg).resolve() for arg in session.config.args] == [TESTS]:
        _take(Kept(TESTS.parent / FINDINGS), the_catalogue().parts)


def pytest_collection_finish() -> None:
    """What the tests are made of stays: Python need not look for cycles in it."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(SELDOM)


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
