"""Files of claims, domains in words, and expressions as SymPy writes them."""

from __future__ import annotations

import time
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path

import pytest
from sympy import Abs, And, Heaviside, Max, Piecewise, Symbol, exp, log, sqrt, symbols

from derivations.errors import LossaryError
from derivations.evidence.points import contains
from derivations.judge import Judgement, domain_of, in_vocabulary
from derivations.judge.records import judge_file, read_records
from derivations.language.functions import Branches, magnitude, sigma, softplus

Bench = Callable[..., Judgement]

GOOD = """\
- id: one
  loss: {sympy: '(p - t)**2'}
  symbols: {p: {domain: real, role: param}, t: {domain: real, role: data}}
  wrt: &names [p]
  order: 1
  claimed: {sympy: ['2*(p - t)']}
"""
BAD = GOOD.replace("one", "bad").replace("&names ", "")
BROKEN = {
    "missing": ("- id: bad\n  loss: {sympy: 'p'}\n  symbols: {p: real}\n  wrt: [p]\n", "claimed is missing"),
    "all missing": ("- id: bad\n  note: p\n", "the fields loss, symbols, wrt and claimed are missing"),
    "unknown": (BAD.replace("loss:", "losss:"), "no field losss: is loss meant?; the field loss is missing"),
    "of an option": (BAD + "  assumes: p > 0\n", "there is no field assumes: is assume meant?"),
    "formula": (BAD.replace("(p - t)**2", "(p - t"), "expected ')'"),
    "domain": (BAD.replace("domain: real, role: p", "domain: reel, role: p"), "reel"),
    "role": (BAD.replace("param", "weight"), "role of p"),
    "order": (BAD.replace("order: 1", "order: 3"), "order"),
    "count": (BAD.replace("['2*(p - t)']", "['p', 't']"), "2 claims for 1"),
    "left side": (BAD.replace("2*(p - t)", "dL/dt = 2*(p - t)"), "the formula alone, without dL/dt ="),
    "name": (BAD.replace("2*(p - t)", "2*(p - t) + q"), "q is not known"),
    "no mapping": ("- just text\n", "mapping"),
    "no yaml": ("- id: bad\n  loss: {sympy: '(p\n  symbols: [\n", "no YAML"),
}


def write(tmp_path: Path, text: str) -> Path:
    path = tmp_path / "claims.yaml"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize("case", BROKEN)
def test_a_broken_record_is_reported_and_the_others_go_on(tmp_path: Path, case: str) -> None:
    text, problem = BROKEN[case]
    last = GOOD.replace("one", "two").replace("&names [p]", "*names")
    first, bad, second = judge_file(write(tmp_path, GOOD + text + last))
    assert (first.id, second.id) == ("one", "two")
    assert first.judgement is not None
    assert second.judgement is not None
    assert first.judgement.verdict == second.judgement.verdict == "exact"
    assert bad.judgement is None
    assert bad.line == 7
    assert problem in bad.error
    assert bad.data() == {"id": bad.id, "line": 7, "error": bad.error}


@pytest.mark.parametrize("text", ["a: b", "", ": : :"])
def test_a_file_that_is_no_list(tmp_path: Path, text: str) -> None:
    with pytest.raises(LossaryError, match="YAML list of records"):
        list(judge_file(write(tmp_path, text)))


def test_a_file_that_is_nested_too_deeply(tmp_path: Path) -> None:
    assert all(found.judgement is None for found in judge_file(write(tmp_path, "- " * 9**5)))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(LossaryError, match=r"nothing\.yaml"):
        list(judge_file(tmp_path / "nothing.yaml"))


def test_a_file_that_is_too_large(tmp_path: Path) -> None:
    with pytest.raises(LossaryError, match="split it"):
        list(judge_file(write(tmp_path, "#" * (6 * 2**20))))


def test_what_a_program_gets(tmp_path: Path) -> None:
    (found,) = judge_file(write(tmp_path, GOOD.replace("2*(p - t)", "p")))
    data = found.data()
    assert {"id", "verdict", "scale", "reason", "counterexample"} <= set(data)
    assert data["counterexample"]["claimed"] != data["counterexample"]["true"]


@pytest.mark.parametrize(
    "text,inside,outside",
    [
        ("real", (-5, 0, 5), ()),
        ("positive", (1,), (0, -1)),
        ("> -1", (0, 5), (-1, -2)),
        (">= 0", (0, 1), (-1,)),
        ("(0,1)", (0.5,), (0, 1)),
        ("[0, 1]", (0, 1), (2,)),
        ("{0,1}", (0, 1), (0.5,)),
        ("{-1,+1}", (-1, 1), (0,)),
        ("range,0.25,0.5", (0.3,), (0.2, 0.6)),
        ("integer >= 2", (2, 3), (1, 2.5)),
        ("positive integer", (1, 2), (0,)),
    ],
)
def test_domains_in_words(text: str, inside: tuple[float, ...], outside: tuple[float, ...]) -> None:
    domain = domain_of(text)
    assert all(contains(domain, Fraction(str(number))) for number in inside)
    assert not any(contains(domain, Fraction(str(number))) for number in outside)


@pytest.mark.parametrize("text", ["reel", "range,2,1", "range,a,b", "{}", "", "{0,1", "__import__('os')", "> 9e99"])
def test_no_domain(text: str) -> None:
    with pytest.raises(LossaryError):
        domain_of(text)


