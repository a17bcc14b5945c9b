"""A site of a few losses, built once, and a browser that looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from derivations.catalogue import Catalogue, the_catalogue
from derivations.judge.answers import Asked, load_answers
from derivations.publish.site import FINDINGS, build

# A kink and a model, seams and branches, sums over indices, a margin, a logit, a condition with an index, a matrix
# form, networks with an adjoint for each layer: every part of a page occurs.
SAMPLE = (
    "absolute",
    "half-squared",
    "squared",
    "absolute-of-a-model",
    "log-cosh",
    "fair",
    "squared-of-a-model",
    "huber",
    "binary-cross-entropy-with-logit",
    "hinge",
    "least-absolute-deviations",
    "least-squares",
    "linear-svm",
    "deep-network",
    "rashid-network",
    "sigmoid-node",
)
FLAGS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
)

STOPS = """() => [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex]")]
  .filter((each) => each.tabIndex >= 0 && each.checkVisibility({ visibilityProperty: true }))
  .filter((each) => each.getBoundingClientRect().width > 0).length"""


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    whole = the_catalogue()
    return Catalogue(whole.directory, tuple(map(whole.find, SAMPLE)))


@pytest.fixture(scope="session")
def answers(catalogue: Catalogue) -> tuple[Asked, ...]:
    """The questions about losses of the sample alone."""
    slugs = {part.slug for part in catalogue.parts}
    return tuple(asked for asked in load_answers(the_catalogue()) if set(asked.answer.losses) <= slugs)


@pytest.fixture(scope="session")
def site(
    catalogue: Catalogue, answers: tuple[Asked, ...], repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> Path:
    folder = tmp_path_factory.mktemp("built")
    return build(catalogue, answers, folder / "site", folder / "markdown", findings=repository / FINDINGS).parent


@pytest.fixture(scope="session")
def browser(chromium: str) -> Iterator[Browser]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium, args=[*FLAGS])
        yield started
        started.close()


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": 1280, "height": 900})
    context.grant_permissions(["clipboard-read", "clipboard-write"])
    yield context.new_page()
    context.close()


@pytest.fixture
def stops() -> Callable[[Page], int]:
    """How often the tab key stops on a page."""

    def count(page: Page) -> int:
        return int(page.evaluate(STOPS))

    return count
