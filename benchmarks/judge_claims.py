"""How the judge does on a file of claims whose verdicts are known: python benchmarks/judge_claims.py [FILE]."""

from __future__ import annotations

import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from derivations.judge.records import judge_record, read_records

CLAIMS = Path(__file__).parents[1] / "tests" / "data" / "claims.yaml"
RIGHT = ("exact", "positive-scale")


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
    return int(worst > 0)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else CLAIMS))
