"""Throws random and mutated texts at the parser of formulas, and counts what becomes of them.

    python benchmarks/fuzz_reading.py [how many] [seed]

Every text must end as a formula or as a ReadingError that shows it with a caret, fast, and without anything being
executed, opened or started. Whatever else happens is printed, and the exit code is 1.
"""

from __future__ import annotations

import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Any

import sympy
import yaml

from derivations.language.domains import Index, Model, Positive, Real, Size
from derivations.reading import FORMS, FUNCTIONS, Reading, ReadingError, read, read_latex

RECORDS = Path(__file__).parents[1] / "tests" / "data" / "claims.yaml"
SLOW = 5.0  # seconds of the processor
PLAIN = [
    "abs(m(w) - t)", "(t - sigma(sum_{j=1}^n w_jk o_j))^2", "-(t*log(p) + (1-t)*log(1-p))", "max(0, 1 - y*z)",
    "|x - |y||",
    "where(|r| <= delta, r^2/2, delta*(|r| - delta/2))", "Piecewise((a, x > 0), (b, True))", "m'(w)*sign(m(w) - t)",
    "sum(w_i*x_i, i=1..n)", "Sum(w[i]*x[i], (i, 1, n))", "1/2 (p-t)^2", "e^-x/(1 + e^-x)^2",
    "L = x^2, x > 0 where p = σ(z)",
    "(1 - y*z)_+ + 1{x > 0}*I(x > y)", "(x > 0)*log_2 x + alpha(1 - p)^2", "MSE = (f(x; w) - y)^2", "sin(-x - y)",
    "a if x > 0 and y <= 1 else b", "√x + x² − ½·λ", "clip(u, 0, 1) + tanh^2(u)", "log_det(S) + inverse_entry(S[i, j])",
    "||y - Xw||_2^2 + lambda*||w||_1", "w^T X^T X w - 2w'X't", "np.mean((X @ w - t)**2) + lam*np.sum(w[1:]**2)",
    "((p - t)**2).sum(axis=0, keepdims=True).mean()", "-np.sum(q*np.log(softmax(z)))", "x > 0 ? x : -x",
    "x^2 if x < 1, 2*x - 1 otherwise", "tr(A^T S^-1) + log det S", "sum(y_i - w*x_i)",
    "Σ_{i=1..n} (x_i − μ)² + (S⁻¹)_ij",
    "IF(x > 0; EXP(x); 0) + 2x_1x_2 + lambda_", "F.relu(u).pow(2).sum() / len(t) + p.detach()",
    "np.where(X > 0, X, 0).sum()",
]  # fmt: skip
LATEX = [
    r"\begin{align} L &= \left[1-yz\right]_+ \label{a} \end{align}", r"\frac12\sum_{i=1}^{m}(h(x^{(i)})-y^{(i)})^2",
    r"\left\{\begin{array}{ll}x&\text{if $x>0$}\\0&\text{otherwise.}\end{array}\right.", r"-\alpha(1-p)^\gamma\log_2 p",
    r"\text{loss} := (\hat{y_i}-y_i)^2\,\mathbb{1}_{\{y_i>0\}}", r"\frac{d\sigma}{dz}=\sigma(z)(1-\sigma(z))",
    r"\|\mathbf{y}-\mathbf{X}\mathbf{w}\|_2^2", r"\langle a,b\rangle+\mathbf 1^\top x",
    r"\operatorname{tr}(A^\top S^{-1})+\log\det S",
    r"\begin{bmatrix}x_1\\x_2\end{bmatrix}^T\begin{bmatrix}2&1\\1&20\end{bmatrix}\begin{bmatrix}x_1\\x_2\end{bmatrix}",
    r"\log([S(y)]_w),[S(y)]_w=\frac{e^{y_w}}{\sum_je^{y_j}}", r"\sum(r_{ui}-x_u^Ty_i)^2",
    r"\sum_{j\ne k}w^{gt}_j+y^*a^{[2]}",
    r"\frac1m\sum_{i=1}^m(h_\theta(x^{(i)})-y^{(i)})^2,h_\theta(x)=\theta_0+\theta_1x",
    r"-\sum_jt_j\log o_j,o_j=\frac{e^{z_j}}{\sum_ke^{z_k}},z_j=\sum_iw_{ij}o_i",
]  # fmt: skip
SIGNS = [
    *"+-*/^()[]{}|,;=<>.'_!&\\ \t\n0123456789abeijklmnowxyztEL",
    "**", "<=", ">=", "==", "!=", "..", "1e9", "0.5", "9**9", "10^9", " and ", " or ", " not ", " if ", " else ",
    " in ", " where ", "σ", "δ", "²", "½", "∑", "√", "≤", "·", "−", "′", "ŷ", "w_jk", "x_1", "o_k", "w[j,k]",
    "sum_{i=1}^n ", "m(w)", "m'(w)", "pi", "e^", "__class__", "__import__('os')", "lambda", "eval(", "().",
    "@", " @ ", ".T", ".sum()", ".mean(", ".shape[0]", "np.", "torch.", "F.", "[1:]", "axis=0", "keepdims=True", "||",
    "‖", "^T", "^-1", "ᵀ", "?", ":", "X", "Xw", "_F", "_2", "softmax(", "norm(", "tr(", "len(", "dot(", "sum(", "mean(",
    "import os", "\0", "\u202e", "\u200b", "\u0430", "\u0301", "\ud800", "🙂", "ｘ",
]  # fmt: skip
COMMANDS = [
    r"\frac", r"\tfrac12", r"\sqrt", r"\sum_{i=1}^n ", r"\ln ", r"\sigma", r"\lambda ", r"\max(0,", r"\left(",
    r"\right)", r"\begin{cases}", r"\end{cases}", r"\\", "&", r"\text{else}", r"\mathrm{sign}", r"\hat y",
    r"\mathbb{1}", r"\begin{align}", r"\end{align}", r"\left\{\begin{array}{l}", r"\end{array}\right.", "&=", ":=",
    r"\text{if $", "$}", "^{(i)}", r"\hat{y_i}", "_+", "_{", r"\tag{1}", r"\left.",
    r"\mathbf{x}", r"\mathbf ", r"\top", r"^\top", r"^{-1}", r"^{-T}", r"\|", r"\lVert ", r"\rVert ", r"\langle ",
    r"\rangle ", r"\odot ", r"\Sigma", r"\det ", r"\mathrm{tr}", r"\begin{bmatrix}", r"\end{bmatrix}", r"\sum ",
    r"\sum_{i\ne j}", r"\sum_{i,j}", r"[S(y)]_k", r"^{gt}", r"^{[l]}", r"\operatorname{softmax}(z)_k",
    r"\cdot ", r"\le ", r"\partial ", r"\|", r"\,", r"\input{x}", r"\def", r"\pm", "^T", "_{ij}", "$", r"\{",
]  # fmt: skip
NAMES: dict[str, Any] = {
    "w": Real("", shape=("n", "K")), "x": Real("", shape=("n",)), "t": Real(""), "p": Positive(""), "m": Model(""),
    "n": Size(""), "i": Index("", last="n"), "sigma": Positive(""), "e": Real(""),
}  # fmt: skip
# sys.setprofile is the reader's own limit on work.
HARMLESS = ("builtins.id", "object.__", "marshal.", "sys._getframe", "sys.setprofile", "gc.", "time.")
Reader = Callable[..., Reading]


