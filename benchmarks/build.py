"""What the site costs, stage by stage, and how that grows with the number of losses.

    python benchmarks/build.py [--entries 50 100 200 400] [--without "same gradient" referee]

The losses are cheap ones of the catalogue under other names and ids, each with a term of its own, and a question for
every third. Prints seconds of CPU a stage, for a build from scratch in one process; the same after one edit, in a fresh
process that finds what was kept; the memory at its peak, and the sizes of pages. With two numbers of entries or more
each stage gets its exponent of growth: 1 is linear, 2 is as the square. A stage that is left out costs nothing, and is
not in what comes after it.
"""

from __future__ import annotations

import argparse
import ast
import json
import math
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from itertools import product
from pathlib import Path
from typing import Any

from derivations.calculus import derive
from derivations.catalogue import SCRIPTS, Entry, load_catalogue, the_catalogue
from derivations.catalogue.kept import Reader
from derivations.catalogue.losses import load_entry
from derivations.judge.answers import load_answers
from derivations.language.loss import ID_ALPHABET
from derivations.publish import gather, site

BASES = ("regression/squared", "regression/absolute", "robust/log_cosh", "margins/hinge")
FIELDS = {"expression", "wrt", "symbols", "source", "why", "in_code", "constraints"}  # of a script that are copied
IN_A_FAMILY, LOSSES_A_QUESTION = 25, 3
STAGES = ("load", "derive", "referee", "audits", "same gradient", "questions", "views", "MkDocs")
MEGABYTE = 1024  # in units of ru_maxrss
QUESTION = '''"""Is the gradient of loss {number} the variable itself?

It is not.
"""

from sympy import symbols

from derivations.language import Answer, Claim

w, = symbols("{wrt},")

answer = Answer(
    id="Q{code}",
    loss="loss-{number}",
    short="It is not",
    claims=[Claim(w, "wrong", "this is the variable, not a slope")],
    source=("benchmark", "https://example.org/questions/1"),
)
'''


def write_scripts(folder: Path, number: int) -> None:
    """As many losses as are asked for, and their questions."""
    (folder / "questions").mkdir(parents=True)
    codes = map("".join, product(ID_ALPHABET, repeat=3))
    for place, code in zip(range(number), codes, strict=False):
        family = folder / "losses" / f"family_{place // IN_A_FAMILY}"
        family.mkdir(parents=True, exist_ok=True)
        text, wrt = script(SCRIPTS / f"{BASES[place % len(BASES)]}.py", code, place)
        (family / f"loss_{place}.py").write_text(text)
        if place % LOSSES_A_QUESTION == 0:
            question = QUESTION.format(number=place, wrt=wrt, code=code)
            (folder / "questions" / f"question_{place}.py").write_text(question)


def script(base: Path, code: str, number: int) -> tuple[str, str]:
    """A script like the base with an id, a title and a term of its own; and its variable."""
    tree = ast.parse(base.read_text(encoding="utf-8"))
    call = next(node for node in ast.walk(tree) if isinstance(node, ast.Call) and ast.unparse(node.func) == "Loss")
    fields = {str(keyword.arg): ast.unparse(keyword.value) for keyword in call.keywords if keyword.arg in FIELDS}
    fields |= {"id": repr(f"L{code}"), "expression": f"{fields['expression']} + {number + 2} * {fields['wrt']} ** 2"}
    call.keywords = [ast.keyword(name, ast.parse(value, mode="eval").body) for name, value in fields.items()]
    tree.body[0] = ast.Expr(ast.Constant(f"Loss {number}\n\nOne of many."))
    return ast.unparse(ast.fix_missing_locations(tree)), fields["wrt"]


