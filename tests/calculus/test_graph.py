"""Backpropagation: adjoint equations are the textbook's, layers without end included."""

from __future__ import annotations

import statistics
from typing import Any

import pytest
from sympy import Eq, Expr, IndexedBase, Lt, Sum, Symbol, exp, log, symbols

from derivations.calculus.derive import derive
from derivations.calculus.graph import Graph
from derivations.calculus.lines import Chain
from derivations.catalogue import the_catalogue
from derivations.evidence import examine
from derivations.language.domains import Classes, Index, Intermediate, Layers, Real, Size
from derivations.language.functions import Adjoint, D, Prime, model
from derivations.language.indices import bound_indices
from derivations.language.loss import Loss

CATALOGUE = the_catalogue()
i, j, k, l, n, H, K, L = symbols("i j k l n H K L", integer=True, positive=True)
x, v, w, h, o, t, W, a, z, g = map(IndexedBase, ("x", "v", "w", "h", "o", "t", "W", "a", "z", "g"))
E = Symbol("E")
f = model("f")


def chains(slug: str) -> dict[str, Chain]:
    return {str(chain.left): chain for chain in CATALOGUE.find(slug).derivation.chains}


def result(slug: str, left: Expr) -> Expr:
    return chains(slug)[str(left)].result


def test_the_weights_into_the_output_layer() -> None:
    assert result("hidden-to-output", Adjoint(E, w[j, k])) == -2 * (t[k] - o[k]) * o[k] * (1 - o[k]) * h[j]


def test_the_weights_into_the_hidden_layer() -> None:
    back = Sum(w[j, k] * (t[k] - o[k]) * o[k] * (1 - o[k]), (k, 1, K))
    assert result("input-to-hidden", Adjoint(E, v[i, j])) == -2 * back * h[j] * (1 - h[j]) * x[i]


def test_the_error_that_comes_back_to_a_hidden_node() -> None:
    assert result("input-to-hidden", Adjoint(E, h[j])) == Sum(w[j, k] * Adjoint(E, z[k]), (k, 1, K))


def test_a_general_layer() -> None:
    after = Adjoint(E, z[l + 1, k], g[l + 1, k])
    own = Adjoint(E, z[l, j], g[l, j])
    back = Prime(f(z[l, j])) * Sum(W[l + 1, k, j] * after, (k, 1, n))
    assert result("deep-network", own) == back
    assert chains("deep-network")[str(own)].condition == Lt(l, L)
    assert result("deep-network", Adjoint(E, W[l, j, i])) == own * a[l - 1, i]


def test_the_last_layer() -> None:
    last = chains("deep-network")[str(Adjoint(E, z[L, j], g[L, j]))]
    assert last.condition == Eq(l, L)
    assert last.result == -2 * (t[j] - a[L, j]) * Prime(f(z[L, j]))


def test_each_definition_is_looked_at_once() -> None:
    loss = CATALOGUE.find("batch-normalisation").loss
    variables = [case.variable for case in Graph(loss).adjoint_equations([loss.wrt])]
    assert len(variables) == len(set(variables)) == len(loss.definitions) + 1


@pytest.mark.parametrize("entry", CATALOGUE.parts, ids=lambda entry: entry.slug)
def test_no_chain_is_longer_than_a_student_can_follow(entry: object) -> None:
    lengths = [len(chain.lines) for chain in entry.derivation.chains]  # type: ignore[attr-defined]
    assert max(lengths) <= 8


def test_the_median_chain_has_at_most_five_lines() -> None:
    lengths = [len(chain.lines) for entry in CATALOGUE.parts for chain in entry.derivation.chains]
    assert statistics.median(lengths) <= 5


@pytest.mark.parametrize("entry", CATALOGUE.parts, ids=lambda entry: entry.slug)
def test_no_line_captures_an_index(entry: object) -> None:
    """No sum binds the letter of a free index, and none the letter of a sum around it: such a line could be misread."""
    for chain in entry.derivation.chains:  # type: ignore[attr-defined]
        variable = chain.left.variable if isinstance(chain.left, Adjoint) else chain.left.wrt
        free = {str(symbol) for symbol in variable.free_symbols}
        for line in chain.lines:
            inside = {str(index) for hole in line.expression.atoms(D) for index in bound_indices(hole.inner)}
            assert not ({str(index) for index in bound_indices(line.expression)} - inside) & free, line.expression
            assert not _nested_twice(line.expression)


