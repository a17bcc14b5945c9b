"""Arrays of indices, such as labels and given orders: w[y[i]] through every room."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Expr, IndexedBase, KroneckerDelta, Mul, Sum, Symbol, exp, log, symbols

from derivations.calculus.derive import derive
from derivations.catalogue.symbols import domain_name
from derivations.errors import LossaryError
from derivations.evidence import Condition, examine
from derivations.evidence.proof import Prover
from derivations.evidence.settings import settings_of
from derivations.language.domains import Classes, Domain, Index, Indices, Intermediate, Positive, Real, Size
from derivations.language.functions import largest, positive_part, step
from derivations.language.loss import ANONYMOUS, Loss
from derivations.language.over import arg_largest
from derivations.matrix import Names, NoMatrixForm, matrix_form
from derivations.notation import tex, unicode_text
from derivations.publish.symbols import symbol_rows

i, j, k, l, n, K = (Symbol(name, integer=True, positive=True) for name in "ijklnK")
a, b = (Symbol(name, integer=True, positive=True) for name in "ab")
w, y, z, s, r, p, e = map(IndexedBase, "wyzsrpe")
SYMBOLS: dict[Any, Domain] = {
    z: Real("logits", shape=(n, K)),
    s: Real("scores", shape=(n,)),
    e: Real("embeddings", shape=(K,)),
    w: Positive("weights", shape=(K,)),
    y: Index("label of each example", shape=(n,), last=K),
    r: Index("the item in each place", shape=(n,), last=n),
    p: Intermediate("softmax", shape=(n, K)),
    a: Index("example", last=n),
    b: Index("class", last=K),
    k: Index("item", last=n),
    K: Classes("classes"),
    n: Size("examples"),
}
SOFTMAX = [(p[i, k], exp(z[i, k]) / Sum(exp(z[i, j]), (j, 1, K)))]
rival = arg_largest(z[a, j], (j, 1, K), but=y[a])

# A loss, its variable, its gradient, wrong gradients, whether it is proved.
LOSSES: dict[str, tuple[Expr, Expr, Expr, list[Expr]]] = {
    "cross-entropy of labels": (
        -Sum(w[y[i]] * log(p[i, y[i]]), (i, 1, n)) / Sum(w[y[i]], (i, 1, n)),
        z[a, b],
        w[y[a]] * (p[a, b] - KroneckerDelta(b, y[a])) / Sum(w[y[i]], (i, 1, n)),
        [p[a, b] - KroneckerDelta(b, y[a]), w[b] * (p[a, b] - KroneckerDelta(b, y[a])) / Sum(w[y[i]], (i, 1, n))],
    ),
    "a given order": (
        Sum(i * s[r[i]], (i, 1, n)),
        s[k],
        Sum(i * KroneckerDelta(k, r[i]), (i, 1, n)),
        [k, r[k], Sum(KroneckerDelta(k, r[i]), (i, 1, n))],
    ),
    "rows that are looked up": (
        Sum((e[y[i]] - s[i]) ** 2, (i, 1, n)),
        e[b],
        Sum(2 * KroneckerDelta(b, y[i]) * (e[b] - s[i]), (i, 1, n)),
        [2 * Sum(e[b] - s[i], (i, 1, n)), Sum(KroneckerDelta(b, y[i]) * (e[b] - s[i]), (i, 1, n))],
    ),
    "a margin for each example": (
        Sum(positive_part(1 - z[i, y[i]] + largest(z[i, j], (j, 1, K), but=y[i])), (i, 1, n)),
        z[a, b],
        step(1 - z[a, y[a]] + z[a, rival]) * (KroneckerDelta(b, rival) - KroneckerDelta(b, y[a])),
        [KroneckerDelta(b, rival) - KroneckerDelta(b, y[a]), step(1 - z[a, y[a]] + z[a, b])],
    ),
}


def loss_of(name: str) -> Loss:
    expression, wrt, _, _ = LOSSES[name]
    letters = {symbol.name for u in (expression, wrt) for symbol in u.atoms(Symbol)} | {"n", "K"}
    letters |= {"z"} if "p" in letters else set()
    letters -= {"k"} if not wrt.has(k) else set()
    letters -= {"K"} if not letters & set("ewyzp") else set()
    used = {key: domain for key, domain in SYMBOLS.items() if str(getattr(key, "label", key)) in letters}
    definitions = SOFTMAX if "p" in letters else []
    return Loss(id=ANONYMOUS, expression=expression, wrt=wrt, symbols=used, definitions=definitions, source="")


@pytest.mark.parametrize("name", LOSSES)
def test_it_is_derived_and_proved(name: str) -> None:
    loss = loss_of(name)
    found, prover = derive(loss), Prover(loss)
    assert prover.gradient(found.gradient, loss.wrt).proved
    assert prover.equation(found.gradient, loss.named(LOSSES[name][2])).proved
    conditions = [Condition(*claimed) for claimed in found.claimed_conditions]
    report = examine(loss, [], found.gradient, found.boundaries, conditions)
    assert report.ok, [str(failure) for failure in report.failures]


@pytest.mark.parametrize("name", LOSSES)
def test_a_wrong_slope_is_neither_proved_nor_let_through(name: str) -> None:
    loss = loss_of(name)
    for claim in LOSSES[name][3]:
        assert not Prover(loss).gradient(loss.named(claim), loss.wrt).proved
        assert not examine(loss, [], loss.named(claim)).ok


def test_the_points_hold_every_label_and_nothing_else() -> None:
    for setting in settings_of(loss_of("rows that are looked up")):
        choices = {domain.choices for key, domain in setting.domains.items() if isinstance(key, tuple) and key[0] == y}
        assert choices == {tuple(range(1, int(setting.fixed[K].p) + 1))}


def test_it_is_printed_as_a_subscript_of_a_subscript() -> None:
    assert tex(w[y[i]]) == "w_{y_i}"
    assert unicode_text(z[a, y[a]]) == "z_{a,y_a}"
    assert tex(KroneckerDelta(k, r[i])) == r"\delta_{k,r_i}"


def test_its_domain_is_said_on_the_page_and_in_the_terminal() -> None:
    loss = loss_of("rows that are looked up")
    domain = loss.symbols[y]
    assert isinstance(domain, Indices)
    assert domain_name(domain) == "index 1..K [n]"
    assert any(row.domain == r"$\{1,\ldots,K\}^{n}$" for row in symbol_rows(loss.symbols, []))


def test_it_has_no_matrix_form_and_says_so() -> None:
    with pytest.raises(NoMatrixForm):
        matrix_form(loss_of("rows that are looked up"), Names(str, str))


@pytest.mark.parametrize(
    "domain, message",
    [
        (
            Real("x", shape=(n,)),
            r"y\[i\] stands for an index, but is no whole number from 1 to a size: give y",
        ),
        (Index("x", last=K), r"y\[i\] stands for an index"),
        (Index("x", shape=(n,), last=n), r"the index y\[i\] runs to n, but e has the shape \(K,\)"),
        (Index("x", shape=(K,), last=K), r"the index i runs to n, but y has the shape \(K,\)"),
    ],
)
def test_what_an_author_gets_wrong_is_said_in_a_line(domain: Domain, message: str) -> None:
    symbols = {**loss_of("rows that are looked up").symbols, y: domain}
    expression = Sum((e[y[i]] - s[i]) ** 2, (i, 1, n))
    with pytest.raises(LossaryError, match=message) as error:
        Loss(id=ANONYMOUS, expression=expression, wrt=e[b], symbols=symbols, source="")
    assert "\n" not in str(error.value)


def test_a_label_of_another_size_is_no_index_here() -> None:
    symbols = {key: SYMBOLS[key] for key in (s, y, k, n, K)}
    with pytest.raises(LossaryError, match=r"the index y\[i\] runs to K, but s has the shape \(n,\)"):
        Loss(id=ANONYMOUS, expression=Sum(s[y[i]], (i, 1, n)), wrt=s[k], symbols=symbols, source="")


def test_a_sum_tells_its_names_without_being_made_anew() -> None:
    """As SymPy tells them: an outer index may be the end of an inner sum."""
    x, n, i, j = symbols("x n i j")
    assert Sum(x * i, (i, 1, j), (j, 1, n)).free_symbols == {x, n}
    assert Sum(x * i, (j, 1, n), (i, 1, j)).free_symbols == {x, n, j}
    assert Sum(Mul(0, x, evaluate=False), (i, 1, 3)).free_symbols == {x}