class Clock:
    """Seconds of CPU by stage; of stages within each other the inner one counts."""

    def __init__(self) -> None:
        self.seconds: Counter[str] = Counter()
        self.running: list[str] = []
        self.last = time.process_time()

    def _charge(self) -> None:
        now = time.process_time()
        if self.running:
            self.seconds[self.running[-1]] += now - self.last
        self.last = now

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        self._charge()
        self.running.append(name)
        try:
            yield
        finally:
            self._charge()
            self.running.pop()

    def timed(self, name: str, function: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            with self.stage(name):
                return function(*arguments, **named)

        return call


def watch(clock: Clock, without: Sequence[str]) -> None:
    """Let every stage be timed, or left out."""
    nothing: dict[str, Callable[..., Any]] = {
        "audits": lambda _: [],
        "same gradient": lambda _, scripts: {path: [] for path in scripts},
    }
    for module, name, stage in (
        (derive, "derive", "derive"),
        (gather, "factor_views", "audits"),
        (gather, "same_views", "same gradient"),
        (gather, "question_page", "questions"),
        (site, "run_mkdocs", "MkDocs"),
    ):
        function = nothing[stage] if stage in without else vars(module)[name]
        setattr(module, name, clock.timed(stage, function))
    findings = Entry.findings.fget  # type: ignore[attr-defined]
    setattr(Entry, "findings", property(clock.timed("referee", findings)))  # noqa: B010  (mypy knows it as read-only)


def measure(folder: Path, without: Sequence[str]) -> dict[str, Any]:
    """Build the site of the scripts in a folder; what was kept there is used."""
    os.cpu_count = lambda: 1  # in one process, so that all that is done is measured here
    aside = time.process_time()
    the_catalogue()  # which the judge compares with; of the catalogue that is built it would be a part
    aside = time.process_time() - aside
    clock = Clock()
    watch(clock, without)
    findings = folder / "findings"
    with clock.stage("load"):
        reader = Reader(findings)
        catalogue = load_catalogue(folder / "losses", lambda path: load_entry(path, read=reader))
        answers = () if "questions" in without else load_answers(catalogue)
    with clock.stage("views"):
        site.build(catalogue, answers, folder / "site", folder / "markdown", findings=findings)
    built = folder / "site"
    return {
        "stages": clock.seconds,
        "all": time.process_time() - aside,
        "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE,
        "sizes": {
            "home page": (built / "index.html").stat().st_size,
            "a page": (built / "losses/family-0/loss-0.html").stat().st_size,
            "search": (built / "assets/search-index.js").stat().st_size,
        },
    }


def in_a_fresh_process(folder: Path, without: Sequence[str]) -> dict[str, Any]:
    command = [sys.executable, __file__, "--folder", str(folder), "--without", *without]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)  # noqa: S603  (this very file)
    return dict(json.loads(done.stdout))


def edited(folder: Path) -> None:
    """Change the prose of one loss."""
    path = folder / "losses" / "family_0" / "loss_0.py"
    path.write_text(path.read_text().replace("One of many", "The first of many"))


def exponent(numbers: Sequence[int], costs: Sequence[float]) -> str:
    """The slope of the line through the points in logarithms."""
    points = [(math.log(n), math.log(cost)) for n, cost in zip(numbers, costs, strict=True) if cost > 0]
    if len(points) < len(numbers) or len(points) == 1:
        return ""
    x, y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return f"{sum((a - x) * (b - y) for a, b in points) / sum((a - x) ** 2 for a, _ in points):8.2f}"


def table(numbers: Sequence[int], without: Sequence[str]) -> None:
    whole, again = [], []
    for number in numbers:
        with tempfile.TemporaryDirectory(prefix="lossary-") as temporary:
            write_scripts(Path(temporary), number)
            whole.append(in_a_fresh_process(Path(temporary), without))
            edited(Path(temporary))
            again.append(in_a_fresh_process(Path(temporary), without))
        print(
            f"{number} losses: {whole[-1]['all']:.1f} s of CPU, {again[-1]['all']:.2f} after one edit", file=sys.stderr
        )
    print(f"{'losses':<24}" + "".join(f"{number:9}" for number in numbers) + "  exponent")

    def row(name: str, costs: list[float], form: str) -> None:
        print(f"{name:<24}" + "".join(f"{cost:9{form}}" for cost in costs) + f"  {exponent(numbers, costs)}")

    for stage in (stage for stage in STAGES if stage not in without):
        row(f"{stage}, s of CPU", [run["stages"].get(stage, 0.0) for run in whole], ".2f")
    row("all of it, with imports", [run["all"] for run in whole], ".1f")
    row("after one edit, s of CPU", [run["all"] for run in again], ".2f")
    row("memory, MB", [run["memory"] for run in whole], ".0f")
    for what in ("home page", "a page", "search"):
        row(f"{what}, kB", [run["sizes"][what] / 1000 for run in whole], ".0f")


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--entries", nargs="+", type=int, default=[50, 100, 200, 400])
    parser.add_argument("--without", nargs="*", default=[], choices=("audits", "same gradient", "questions"))
    parser.add_argument("--folder", type=Path, help="measure the build of these scripts, and print that as JSON")
    asked = parser.parse_args()
    if asked.folder:
        print(json.dumps(measure(asked.folder, asked.without)))
    else:
        table(asked.entries, asked.without)
