"""How exact and how fast the generated code is.

    python benchmarks/kernels.py [--write] [--points N] [--speed] [LOSS ...]

Every scalar loss is measured in C at N points (10,000 if not said) against balls, with its gradient and its second
derivative, and beside it the formula as it stands on the page. With --write the findings become the data that the
pages read. With --speed the code of some losses is timed, and its error compared, beside torch, jax, optax and
scikit-learn, as far as these are installed.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from multiprocessing import Pool
from pathlib import Path
from tempfile import TemporaryDirectory

from derivations.catalogue import the_catalogue
from derivations.code.accuracy import measured, points_of
from derivations.code.compiled import caller, compiled, plain_form
from derivations.code.measured import FILE, Record, as_text, record_of
from derivations.code.scalars import is_scalar, kernels_of
from derivations.errors import LossaryError

POINTS = 10_000


def record(slug: str, points: int) -> Record | None:
    """What is found of one loss."""
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
    return record_of(entry.id, found)


def _record(asked: tuple[str, int]) -> Record | None:
    return record(*asked)


def main(arguments: Sequence[str]) -> int:
    """Measure, print, and write if asked to."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help=f"renew {FILE.name}")
    parser.add_argument("--points", type=int, default=POINTS, help="at how many points each loss is measured")
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
    with Pool(2) as pool:
        records = [r for r in pool.imap(_record, [(e.slug, asked.points) for e in entries]) if r]
    for one in sorted(records, key=lambda one: -one.worst):
        print(f"{one.loss}  {one.worst:9.3g} ulp, {one.left} of {one.points} left the range; plain: {one.lost} lost")
    if asked.write:
        FILE.write_text(as_text(f"{datetime.now(tz=UTC):%Y-%m-%d}", records), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
