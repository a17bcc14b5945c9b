"""The table of cases: what the judge can tell, each kind with an example."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from derivations.catalogue.kept import NOTHING, Kept
from derivations.errors import LossaryError
from derivations.judge.records import Record, judge_record, read_records
from derivations.publish import cases as published
from derivations.publish.cases import FILE, cases, said_of
from derivations.publish.phrases import VERDICTS
from derivations.publish.sources import templates_folder

JUDGE = Path(published.__file__).parents[1] / "judge"
RECORDS = read_records(templates_folder() / FILE)
ELSEWHERE = {
    "known-mistake": "needs a loss of the catalogue, whose page shows it",
    "hidden": "no short claim is known whose fault is not named better",
}


@pytest.mark.parametrize("record", RECORDS, ids=lambda record: record.id)
def test_the_judge_says_what_the_table_says(record: Record) -> None:
    judgement = judge_record(record).judgement
    assert said_of(judgement) == (record.fields["verdict"], record.fields.get("kind", ""))


def test_every_verdict_and_every_kind_of_fault_has_a_case() -> None:
    kinds = {record.fields.get("kind", "") for record in RECORDS}
    assert set(kinds_in_the_code()) - kinds == set(ELSEWHERE)
    assert {record.fields["verdict"] for record in RECORDS} == set(VERDICTS) - {"undecided"}


def test_no_case_stands_twice() -> None:
    ids = [record.id for record in RECORDS]
    claims = [(record.fields["loss"], str(record.fields["claimed"])) for record in RECORDS]
    assert len(set(ids)) == len(ids)
    assert len(set(claims)) == len(claims)


def kinds_in_the_code() -> Iterator[str]:
    """The first argument of each suspect and diagnosis, and the kinds that tables of repairs name."""
    for path in JUDGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            first = node.args[:1] if isinstance(node, ast.Call) and _name(node) in {"Suspect", "Diagnosis"} else []
            first += node.value.elts[:1] if isinstance(node, ast.Yield) and isinstance(node.value, ast.Tuple) else []
            yield from (c.value for c in first if isinstance(c, ast.Constant) and isinstance(c.value, str))
    yield from ("term-dropped", "term-sign", "term-scale")


def _name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_a_case_that_is_judged_otherwise_is_not_published(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "- {id: a, loss: w**2, symbols: {w: {role: param}}, wrt: [w], claimed: w, verdict: exact}\n"
    (tmp_path / FILE).write_text(text)
    monkeypatch.setattr(published, "templates_folder", lambda: tmp_path)
    with pytest.raises(LossaryError, match=r"line 1: the judge says positive-scale , not exact"):
        cases(NOTHING)


def test_what_was_judged_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    text = "- {id: a, loss: w**2, symbols: {w: {role: param}}, wrt: [w], claimed: w, verdict: positive-scale}\n"
    (tmp_path / FILE).write_text(text)
    monkeypatch.setattr(published, "templates_folder", lambda: tmp_path)
    first = cases(Kept(tmp_path / "kept"))
    monkeypatch.setattr(published, "judge_record", None)
    assert cases(Kept(tmp_path / "kept")) == first
    assert first[0].loss == "L=w^2"
