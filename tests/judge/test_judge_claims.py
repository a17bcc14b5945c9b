"""Real claims with known verdicts, and their true gradients disfigured in ways whose verdict is known as well."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import pytest

from derivations.judge import Judgement
from derivations.judge.records import Record, judge_record, read_records

DATA = Path(__file__).parents[1] / "data"
RECORDS = read_records(DATA / "claims.yaml")
MORE = read_records(DATA / "more_claims.yaml")
PLAIN = [r for r in RECORDS if "layout" not in r.fields and set(r.fields["truth"]["sympy"]) != {"0"}]


def judged(record: Record, **changes: Any) -> Judgement:
    found = judge_record(Record(record.id, record.line, {**record.fields, **changes}))
    assert found.judgement is not None, found.error
    return found.judgement


@cache
def as_stated(name: str) -> Judgement:
    """The judgement on a record as it is, which several tests look at."""
    return judged(next(record for record in (*RECORDS, *MORE) if record.id == name))


def verdict(record: Record, **changes: Any) -> str:
    return judged(record, **changes).verdict


def with_truth(record: Record, form: str) -> str:
    """The verdict on the true gradient, put into the form."""
    claims = [form.format(text) for text in record.fields["truth"]["sympy"]]
    return verdict(record, claimed={"sympy": claims}, alt_instance=None)


@pytest.mark.parametrize("record", [*RECORDS, *MORE], ids=lambda r: r.id)
def test_a_claim_gets_its_verdict_and_is_tried_on_all_sides(record: Record) -> None:
    found = as_stated(record.id)
    assert found.verdict == record.fields["verdict"]
    assert found.data()["unseen"] == []


@pytest.mark.parametrize("record", [r for r in MORE if "fault" in r.fields], ids=lambda r: r.id)
def test_its_fault_is_named_first(record: Record) -> None:
    found = as_stated(record.id)
    assert found.diagnoses[0].kind == record.fields["fault"], found.reason


def test_the_verdict_does_not_come_from_the_record() -> None:
    told = {"verdict", "truth", "reason", "scale", "confirmed", "convention_kind", "tags", "ambiguity", "note", "id"}
    for record in RECORDS[::6]:
        bare = {key: value for key, value in record.fields.items() if key not in told}
        found = judge_record(Record("", 1, bare))
        assert found.judgement is not None
        assert found.judgement.verdict == record.fields["verdict"]


@pytest.mark.parametrize("record", PLAIN, ids=lambda r: r.id)
def test_the_true_gradient_is_exact_and_its_negative_negated(record: Record) -> None:
    assert with_truth(record, "{}") == "exact"
    assert with_truth(record, "-2*({})") == "negated"


@pytest.mark.parametrize("record", PLAIN[::3], ids=lambda r: r.id)
def test_a_constant_factor_is_a_scale_and_anything_else_is_wrong(record: Record) -> None:
    assert with_truth(record, "({})/3") == "positive-scale"
    assert with_truth(record, "({})*(1+1/10**9)") == "positive-scale"
    assert with_truth(record, "({})+1/10**9") == "wrong"
    assert with_truth(record, f"({{}})*(1+{record.fields['wrt'][0]}**2)") == "wrong"


@pytest.mark.parametrize("record", [r for r in PLAIN if len(r.fields["wrt"]) > 1], ids=lambda r: r.id)
def test_one_component_scaled_is_no_common_scale(record: Record) -> None:
    first, *others = record.fields["truth"]["sympy"]
    assert verdict(record, claimed={"sympy": [f"2*({first})", *others]}, alt_instance=None) == "wrong"


def test_every_wrong_claim_has_a_reason_and_a_counterexample() -> None:
    for record in [r for r in RECORDS if r.fields["verdict"] == "wrong"][::4]:
        found = as_stated(record.id)
        assert found.diagnoses
        assert str(found.reason)
        assert found.counterexample is not None
        assert found.counterexample.claimed != found.counterexample.true
