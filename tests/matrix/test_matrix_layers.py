"""Networks of any depth: what is printed of one layer, and what it comes to in every layer."""

from __future__ import annotations

import random
from collections import Counter
from typing import Any

import pytest
from layered_losses import SQUARES, SUM, L, V, W, a, b, delta, epsilon, f, i, j, k, l, m, n, network, t, x, z
from mpmath import mp, mpf
from sympy import IndexedBase, Sum
from sympy import exp as e_to
from worked_out import MP, Algebra, as_matrix

from derivations.language.domains import Intermediate, Layers
from derivations.language.functions import sigma
from derivations.language.loss import Loss
from derivations.matrix import Equation, MatrixForm, NoMatrixForm, matrix_form
from derivations.matrix.layout import layout
from derivations.matrix.value import Point

CLOSE = mpf(10) ** -40
y, p = IndexedBase("y"), IndexedBase("p")
SOFTMAX = {
    "expression": -Sum(t[k] * b[L, k] * p[k], (k, 1, n)),
    "definitions": [
        (z[l, j], SUM),
        (a[l, j], f(z[l, j])),
        (p[j], e_to(a[L, j]) / Sum(e_to(a[L, k]), (k, 1, n))),
    ],
    "symbols": {p: Intermediate("probabilities", shape=(n,))},
}
RESIDUAL = [(z[l, j], SUM), (a[l, j], a[l - 1, j] + f(z[l, j]))]
NETWORKS = {
    "any activation": network(),
    "sigmoids": network(sigma),
    "shifts": network(total=SUM + b[l, j]),
    "by the shifts": network(total=SUM + b[l, j], wrt=b[l, j]),
    "residual": network(definitions=RESIDUAL, adjoints={a: epsilon, z: delta}),
    "softmax": network(**SOFTMAX),
    "by the sums": network(wrt=z[l, j]),
}  # fmt: skip


def form_of(loss: Loss) -> MatrixForm:
    form = matrix_form(loss)
    assert form is not None
    return form


def lines(equations: tuple[Equation, ...]) -> list[str]:
    ends = ["" if line.condition is None else f" for {line.condition}" for line in equations]
    return [f"{line.left[1]} = {line.right[1]}{end}" for line, end in zip(equations, ends, strict=True)]


def test_a_network_is_written_layer_by_layer() -> None:
    form = form_of(network())
    assert lines((*form.definitions, form.gradient)) == [
        "z_l = W_l a_{l−1}",
        "a_l = f(z_l)",
        "dE/dW_l = δ_l a_{l−1}ᵀ",
    ]
    assert lines(form.adjoints) == [
        "δ_L = −2((t − a_L) ⊙ f′(z_L)) for Eq(l, L)",
        "δ_l = W_{l+1}ᵀδ_{l+1} ⊙ f′(z_l) for l < L",
    ]
    assert form.gradient.left[0] == r"\frac{\mathrm{d}E}{\mathrm{d}W_{l}}"
    assert form.tex == r"\delta_{l}a_{l-1}^{\top}"
    assert form.adjoints[1].right[0] == r"W_{l+1}^{\top}\delta_{l+1} \odot f'(z_{l})"
    assert [line.ranges for line in form.definitions] == [{l: L}, {l: L}]
    assert (form.shape, form.shapes[W], form.shapes[a]) == (
        ("n \\times n", "n × n"),
        ("n \\times n", "n × n"),
        ("n", "n"),
    )
    assert "the subscript l is the number of a layer" in form.signs[1]
    assert "functions act on every entry" in form.signs[1]


