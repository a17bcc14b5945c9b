"""Findings kept on disk: found again as long as nothing changed that they follow from, and never needed."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from functools import partial
from pathlib import Path

import pytest

from derivations.catalogue import kept, load_catalogue, load_entry, the_catalogue
from derivations.catalogue.catalogue import OwnCatalogue
from derivations.catalogue.kept import NOTHING, Kept, Maker, Reader, Stated
from derivations.catalogue.scripts import Script
from derivations.catalogue.workers import silent
from derivations.judge import profiles
from derivations.language import Real
from derivations.notation import tex
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


def test_another_place_is_another_finding_wherever_the_tree_lies(tmp_path: Path) -> None:
    places = [tmp_path / tree / place for tree in ("a", "b") for place in ("one/x.py", "two/x.py", "one/y.py")]
    for place in places:
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("same text")
    findings = Kept(tmp_path / "findings")
    findings.put("L1", [places[0]], 1)
    assert [findings.get("L1", [place]) for place in places] == [1, None, None, 1, None, None]


def test_what_only_states_does_not_follow_from_prose(tmp_path: Path, repository: Path) -> None:
    script = tmp_path / "squared.py"
    text = (repository / "derivations/losses/regression/squared.py").read_text()
    edits = {
        "It punishes a large": {"stated", "titled"},  # still found, whatever else is asked for
        "twice the error": {"stated", "titled"},
        "quadratic loss": {"stated", "titled"},
        "Squared loss": {"stated"},
        "expression=": set(),
        "2 * p,": set(),
        "target, fixed": set(),
    }
    reads = {"text": script, "stated": Stated(script), "titled": Stated(script, titled=True)}
    for edited, still in edits.items():
        script.write_text(text)
        findings = Kept(tmp_path / "findings")
        for name, read in reads.items():
            findings.put(name, [read], name)
        assert edited in text
        script.write_text(text.replace(edited, f"{edited} 3 + " if edited.endswith("=") else f"1 + {edited}"))
        found = {name for name, read in reads.items() if Kept(tmp_path / "findings").get(name, [read])}
        assert found == still, edited


def test_a_script_that_is_no_python_is_read_as_its_text(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    for text in ("x = (", "x = [", "\0"):
        script.write_text(text)
        assert Kept(tmp_path).get("L1", [Stated(script)]) is None
        Kept(tmp_path).put("L1", [Stated(script)], text)
        assert Kept(tmp_path).get("L1", [Stated(script)]) == text


def test_other_files_or_versions_make_another_maker(tmp_path: Path) -> None:
    template = tmp_path / "template.md"
    folders = set()
    for text, packages in (("one", ("sympy",)), ("two", ("sympy",)), ("two", ("sympy", "click"))):
        template.write_text(text)
        folders.add(Kept(tmp_path, Maker("pages", ("derivations.errors",), packages, (template,))).folder)
    assert len(folders) == 3


def test_what_nobody_asks_for_is_deleted_in_the_end(tmp_path: Path) -> None:
    findings = Kept(tmp_path)
    findings.put("old", [], 1)
    findings.put("used", [], 2)
    long_ago = time.time() - kept.UNUSED - 60
    for file in tmp_path.rglob("*.pickle"):
        os.utime(file, (long_ago, long_ago))
    assert findings.get("used", []) == 2
    findings.forget()
    assert (findings.has("old", []), findings.has("used", [])) == (False, True)


def test_a_script_that_is_kept_states_the_same(tmp_path: Path) -> None:
    """All that follows from it is the same too, of losses with models, indices, matrices and layers."""
    for slug in (
        "squared",
        "absolute-of-a-model",
        "hinge",
        "softmax-cross-entropy",
        "sigmoid-node",
    ):
        path = the_catalogue().find(slug).path
        fresh = load_entry(path)
        load_entry(path, read=Reader(tmp_path))
        again = load_entry(path, read=Reader(tmp_path))
        assert again.loss is not fresh.loss
        assert repr(again.loss) == repr(fresh.loss)
        assert (again.title, again.lead, again.path) == (fresh.title, fresh.lead, fresh.path)
        assert repr(again.derivation) == repr(fresh.derivation)
        assert tex(again.derivation.gradient) == tex(fresh.derivation.gradient)


def test_a_script_that_was_kept_is_not_run(tmp_path: Path, script: Path) -> None:
    script.write_text('"""Title"""\n\nfrom derivations.language import Real\n\nx = Real("this")\n')
    assert Reader(tmp_path)(script, "x", Real).stated == Real("this")
    reader = Reader(tmp_path)
    reader.kept.put("script x", [script], Script(script, "Title", "", Real("what was kept"), ()))
    assert Reader(tmp_path)(script, "x", Real).stated == Real("what was kept")
    script.write_text(script.read_text().replace("this", "that"))
    assert Reader(tmp_path)(script, "x", Real).stated == Real("that")


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
    program = f"import {', '.join(kept.FINDER.modules)}, sys; print({names})"
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
        entry = load_entry(the_catalogue().find("hinge").path)
        findings = gather.gather([entry], [], silent, Kept(tmp_path))
        return repr((entry.report, entry.agreement)), findings

    (first, one), (second, other) = found(), found()
    assert first == second
    assert repr((*one.audits.values(), *one.same.values())) == repr((*other.audits.values(), *other.same.values()))
    assert list(tmp_path.rglob("*.pickle"))


def test_what_was_kept_is_not_worked_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gather.gather([load_entry(the_catalogue().find("squared").path)], [], silent, Kept(tmp_path))
    monkeypatch.setattr(gather, "_work_out", lambda _: pytest.fail("worked out again"))
    gather.gather([load_entry(the_catalogue().find("squared").path)], [], silent, Kept(tmp_path))


@pytest.fixture
def losses(tmp_path: Path, repository: Path) -> Path:
    family = tmp_path / "losses" / "regression"
    family.mkdir(parents=True)
    for name in ("__init__.py", "squared.py", "absolute.py"):
        shutil.copy(repository / "derivations/losses/regression" / name, family)
    return family.parent


def never(*_: object) -> None:
    pytest.fail("this was kept")


def test_what_a_command_has_read_the_next_one_need_not_run(
    losses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "commands"))
    first = OwnCatalogue(losses).entries
    monkeypatch.setattr(kept, "read_script", never)
    again = OwnCatalogue(losses).entries
    assert [entry.loss.expression for entry in again] == [entry.loss.expression for entry in first]
    assert [entry.slug for entry in again] == ["absolute", "squared"]


def test_a_folder_that_is_called_like_a_script_is_left_out_of_a_build_too(losses: Path, tmp_path: Path) -> None:
    (losses / "regression" / "huber.py").mkdir()
    found = load_catalogue(losses, partial(load_entry, read=Reader(tmp_path / "findings")))
    assert [entry.slug for entry in found.entries] == ["absolute", "squared"]
    assert [script.path.name for script in found.broken] == ["huber.py"]


def test_who_does_not_want_it_keeps_nothing(losses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.FOLDER, "")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "home"))
    monkeypatch.setitem(sys.modules, "platformdirs", None)  # as in a page, which has no such thing
    assert len(OwnCatalogue(losses).entries) == 2
    assert not (tmp_path / "home").exists()


def test_sketches_are_kept_for_the_next_search(losses: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(kept.FOLDER, str(tmp_path / "commands"))
    entries = load_catalogue(losses).entries
    with profiles.sketches_kept(entries):
        made = [profiles.sketch_of(entry) for entry in entries]
    monkeypatch.setattr(profiles, "_sketch", never)
    with profiles.sketches_kept(entries):
        assert [profiles.sketch_of(entry) for entry in entries] == made
    assert not profiles.PREPARED
