"""Where it is certain that a loss has a slope, no point is tried for it: that must be so at every point there is."""

from __future__ import annotations

from random import Random
from typing import Any

import pytest
from evidence_cases import CASES, delta, m, p, r, t, w, z
from sympy import Expr, IndexedBase, Sum, acos, exp, log, sqrt, symbols, tan, tanh

from derivations.catalogue import Entry, the_catalogue
from derivations.evidence import precision, settings_of
from derivations.evidence.certain import slope_of, to_be_tried
from derivations.evidence.points import curved, faint, nice, plain, stress
from derivations.evidence.sampling import is_defined, sample
from derivations.language.domains import Domain, Model, Positive, PositiveDefinite, Probability, Real, Size
from derivations.language.functions import inverse_entry, largest, log_det, magnitude, positive_part, sigma, softplus
from derivations.language.loss import ANONYMOUS, Loss

n, i = symbols("n i")
X, S = IndexedBase("X"), IndexedBase("S")
PARTS = the_catalogue().parts


def loss_of(expression: Expr, *, domain: Domain | None = None) -> Loss:
    """A loss by p, of which the domain may be given."""
    known: dict[Any, Domain] = {
        p: domain or Real(""), t: Real(""), z: Real(""), delta: Positive(""), w: Real(""), n: Size(""),
        X: Real("", shape=(n,)), S: PositiveDefinite("", shape=(n, n)), m: Model(""),
    }  # fmt: skip
    symbols_ = {s: d for s, d in known.items() if expression.has(s) or s in (p, n)}
    return Loss(id=ANONYMOUS, expression=expression, wrt=p, symbols=symbols_, source=())


CERTAIN = [
    r**2, sigma(p * t), softplus(-p) * z, tanh(r) / delta, log(1 + exp(p)), 1 / (1 + p**2), sqrt(delta + r**2),
    log(log(1 + exp(p))),
    log(delta + p**2) / sqrt(delta), p * Sum(exp(X[i]), (i, 1, n)), log(Sum(exp(p * X[i]), (i, 1, n))), m(p) ** 2,
    p**2 * log_det(S) + inverse_entry(S[1, 1]),
]  # fmt: skip
UNCERTAIN = [
    1 / p, 1 / r, log(p), log(r**2), sqrt(p), sqrt(p**2 + t**2), magnitude(r), positive_part(p), largest(p, t), acos(p),
    tan(p), log(Sum(p * X[i], (i, 1, n))), 1 / (1 + p), exp(1 / p), log(log(1 + exp(p)) - 1), p / (exp(t) - 1),
]  # fmt: skip


@pytest.mark.parametrize("expression", CERTAIN, ids=str)
def test_a_smooth_loss_has_one(expression: Expr) -> None:
    assert to_be_tried(loss_of(expression)) is None


@pytest.mark.parametrize("expression", UNCERTAIN, ids=str)
def test_of_another_it_is_not_said(expression: Expr) -> None:
    loss = loss_of(expression)
    assert to_be_tried(loss) == slope_of(loss)


def test_domains_count() -> None:
    assert to_be_tried(loss_of(log(p) + log(1 - p), domain=Probability(""))) is None
    assert to_be_tried(loss_of(log(p) + 1 / p, domain=Positive(""))) is None
    assert to_be_tried(loss_of(log(1 - p), domain=Positive(""))) is not None


@pytest.mark.parametrize("entry", [e for e in PARTS[::3] if to_be_tried(e.loss) is None], ids=lambda e: e.slug)
def test_it_is_so_at_points_of_every_kind(entry: Entry) -> None:
    rng, hole = Random(9), slope_of(entry.loss)
    with precision(256):
        for setting in settings_of(entry.loss)[:4]:
            for how in (nice, plain, faint, stress, curved):
                assert is_defined(hole, sample(setting, None, rng, how).scope())


def test_it_is_certain_of_many_and_not_of_all() -> None:
    certain = [entry for entry in PARTS if to_be_tried(entry.loss) is None]
    assert len(PARTS) / 4 < len(certain) < len(PARTS)
    assert all(to_be_tried(CASES[name].loss) is not None for name in ("huber", "absolute of a model"))