@pytest.mark.parametrize(
    "name, gradient, adjoints",
    [
        (
            "sigmoids",
            "δ_l a_{l−1}ᵀ",
            [
                "δ_L = −2((t − a_L) ⊙ a_L ⊙ (𝟏 − a_L)) for Eq(l, L)",
                "δ_l = W_{l+1}ᵀδ_{l+1} ⊙ a_l ⊙ (𝟏 − a_l) for l < L",
            ],
        ),
        ("by the shifts", "δ_l", None),
        ("by the sums", "δ_l", None),
        (
            "residual",
            "δ_l a_{l−1}ᵀ",
            [
                "δ_l = ε_l ⊙ f′(z_l)",
                "ε_L = −2(t − a_L) for Eq(l, L)",
                "ε_l = W_{l+1}ᵀδ_{l+1} + ε_{l+1} for l < L",
            ],
        ),
    ],
)
def test_other_networks_have_their_own_recurrence(name: str, gradient: str, adjoints: list[str] | None) -> None:
    form = form_of(NETWORKS[name])
    assert form.text == gradient
    if adjoints is not None:
        assert lines(form.adjoints) == adjoints


def point_of(depth: int, units: int) -> dict[Any, Any]:
    dice = random.Random(depth * 10 + units)

    def drawn(*shape: int) -> Any:
        return [drawn(*shape[1:]) for _ in range(shape[0])] if shape else mpf(dice.randint(-190, 190)) / 97

    arrays = {W: drawn(depth, units, units), b: drawn(depth, units), t: drawn(units), a: {0: drawn(units)}}
    return {**arrays, n: units, L: depth}


def outcome(name: str, env: dict[Any, Any], moved: Any = None, by: Any = 0) -> Any:
    """The loss of the network of that name, layer after layer; one number of an array may be moved."""

    def at(array: Any, *place: int) -> Any:
        number = env[array]
        for position in place:
            number = number[position]
        return number + (by if moved == (array, *place) else 0)

    units, outputs = range(env[n]), env[a][0]
    for layer in range(env[L]):
        sums = [mp.fdot([at(W, layer, row, column) for column in units], outputs) for row in units]
        if "shifts" in name:
            sums = [v + at(b, layer, row) for row, v in enumerate(sums)]
        sums = [v + (by if moved == (z, layer, row) else 0) for row, v in enumerate(sums)]
        active = [1 / (1 + mp.exp(-v)) if name == "sigmoids" else mp.sin(v) for v in sums]
        outputs = [u + v for u, v in zip(active, outputs, strict=True)] if name == "residual" else active
    if name == "softmax":
        total = mp.fsum(map(mp.exp, outputs))
        return -mp.fsum(env[t][u] * env[b][-1][u] * mp.exp(outputs[u]) / total for u in units)
    return mp.fsum((env[t][u] - outputs[u]) ** 2 for u in units)


@pytest.mark.parametrize("units", [1, 2])
@pytest.mark.parametrize("depth", [1, 2, 4])
@pytest.mark.parametrize("name", NETWORKS)
def test_every_component_of_every_layer_is_the_slope(name: str, depth: int, units: int) -> None:
    loss = NETWORKS[name]
    form, array = form_of(loss), loss.wrt.base
    with mp.workdps(70):
        env, step = point_of(depth, units), mpf(10) ** -22
        assert abs(form.loss_value(env, MP) - outcome(name, env)) < CLOSE
        got = form.value(env, MP)
        assert len(got) == depth
        for layer in range(depth):
            for place in (
                [(r, c) for r in range(units) for c in range(units)] if array == W else [(r,) for r in range(units)]
            ):
                moved = (array, layer, *place)
                slope = (outcome(name, env, moved, step) - outcome(name, env, moved, -step)) / (2 * step)
                component = got[layer]
                for position in place:
                    component = component[position]
                assert abs(component - slope) < mpf(10) ** -36, (layer, place)


