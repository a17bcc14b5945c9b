"""Models with components, m_k(w): derived, proved, printed, described at a point, and checked."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Integer, Sum, Symbol, exp, log

from derivations.calculus.derive import derive
from derivations.errors import LossaryError
from derivations.evidence import examine
from derivations.evidence.points import describe
from derivations.evidence.proof import Prover
from derivations.judge.forms import in_vocabulary
from derivations.language.domains import Index, Model, Real, Size
from derivations.language.functions import Prime, components_of, model
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.loss import Mistake as Wrong
from derivations.notation import sympy_text, tex, unicode_text
from derivations.publish.symbols import symbol_rows

k, j, y, K = (Symbol(name, integer=True, positive=True) for name in "kjyK")
w = Symbol("w", real=True)
t = IndexedBase("t")
m = model("m", components=1)
OUTPUTS = Model("outputs", shape=(K,))
SQUARED = Sum((m(k, w) - t[k]) ** 2, (k, 1, K)) / 2
SLOPE = Sum((m(k, w) - t[k]) * Prime(m(k, w), 1), (k, 1, K))


def loss_of(expression: object = SQUARED, outputs: Model = OUTPUTS) -> Loss:
    symbols = {w: Real("weight"), m: outputs, t: Real("targets", shape=(K,)), K: Size("outputs")}
    wrong = [(Sum(m(k, w) - t[k], (k, 1, K)), "the inner derivative is missing")]
    return Loss(id=ANONYMOUS, expression=expression, wrt=w, symbols=symbols, source="", mistakes=wrong)  # type: ignore[arg-type]


def test_the_slope_is_one_term_for_each_component() -> None:
    loss = loss_of()
    found = derive(loss)
    assert Prover(loss).gradient(found.gradient, w).proved
    assert Prover(loss).equation(found.gradient, SLOPE).proved
    assert examine(loss, [], found.gradient, found.boundaries).ok


@pytest.mark.parametrize("wrong", [Sum(m(k, w) - t[k], (k, 1, K)), 2 * SLOPE, SLOPE.xreplace({t[k]: Integer(0)})])
def test_a_wrong_slope_is_refused(wrong: object) -> None:
    assert not Prover(loss_of()).gradient(wrong, w).proved  # type: ignore[arg-type]
    assert not examine(loss_of(), [], wrong).ok  # type: ignore[arg-type]


def test_a_cross_entropy_of_its_components() -> None:
    symbols = {w: Real("weight"), m: OUTPUTS, y: Index("class", last=K), K: Size("outputs")}
    value = log(Sum(exp(m(k, w)), (k, 1, K))) - m(y, w)
    loss = Loss(id=ANONYMOUS, expression=value, wrt=w, symbols=symbols, source="")
    assert Prover(loss).gradient(derive(loss).gradient, w).proved


def test_it_is_printed_with_its_index_below() -> None:
    assert tex(m(k, w)) == "m_k(w)"
    assert tex(Prime(m(k, w), 1)) == "m_k'(w)"
    assert unicode_text(Prime(m(k, w), 1, 1)) == "m_k″(w)" or unicode_text(Prime(m(k, w), 1, 1)) == "m_k′′(w)"
    assert unicode_text(Prime(model("f", components=1)(k, w, 2 * w), 2)) == "∂_2 f_k(w, 2 w)"
    assert sympy_text(Prime(m(k, w), 1)) == "Derivative(m(k, w), w)"


def test_a_point_tells_every_component_and_its_slope() -> None:
    report = examine(loss_of(), [], derive(loss_of()).gradient)
    (refutation,) = report.refutations
    told = dict(describe(refutation.point))
    outputs = int(told[K])
    assert all(told.keys() >= {m(place, w), Prime(m(place, w), 1)} for place in range(1, outputs + 1))


def test_the_judge_keeps_its_components() -> None:
    assert components_of(in_vocabulary(m(k, w), {"w": w})) == 1


def test_its_domain_is_said() -> None:
    assert r"$\mathbb{R}\to\mathbb{R}^{K}$, differentiable" in [
        row.domain for row in symbol_rows(loss_of().symbols, [])
    ]


def test_what_an_author_gets_wrong_is_said_in_a_line() -> None:
    plain = model("m")
    symbols = {w: Real("w"), plain: OUTPUTS, K: Size("K")}
    with pytest.raises(LossaryError, match=r"the shape \(K,\), and 0 components: write model\('m', components=1\)"):
        Loss(id=ANONYMOUS, expression=plain(w) ** 2, wrt=w, symbols=symbols, source="")
    with pytest.raises(LossaryError, match=r"1 components: write shape=\(n,\) in its domain"):
        loss_of(outputs=Model("outputs"))
    with pytest.raises(LossaryError, match=r"the index k runs to K \+ 1, but m has the shape \(K,\)"):
        loss_of(Sum(m(k, w), (k, 1, K + 1)))


def test_a_mistake_may_use_it() -> None:
    assert isinstance(loss_of().mistakes[0], Wrong)