@dataclass
class Tally:
    """What became of the texts."""

    outcomes: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0
    slowest_text: str = ""
    faults: list[str] = field(default_factory=list)


class Watch:
    """Notes whatever Python itself reports (PEP 578) as executed, opened or started while a text is read."""

    def __init__(self) -> None:
        self.on = False
        self.events: list[str] = []
        sys.addaudithook(self._hear)

    def _hear(self, event: str, arguments: tuple[Any, ...]) -> None:
        if self.on and not event.startswith(HARMLESS) and not _is_a_late_import(event, arguments):
            self.events.append(f"{event} {arguments}"[:200])


def _is_a_late_import(event: str, arguments: tuple[Any, ...]) -> bool:
    """Is it SymPy loading a part of itself on its first use?"""
    home = str(Path(sympy.__file__).parent)
    where = getattr(arguments[0], "co_filename", arguments[0]) if arguments else ""
    return event == "import" or (event in ("exec", "open", "os.listdir", "os.scandir") and str(where).startswith(home))


def seeds() -> list[tuple[str, Reader]]:
    """Good texts to start from."""
    found: list[tuple[str, Reader]] = [(text, read) for text in PLAIN] + [(text, read_latex) for text in LATEX]
    for record in yaml.safe_load(RECORDS.read_text(encoding="utf-8")):
        for part in ("loss", "claimed", "truth"):
            plain = record[part]["sympy"]
            found += [(text, read) for text in ([plain] if isinstance(plain, str) else plain)]
            found.append((record[part]["latex"], read_latex))
    return found


def texts(random: Random, count: int) -> Iterator[tuple[str, Reader]]:
    """Random and mutated texts, each with the reader that it is meant for; now and then the wrong one."""
    good = seeds()
    words = [*SIGNS, *(name + "(" for function in (*FUNCTIONS, *FORMS) for name in function.names)]
    for _ in range(count):
        text, reader = random.choice(good)
        kind = random.random()
        pieces = [*words, *COMMANDS] if reader is read_latex else words
        if kind < 0.2:  # noqa: PLR2004
            text = "".join(random.choices(pieces, k=random.randint(1, 25)))
        elif kind < 0.3:  # noqa: PLR2004
            text = nested(random, text)
        else:
            text = mutated(random, text, pieces, good)
        if random.random() < 0.05:  # noqa: PLR2004
            reader = read if reader is read_latex else read_latex
        yield text, reader


