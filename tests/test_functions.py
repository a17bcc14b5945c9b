"""Every function of the language, through every room: derived, proved, evaluated, printed and read back."""

from __future__ import annotations

from typing import Any

import pytest
from flint import fmpq
from sympy import (
    Eq,
    Expr,
    Integer,
    Not,
    Symbol,
    acos,
    asin,
    atan,
    besseli,
    cos,
    digamma,
    exp,
    log,
    loggamma,
    polygamma,
    symbols,
    tan,
)

from derivations.calculus.derive import derive
from derivations.errors import LossaryError
from derivations.evidence import Condition, Scope, evaluate, examine, precision
from derivations.evidence.proof import Prover
from derivations.evidence.scope import Graph
from derivations.evidence.values import move
from derivations.language.cases import branches
from derivations.language.domains import Domain, Intermediate, LabelSign, Positive, Probability, Real
from derivations.language.functions import (
    Branches,
    D,
    Named,
    Phi,
    clip,
    held,
    largest,
    magnitude,
    otherwise,
    phi,
    positive_part,
    sign,
    smallest,
    step,
)
from derivations.language.loss import ANONYMOUS, Loss
from derivations.notation import sympy_text, tex, unicode_text
from derivations.publish.symbols import symbol_rows
from derivations.reading import read, read_latex

x, s, t, u, y = symbols("x s t u y")
settled = Symbol("x", real=True)

# A loss, the domain of its variable, and where it fails.
LOSSES: dict[str, tuple[Expr, Domain, set[str]]] = {
    "tangent": (tan(x) ** 2, Real("x"), {"open"}),
    "arctangent": (atan(3 * x), Real("x"), set()),
    "arcsine": (asin(x), Probability("x"), {"outside"}),
    "arccosine of a real number": (acos(x), Real("x"), {"outside"}),
    "arccosine of a positive number": (acos(x) ** 2, Positive("x"), {"outside"}),
    "ArcFace": (-cos(acos(x) + 1), Probability("x"), {"outside"}),
    "normal distribution": (-log(Phi(x)), Real("x"), set()),
    "probit": (-log(Phi(1 - 2 * x)), Real("x"), set()),
    "normal density": (phi(x) + x * Phi(x), Real("x"), set()),
    "Bessel of order 0": (log(besseli(0, x)), Real("x"), set()),
    "Bessel of order 1": (besseli(1, x) ** 2, Real("x"), set()),
    "ratio of Bessel functions": (besseli(1, x) / besseli(0, x), Positive("x"), set()),
    "log-gamma": (loggamma(x) - 2 * x, Real("x"), {"outside"}),
    "digamma": (digamma(x), Positive("x"), {"outside"}),
    "trigamma": (polygamma(1, 2 * x), Positive("x"), {"outside"}),
    "maximum of two": (largest(x, 3 * x - t), Real("x"), {"kink"}),
    "maximum of which one moves": (largest(s, x**3, t, u), Real("x"), {"open"}),
    "maximum of three": (largest(x, -x, 1 + x / 2), Real("x"), {"kink"}),
    "maximum of three lines": (largest(s, x, t), Real("x"), {"kink"}),
    "minimum": (smallest(2 * x, t - x), Real("x"), {"kink"}),
    "maximum and minimum": (largest(x, s) - smallest(x, s), Real("x"), {"kink"}),
    "minimum beside clipping": (smallest(t * x, t * clip(x, 1, 2)), Positive("x"), {"kink"}),
    "pinball": (largest(t * (s - x), (t - 1) * (s - x)), Real("x"), {"kink"}),
    "maximum inside a hinge": (positive_part(1 + largest(x, s) - t), Real("x"), {"kink"}),
    "clipping": (clip(2 * x - t, -1, 1), Real("x"), {"kink"}),
    "clipping squared": (clip(x, 0, 1) ** 2, Real("x"), {"kink", "seam"}),
    "clipping to what moves": (clip(s, x, 1 + x), Real("x"), {"kink"}),
    "two conditions": (branches((x**2, (x > 0) & (x < 1)), (x, otherwise)), Real("x"), {"kink"}),
    "one of two conditions": (branches((x**2, (x < -1) | (x > 1)), (1, otherwise)), Real("x"), {"kink"}),
    "not a condition": (branches((x, Not(x > t)), (2 * x - t, otherwise)), Real("x"), {"kink"}),
    "equal to a number": (branches((x, Eq(y, 1)), (-x, otherwise)), Real("x"), set()),
}


