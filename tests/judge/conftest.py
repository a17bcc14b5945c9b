"""Questions in the form of records, as people write them; and the claims of known truth, to be imported."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest

from derivations.judge import Judgement
from derivations.judge.records import Record, judge_record

sys.path.append(str(Path(__file__).parent))


class Bench:
    """The judge, asked by text."""

    def __call__(self, loss: str, symbols: str, wrt: str, *claimed: str, **fields: Any) -> Judgement:
        """Symbols as in "x:real y:{0,1}:label"; the role is data where none is given."""
        about = {}
        for part in symbols.split():
            name, domain, role = (*part.split(":"), "data")[:3]
            about[name] = {"domain": domain, "role": role}
        record = {"loss": loss, "symbols": about, "wrt": wrt.split(), "claimed": list(claimed), **fields}
        verdict = judge_record(Record("test", 1, record))
        assert verdict.judgement is not None, verdict.error
        return verdict.judgement


@pytest.fixture(scope="session")
def judged() -> Bench:
    return Bench()
