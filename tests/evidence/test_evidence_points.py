"""Where the points lie."""

from __future__ import annotations

from random import Random

import pytest
from evidence_cases import CASES, Case, delta, r
from flint import fmpq
from sympy import Expr, IndexedBase, Sum, exp, log, sqrt, symbols

from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.evidence import Point, describe, evaluate, precision, settings_of
from derivations.evidence.places import Place, Plan, Switch, plan, switches_in
from derivations.evidence.points import Draw, contains, faint, nice, plain, stress
from derivations.evidence.sampling import sample, sign_at
from derivations.evidence.zeros import edges_in
from derivations.language.domains import Index, Intermediate, Interval, Label01, Real, Size
from derivations.language.functions import D, magnitude, sigma
from derivations.language.loss import ANONYMOUS, Loss


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
    loss = the_catalogue().find(slug).loss
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


def vector_loss(expression: Expr, *definitions: tuple[Expr, Expr]) -> Loss:
    n, j = symbols("n j")
    u, v = map(IndexedBase, ("u", "v"))
    return Loss(
        id="L222",
        expression=expression,
        wrt=u[j],
        definitions=definitions,
        symbols={
            u: Real("", (n,)),
            v: Real("", (n,)),
            n: Size(""),
            j: Index("", last=n),
            **{name: Intermediate("") for name, _ in definitions},
        },
        source="a test",
    )


def edges_on(loss: Loss) -> list[Place]:
    edges = [Switch(*edge) for edge in edges_in(loss.expression)]
    return list(plan(settings_of(loss), D(loss.expression, loss.wrt), (), edges=edges).places)


def test_a_point_is_found_where_a_length_is_exactly_zero() -> None:
    i, n, a = symbols("i n a")
    u, v = map(IndexedBase, ("u", "v"))
    length = sqrt(Sum((u[i] - 2 * v[i]) ** 2, (i, 1, n)) / n)
    places = edges_on(vector_loss(a, (a, length)))
    assert {int(place.point.numbers[key]) for place in places for key in place.point.numbers if str(key) == "n"} == {
        1,
        2,
        5,
    }
    for place in places:
        cells = {key: number for key, number in place.point.numbers.items() if isinstance(key, tuple)}
        assert all(number == 2 * cells[v, key[1]] for key, number in cells.items() if key[0] == u)


def test_of_a_length_and_its_square_one_is_tried_and_of_a_size_none() -> None:
    i, n, a = symbols("i n a")
    u = IndexedBase("u")
    loss = vector_loss(u[1] / (a * n), (a, sqrt(Sum(u[i] ** 2, (i, 1, n)))))
    places = edges_on(loss)
    assert len({place.point.identity for place in places}) == len(places) == len(settings_of(loss))


def test_what_cannot_vanish_has_no_place() -> None:
    i, n, a = symbols("i n a")
    u = IndexedBase("u")
    assert edges_on(vector_loss(a, (a, sqrt(Sum(u[i] ** 2, (i, 1, n)) + 1)))) == []
    assert edges_on(vector_loss(a, (a, log(Sum(exp(u[i]), (i, 1, n)))))) == []


def test_a_point_is_drawn_only_where_many_bits_show_a_value() -> None:
    """Of log(sigma(a) - sigma(b)) for equal a and b no number of bits does: there it has none."""
    low, high = symbols("low high")
    kinds = {low: Interval("low", within="[0, 1]"), high: Interval("high", within="[0, 1]")}
    loss = Loss(id=ANONYMOUS, expression=log(sigma(high) - sigma(low)), wrt=low, symbols=kinds, source="")
    (setting,), rng = settings_of(loss), Random(0)
    with precision(256):
        points = [sample(setting, loss.expression, rng, how) for how in (nice, stress, plain) * 20]
    lower, higher = loss.symbols
    assert all(point.get(lower) < point.get(higher) for point in points)


@pytest.mark.parametrize("name", CASES)
def test_a_few_points_lie_on_all_sides_on_which_any_do(name: str) -> None:
    every = PLANS[name]
    few = every.few(4)
    assert set(map(id, few)) <= set(map(id, every.points))
    assert Plan(few, (), every.switches).unseen == every.unseen
    assert len(few) <= 8 + 2 * len(every.switches)