def _nested_twice(expression: Expr, around: frozenset[str] = frozenset()) -> bool:
    here = {str(limit[0]) for limit in expression.limits} if isinstance(expression, Sum) else set()
    return bool(here & around) or any(_nested_twice(part, around | here) for part in expression.args)


def a_network(expression: Expr, definition: Any, wrt: Expr, **symbols_: Any) -> Loss:
    domains = {IndexedBase(name): domain for name, domain in symbols_.items() if domain.shape}
    domains |= {Symbol(name): domain for name, domain in symbols_.items() if not domain.shape}
    fields = {"id": "L222", "source": "a test", "backward": True, "definitions": [definition]}
    return Loss(expression=expression, wrt=wrt, symbols=domains, **fields)


@pytest.mark.parametrize("label", ["l", "i", "j", "m", "k"])
def test_no_letter_of_the_loss_is_captured(label: str) -> None:
    """Softmax and cross-entropy: the same whatever the label is called."""
    p, s, u, size, y = IndexedBase("p"), IndexedBase("s"), Symbol("u"), Symbol("N"), Symbol(label)
    free = Symbol("r")
    loss = a_network(
        -log(p[y]),
        (p[u], exp(s[u]) / Sum(exp(s[free]), (free, 1, size))),
        s[Symbol("q")],
        p=Intermediate("", (size,)),
        s=Real("", (size,)),
        N=Classes(""),
        q=Index("", last=size),
        **{label: Index("", last=size)},
    )
    assert examine(loss, [], derive(loss).gradient).ok


def test_a_state_that_the_loss_takes_at_all_times() -> None:
    s, c, t_, q, T = IndexedBase("s"), IndexedBase("c"), Symbol("t"), Symbol("q"), Symbol("T")
    loss = a_network(
        Sum(log(c[t_]), (t_, 1, T)),
        (c[t_], c[t_ - 1] / 2 + exp(s[t_])),
        s[q],
        c=Intermediate("", (T,)),
        s=Real("", (T,)),
        T=Layers(""),
        q=Index("", last=T),
    )
    derivation = derive(loss)
    assert "Bracket" in str(derivation.chains[0].result)
    assert examine(loss, [], derivation.gradient).ok


def test_what_is_used_shifted_only_is_used_from_the_second_on() -> None:
    c, s, u, q, N = IndexedBase("c"), IndexedBase("s"), Symbol("u"), Symbol("q"), Symbol("N")
    loss = a_network(
        Sum(exp(c[u]), (u, 1, N)),
        (c[u], 2 * s[u + 1]),
        s[q],
        c=Intermediate("", (N,)),
        s=Real("", (N + 1,)),
        N=Size(""),
        q=Index("", last=N + 1),
    )
    gradient = derive(loss).gradient
    assert str(gradient) == "Bracket(2*exp(c[q - 1]), q >= 2, 0, True)"
    assert examine(loss, [], gradient).ok


def test_the_direct_slope_beside_others_binds_no_letter_of_the_variable() -> None:
    """In the first line of a chain a sum that is not yet differentiated stands beside what comes back."""
    (first, *_) = (chain.lines[0] for chain in CATALOGUE.find("recurrent-network").derivation.chains)
    holes = first.expression.atoms(D)
    assert any(isinstance(part, Sum) for hole in holes for part in hole.inner.atoms(Sum))
    for hole in holes:
        assert not {str(index) for index in bound_indices(hole.inner)} & {str(s) for s in hole.wrt.free_symbols}


@pytest.mark.parametrize("slug", ["hidden-markov-model", "conditional-random-field"])
def test_what_uses_a_state_is_another_state_at_the_next_step(slug: str) -> None:
    """Not one that is called as the step is: a[s + 1, t]."""
    loss = CATALOGUE.find(slug).loss
    (definition,) = loss.definitions
    step, state = definition.indices
    at, here = loss.wrt.indices[0], Symbol("q", integer=True, positive=True)
    through = Graph(loss).through(definition, definition.base[at, here], {})
    (bound,) = [limit[0] for limit in through.limits]
    assert (str(bound), str(bound) == str(step)) == (str(state), False)


@pytest.mark.parametrize("slug", ["hidden-markov-model", "conditional-random-field", "recurrent-network", "ctc"])
def test_every_line_of_a_recurrence_is_proved(slug: str) -> None:
    assert set(CATALOGUE.find(slug).report.levels.values()) == {"proved"}
