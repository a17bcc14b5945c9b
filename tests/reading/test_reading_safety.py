"""Bad input is refused within 2 seconds and with flat memory, and any text ends as a Reading or a ReadingError."""

from __future__ import annotations

import importlib.util
import json
import operator
import subprocess
import sys
from collections.abc import Iterator
from functools import reduce
from pathlib import Path
from random import Random
from typing import Any

import mpmath
import pytest
import sympy
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sympy import Add, Expr, IndexedBase, Integer, Mul, Rational, Sum, Symbol, cosh, erf, exp, log, sin, tanh

from derivations.language.cases import branches
from derivations.language.domains import Index, Model, Real, Size
from derivations.language.functions import (
    Branches,
    Prime,
    clip,
    largest,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    smallest,
    softplus,
    step,
)
from derivations.notation import sympy_text
from derivations.reading import FORMS, FUNCTIONS, Reading, ReadingError, read, read_latex

REPOSITORY = Path(__file__).parents[2]
SECONDS, MEGABYTES = 2.0, 100
LIMIT = 2**30  # bytes that the process may ask for in all

# What each of them is: how it is made (run in the process that reads it), and which reader.
BOMBS = {
    "powers": "'9**9**9'",
    "power of two": "'2**(10**9)'",
    "factorial": "'factorial(10**9)'",
    "gamma": "'gamma(10**9)'",
    "loggamma": "'loggamma(10^9)'",
    "polygamma": "'polygamma(900, 900)'",
    "tower": "'exp(exp(exp(exp(9))))'",
    "tower of twos": "'2^2^2^2^2^2'",
    "tower of a name": "'exp(' * 12 + 'x' + ')' * 12",
    "tower in the slope": "'cosh(' * 12 + 'x' + ')' * 12",
    "fine root": "'x^(1/10**9)'",
    "large exponent of a sum": "'(x + 1)^(10**6)'",
    "end of a sum": "'sum_{i=1}^{10**9} x_i'",
    "sum of a billion": "'sum(x_i, i=1..1000000000)'",
    "product of sums": "'*'.join(f'sum(x_i + {k}, i=1..1000)' for k in range(100))",
    "bars around bars": "'|' * 5000",
    "signs in functions": "'tanh(-x-' * 18 + 'y' + ')' * 18",
    "indicators": "'1{' * 1500 + 'x > 0' + '}' * 1500",
    "coefficients": "'alpha(1 + ' * 400 + 'x' + ')' * 400",
    "cut off": "'(' * 38 + 'x' + ')_+' * 38",
    "tower in a condition": "'where(x < exp(exp(exp(exp(9)))), 1, 0)'",
    "large number": "'9' * 4900",
    "large exponent": "'1e400000000'",
    "product of large numbers": "'*'.join(['1e100'] * 800)",
    "powers of powers": "'((((3x)^99)^99)^99)^99'",
    "roots of large numbers": "'*'.join(f'sqrt({10**39 + i})' for i in range(110))",
    "brackets": "'(' * 10_000 + 'x' + ')' * 10_000",
    "brackets that fit": "'(' * 2000 + 'x' + ')' * 2000",
    "signs": "'-' * 4999 + 'x'",
    "exponents": "'^'.join(['x'] * 999)",
    "bars": "'|x' * 1500",
    "pairs of bars": "'|x|' * 33",
    "bars in bars": "'|' * 24 + 'x' + '|' * 24",
    "no": "'where(' + 'not ' * 999 + 'x > 0, 1, 0)'",
    "cases in cases": "'where(x > 0 and y > 0, a, ' * 19 + 'b' + ')' * 19",
    "largest of the largest": "'max(a, b, c, d, e, f, g, ' * 19 + 'x' + ')' * 19",
    "sums": "'sum(' * 19 + 'x' + ''.join(f', i{k}=1..1000)' for k in range(19))",
    "else": "'x if y > 0 else ' * 99 + 'z'",
    "primes": "'m' + chr(39) * 4000 + '(x)'",
    "subscripts": "'x' + '_i' * 2000",
    "name": "'x' * 4999",
    "10 MB": "'x + ' * 2_500_000",
    "128 kB": "'x + ' * 32_000",
    "10 MB of brackets": "'(' * 10_000_000",
    "many terms": "'+'.join(f'x{i}' for i in range(900))",
    "many factors": "'*'.join(f'(x{i} + 1)' for i in range(333))",
    "many roots": "'(' + '+'.join(f'sqrt({i})' for i in range(2, 300)) + ')^x'",
    "zero": "'x\\0y'",
    "right to left": "'x\\u202ey'",
    "surrogate": "'x\\ud800'",
}
LATEX_BOMBS = {
    "fractions": r"'\\frac{' * 700 + 'x' + '}{y}' * 400",
    "fractions without braces": r"'\\frac' * 900 + '1' * 900",
    "powers": r"'9^{9^{9}}'",
    "braces": "'{' * 4999",
    "cases": r"'\\begin{cases}' * 300",
    "backslashes": r"'\\' * 4999",
    "dollars": "'$' * 4999",
    "letters": "'xy ' * 1600",
    "hats": r"'\\hat' * 1200",
    "10 MB": r"'\\frac12' * 1_250_000",
    "texts": r"'\\text{if $' * 400",
    "arrays": r"'\\left\\{\\begin{array}{l}' * 170",
    "columns": r"'&' * 1500 + ' ' * 3000",
    "labels": r"'\\label{' * 700",
    "stops": r"'.' * 1500 + ' ' * 3000",
    "numbers above": r"'x^{(i)}' * 700",
}
PROGRAM = """
import json, resource, sys, time
from derivations.reading import ReadingError, read, read_latex
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))
for reader, bombs in ((read, {plain!r}), (read_latex, {latex!r})):
    for name, made in bombs.items():
        text = eval(made)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        try:
            reader(text)
            outcome = "read"
        except ReadingError as error:
            outcome = "refused" if len(str(error)) < 400 else "a long message"
        except BaseException as error:
            outcome = type(error).__name__
        grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        print(json.dumps([f"{{name}} by {{reader.__name__}}", outcome, time.process_time() - start, grown / 1024]))
"""
READ = {
    "pairs of bars",
    "largest of the largest",
    "many terms",
    "many factors",
    "many roots",
    "product of sums",
    "signs in functions",
    "cut off",
}  # large, but formulas


