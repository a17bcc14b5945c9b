"""Sums that somebody types: the shapes of arrays are told by what runs over them."""

from __future__ import annotations

import pytest
from sympy import IndexedBase, Sum, Symbol, symbols

from derivations.catalogue import the_catalogue
from derivations.errors import LossaryError
from derivations.judge import ask, ask_about, judge
from derivations.judge.arrays import array_domains
from derivations.language.domains import Classes, Index, Intermediate, Real, Size
from derivations.language.functions import sigma

i, j, k, l, n, m = symbols("i j k l n m")
x, w, t, z, X, p = map(IndexedBase, ("x", "w", "t", "z", "X", "p"))
CATALOGUE = the_catalogue()


def test_sums_give_the_sizes() -> None:
    found = array_domains([Sum((Sum(X[i, j] * w[j], (j, 1, n)) - t[i]) ** 2, (i, 1, m)), w[k]], [], {})
    assert {name: type(domain) for name, domain in found.items()} == {
        "m": Size, "n": Size, "k": Index, "X": Real, "w": Real, "t": Real
    }  # fmt: skip
    assert (found["X"].shape, found["w"].shape, found["t"].shape) == ((m, n), (n,), (m,))
    assert found["k"] == Index("", last=n)


def test_what_no_sum_tells_gets_a_size_of_its_own() -> None:
    found = array_domains([(t[k] - sigma(Sum(w[j, k] * x[j], (j, 1, n)))) ** 2, w[j, k]], [], {})
    (size,) = [name for name, domain in found.items() if isinstance(domain, Classes)]
    assert size == "K"
    assert [str(length) for length in found["w"].shape] == ["n", "K"]
    assert found["t"].shape == found["w"].shape[1:]


def test_a_name_that_is_taken_is_no_size() -> None:
    found = array_domains([t[k] * Symbol("K"), t[k]], [], {"K": Real("")})
    assert [name for name, domain in found.items() if isinstance(domain, Classes)] == ["N"]


def test_the_indices_of_a_definition_are_its_own() -> None:
    found = array_domains([-Sum(t[k] * p[k], (k, 1, n)), z[k]], [(p[i], z[i] / Sum(z[j], (j, 1, n)))], {})
    assert isinstance(found["p"], Intermediate)
    assert {found[name].shape for name in "ptz"} == {(n,)}
    assert "i" not in found


def test_a_shifted_index_asks_for_more() -> None:
    found = array_domains([Sum((x[i + 1] - x[i]) ** 2, (i, 1, n)), x[j]], [], {})
    assert found["x"].shape == (n + 1,)
    assert found["j"] == Index("", last=n + 1)


def test_what_was_stated_keeps_its_values() -> None:
    found = array_domains([Sum(t[i], (i, 1, n))], [], {"t": Classes("a count")})
    assert found["t"] == Classes("a count", shape=(n,))


@pytest.mark.parametrize(
    "written, complaint",
    [
        ([Sum(x[i], (i, 1, n)), x[1, 2]], "x is used with 1 indices and with 2"),
        ([Sum(x[i], (i, 1, n)), Sum(x[i], (i, 1, m))], "sums over x run to n and to m"),
        ([x[i * j]], "no index that can be counted"),
    ],
)
def test_arrays_that_do_not_fit(written: list[Sum], complaint: str) -> None:
    with pytest.raises(LossaryError, match=complaint):
        array_domains(written, [], {})


def test_a_claim_about_sums_is_judged() -> None:
    loss, slope = Sum((x[i] - t[i]) ** 2, (i, 1, n)), 2 * (x[j] - t[j])
    assert judge(ask(loss, {}, [x[j]], [slope])).verdict == "exact"
    assert judge(ask(loss / n, {}, [x[j]], [slope])).verdict == "convention"
    assert judge(ask(loss, {}, [x[j]], [2 * x[j]])).verdict == "wrong"


def test_the_letters_of_free_indices_do_not_matter() -> None:
    entry = CATALOGUE.find("least-squares")
    r = IndexedBase("r")
    assert entry.loss.wrt == IndexedBase("w")[Symbol("k", integer=True, positive=True)]
    claim = 2 * Sum(r[i] * X[i, l], (i, 1, m))
    assert judge(ask_about(entry.loss, [claim])).verdict == "exact"
    assert judge(ask_about(entry.loss, [claim], [w[l]])).verdict == "exact"


def test_an_intermediate_is_known_by_its_printed_name() -> None:
    entry, o = CATALOGUE.find("sigmoid-node"), IndexedBase("o")
    claim = -2 * (t[k] - o[k]) * o[k] * (1 - o[k]) * o[j]
    assert judge(ask_about(entry.loss, [claim])).verdict == "exact"
