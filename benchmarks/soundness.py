"""Does the judge believe what is false, or refuse what is right? Claims of known truth about every loss.

    python benchmarks/soundness.py [--count 2000] [--seed 1] [--kinds right S2] [--losses huber] [--workers 2] [--json]

Right claims are the gradient, rewritten by identities; wrong ones are the gradient, altered where points drawn at
random do not come, each with a point at which it is certain to be wrong. Prints what was said of each kind, the claims
that were judged falsely, and the time. How the claims are made: ``tests/judge/constructed_claims.py``.
"""

from __future__ import annotations

import argparse
import json
import signal
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from multiprocessing import Pool
from pathlib import Path
from statistics import median
from typing import Any

sys.path.append(str(Path(__file__).parents[1] / "tests" / "judge"))

from claim_subjects import Subject
from constructed_claims import KINDS, RIGHT, Claim, Dropped, claims, verdict_on

from derivations.catalogue import the_catalogue

PROVED, CHECKED = "proved", "checked"  # both are the verdict `exact`
OPEN = ("undecided", "too long")
SAID = (
    PROVED,
    CHECKED,
    "positive-scale",
    "negated",
    "convention",
    "wrong",
    "undecided",
    "refused",
    "crash",
    "too long",
)
BATCH = 6  # claims that a worker takes at once
LONGEST = 60  # seconds for one claim
TEXT = 300  # characters of a claim that are printed


@dataclass(frozen=True)
class Task:
    """Claims about one loss, by their numbers."""

    slug: str
    numbers: tuple[int, ...]
    seed: int
    kinds: tuple[str, ...]


@dataclass(frozen=True)
class Row:
    """A claim and what was said of it; `ratio` is its time over that of the plain gradient."""

    slug: str
    kind: str
    how: str
    claim: str
    said: str
    seconds: float
    ratio: float

    @property
    def false_exact(self) -> bool:
        return self.kind != RIGHT and self.said in (PROVED, CHECKED)

    @property
    def taken_otherwise(self) -> bool:
        """A wrong claim that passes for a multiple of the gradient."""
        return self.kind != RIGHT and self.said in ("positive-scale", "negated", "convention")

    @property
    def false_alarm(self) -> bool:
        return self.kind == RIGHT and self.said not in (PROVED, CHECKED, *OPEN)

    def __str__(self) -> str:
        claim = self.claim if len(self.claim) <= TEXT else self.claim[:TEXT] + " ..."
        return f"  {self.kind} {self.said}, {self.slug}, {self.how}: {claim}"


class TooLongError(Exception):
    """A claim took longer than `LONGEST`."""


def main() -> int:
    """Judge, and print; exit with 1 if a wrong claim is exact, or a right one is not believed."""
    options = _options()
    slugs = [options.losses and the_catalogue().find(name).slug for name in options.losses] or [
        entry.slug for entry in the_catalogue().entries
    ]
    start = time.perf_counter()
    with Pool(options.workers) as pool:
        found = list(pool.imap_unordered(run, _tasks(slugs, options)))
    rows = sorted((row for part, _ in found for row in part), key=lambda row: (row.kind, row.slug, row.how, row.claim))
    dropped = Counter(how for _, part in found for how in part)
    seconds = time.perf_counter() - start
    if options.json:
        print(json.dumps({"rows": [asdict(row) for row in rows], "dropped": dropped, "seconds": seconds}, indent=1))
    else:
        report(rows, dropped, seconds)
    return int(any(row.false_exact or row.false_alarm or row.said == "crash" for row in rows))


def _options() -> Any:
    parser = argparse.ArgumentParser(description="Judges claims of known truth about every loss.")
    parser.add_argument("--count", type=int, default=2000, help="how many claims, about half of them right")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--kinds", nargs="+", choices=KINDS, default=KINDS)
    parser.add_argument("--losses", nargs="+", default=[], help="slugs or ids; all, if none is given")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--json", action="store_true", help="every claim as data")
    return parser.parse_args()


def _tasks(slugs: Sequence[str], options: Any) -> Iterator[Task]:
    for place, slug in enumerate(slugs):
        many = options.count // len(slugs) + (place < options.count % len(slugs))
        for first in range(0, many, BATCH):
            numbers = tuple(range(first, min(first + BATCH, many)))
            yield Task(slug, numbers, options.seed, tuple(options.kinds))


def run(task: Task) -> tuple[list[Row], list[str]]:
    """Make the claims of a task and judge them; also names what was dropped."""
    entry = the_catalogue().find(task.slug)
    about, dropped = Subject(entry.loss, entry.derivation.gradient), Dropped()
    plain = Claim(task.slug, RIGHT, "as it is", about.gradient)
    _, usual = judged(plain, about)
    made = list(claims(task.slug, about, task.numbers, task.seed, dropped, task.kinds))
    rows = []
    for claim in made:
        said, seconds = judged(claim, about)
        rows.append(Row(task.slug, claim.kind, claim.how, str(claim.expression), said, seconds, seconds / usual))
    return rows, dropped.how


def judged(claim: Claim, about: Subject) -> tuple[str, float]:
    """What is said of the claim, whatever happens, and the time that the processor took."""
    start = time.process_time()
    try:
        signal.signal(signal.SIGALRM, _too_long)
        signal.alarm(LONGEST)
        said = verdict_on(claim, about.loss, about.gradient)
    except TooLongError:
        said = "too long"
    except Exception as error:  # noqa: BLE001  (a crash is a finding; the other claims are judged all the same)
        print(f"{claim.slug}, {claim.how}: {type(error).__name__}: {error}", file=sys.stderr)
        said = "crash"
    finally:
        signal.alarm(0)
    return said, time.process_time() - start


def _too_long(*_: object) -> None:
    raise TooLongError


def report(rows: Sequence[Row], dropped: Counter[str], seconds: float) -> None:
    """The confusion matrix, what was judged falsely, and the time."""
    table = Counter((row.kind, row.said) for row in rows)
    columns = [said for said in SAID if any(row.said == said for row in rows)]
    print(f"{'':8}{'claims':>8}" + "".join(f"{said:>16}" for said in columns))
    for kind in KINDS:
        if many := sum(row.kind == kind for row in rows):
            print(f"{kind:8}{many:8}" + "".join(f"{table[kind, said] or '.':>16}" for said in columns))
    for title, chosen in (
        ("false exacts", [row for row in rows if row.false_exact]),
        ("wrong claims taken for a multiple", [row for row in rows if row.taken_otherwise]),
        ("false alarms", [row for row in rows if row.false_alarm]),
        ("right claims left open", [row for row in rows if row.kind == RIGHT and row.said in OPEN]),
        ("crashes", [row for row in rows if row.said == "crash"]),
    ):
        print(f"\n{title}: {len(chosen)}")
        print(*chosen, sep="\n", end="\n" if chosen else "")
    right = [row for row in rows if row.kind == RIGHT]
    print(f"\n{len(rows)} claims; {sum(dropped.values())} alterations dropped: no point was found where they show")
    if right:
        print(f"right claims proved: {table[RIGHT, PROVED]} of {len(right)} = {table[RIGHT, PROVED] / len(right):.1%}")
    if rows:
        times, ratios = [row.seconds for row in rows], [row.ratio for row in rows]
        print(f"judging: median {median(times):.3f} s, total {sum(times):.0f} s; with making them {seconds:.0f} s")
        print(f"median {median(ratios):.2f} times the plain gradient of the same loss")


if __name__ == "__main__":
    sys.exit(main())