@pytest.fixture(scope="module")
def explosions() -> list[tuple[str, str, float, float]]:
    """Each bomb, its outcome, the seconds and the megabytes that it took, in a process with little memory."""
    program = PROGRAM.format(limit=LIMIT, plain=BOMBS, latex=LATEX_BOMBS)
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=120, check=True, cwd=REPOSITORY
    )
    return [tuple(json.loads(line)) for line in run.stdout.splitlines()]


def test_every_bomb_is_refused_in_time_and_in_little_memory(explosions: list[tuple[str, str, float, float]]) -> None:
    assert len(explosions) == len(BOMBS) + len(LATEX_BOMBS)
    wrong = [
        (name, outcome, seconds, megabytes)
        for name, outcome, seconds, megabytes in explosions
        if outcome != ("read" if name.removesuffix(" by read") in READ else "refused")
        or seconds > SECONDS
        or megabytes > MEGABYTES
    ]
    assert wrong == []


COMMANDS = {
    "derive": "['derive', '--wrt', 'x', '--', text]",
    "derive by it": "['derive', 'x^2', f'--wrt={text}']",
    "check": "['check', '--wrt', 'x', '--claim', 'x', '--', text]",
    "check the claim": "['check', 'x^2', '--wrt', 'x', f'--claim={text}']",
    "check the file": "['check', '--file', file(text)]",
    "factors": "['factors', '--wrt', 'x', '--', text]",
    "find": "['find', '--', text]",
}
HEAVY = ["powers", "factorial", "gamma", "tower", "brackets", "bars", "128 kB", "large exponent of a sum", "zero"]
COMMAND_PROGRAM = """
import json, resource, tempfile, time
import yaml
from click.testing import CliRunner
from derivations.cli import lossary
resource.setrlimit(resource.RLIMIT_AS, ({limit}, {limit}))

def file(text):
    record = dict(
        id="one", loss=dict(sympy=text), symbols=dict(x=dict(domain="real", role="param")), wrt=["x"], order=1,
        claimed=dict(sympy=["x"]),
    )
    with tempfile.NamedTemporaryFile("w", suffix=".yaml", delete=False, dir={folder!r}) as made:
        yaml.safe_dump([record], made)
    return made.name

CliRunner().invoke(lossary, ["find", "p - t"])  # what is loaded once, is loaded
for command, written in {commands!r}.items():
    for name, made in {bombs!r}.items():
        text = eval(made)
        words = eval(written)
        before, start = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.process_time()
        run = CliRunner().invoke(lossary, words)
        took, grown = time.process_time() - start, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
        is_told = run.output.strip() and isinstance(run.exception, (SystemExit, type(None)))
        print(json.dumps([command, name, run.exit_code if is_told else run.output[-300:], took, grown / 1024]))
"""
FOR_FILES = {0, 2}  # a file is judged to its end, and each record that cannot be read is told


