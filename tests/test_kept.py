"""Findings kept on disk: found again as long as nothing changed that they follow from, and never needed."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from derivations.catalogue import kept, load_catalogue
from derivations.catalogue.kept import NOTHING, Kept
from derivations.catalogue.workers import silent
from derivations.publish import gather


@pytest.fixture
def script(tmp_path: Path) -> Path:
    path = tmp_path / "script.py"
    path.write_text("one")
    return path


def test_what_was_kept_is_found(tmp_path: Path, script: Path) -> None:
    Kept(tmp_path / "findings").put("L1", [script], {"a": 1})
    assert Kept(tmp_path / "findings").get("L1", [script]) == {"a": 1}
    assert Kept(tmp_path / "findings").get("L2", [script]) is None
    assert Kept(tmp_path / "findings").get("L1", [script, script]) is None


def test_a_change_of_the_script_is_another_finding(tmp_path: Path, script: Path) -> None:
    Kept(tmp_path / "findings").put("L1", [script], 1)
    script.write_text("two")
    assert Kept(tmp_path / "findings").get("L1", [script]) is None
    script.write_text("one")
    assert Kept(tmp_path / "findings").get("L1", [script]) == 1


def test_a_change_during_the_work_is_not_taken_for_what_was_read(tmp_path: Path, script: Path) -> None:
    during = Kept(tmp_path / "findings")
    assert during.get("L1", [script]) is None
    script.write_text("two")
    during.put("L1", [script], 1)
    assert Kept(tmp_path / "findings").get("L1", [script]) is None


def test_other_code_finds_nothing_and_its_folder_is_deleted(
    tmp_path: Path, script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    former = Kept(tmp_path / "findings")
    former.put("L1", [script], 1)
    monkeypatch.setattr(kept, "_state", lambda _: "other")
    other = Kept(tmp_path / "findings")
    assert other.get("L1", [script]) is None
    other.put("L1", [script], 2)
    other.forget()
    assert former.get("L1", [script]) is None
    assert other.get("L1", [script]) == 2


def test_the_code_of_the_findings_is_all_that_was_imported_to_find_them() -> None:
    """Asked of a fresh interpreter, which has imported nothing else."""
    names = "*{n for n in sys.modules if n.startswith('derivations.')}"
    program = f"import {', '.join(kept.FINDERS)}, sys; print({names})"
    told = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True).stdout.split()
    known = {
        ".".join(file.relative_to(kept.PACKAGE.parent).with_suffix("").parts)
        for file in kept.code_of(*kept.FINDER.modules)
    }
    assert set(told) - {name.removesuffix(".__init__") for name in known} <= {
        "derivations.losses",
        "derivations.questions",
    }


def test_an_edit_of_the_pages_alone_leaves_the_findings() -> None:
    names = {file.relative_to(kept.PACKAGE).as_posix() for file in kept.code_of(*kept.FINDER.modules)}
    assert any(name.startswith("evidence/proof/") for name in names)
    assert not {"publish/site.py", "publish/pages.py", "cli/commands.py"} & names


def test_what_is_damaged_or_cannot_be_written_is_no_error(tmp_path: Path, script: Path) -> None:
    findings = Kept(tmp_path / "findings")
    findings.put("L1", [script], 1)
    for file in (tmp_path / "findings").rglob("*.pickle"):
        file.write_bytes(b"no pickle")
    assert findings.get("L1", [script]) is None
    (tmp_path / "file").touch()
    Kept(tmp_path / "file").put("L1", [script], 1)
    assert Kept(tmp_path / "file").get("L1", [script]) is None
    NOTHING.put("L1", [script], 1)
    assert NOTHING.get("L1", [script]) is None


def test_a_page_says_the_same_of_what_was_kept(tmp_path: Path) -> None:
    def found() -> tuple[str, gather.Findings]:
        entry = load_catalogue().find("hinge")
        findings = gather.gather([entry], [], silent, Kept(tmp_path))
        return repr((entry.report, entry.agreement)), findings

    (first, one), (second, other) = found(), found()
    assert first == second
    assert repr((*one.factors.values(), *one.same.values())) == repr((*other.factors.values(), *other.same.values()))
    assert list(tmp_path.rglob("*.pickle"))


def test_what_was_kept_is_not_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gather.gather([load_catalogue().find("squared")], [], silent, Kept(tmp_path))
    monkeypatch.setattr(gather, "_work_out", lambda _: pytest.fail("worked out again"))
    gather.gather([load_catalogue().find("squared")], [], silent, Kept(tmp_path))
