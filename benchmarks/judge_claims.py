"""How the judge does on a file of claims whose verdicts are known: python benchmarks/judge_claims.py [FILE].

Beside the plain forms, the LaTeX of the same records is judged as it was typed. It states the general case, where the
plain form is one instance; so it may be refused, but what is wrong must never pass.
"""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from derivations.catalogue import the_catalogue
from derivations.cli.typed import Typed
from derivations.cli.verdict import verdict_on
from derivations.errors import LossaryError
from derivations.judge.records import Record, judge_record, read_records
from derivations.patience import at_most

CLAIMS = Path(__file__).parents[1] / "tests" / "data" / "claims.yaml"
RIGHT = ("exact", "positive-scale")


SECONDS = 20  # for one record as it was typed


def as_typed(record: Record) -> str:
    """The verdict on the LaTeX of a record; empty if it has none, or is about second derivatives."""
    fields = record.fields
    loss, claimed = fields["loss"].get("latex"), fields["claimed"].get("latex")
    if not loss or not claimed or fields.get("order", 1) != 1:
        return ""
    claims = [claimed] if isinstance(claimed, str) else claimed
    hypers = [
        f"{name}:{about['domain']} hyper" for name, about in fields["symbols"].items() if about["role"] == "hyper"
    ]
    try:
        with at_most(SECONDS, record.id):
            typed = Typed(loss, tuple(map(str, fields["wrt"])), tuple(hypers), latex=True)
            return verdict_on(typed, the_catalogue(), claims)[0].verdict
    except LossaryError:
        return "refused"


def typed_score(path: Path) -> int:
    """Print how the records do as they were typed, and count the wrong ones that passed."""
    found: Counter[str] = Counter()
    for record in read_records(path):
        said, wanted = as_typed(record), record.fields["verdict"]
        if said:
            found["right" if said == wanted else said if said == "refused" else "other"] += 1
            found["passed though wrong"] += wanted == "wrong" and said in RIGHT
    print("as typed:", ", ".join(f"{number} {word}" for word, number in found.items()))
    return found["passed though wrong"]


def main(path: Path) -> int:
    """Print the score; exit with 1 if a wrong claim passes or a record breaks."""
    seconds: dict[str, float] = {}
    right, total, worst = Counter[str](), Counter[str](), 0
    for record in read_records(path):
        start = time.perf_counter()
        found = judge_record(record)
        seconds[found.id] = time.perf_counter() - start
        said = found.judgement.verdict if found.judgement else "broken"
        wanted = record.fields["verdict"]
        total[wanted] += 1
        right[wanted] += said == wanted
        worst += said == "broken" or (wanted == "wrong" and said in RIGHT)
        if said != wanted:
            print(f"{found.id}: {wanted}, judged {said}: {found.judgement.reason if found.judgement else found.error}")
    for verdict in total:
        print(f"{verdict:15} {right[verdict]:3} of {total[verdict]:3}")
    print(f"{'all':15} {right.total():3} of {total.total():3} = {right.total() / total.total():.1%}")
    slowest = max(seconds, key=seconds.__getitem__)
    print(f"median {median(seconds.values()):.3f} s, longest {seconds[slowest]:.2f} s ({slowest})")
    return int(worst + typed_score(path) > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS))
