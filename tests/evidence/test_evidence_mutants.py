"""Mutants: each is a wrong gradient, or is proved to be the right one in disguise."""

from __future__ import annotations

import pytest
from evidence_cases import CASES, case, delta, m, of_model, p, r, real, t, w, y, z
from sympy import Add, Expr, Max, Mul, Rational, Symbol, cos, expand, sin, sqrt, symbols

from derivations.evidence import Equation, examine, mutants, settings_of
from derivations.evidence.controls import fate_of, fate_of_line
from derivations.evidence.mutants import mutants_of, mutants_of_line
from derivations.evidence.places import Plan
from derivations.evidence.proof import Prover
from derivations.language.cases import branches
from derivations.language.domains import LabelSign, Positive, Real
from derivations.language.functions import (
    D,
    Prime,
    magnitude,
    otherwise,
    positive_part,
    sign,
    step,
)


@pytest.mark.parametrize("name", CASES)
def test_mutants_are_different_from_the_gradient_and_from_each_other(name: str) -> None:
    found = [mutant for _, mutant in mutants_of(CASES[name].gradient, CASES[name].loss)]
    assert len(set(found)) == len(found) >= 8
    assert CASES[name].gradient not in found


def test_a_very_long_gradient_has_a_few_mutants_of_each_sort() -> None:
    letters = symbols("a1:61")
    product = Mul(*[letter * w + number for number, letter in enumerate(letters, start=2)])
    long = case(product, w, {w: Real(""), **{letter: Real("") for letter in letters}}, w)
    gradient = Add(*[product / (letter * w + number) for number, letter in enumerate(letters, start=2)])
    found = mutants_of(long.settle(gradient), long.loss)
    assert len(mutants_of_line(gradient)) == mutants.OF_A_LINE
    assert mutants.FEWEST <= len(found) <= 3 * mutants.FEWEST
    # Without a1 w, a1 is dropped too: it is one mutant.
    assert {"sign flipped", "w dropped", "part 1 dropped"} <= {str(name).partition(":")[0] for name, _ in found}
    assert max(len(str(name)) for name, _ in found) < 1000


def test_a_mutant_of_many_terms_has_the_value_that_it_would_have_in_order() -> None:
    terms = [(w + number) * (w - number) for number in range(1, 2 * mutants.MANY)]
    long = case(Add(*terms), w, {w: Real("")}, w)
    for name, mutant in mutants_of(long.settle(Add(*terms)), long.loss):
        in_order = mutant.func(*mutant.args) if isinstance(mutant, Add) else mutant
        assert expand(mutant - in_order) == 0, name


def test_the_standing_set() -> None:
    given = CASES["huber"]
    names = {str(name).partition(":")[0] for name, _ in mutants_of(given.gradient, given.loss)}
    assert names >= {
        "sign flipped", "doubled", "halved", "zero", "1e-9 off, relative", "1e-9 off, absolute", "delta dropped",
        "part 1 dropped", "part 2 dropped", "outer function dropped",
        "boundary moved by 1e-09", "boundary moved by -1e-09", "boundary moved by 0.001", "boundary moved by -0.001",
    }  # fmt: skip
    without_target = given.settle(branches((p, magnitude(p) <= delta), (delta * sign(p), otherwise)))
    assert without_target in [mutant for _, mutant in mutants_of(given.gradient, given.loss)]
    of_node = {
        str(name).partition(":")[0]
        for name, _ in mutants_of(CASES["sigmoid node"].gradient, CASES["sigmoid node"].loss)
    }
    assert of_node >= {"last term of the sum dropped", "only the first term of the sum", "w[j, k] dropped"}
    cubed = case(r**3, p, real(p, t), 3 * r**2)
    of_power = {str(name).partition(":")[0] for name, _ in mutants_of(cubed.gradient, cubed.loss)}
    assert of_power >= {"exponent up by one", "constant doubled"}
    model = CASES["absolute of a model"]
    found = [mutant for _, mutant in mutants_of(model.gradient, model.loss)]
    dropped = [sign(m(w) - t), Prime(m(w)), sign(m(w)) * Prime(m(w)), sign(-t) * Prime(m(w)), (m(w) - t) * Prime(m(w))]
    assert all(model.settle(mutant) in found for mutant in dropped)


def test_a_boundary_between_whole_numbers_moves_by_one() -> None:
    first, last = (Symbol(name, integer=True, positive=True) for name in ("k", "l"))
    given, cut_off = CASES["huber"], branches((p, last >= first), (0, otherwise))
    names = {str(name).partition(":")[0] for name, _ in mutants_of(given.settle(cut_off), given.loss)}
    assert {"boundary moved by 1", "boundary moved by -1"} <= names
    assert not any("e-09" in name for name in names)


def test_indices_and_orders_of_derivatives_are_left_alone() -> None:
    given = case(m(w) ** 2, w, {w: Real(""), m: of_model[m]}, 2 * m(w) * Prime(m(w)))
    for _, mutant in mutants_of(given.gradient, given.loss):
        assert all(prime.positions == (0,) for prime in mutant.atoms(Prime))


