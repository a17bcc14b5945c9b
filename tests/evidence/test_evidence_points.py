"""Where the points lie."""

from __future__ import annotations

from random import Random

import pytest
from evidence_cases import CASES, Case, delta, r
from flint import fmpq
from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.catalogue import load_catalogue
from derivations.domains import Index, Label01, Real, Size
from derivations.errors import LossaryError
from derivations.evidence import Point, describe, evaluate, precision, settings_of
from derivations.evidence.places import Plan, Switch, plan, switches_in
from derivations.evidence.points import Draw, contains, faint, nice, plain, stress
from derivations.evidence.sampling import sign_at
from derivations.functions import D, magnitude
from derivations.loss import Loss


def as_float(number: fmpq) -> float:
    return int(number.p) / int(number.q)


def plan_of(case: Case) -> Plan:
    loss = case.loss
    return plan(settings_of(loss), D(loss.expression, loss.wrt), switches_in(loss.expression))


PLANS = {name: plan_of(case) for name, case in CASES.items()}


@pytest.mark.parametrize("name", CASES)
def test_points_keep_the_domains(name: str) -> None:
    assert PLANS[name].points
    for point in PLANS[name].points:
        for key, domain in point.setting.domains.items():
            assert contains(domain, point.get(key))


@pytest.mark.parametrize("name", CASES)
def test_points_are_the_same_every_time_and_all_different(name: str) -> None:
    again = plan_of(CASES[name])
    assert [point.identity for point in again.points] == [point.identity for point in PLANS[name].points]
    assert len({point.identity for point in again.points}) == len(again.points)


def test_points_lie_in_every_cell_close_to_every_boundary_and_on_it() -> None:
    case = CASES["huber"]
    residual, over = (Switch(case.settle(u)) for u in (r, magnitude(r) - delta))
    points, places = PLANS["huber"].points, PLANS["huber"].places
    signs = {tuple(sign_at(s.expression, point.scope()) for s in (residual, over)) for point in points}
    assert {(-1, -1), (-1, 1), (1, -1), (1, 1)} <= signs
    for side in (-1, 1):
        gaps = [side * as_float(value(over, point)) for point in points]
        for reach in (1e-2, 1e-4, 1e-6, 1e-8, 1e-10, 1e-12):
            assert any(0 < gap <= 1.001 * reach for gap in gaps), (side, reach)
    on = [place for place in places if value(over, place.point) == 0]
    assert {sign_at(residual.expression, place.scope) for place in on} == {-1, 1}


def value(switch: Switch, point: Point) -> fmpq:
    return evaluate(switch.expression, point.scope())


def test_a_boundary_without_rational_points_is_closed_in_by_bisection() -> None:
    p, t = symbols("p t")
    loss = Loss(id="L222", expression=magnitude(exp(p) - 2) * t, wrt=p, symbols={p: Real(""), t: Real("")}, source="-")
    found = plan(settings_of(loss), D(loss.expression, loss.wrt), switches_in(loss.expression))
    assert not found.places
    typed = loss.wrt
    gaps = [as_float(point.get(typed)) - 0.6931471805599453 for point in found.points]
    assert any(0 < gap < 1e-9 for gap in gaps)
    assert any(-1e-9 < gap < 0 for gap in gaps)


def test_every_size_and_every_free_index_is_tried() -> None:
    settings = settings_of(CASES["sigmoid node"].loss)
    shapes = {tuple(sorted((str(s), int(v.p)) for s, v in setting.fixed.items())) for setting in settings}
    assert len(shapes) == len(settings) > 4
    assert {dict(shape)["n"] for shape in shapes} >= {1, 2, 5}
    first = settings_of(CASES["least squares"].loss)
    assert [len(setting.domains) for setting in first] == [3, 5, 11]  # w and n pairs (x, y), n = 1, 2, 5


@pytest.mark.parametrize("slug", ["sigmoid-node", "softmax-regression", "deep-network", "input-to-hidden"])
def test_every_size_takes_each_of_its_values(slug: str) -> None:
    loss = load_catalogue().find(slug).loss
    for size, domain in loss.symbols.items():
        if isinstance(domain, Size):
            assert {int(setting.fixed[size].p) for setting in settings_of(loss)} == set(domain.tried)


def test_points_keep_the_constraints() -> None:
    t, x = IndexedBase("t"), IndexedBase("x")
    j, K = symbols("j K")
    loss = Loss(
        id="L222",
        expression=Sum(t[j] * x[j], (j, 1, K)) * magnitude(4 * t[1] - 1),
        wrt=x[1],
        constraints=[(Sum(t[j], (j, 1, K)), 1)],
        symbols={t: Label01("", (K,)), x: Real("", (K,)), K: Size("")},
        source="-",
    )
    points = plan(settings_of(loss), D(loss.expression, loss.wrt), switches_in(loss.expression)).points
    assert {len(point.numbers) for point in points} == {3, 5, 11}
    for point in points:
        assert sum(number for key, number in point.numbers.items() if isinstance(key, tuple) and key[0] == t) == 1


def test_a_loss_without_a_slope_anywhere_is_refused() -> None:
    p, t = symbols("p t")
    loss = Loss(id="L222", expression=log(-(p**2) - t**2 - 1), wrt=p, symbols={p: Real(""), t: Real("")}, source="-")
    with pytest.raises(LossaryError, match="has a slope"), precision(256):
        plan(settings_of(loss), D(loss.expression, loss.wrt), ())


def test_a_free_index_needs_a_last_value() -> None:
    k, n = symbols("k n")
    x = IndexedBase("x")
    loss = object.__new__(Loss)
    object.__setattr__(loss, "symbols", {n: Size(""), k: Index(""), x: Real("", (n,))})
    with pytest.raises(LossaryError, match="index k has no last value"):
        settings_of(loss)


def test_a_point_is_described_by_what_a_reader_can_put_in() -> None:
    point = PLANS["absolute of a model"].points[0]
    names = [str(name) for name, _ in describe(point)]
    assert names == ["t", "m_x(w)", "Prime(m_x(w), 0)"]  # no w: it is hidden in the model
    names = [str(name) for name, _ in describe(PLANS["least squares"].points[0])]
    assert names == ["w", "x[1]", "y[1]", "n"]


@pytest.mark.parametrize("how", [nice, plain, stress, faint])
@pytest.mark.parametrize("name", ["cross-entropy", "hinge", "huber"])
def test_each_way_to_draw_keeps_the_domain(how: Draw, name: str) -> None:
    rng = Random(5)
    for setting in settings_of(CASES[name].loss):
        for domain in setting.domains.values():
            assert all(contains(domain, how(rng, domain)) for _ in range(200))