def test_the_commands_refuse_bombs_in_time_and_in_little_memory(tmp_path: Path) -> None:
    bombs = {name: BOMBS[name] for name in HEAVY}
    program = COMMAND_PROGRAM.format(limit=LIMIT, bombs=bombs, commands=COMMANDS, folder=str(tmp_path))
    run = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, timeout=300, check=True, cwd=REPOSITORY
    )
    found = [json.loads(line) for line in run.stdout.splitlines()]
    assert len(found) == len(HEAVY) * len(COMMANDS)
    wrong = [
        row
        for row in found
        if row[2] not in (FOR_FILES if row[0] == "check the file" else {2}) or row[3] > SECONDS or row[4] > MEGABYTES
    ]
    assert wrong == []


def test_a_formula_at_the_limit_is_read_far_from_the_limit_of_recursion() -> None:
    deep = "sigma(1 + " * 19 + "x" + ")" * 19

    def below(frames: int) -> Reading:
        return below(frames - 1) if frames else read(deep)

    assert isinstance(below(300).expression, Expr)


# -- round trip

X, W = IndexedBase("x"), IndexedBase("w")
I, J, K, N = (Symbol(name, integer=True, positive=True) for name in "ijkn")
LETTERS = [Symbol(name, real=True) for name in ("a", "t", "z", "p", "delta", "lambda", "x_1", "w_jk", "y_hat")]
MODEL = model("m")
NUMBERS = st.builds(Rational, st.integers(-20, 20), st.integers(1, 12))