def test_a_survivor_is_hunted_with_more_points() -> None:
    given = CASES["absolute"]
    mutant, nowhere = given.settle(sign(r + Rational(1, 10**9))), Plan((), ())
    prover = Prover(given.loss)
    hole, settings = D(given.loss.expression, given.loss.wrt), settings_of(given.loss)
    assert fate_of(mutant, given.gradient, hole, settings, nowhere, prover) == "refused"
    assert fate_of(given.gradient, given.gradient, hole, settings, nowhere, prover) == "disguised"


@pytest.mark.parametrize("edge", [1 / delta**2, sqrt(delta)])
def test_a_survivor_is_hunted_where_a_constant_is_very_large_or_small(edge: Expr) -> None:
    """Within |p| < 1/delta^2 the sign of p does not count, so that a shift of 1e-9 shows for a large delta only."""

    def cut_at(switch: Expr) -> Expr:
        return branches((p, magnitude(p) < edge), (edge * sign(switch), otherwise))

    loss = branches((p**2 / 2, magnitude(p) < edge), (edge * magnitude(p) - edge**2 / 2, otherwise))
    given = case(loss, p, {p: Real(""), delta: Positive("")}, cut_at(p))
    mutant, hole = given.settle(cut_at(p + Rational(1, 10**9))), D(given.loss.expression, p)
    settings, prover, nowhere = settings_of(given.loss), Prover(given.loss), Plan((), ())
    assert fate_of(mutant, given.gradient, hole, settings, nowhere, prover) == "refused"
    line = Equation("1", hole, given.gradient)
    assert fate_of_line(mutant, line, hole, settings, (), prover) == "refused"


def test_a_constant_dropped_from_a_derivative_changes_nothing() -> None:
    """Although 1/t^2 has no value at t = 0."""
    given = case(r**2 + 1 / t**2, p, real(p, t), 2 * r)
    hole, settings, prover = D(given.loss.expression, given.loss.wrt), settings_of(given.loss), Prover(given.loss)
    line = Equation("1", hole, hole)
    without, alone = (D(given.settle(part), hole.wrt) for part in (r**2, 1 / t**2))
    assert fate_of_line(without, line, hole, settings, (), prover) == "disguised"
    assert fate_of_line(alone, line, hole, settings, (), prover) == "refused"


def test_a_mutant_that_is_the_gradient_in_disguise_is_not_counted() -> None:
    given = case(y**2 * p**2, p, {p: Real(""), y: LabelSign("")}, 2 * y**2 * p)
    report = examine(given.loss, [], given.gradient)
    assert report.ok
    assert report.disguised > 0


def test_other_even_powers_in_a_comparison_are_no_mutant() -> None:
    """Whether a^4 > b^4 or a^2 > b^2 is the same."""
    given = case(Max(p**2, t**2), p, real(p, t), 2 * p * step(p**2 - t**2))
    assert examine(given.loss, [], given.gradient).ok
    hole, settings, prover = D(given.loss.expression, given.loss.wrt), settings_of(given.loss), Prover(given.loss)
    nowhere = Plan((), ())
    fates = [
        fate_of(given.settle(2 * p * step(p**even - t**even)), given.gradient, hole, settings, nowhere, prover)
        for even in (4, 3)
    ]
    assert fates == ["disguised", "refused"]


def test_a_mutant_that_survives_is_a_failure() -> None:
    """The factor 1 + sin(2 t) - 2 sin(t) cos(t) is 1, which no algebra here can prove: the referee must say so."""
    given = case(r**2, p, real(p, t), 2 * r * (1 + sin(2 * t) - 2 * sin(t) * cos(t)))
    report = examine(given.loss, [], given.gradient)
    assert not report.ok
    assert {failure.kind for failure in report.failures} == {"mutant survived"}


def test_mutants_that_differ_in_a_tiny_region_only_are_hunted_down() -> None:
    """Far from the target the sign of p - t is that of p - t + 1e-9, unless delta is below 1e-9."""
    report = examine(CASES["huber"].loss, [], CASES["huber"].gradient)
    assert report.ok
    assert report.disguised == 0


def test_named_boundaries_of_a_root() -> None:
    given = case(positive_part(delta - sqrt(z**2)) ** 2, z, {z: Real(""), delta: Positive("")},
                 -2 * positive_part(delta - sqrt(z**2)) * z / sqrt(z**2))  # fmt: skip
    assert examine(given.loss, [], given.gradient).ok


def test_a_line_is_mutated_too() -> None:
    given = CASES["huber"]
    hole = D(given.loss.expression, given.loss.wrt)
    plain = examine(given.loss, [Equation("L222.1", hole, given.gradient)], given.gradient)
    mutated = examine(given.loss, [Equation("L222.1", hole, given.gradient, is_line=True)], given.gradient)
    assert plain.ok
    assert mutated.ok
    assert mutated.mutants > plain.mutants


def test_a_line_whose_mutant_survives_is_a_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is added is zero, which no algebra here can prove: dropping it changes nothing."""
    monkeypatch.setattr(mutants, "OF_A_LINE", 10**6)
    given = case(r**2, p, real(p, t), 2 * r)
    line = given.settle(2 * r * (1 + sin(2 * t) - 2 * sin(t) * cos(t)))
    report = examine(given.loss, [Equation("L222.1", given.gradient, line, is_line=True)], given.gradient)
    assert {(failure.address, failure.kind) for failure in report.failures} == {("L222.1", "mutant survived")}