def loss_of(expression: Expr, domain: Domain) -> Loss:
    kinds = {s: Real("s"), t: Real("t"), u: Real("u"), y: LabelSign("y")}
    others = {name: domain for name, domain in kinds.items() if expression.has(name)}
    return Loss(id=ANONYMOUS, expression=expression, wrt=x, symbols={x: domain, **others}, source="")


@pytest.mark.parametrize("name", LOSSES)
def test_a_function_is_derived_and_proved(name: str) -> None:
    expression, domain, fails = LOSSES[name]
    loss = loss_of(expression, domain)
    found = derive(loss)
    conditions = [Condition(*claimed) for claimed in found.claimed_conditions]
    report = examine(loss, [], found.gradient, found.boundaries, conditions)
    assert report.ok, [str(failure) for failure in report.failures]
    assert {boundary.kind for boundary in found.boundaries} == fails
    assert Prover(loss).gradient(found.gradient, loss.wrt).proved


WRONG = {
    "arccosine of a real number": 1 / (1 - x**2),
    "normal distribution": -phi(x),
    "normal density": Phi(x) + 2 * x * phi(x),
    "Bessel of order 0": besseli(1, x),
    "ratio of Bessel functions": 1 - (besseli(1, x) / besseli(0, x)) ** 2,
    "log-gamma": log(x) - 2,
    "tangent": 2 * tan(x),
    "maximum of two": step(2 * x - t),
    "minimum": -1 + 3 * step(t - 3 * x) * step(x),
    "maximum of three lines": step(x - s),
    "pinball": t - step(x - s),
    "clipping": 2 * step(2 * x - t + 1),
    "two conditions": 2 * x * step(x) * step(1 - x),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_wrong_slope_is_neither_proved_nor_let_through(name: str) -> None:
    expression, domain, _ = LOSSES[name]
    loss = loss_of(expression, domain)
    claim = in_symbols_of(loss, WRONG[name])
    assert not Prover(loss).gradient(claim, loss.wrt).proved
    assert not examine(loss, [], claim).ok


PRINTED = [
    tan(settled) ** 2,
    asin(settled / 2),
    acos(settled) * exp(settled),
    atan(settled),
    Phi(settled),
    Phi(settled - 1) ** 2,
    settled * phi(settled) - phi(2 * settled),
    besseli(0, settled),
    log(besseli(1, settled)) / 2,
    besseli(2, settled) ** 2,
    loggamma(settled),
    largest(settled, 1 - settled, settled**2),
    smallest(exp(settled), 1),
    clip(settled, 0, largest(settled, 1)),
    branches((settled, (settled > 0) & (settled < 1)), (0, otherwise)),
    branches((settled, (settled < 0) | (settled > 1)), (0, otherwise)),
    branches((settled, Eq(settled, 1)), (1 - settled, settled > 2), (0, otherwise)),
]


@pytest.mark.parametrize("expression", PRINTED, ids=str)
def test_what_is_printed_is_read_back(expression: Expr) -> None:
    if not isinstance(expression, Branches):
        assert read(unicode_text(expression)).expression == expression
    assert read_latex(tex(expression)).expression == expression


@pytest.mark.parametrize("expression", PRINTED, ids=str)
def test_what_is_printed_for_sympy_is_worth_the_same(expression: Expr) -> None:
    loss = Loss(id=ANONYMOUS, expression=expression, wrt=settled, symbols={settled: Probability("x")}, source="")
    assert Prover(loss).equation(read(sympy_text(expression)).expression, expression).proved


# What is held fixed: the loss, its slope, and claims that are wrong.
q = Symbol("q")
HELD: dict[str, tuple[Expr, Expr, list[Expr]]] = {
    "a factor": (held(x) * log(x), Integer(1), [log(x) + 1, 1 / x]),
    "a factor of a square": (held(x * q) * x**2, 2 * q * x**2, [3 * q * x**2, 2 * x]),
    "a target": ((x - held(x**2 + q)) ** 2, 2 * (x - x**2 - q), [2 * (x - x**2 - q) * (1 - 2 * x), Integer(0)]),
    "all of it": (held(x**2) + x, Integer(1), [2 * x + 1, Integer(0)]),
    "an exponent": (x ** held(x), x**x, [x**x * (log(x) + 1)]),
    "straight through": (x + held(step(x - 1) - x), Integer(1), [Integer(0), step(x - 1)]),
    "beside a kink": (held(x) * magnitude(x - q), x * sign(x - q), [sign(x - q), x * sign(x - q) + magnitude(x - q)]),
    "in a kink": (magnitude(x - held(q)), sign(x - q), [Integer(0), Integer(1)]),
    "in a named value": (Named("u", held(x) * x) ** 2, 2 * x**3, [4 * x**3, 2 * x**2]),
}


def held_loss(expression: Expr) -> Loss:
    symbols: dict[Any, Domain] = {x: Positive("x"), q: Positive("q"), Symbol("u"): Intermediate("u")}
    used = {name: domain for name, domain in symbols.items() if expression.has(name)}
    definitions = [(node.name, node.definition) for node in expression.atoms(Named)]
    return Loss(id=ANONYMOUS, expression=expression, wrt=x, symbols=used, definitions=definitions, source="")


def in_symbols_of(loss: Loss, claim: Expr) -> Expr:
    return claim.xreplace({Symbol(s.name): s for s in loss.symbols})


@pytest.mark.parametrize("name", HELD)
def test_what_is_held_fixed_has_its_value_and_no_slope(name: str) -> None:
    expression, slope, wrong = HELD[name]
    loss = held_loss(expression)
    found = derive(loss)
    right = in_symbols_of(loss, slope)
    prover = Prover(loss)
    assert prover.gradient(found.gradient, loss.wrt).proved
    assert prover.gradient(right, loss.wrt).proved
    assert prover.equation(found.gradient, right).proved
    assert examine(loss, [], found.gradient, found.boundaries).ok
    for claim in wrong:
        assert not prover.gradient(in_symbols_of(loss, claim), loss.wrt).proved
        assert not examine(loss, [], in_symbols_of(loss, claim)).ok


@pytest.mark.parametrize("wrong", [Integer(0), Integer(1), sign(x)])
def test_a_kink_at_every_point_is_no_slope(wrong: Expr) -> None:
    """Of |x - x held fixed|, that is: its value is 0 everywhere, but it has a slope nowhere."""
    loss = held_loss(magnitude(x - held(x)) + 0 * q)
    assert not Prover(loss).gradient(wrong.xreplace({x: loss.wrt}), loss.wrt).proved
    with pytest.raises(LossaryError, match="no point"):
        examine(loss, [], wrong)


def test_a_seam_beside_what_is_held_fixed_is_looked_at() -> None:
    """Of |r| sign(r), which is r, the slope at 0 is 1, and not what the product rule gives."""
    loss = held_loss((magnitude(x - held(q))) * sign(x - held(q)))
    claim = in_symbols_of(loss, sign(x - q) ** 2)
    assert not Prover(loss).gradient(claim, loss.wrt).proved
    assert Prover(loss).gradient(Integer(1), loss.wrt).proved


@pytest.mark.parametrize("text", ["sg(p)", "detach(p)", "stop_gradient(p)", "held(p)"])
def test_a_stop_of_the_gradient_is_read_by_every_name(text: str) -> None:
    assert read(text).expression == held(Symbol("p", real=True))
    assert read(unicode_text(read(text).expression)).expression == held(Symbol("p", real=True))
    assert read_latex(tex(read(text).expression)).expression == held(Symbol("p", real=True))


def test_a_slope_in_named_letters_keeps_what_is_held_fixed() -> None:
    z = Symbol("z", real=True)
    at = Scope({z: fmpq(3)}, {}, Graph(z, {}))
    with precision(128):
        assert evaluate(D(held(z) * z, z), at) == 3
        assert evaluate(held(z) * z, move(at, z, fmpq(1))) == 12


@pytest.mark.parametrize("function", [Phi, phi, held, largest, smallest, clip, step, positive_part, sign])
def test_a_page_says_what_a_function_of_ours_is(function: Any) -> None:
    arguments = {clip: (settled, 0, 1), largest: (settled, q), smallest: (settled, q)}.get(function, (settled,))
    applied = function(*arguments)
    loss = held_loss(x**2)
    assert len(symbol_rows(loss.symbols, [applied])) == len(symbol_rows(loss.symbols, [])) + 1