def of_one(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    functions = [sigma, softplus, magnitude, sign, positive_part, step, exp, tanh, sin, cosh, erf, MODEL, lambda u: -u]
    return st.builds(lambda f, u: f(u), st.sampled_from(functions), inner)


def conditions(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Any]:
    kinds = [sympy.Lt, sympy.Le, sympy.Gt, sympy.Ge]
    bounds = st.sampled_from([Integer(0), Integer(1), LETTERS[0]])
    return st.builds(lambda kind, u, v: kind(u, v, evaluate=False), st.sampled_from(kinds), inner, bounds)


def total(u: Expr) -> Expr:
    """A sum over an index that nothing in it uses."""
    index = next((letter for letter in (I, J, K) if letter not in u.atoms(Symbol)), None)
    return u if index is None else Sum(W[index] * u + X[index] ** 2, (index, 1, N))


def grown(inner: st.SearchStrategy[Expr]) -> st.SearchStrategy[Expr]:
    two = st.tuples(inner, inner)
    return st.one_of(
        of_one(inner),
        st.builds(lambda pair: Add(*pair), two),
        st.builds(lambda pair: pair[0] - pair[1], two),
        st.builds(lambda pair: Mul(*pair), two),
        st.builds(lambda u: 1 / (1 + magnitude(u)), inner),
        st.builds(lambda u, power: u**power, inner, st.integers(2, 4)),
        st.builds(lambda u: log(1 + u**2), inner),
        st.builds(lambda u: clip(u, 0, 1), inner),
        st.builds(total, inner),
        st.builds(lambda u: Prime(MODEL(u)), inner),
        st.builds(lambda u, v, condition: branches((u, condition), (v, otherwise)), inner, inner, conditions(inner)),
    )


EXPRESSIONS = st.recursive(
    st.one_of(st.sampled_from(LETTERS), NUMBERS, st.just(MODEL(LETTERS[1]))), grown, max_leaves=6
)


class NearBoundary(Exception):  # noqa: N818
    """A switch is too near to zero to tell its sign."""


def cubic(u: Any) -> Any:
    return u**3 / 5 + mpmath.sin(u)


MODELS = [cubic, lambda u: 3 * u**2 / 5 + mpmath.cos(u)]  # the model, and its derivative
RELATIONS = {sympy.Lt: operator.lt, sympy.Le: operator.le, sympy.Gt: operator.gt, sympy.Ge: operator.ge}
AT_NUMBERS = {
    exp: mpmath.exp, log: mpmath.log, tanh: mpmath.tanh, sin: mpmath.sin, cosh: mpmath.cosh, erf: mpmath.erf,
    sigma: lambda u: 1 / (1 + mpmath.exp(-u)), softplus: lambda u: mpmath.log(1 + mpmath.exp(u)), magnitude: abs,
    sign: lambda u: mpmath.sign(clear(u)), positive_part: lambda u: max(u, mpmath.mpf(0)),
    step: lambda u: mpmath.mpf(clear(u) > 0),
    clip: lambda u, low, high: min(max(u, low), high), largest: max, smallest: min,
    sympy.Pow: operator.pow, sympy.cos: mpmath.cos,
}  # fmt: skip


def clear(u: Any) -> Any:
    if abs(u) < mpmath.mpf(10) ** -20 and u != 0:
        raise NearBoundary
    return u


def value(node: Any, point: dict[str, Any]) -> Any:
    """The number that an expression of the vocabulary is, worked out by mpmath alone."""
    match node:
        case sympy.Rational():
            return mpmath.mpf(int(node.p)) / int(node.q)
        case sympy.core.numbers.Exp1():
            return +mpmath.e
        case Symbol():
            return point[node.name]
        case sympy.Indexed():
            return point[f"{node.base}{point[str(node.indices[0])]}"]
        case Sum():
            return sum(value(node.function, {**point, str(node.limits[0][0]): index}) for index in (1, 2))
        case Prime():
            return MODELS[1](value(node.applied.args[0], point))
        case Branches():
            return next(value(v, point) for v, condition in node.cases if holds(condition, point))
        case Add() | Mul():
            return reduce(operator.add if isinstance(node, Add) else operator.mul, [value(u, point) for u in node.args])
    arguments = [value(u, point) for u in node.args]
    return MODELS[0](*arguments) if str(node.func) == "m" else AT_NUMBERS.get(node.func, node.func)(*arguments)


def holds(condition: Any, point: dict[str, Any]) -> bool:
    if condition in (sympy.true, sympy.false):
        return bool(condition)
    left, right = (value(side, point) for side in condition.args)
    return bool(RELATIONS[type(condition)](clear(left - right), 0))


def points() -> Iterator[dict[str, Any]]:
    random = Random(3)
    for _ in range(3):
        letters = [str(letter) for letter in LETTERS] + ["x1", "x2", "w1", "w2"]
        yield {name: mpmath.mpf(random.randint(-300, 300)) / 97 for name in letters} | {"n": 2}


def differ(one: Expr, other: Expr) -> bool:
    """Do two expressions differ at a seeded point?"""
    with mpmath.workdps(60):
        for point in points():
            try:
                a, b = value(one, point), value(other, point)
            except (NearBoundary, OverflowError):
                continue
            if not abs(a - b) <= mpmath.mpf(10) ** -30 * (1 + abs(a)):
                return True
    return False


KNOWN = {"m": Model(""), **{str(letter): Real("") for letter in LETTERS}}
# Why a printed expression may be refused: it is larger than what is read.
TOO_LARGE = ("nested too deeply", "bits", "exponents", "too large", "two numbers")


@settings(max_examples=2000, deadline=None, derandomize=True)
@given(expression=EXPRESSIONS)
def test_what_we_print_is_read_back(expression: Expr) -> None:
    text = sympy_text(expression)
    assume("E" not in text)  # so SymPy prints the number e; in losses it is a name
    try:
        back = read(text, KNOWN).expression
    except ReadingError as error:
        assert any(words in error.message for words in TOO_LARGE), str(error)  # noqa: PT017
        return
    assert not differ(expression, back)


def test_a_wrong_reading_would_be_seen() -> None:
    assert differ(read("sigma(z) - t").expression, read("sigma(z) + t").expression)
    assert differ(read("max(0, z)").expression, read("max(0, -z)").expression)


# -- random and mutated texts: the nightly benchmark, for a little while


def test_random_texts_end_as_a_formula_or_a_refusal() -> None:
    path = REPOSITORY / "benchmarks" / "fuzz_reading.py"
    spec = importlib.util.spec_from_file_location("fuzz_reading", path)
    assert spec
    assert spec.loader
    fuzz = importlib.util.module_from_spec(spec)
    sys.modules["fuzz_reading"] = fuzz  # its dataclasses look themselves up there
    spec.loader.exec_module(fuzz)
    tally = fuzz.fuzz(4000, seed=20)
    assert tally.faults == []
    assert tally.outcomes["read by read"] > 100
    assert tally.outcomes["refused by read_latex"] > 100


@settings(max_examples=1500, deadline=None, derandomize=True)
@given(text=st.text(max_size=60), latex=st.booleans(), closed=st.booleans())
def test_any_text_ends_as_a_formula_or_a_refusal(text: str, *, latex: bool, closed: bool) -> None:
    reader = read_latex if latex else read
    try:
        assert isinstance(reader(text, closed=closed).expression, Expr)
    except ReadingError as error:
        assert 0 <= error.position <= len(text)  # noqa: PT017
        assert len(str(error).split("\n")) == 3  # noqa: PT017


@pytest.mark.parametrize("names", [None, {"x": Real("", shape=("n",)), "n": Size(""), "i": Index("", last="n")}])
@pytest.mark.parametrize("text", ["{0}()", "{0}() - x", "log({0}())", "x @ {0}()", "{0}({0}())", "sum({0}()) + x"])
def test_a_function_of_nothing_is_refused(text: str, names: dict[str, Any] | None) -> None:
    for name in sorted({name for function in (*FUNCTIONS, *FORMS) for name in function.names}):
        with pytest.raises(ReadingError):
            read(text.format(name), names, at=())
