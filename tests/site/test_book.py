"""The pages as text: whatever of them was kept, they are those of a build that keeps nothing."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from derivations.catalogue import load_catalogue
from derivations.catalogue.kept import Kept
from derivations.errors import LossaryError
from derivations.judge.answers import load_answers
from derivations.publish import book
from derivations.publish.book import Book
from derivations.publish.cases import CaseView, cases
from derivations.publish.pages import pages
from derivations.publish.render import Renderer, renderer
from derivations.publish.sources import templates_folder

LOSSES = (
    "absolute",
    "half_squared",
    "squared",
)  # the last two have the same gradient but for the half


@pytest.fixture(scope="module")
def judged_cases() -> list[CaseView]:
    return cases(Kept())


@pytest.fixture(autouse=True)
def cases_judged_once(judged_cases: list[CaseView], monkeypatch: pytest.MonkeyPatch) -> None:
    """What the judge can tell does not depend on the losses, and takes it several seconds."""
    monkeypatch.setattr(book, "cases", lambda _: judged_cases)


@pytest.fixture
def scripts(tmp_path: Path, repository: Path) -> Path:
    """A folder of a few losses in one family."""
    theirs, ours = repository / "derivations" / "losses" / "regression", tmp_path / "losses" / "regression"
    ours.mkdir(parents=True)
    for name in ("__init__", *LOSSES):
        shutil.copy(theirs / f"{name}.py", ours)
    return ours


@pytest.fixture
def written(scripts: Path, tmp_path: Path) -> Callable[..., dict[str, str]]:
    """The pages of the scripts as they are, with what was kept, or with nothing kept."""

    def all_pages(*, kept: bool = True, render: Renderer | None = None) -> dict[str, str]:
        catalogue = load_catalogue(scripts.parent)
        findings = tmp_path / "findings" if kept else None
        return dict(pages(Book(catalogue, load_answers(catalogue), render or renderer(), findings=findings)))

    return all_pages


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


@pytest.fixture
def made(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """What is worked out from here on: the pages of losses, and the templates that are rendered."""
    names: list[str] = []
    loss_page, call = book.loss_page, Renderer.__call__

    def noted_page(entry: book.Entry, *rest: object) -> book.LossPage:
        names.append(entry.slug)
        return loss_page(entry, *rest)  # type: ignore[arg-type]

    def noted_template(self: Renderer, template: str, **values: object) -> str:
        names.append(template)
        return call(self, template, **values)

    monkeypatch.setattr(book, "loss_page", noted_page)
    monkeypatch.setattr(Renderer, "__call__", noted_template)
    return names


EDITS = {
    "nothing": ("squared.py", "loss", "loss", []),
    "a title": ("squared.py", "Squared loss", "Square loss", ["squared"]),
    "a formula": ("squared.py", "expression=", "expression=3 * ", ["squared"]),
    "the name of the family": (
        "__init__.py",
        '"""Regression',
        '"""Regressions',
        ["absolute", "half-squared", "squared"],
    ),
}


@pytest.mark.parametrize("case", EDITS.values(), ids=EDITS)
def test_the_pages_are_those_of_a_build_that_keeps_nothing(
    written: Callable[..., dict[str, str]], scripts: Path, made: list[str], case: tuple[str, str, str, list[str]]
) -> None:
    file, old, new, again = case
    before = written()
    made.clear()
    edit(scripts / file, old, new)
    after = written()
    assert [name for name in made if "." not in name] == again
    assert bool(made) == bool(again)
    assert after == written(kept=False)
    assert (after == before) == (not again)


def test_a_loss_less_is_gone_from_every_page(written: Callable[..., dict[str, str]], scripts: Path) -> None:
    assert any("half-squared" in text for text in written().values())
    (scripts / "half_squared.py").unlink()
    after = written()
    assert after == written(kept=False)
    assert not any("half-squared.html" in text for text in after.values())


def test_what_is_damaged_is_made_again(written: Callable[..., dict[str, str]], tmp_path: Path) -> None:
    before = written()
    for file in (tmp_path / "findings").rglob("*.pickle"):
        file.write_bytes(b"no pickle")
    assert written() == before


def test_another_template_is_another_page(
    written: Callable[..., dict[str, str]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = written()
    shutil.copytree(templates_folder(), tmp_path / "templates")
    edit(tmp_path / "templates" / "pages" / "loss.md", "## Symbols", "## Letters")
    monkeypatch.setattr(book, "templates_folder", lambda: tmp_path / "templates")
    after = written(render=renderer(tmp_path / "templates"))
    assert {name for name in after if after[name] != before[name]} == {
        f"losses/regression/{name.replace('_', '-')}.md" for name in LOSSES
    }


def test_a_script_that_changes_while_it_is_worked_on_is_not_kept(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text("one")
    during = Kept(tmp_path / "findings")
    assert not during.has("page", [script])
    script.write_text("two")
    during.put("page", [script], "what was made of one, or of two")
    script.write_text("one")
    assert not Kept(tmp_path / "findings").has("page", [script])


def test_what_fails_its_checks_fails_again(written: Callable[..., dict[str, str]], scripts: Path) -> None:
    written()
    edit(scripts / "squared.py", "mistakes=[", "mistakes=[\n        (2 * (p - t), 'which is right'),")
    for _ in range(2):
        with pytest.raises(LossaryError, match="squared"):
            written()
