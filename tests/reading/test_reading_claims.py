"""The LaTeX of real claims beside the plain form of each record: read alike, or refused, never misread."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

import pytest
import sympy
import yaml
from sympy import Abs, Basic, Expr, Function, Max, Min, Piecewise, Rational, Symbol, exp, log
from sympy.core.function import AppliedUndef
from sympy.core.parameters import distribute
from sympy.tensor.indexed import Indexed

from derivations.language.domains import Domain, Index, Model, Positive, Real, Size
from derivations.language.functions import Branches, Prime, clip, magnitude, positive_part, sigma, sign, softplus, step
from derivations.reading import Reading, ReadingError, read, read_latex

RECORDS = yaml.safe_load((Path(__file__).parents[1] / "data" / "claims.yaml").read_text(encoding="utf-8"))
DIGITS, POINTS, CLOSE = 50, 6, Rational(1, 10**30)
SIGMOID = "1/(1 + exp(-({})))"

# What the LaTeX of a record calls its symbols, where the plain form says it otherwise or takes it from the context.
CALLED: dict[str, dict[str, str]] = {
    "mlfs107": {"p": SIGMOID.format("f")},
    "tgboost9": {"p": SIGMOID.format("z")},
    "ufldl29": {"theta": "t"},
    "jiexunsee1": {"o": SIGMOID.format("w*h")},
    "se-thirdlast": {"W_13": "W13", "W_7": "W7", "W_14": "W14", "W_10": "W10", "X_1": "a1"},
    "imbxgb": {"gamma": "g", "p": SIGMOID.format("z")},
    "vaetorch": {"mu": "m", "sigma": "exp(v/2)"},
    "sutton134": {"mu": "th*x", "sigma": "s", "theta": "th"},
    "mlpack3545": {"lambda": "lam"},
    "rockung": {"u_o": "uo", "u_k": "uk", "v_c": "vc"},
    "jth3": {"lambda": "lam"},
    "xgb3063": {"L": "sqrt(((y1 - f1)**2 + (y2 - f2)**2)/2)"},
    "catboost2952": {"L": "sqrt(((t1 - a1)**2 + (t2 - a2)**2)/2)"},
    "catboost1519": {"L": "sqrt(((t1 - a1)**2 + (t2 - a2)**2)/2)"},
    "lgb-poisson": {"delta": "dl"},
    "pyglmnet181": {"beta": "b"},
    "llmc307": {"u": "sqrt(2/pi)*v*(1 + 0.044715*v**2)"},
    "mathse4496428": {"w_0": "b"},
    "handson510": {"alpha": "al"},
    "ml19a5": {"C": "Cc"},
    "statsse155088": {"W_r": "Wr", "W_y": "Wy"},
    "grokking50": {
        "w_1": "w1",
        "w_2": "w2",
        "o": SIGMOID.format("w2*" + SIGMOID.format("w1*x")),
        "h": SIGMOID.format("w1*x"),
    },
}
# Functions that a record leaves to its context, as functions of their arguments.
MEANT: dict[str, dict[str, str]] = {
    "statsse258709": {"s": SIGMOID.format("u")},
    "ufldl29": {"h_theta": SIGMOID.format("t*u")},
    "nanonn4": {"f": "log(1 + exp(u))"},
}
# Of records about arrays: their letters, each with how many entries it has.
ARRAYS: dict[str, dict[str, int]] = {
    "xgb3063": {"f": 2, "y": 2},
    "catboost2952": {"t": 2, "a": 2},
    "catboost1519": {"t": 2, "a": 2},
    "simdnn1": {"z": 2, "y": 2},
    "libnd4j440": {"z": 3},
    "odyssey2134": {"z": 3},
    "mlpack2364": {"z": 3},
    "mathse4765085": {"x": 2, "b": 3},
    "handson510": {"theta": 2, "y": 2},
    "mathse27": {"u": 2, "v": 2},
    "mathse39": {"u": 2, "v": 2},
    "mathse42": {"u": 2, "v": 2},
    "mathse4075404": {"w": 2, "z": 2},
    "ocvx1": {"w": 2},
    "mathse18": {"a": 2, "b": 2},
    "mathse41": {"a": 2, "b": 2},
    "caffe2312": {"a": 2, "b": 2},
    "a3c30": {"z": 3},
    "darknet29": {"x": 3, "g": 3},
}
SIZES = {"N", "n", "m"}


@dataclass(frozen=True)
class Case:
    """One formula of a record, in both forms; of several components, one."""

    record: str
    part: str
    latex: str
    plain: str
    component: int
    symbols: dict[str, Any]
    functions: dict[str, str]
    scalar: bool

    def __str__(self) -> str:
        return f"{self.record}-{self.part}-{self.component}"

    def of(self, table: dict[str, dict[str, Any]]) -> dict[str, Any]:
        return next((entry for start, entry in table.items() if self.record.startswith(start)), {})


def cases() -> Iterator[Case]:
    for record in RECORDS:
        for part in ("loss", "claimed", "truth"):
            plain = record[part]["sympy"]
            for number, text in enumerate([plain] if isinstance(plain, str) else plain):
                symbols, functions = record["symbols"], record.get("functions", {})
                yield Case(
                    record["id"], part, record[part]["latex"], text, number, symbols, functions, record["scalar"]
                )


CASES = list(cases())
SCALAR = [case for case in CASES if case.scalar]


def domain(written: str) -> Domain:
    return (Positive if written == "positive" else Real)("")


def names_of(case: Case) -> dict[str, Domain]:
    """What a reader of the record knows: its symbols by the letters that its LaTeX uses."""
    called, arrays = case.of(CALLED), case.of(ARRAYS)
    renamed = {old for old in called.values() if old in case.symbols}
    entries = {f"{letter}{place}" for letter, size in arrays.items() for place in range(1, size + 1)}
    known = {s: domain(entry["domain"]) for s, entry in case.symbols.items() if s not in renamed | entries}
    known |= {letter: domain(case.symbols.get(plain, {}).get("domain", "real")) for letter, plain in called.items()}
    known |= {letter: Real("", shape=("N",)) for letter in arrays}
    known |= {letter: Model("") for letter in [*case.functions, *case.of(MEANT)]}
    if not case.scalar:
        known |= {"i": Index("", last="N"), "k": Index("", last="N")}
        known |= {size: Size("") for size in SIZES - set(known)}
    return known


def plain_value(text: str) -> Expr:
    """The plain form, read by SymPy itself: data of ours, and an oracle that owes our parser nothing."""
    letters = {name: Symbol(name) for name in ["S", "N", "E", "I", "Q", "O", "beta", "gamma", "zeta"]}
    return sympy.sympify(text, locals=letters, rational=True)


LOWERED = {
    sigma: lambda u: 1 / (1 + exp(-u)), softplus: lambda u: log(1 + exp(u)), magnitude: Abs, sign: sympy.sign,
    positive_part: lambda u: Max(0, u), step: lambda u: Piecewise((1, u > 0), (0, True)),
    clip: lambda u, a, b: Max(a, Min(u, b)),
}  # fmt: skip


def lowered(node: Basic, models: dict[str, Expr]) -> Basic:
    """In standard functions, models put in."""
    if isinstance(node, Prime):
        inner = lowered(node.applied.args[0], models)
        slot = Symbol("u")
        return sympy.diff(models[str(node.applied.func)], slot, len(node.positions)).subs(slot, inner)
    if not node.args or isinstance(node, Indexed):
        return node
    if isinstance(node, Branches):
        return Piecewise(*[(lowered(value, models), lowered(condition, models)) for value, condition in node.cases])
    args = [lowered(part, models) for part in node.args]
    if isinstance(node, AppliedUndef):
        return models[str(node.func)].subs(Symbol("u"), args[0])
    return LOWERED.get(node.func, node.func)(*args)


def value(expression: Expr, point: dict[str, Expr]) -> Expr:
    free = {symbol: point[str(symbol)] for symbol in expression.free_symbols}
    return sympy.N(expression.xreplace(free).doit(), DIGITS)


def put_in(reading: Reading, case: Case, models: dict[str, Expr]) -> Expr:
    """The expression in the symbols of the plain form."""
    found = reading.expressions[case.component if len(reading.expressions) > 1 else 0]
    mine = {str(left): right for left, right in reading.definitions if str(left) not in case.symbols}
    for _ in mine:
        found = found.xreplace(
            {s: mine[str(s)] for s in found.free_symbols if str(s) in mine and not isinstance(s, Indexed)}
        )
    found = lowered(found, models)
    found = (
        found.xreplace(
            {
                s: sympy.Integer(max(case.of(ARRAYS).values(), default=1))
                for s in found.free_symbols
                if str(s) in SIZES - set(case.symbols)
            }
        )
        if not case.scalar
        else found
    )
    found = found.doit() if not case.scalar else found
    place = sympy.Integer(case.component + 1)
    found = found.xreplace(
        {s: place for s in found.free_symbols if str(s) in ("i", "k") and str(s) not in case.symbols}
    )
    found = found.xreplace({cell: Symbol(f"{cell.base}{cell.indices[0]}") for cell in found.atoms(Indexed)})
    plain = {letter: plain_value(text) for letter, text in case.of(CALLED).items()}
    return found.xreplace({s: plain.get(str(s), Symbol(str(s))) for s in found.free_symbols})


def draw(random: Random, written: str) -> Expr:
    """A seeded exact number of the domain."""
    number = Rational(random.randint(11, 290), 97)
    if written in ("{0,1}", "{-1,+1}"):
        return sympy.Integer(random.choice([0, 1] if written == "{0,1}" else [-1, 1]))
    if "integer" in written:
        return sympy.Integer(random.randint(2, 4))
    if written == "(0,1)" or written.startswith("range,0"):
        return number / 3
    return number if written == "positive" else number * random.choice([-1, 1])


@cache
def outcome(case: Case) -> str:
    return "" if case is None else _outcome(case)


def _outcome(case: Case) -> str:
    """'alike', 'misread', or why it was refused."""
    try:
        reading = read_latex(case.latex, names_of(case), closed=True, several=True)
    except ReadingError as error:
        return f"refused: {error.message}"
    if GENERAL.search(case.latex):
        return "general: arrays of any size, which the record writes out for one"
    with distribute(True):  # noqa: FBT003  (SymPy's own form)
        return compared(reading, case)


# Signs of whole arrays, and sums that do not say how far they run.
GENERAL = re.compile(r"\\\||\\odot|\\sum_[a-z](?!=)")


def compared(reading: Reading, case: Case) -> str:
    models = {
        name: plain_value(text).subs(Symbol("w"), Symbol("u"))
        for name, text in {**case.functions, **case.of(MEANT)}.items()
    }
    return alike(put_in(reading, case, models), lowered_plain(plain_value(case.plain), models), case)


def alike(ours: Expr, plain: Expr, case: Case) -> str:
    random = Random(str(case))
    for _ in range(POINTS):
        point = {name: draw(random, str(entry["domain"])) for name, entry in case.symbols.items()}
        try:
            difference = abs(value(ours, point) - value(plain, point))
        except KeyError as missing:
            return f"misread: {missing} is no symbol of the record, in {ours}"
        if not difference < CLOSE:
            return f"misread: {ours} is not {plain} at {point}"
    return "alike"


def lowered_plain(expression: Expr, models: dict[str, Expr]) -> Expr:
    slot = Symbol("u")
    for name, body in models.items():
        expression = expression.replace(Function(name), lambda u, body=body: body.subs(slot, u))
    return expression.doit()


Case.__hash__ = lambda self: hash(str(self))  # type: ignore[method-assign]


@pytest.mark.parametrize("case", CASES, ids=str)
def test_no_formula_is_misread(case: Case) -> None:
    assert not outcome(case).startswith("misread"), outcome(case)


def test_four_fifths_of_the_formulas_of_numbers_are_read() -> None:
    read_alike = sum(outcome(case) == "alike" for case in SCALAR)
    assert read_alike >= 0.8 * len(SCALAR), f"{read_alike} of {len(SCALAR)}"


@pytest.mark.parametrize("case", CASES, ids=str)
def test_the_plain_form_of_every_record_is_read(case: Case) -> None:
    known = {name: domain(entry["domain"]) for name, entry in case.symbols.items()} | {
        f: Model("") for f in case.functions
    }
    reading = read(case.plain, known, closed=True)
    with distribute(True):  # noqa: FBT003
        models = {name: plain_value(text).subs(Symbol("w"), Symbol("u")) for name, text in case.functions.items()}
        ours = lowered(reading.expression, models)
        ours = ours.xreplace({s: Symbol(str(s)) for s in ours.free_symbols})
        assert alike(ours, lowered_plain(plain_value(case.plain), models), case) == "alike"


def test_a_misreading_would_be_seen() -> None:
    case = next(case for case in SCALAR if outcome(case) == "alike")
    assert alike(plain_value("1 + " + case.plain), plain_value(case.plain), case).startswith("misread")