def test_the_vocabulary() -> None:
    x, y = symbols("x y", real=True)
    assert in_vocabulary(Abs(Symbol("x")), {"x": x}) == magnitude(x)
    assert in_vocabulary(1 / (1 + exp(-x))) == sigma(x)
    assert in_vocabulary(log(1 + exp(x))) == softplus(x)
    assert in_vocabulary(sqrt(Symbol("x") ** 2), {"x": x}) in (magnitude(x), sqrt(x**2))
    assert not in_vocabulary(Heaviside(x) + Max(x, Abs(y))).has(Heaviside, Abs)
    nested = in_vocabulary(Piecewise((x, And(x > 0, y > 0)), (y, True)))
    assert isinstance(nested, Branches)
    assert isinstance(nested.cases[0][0], Branches)


def test_conditions_as_sympy_writes_them(judged: Bench) -> None:
    loss = "Piecewise((-log(p), Eq(y, 1)), (-log(1 - p), True))"
    assert judged(loss, "p:(0,1):param y:{0,1}:label", "p", "(p - y)/(p*(1 - p))").verdict == "exact"
    clipped = "-Min(r*A, Min(Max(r, 1 - e), 1 + e)*A)"
    claim = "Piecewise((0, Or(And(A > 0, r > 1 + e), And(A < 0, r < 1 - e))), (-A, True))"
    assert judged(clipped, "r:positive:param A:real e:range,0.05,0.4:hyper", "r", claim).verdict == "exact"


@pytest.mark.parametrize("assumed", ["Eq(c + q, 1)", "c + q == 1", "c = 1 - q"])
def test_an_equation_may_be_assumed(judged: Bench, assumed: str) -> None:
    right = judged("c*p**2", "p:real:param q:real c:real", "p", "2*p*(1 - q)", assume=assumed)
    assert right.verdict == "convention"
    assert judged("c*p**2", "p:real:param q:real c:real", "p", "2*p*q", assume=assumed).verdict == "wrong"


@pytest.mark.parametrize("piece", ["- id: [\n", "- id: {a: \n", "- id: a\n  loss: [x, [\n"])
def test_brackets_that_are_left_open_are_told_at_once(tmp_path: Path, piece: str) -> None:
    path = tmp_path / "claims.yaml"
    path.write_text(piece * 3000 + "- id: good\n  loss: x\n")
    start = time.process_time()
    records = read_records(path)
    assert time.process_time() - start < 20
    assert len(records) == 3001
    assert all("no YAML" in record.error for record in records[:-1])
    assert records[-1].id == "good"


@pytest.mark.parametrize("digits", ["9" * 5000, "0x" + "f" * 5000])
@pytest.mark.parametrize("field", ["id", "loss", "wrt", "claimed", "order", "assume", "symbols"])
def test_a_number_too_long_to_be_written_costs_its_own_record_only(field: str, digits: str, tmp_path: Path) -> None:
    def record(name: str, **changes: str) -> str:
        fields = {"id": name, "loss": "w**2", "symbols": "{w: real}", "wrt": "[w]", "claimed": "['2*w']", **changes}
        return "- " + "\n  ".join(f"{key}: {value}" for key, value in fields.items())

    long = {"symbols": f"{{{digits}: real}}", "wrt": f"[{digits}]", "claimed": f"[{digits}]"}.get(field, digits)
    path = tmp_path / "claims.yaml"
    path.write_text("\n".join([record("one"), record("two", **{field: long}), record("three")]) + "\n")
    first, second, third = judge_file(path)
    assert first.judgement is not None
    assert second.judgement is None
    assert second.error
    assert third.judgement is not None
    assert third.judgement.verdict == "exact"


ARRAYS = """
- id: least squares
  loss: sum((sum(X_ij*w_j, j=1..d) - y_i)^2, i=1..n)
  symbols:
    X: {domain: real, shape: [n, d]}
    w: {domain: real, role: param, shape: d}
    y: {domain: real, shape: [n]}
    n: {domain: size, role: size}
    d: {domain: size, role: size}
    k: {domain: index, last: d}
  wrt: [w_k]
  claimed: ["2*sum(X_ik*(sum(X_ij*w_j, j=1..d) - y_i), i=1..n)"]
- id: weighted labels
  loss: -sum(w_{y_i}*log(p_i), i=1..n)
  symbols: &labels
    w: {domain: positive, role: hyper, shape: K}
    p: {domain: "(0,1)", role: param, shape: n}
    y: {domain: index, last: K, shape: n}
    n: {domain: size, role: size}
    K: {domain: size, role: size}
    k: {domain: index, last: n}
  wrt: [p_k]
  claimed: ["-w_{y_k}/p_k"]
- {id: no weights, loss: "-sum(w_{y_i}*log(p_i), i=1..n)", symbols: *labels, wrt: [p_k], claimed: ["-1/p_k"]}
- {id: no size, loss: p, symbols: {p: {shape: [[1]]}}, wrt: [p], claimed: ["1"]}
"""


def test_arrays_have_shapes_and_labels_pick_entries(tmp_path: Path) -> None:
    file = tmp_path / "arrays.yaml"
    file.write_text(ARRAYS, encoding="utf-8")
    squares, labels, plain, broken = judge_file(file)
    assert [found.judgement and found.judgement.verdict for found in (squares, labels, plain)] == [
        "exact",
        "exact",
        "wrong",
    ]
    assert "the shape of p must be a number or a letter such as n" in broken.error
