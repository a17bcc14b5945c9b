"""Backpropagation: adjoint equations are the textbook's, layers without end included."""

from __future__ import annotations

import statistics

import pytest
from sympy import Eq, Expr, IndexedBase, Lt, Sum, Symbol, symbols

from derivations.calculus.graph import Graph
from derivations.calculus.lines import Chain
from derivations.catalogue import load_catalogue
from derivations.language.functions import Adjoint, D, Prime, model
from derivations.language.indices import bound_indices

CATALOGUE = load_catalogue()
i, j, k, l, n, H, K, L = symbols("i j k l n H K L", integer=True, positive=True)
x, v, w, h, o, t, W, a, z, delta = map(IndexedBase, ("x", "v", "w", "h", "o", "t", "W", "a", "z", "delta"))
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
    after = Adjoint(E, z[l + 1, k], delta[l + 1, k])
    own = Adjoint(E, z[l, j], delta[l, j])
    back = Prime(f(z[l, j])) * Sum(W[l + 1, k, j] * after, (k, 1, n))
    assert result("deep-network", own) == back
    assert chains("deep-network")[str(own)].condition == Lt(l, L)
    assert result("deep-network", Adjoint(E, W[l, j, i])) == own * a[l - 1, i]


def test_the_last_layer() -> None:
    last = chains("deep-network")[str(Adjoint(E, z[L, j], delta[L, j]))]
    assert last.condition == Eq(l, L)
    assert last.result == -2 * (t[j] - a[L, j]) * Prime(f(z[L, j]))


def test_each_definition_is_looked_at_once() -> None:
    loss = CATALOGUE.find("batch-normalisation").loss
    variables = [case.variable for case in Graph(loss).adjoint_equations([loss.wrt])]
    assert len(variables) == len(set(variables)) == len(loss.definitions) + 1


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.slug)
def test_no_chain_is_longer_than_a_student_can_follow(entry: object) -> None:
    lengths = [len(chain.lines) for chain in entry.derivation.chains]  # type: ignore[attr-defined]
    assert max(lengths) <= 8


def test_the_median_chain_has_at_most_five_lines() -> None:
    lengths = [len(chain.lines) for entry in CATALOGUE.entries for chain in entry.derivation.chains]
    assert statistics.median(lengths) <= 5


@pytest.mark.parametrize("entry", CATALOGUE.entries, ids=lambda entry: entry.slug)
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