@pytest.mark.parametrize("name", ["any activation", "sigmoids", "shifts", "residual"])
def test_what_is_printed_is_the_gradient(name: str) -> None:
    """The printed lines, worked out as a reader would: forwards for the outputs, backwards for the adjoints."""
    form, depth, units = form_of(NETWORKS[name]), 4, 3
    with mp.workdps(60):
        point = point_of(depth, units)
        env: dict[Any, Any] = {n: units, L: depth, t: point[t], (a, 0): as_matrix(point[a][0])}
        env |= {(array, layer + 1): as_matrix(point[array][layer]) for array in (W, b) for layer in range(depth)}
        definitions = {base: rules for base, rules in form.families.rules.items() if base in (z, a)}
        for layer in range(1, depth + 1):
            for base in (z, a):
                (rule,) = definitions[base]
                env[base, layer] = Algebra({**env, l: layer})(layout(rule.value))
        for layer in range(depth, 0, -1):
            for base in (epsilon, delta):
                for rule in form.families.rules.get(base, ())[::-1]:
                    if rule.condition is None or rule.condition.subs({l: layer, L: depth}):
                        env[base, layer] = Algebra({**env, l: layer})(layout(rule.value))
        for layer, expected in enumerate(form.value(point, MP), start=1):
            got = Algebra({**env, l: layer})(layout(form.node))
            assert max(abs(v) for v in got - as_matrix(expected)) < CLOSE


def test_the_work_is_linear_in_the_depth(monkeypatch: pytest.MonkeyPatch) -> None:
    counted: Counter[int] = Counter()
    former = Point._entries  # noqa: SLF001

    def entries(self: Point, node: Any) -> Any:
        counted[depth] += 1
        return former(self, node)

    monkeypatch.setattr(Point, "_entries", entries)
    form = form_of(network())
    for depth in (6, 12, 24):
        form.value(point_of(depth, 1), MP)
    assert counted[24] - counted[12] == 2 * (counted[12] - counted[6]) > 0


DECAY = Sum(W[l, i, k] ** 2, (i, 1, n), (k, 1, n))
SKIPPING = [(z[l, j], Sum(W[l, j, i] * a[l - 2, i], (i, 1, n))), (a[l, j], f(z[l, j]))]


@pytest.mark.parametrize(
    "change, message",
    [
        ({"expression": Sum(a[L - 1, k] ** 2, (k, 1, n))}, "a[L - 1, k] in expression is of layer L - 1"),
        ({"expression": SQUARES + Sum(DECAY.subs(l, m), (m, 1, L))}, "is of layer m, which is neither"),
        ({"expression": SQUARES + DECAY.subs(l, L)}, "the slope with respect to W in the last layer"),
        ({"adjoints": {}}, "the slope with respect to z is needed in the next layer: give it a name in adjoints"),
        ({"total": SUM + Sum(V[j, i] * a[l - 1, i], (i, 1, n)), "wrt": V[i, j]}, "V is used in every layer"),
        ({"definitions": SKIPPING}, "z uses a of layer l - 2: only the layer before is known here"),
        ({"total": SUM + l}, "l in the definition of z[l, j] is an index, used as a number"),
        ({"total": SUM * x[j, l]}, "l in the definition of z[l, j] names a layer, but is not the first index"),
        ({"symbols": {m: Layers("others")}}, "are two numbers of layers"),
    ],
)  # fmt: skip
def test_what_matrices_cannot_say_of_layers_is_refused(change: dict[str, Any], message: str) -> None:
    with pytest.raises(NoMatrixForm) as refusal:
        matrix_form(network(**change))
    assert message in str(refusal.value)


def test_by_what_no_layer_uses_it_is_an_ordinary_gradient() -> None:
    form = form_of(network(wrt=t[j]))
    assert (form.text, form.adjoints) == ("2(t − a_L)", ())
    assert form.gradient.ranges == {}
    with mp.workdps(70):
        env, step = point_of(2, 2), mpf(10) ** -22
        for unit, component in enumerate(form.value(env, MP)):
            moved = [{**env, t: [v + by * (u == unit) for u, v in enumerate(env[t])]} for by in (step, -step)]
            above, below = (outcome("any activation", each) for each in moved)
            assert abs(component - (above - below) / (2 * step)) < mpf(10) ** -36
