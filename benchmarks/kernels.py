"""How exact and how fast the generated code is.

    python benchmarks/kernels.py [--write] [--points N] [--speed] [LOSS ...]

Every scalar loss is measured in C at N points (10,000 if not said) against balls, with its gradient and its second
derivative, and beside it the formula as it stands on the page. An error is in ulp where the problem is well
conditioned. Where half an ulp in every argument moves the result by more than 4 ulp, it is ill conditioned, and an
error is in what those half ulps do: derivations/code/accuracy.py. The points are the same in every run. With --write
the findings become the data that the pages read. With --speed the code of some losses is timed, and its error
compared, beside torch, jax, optax and scikit-learn, as far as these are installed.
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from itertools import pairwise
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from derivations.catalogue import the_catalogue
from derivations.code.accuracy import GOAL, Accuracy, measured, points_of
from derivations.code.compiled import caller, compiled, plain_form
from derivations.code.measured import FILE, Record, as_text, record_of
from derivations.code.scalars import is_scalar, kernels_of
from derivations.code.shapes import WHATS
from derivations.errors import LossaryError

POINTS = 10_000


def record(slug: str, points: int) -> tuple[Record, list[tuple[str, Accuracy]]] | None:
    """What is found of one loss, and of each of its functions."""
    entry = the_catalogue().find(slug)
    kernels = kernels_of(entry, "c")
    if not kernels:
        return None
    found = []
    each = max(1, points // len(kernels))
    with TemporaryDirectory() as folder:
        library = compiled([form for k in kernels for form in (k, plain_form(k))], Path(folder))
        for kernel in kernels:
            runs = [caller(library, form) for form in (kernel, plain_form(kernel))]
            ours, plain = measured(kernel, runs, points_of(kernel, each))
            found.append((kernel.name, [a.name for a in kernel.arguments], ours, plain))
    return record_of(entry.id, found), [(k.what, ours) for k, (_, _, ours, _) in zip(kernels, found, strict=True)]


def _record(asked: tuple[str, int]) -> tuple[Record, list[tuple[str, Accuracy]]] | None:
    return record(*asked)


def distribution(found: Sequence[tuple[str, Accuracy]]) -> str:
    """How many functions have which error, values, gradients and second derivatives apart."""
    rows = [f"{'':<10}{'<= 4':>8}{'<= 100':>8}{'<= 1e6':>8}{'more':>8}{'NaN or infinity':>18}"]
    for what in WHATS:
        its = [one for kind, one in found if kind == what]
        worst = [max(one.worst, one.worst_ill) for one in its]
        counts = [sum(low < w <= high for w in worst) for low, high in pairwise((-1.0, GOAL, 100.0, 1e6, math.inf))]
        rows.append(f"{what:<10}" + "".join(f"{n:>8}" for n in counts) + f"{sum(one.nowhere > 0 for one in its):>18}")
    return "\n".join(rows)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {FILE.name}")
    parser.add_argument("--points", type=int, default=POINTS, help="at how many points each loss is measured")
    parser.add_argument("--processes", type=int, default=2, help="how many losses are measured at a time")
    parser.add_argument("--speed", action="store_true", help="time some losses beside libraries")
    parser.add_argument("losses", nargs="*", metavar="LOSS", help="these alone")
    asked = parser.parse_args(arguments)
    if asked.speed:
        from kernel_speed import told  # noqa: PLC0415

        print(told())
        return 0
    if asked.write and asked.losses:
        parser.error("--write renews the data of all losses: name none")
    catalogue = the_catalogue()
    try:
        entries = [catalogue.find(name) for name in asked.losses] or [e for e in catalogue.entries if is_scalar(e)]
    except LossaryError as error:
        parser.error(str(error))
    with Pool(asked.processes) as pool:
        found = [r for r in pool.imap(_record, [(e.slug, asked.points) for e in entries]) if r]
    records = [one for one, _ in found]
    for one in sorted(records, key=lambda one: -one.worst):
        print(
            f"{one.loss}  {one.worst:9.3g} ulp; ill conditioned {one.ill:5} of {one.points}: {one.worst_ill:9.3g}; "
            f"left the range {one.left}; NaN or infinity {one.nowhere}; plain: {one.lost} lost  {one.part}"
        )
    print(distribution([each for _, its in found for each in its]))
    if asked.write:
        FILE.write_text(as_text(f"{datetime.now(tz=UTC):%Y-%m-%d}", records), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