def mutated(random: Random, text: str, pieces: list[str], good: list[tuple[str, Reader]]) -> str:
    """The text with some of it left out, doubled, moved, replaced, or grown together with another."""
    for _ in range(random.choice((1, 1, 1, 2, 3, 8))):
        a, b = sorted((random.randint(0, len(text)), random.randint(0, len(text))))
        b = min(b, a + random.choice((0, 1, 1, 2, 5, 20)))
        piece = random.choice(pieces)
        text = random.choice((
            text[:a] + text[b:],
            text[:b] + text[a:],
            text[:a] + piece + text[a:],
            text[:a] + piece + text[b:],
            text[b:] + text[:a],
            text[:a] + random.choice("xyzt123+-*") + text[b:],
            text[:a] + random.choice((" ", "(", ")", "1", "*", "+", "^", "w")) + text[a:],
            text + random.choice((" + ", "*", " - ", "/", ", ")) + random.choice(good)[0],
        ))  # fmt: skip
    return text


def nested(random: Random, text: str) -> str:
    """The text inside many of the same brackets or functions, the right number of them or not."""
    before, after = random.choice((
        ("(", ")"), ("|", "|"), ("exp(", ")"), ("max(x,", ")"), ("where(x>0 and y>0,", ",1)"), ("-", ""), ("x^", ""),
        ("sqrt(1+", ")"), ("gamma(", ")"), ("2^(", ")"), ("[", "]"), ("sum_{i=1}^n ", ""), ("1/(", ")"), ("not ", ""),
        (r"\frac{", "}{y}"), (r"\sqrt{", "}"), (r"\left(", r"\right)"),
    ))  # fmt: skip
    depth = random.choice((2, 5, 19, 40, 300))
    return before * depth + text + after * (depth + random.choice((0, 0, 0, -1, 1)))


def fuzz(count: int, seed: int) -> Tally:
    """Read that many texts."""
    random, watch, tally = Random(seed), Watch(), Tally()
    for text, reader in texts(random, count):
        names, closed = random.choice(((None, False), (None, False), (NAMES, False), (NAMES, True)))
        watch.on, start = True, time.process_time()
        try:
            outcome = _outcome(
                reader,
                text,
                names,
                closed=closed,
                several=random.random() < 0.5,  # noqa: PLR2004
                at=random.choice((None, None, (), [("k", None)])),
            )
        except BaseException as error:  # noqa: BLE001  (whatever it is, it is what we look for)
            outcome = "leaked"
            tally.faults.append(f"{type(error).__name__}: {error!s:.100} from {reader.__name__}({text!r})")
        watch.on, took = False, time.process_time() - start
        tally.outcomes[f"{outcome} by {reader.__name__}"] += 1
        if took > tally.slowest:
            tally.slowest, tally.slowest_text = took, text
        if took > SLOW:
            tally.faults.append(f"{took:.1f} s for {reader.__name__}({text!r})")
        if watch.events:
            tally.faults.append(f"{watch.events[0]} in {reader.__name__}({text!r})")
            watch.events.clear()
    return tally


def _outcome(reader: Reader, text: str, names: Any, **options: Any) -> str:
    try:
        reading = reader(text, names, **options)
    except ReadingError as error:
        shown = str(error).split("\n")
        if len(shown) != 3 or not 0 <= error.position <= len(text):  # noqa: PLR2004
            msg = f"the error is shown as {shown}"
            raise ValueError(msg) from error
        return "refused"
    if not all(isinstance(expression, sympy.Expr) for expression in reading.expressions):
        msg = f"{reading.expressions} are no expressions"
        raise TypeError(msg)
    return "read"


def main(count: int = 200_000, seed: int = 1) -> int:
    """Run, print, and say by the exit code whether all was well."""
    start = time.perf_counter()
    tally = fuzz(count, seed)
    took = time.perf_counter() - start
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{count:,} texts in {took:.0f} s ({took / count * 1000:.2f} ms each), seed {seed}")
    for outcome, number in sorted(tally.outcomes.items()):
        print(f"  {outcome:22} {number:9,}")
    print(f"  slowest {tally.slowest:.2f} s: {tally.slowest_text[:100]!r}")
    print(f"  most memory {memory:.0f} MB")
    print(f"  faults {len(tally.faults)}", *tally.faults[:20], sep="\n    ")
    return 1 if tally.faults else 0


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:3])))
