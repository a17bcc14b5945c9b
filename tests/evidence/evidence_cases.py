"""Losses with gradients worked out by hand, for the tests of the referee. It has never seen a rule of ours."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sympy import Basic, Expr, IndexedBase, Sum, Symbol, cosh, log, symbols, tanh

from derivations.language.cases import branches
from derivations.language.domains import (
    Domain,
    Index,
    Intermediate,
    Label01,
    LabelSign,
    Model,
    Positive,
    Probability,
    Real,
    Size,
)
from derivations.language.functions import (
    Prime,
    magnitude,
    model,
    otherwise,
    positive_part,
    sigma,
    sign,
    softplus,
    step,
)
from derivations.language.loss import Loss

w, t, p, y, z, delta, b, C = symbols("w t p y z delta b C")
n, i, j, k, K = symbols("n i j k K")
W, O, T, X, Y = map(IndexedBase, ("w", "o", "t", "x", "y"))
m = model("m_x")
r = p - t


@dataclass(frozen=True)
class Case:
    """A loss and its right gradient, both with the settled symbols of the loss."""

    loss: Loss
    gradient: Expr

    def settle(self, expression: Any) -> Expr:
        """An expression of plain symbols in those of the loss."""
        typed = {s.name: s for s in self.loss.symbols if isinstance(s, Symbol)}
        return expression.xreplace({s: typed[s.name] for s in PLAIN if s.name in typed})


PLAIN = (w, t, p, y, z, delta, b, C, n, i, j, k, K, *symbols("a q"))


def case(expression: Expr, wrt: Expr, domains: dict[Any, Domain], gradient: Expr, **more: Any) -> Case:
    loss = Loss(
        id="L222",
        expression=expression,
        wrt=wrt,
        symbols=domains,
        source="a test",
        other_forms=[(gradient, "")],
        **more,
    )
    return Case(loss, loss.other_forms[0].expression)


def real(*names: Basic) -> dict[Any, Domain]:
    return {name: Real("") for name in names}


of_model: dict[Any, Domain] = {**real(w, t), m: Model("")}
of_probability: dict[Any, Domain] = {p: Probability(""), t: Label01("")}
of_logit: dict[Any, Domain] = {z: Real(""), t: Label01("")}
of_samples: dict[Any, Domain] = {w: Real(""), X: Real("", (n,)), Y: Real("", (n,)), n: Size("")}
of_network: dict[Any, Domain] = {
    W: Real("", (n, K)),
    O: Real("", (n,)),
    T: Real("", (K,)),
    n: Size(""),
    K: Size(""),
    j: Index("", last=n),
    k: Index("", last=K),
    Symbol("o_k"): Intermediate(""),
}
inner = Sum(W[j, k] * O[j], (j, 1, n))
out = Symbol("o_k")
slope = sigma(inner) * (1 - sigma(inner))

CASES = {
    "absolute": case(magnitude(r), p, real(p, t), sign(r), mistakes=[(sign(t - p), "turned"), (r, "of the square")]),
    "absolute of a model": case(
        magnitude(m(w) - t),
        w,
        of_model,
        sign(m(w) - t) * Prime(m(w)),
        mistakes=[(Prime(m(w)), "no sign"), (sign(m(w) - t), "no inner"), (sign(t - m(w)) * Prime(m(w)), "turned")],
    ),
    "squared": case(r**2, p, real(p, t), 2 * r, mistakes=[(r, "no 2"), (2 * p, "no target")]),
    "half squared of a model": case((m(w) - t) ** 2 / 2, w, of_model, (m(w) - t) * Prime(m(w))),
    "sigmoid node": case(
        (T[k] - out) ** 2,
        W[j, k],
        of_network,
        -2 * (T[k] - out) * slope * O[j],
        mistakes=[(-(T[k] - out) * slope * O[j], "no 2"), (-2 * (T[k] - out) * slope * Sum(O[j], (j, 1, n)), "clash")],
        definitions=[(out, sigma(inner))],
    ),
    "cross-entropy": case(
        -t * log(p) - (1 - t) * log(1 - p), p, of_probability, r / (p * (1 - p)), mistakes=[(r, "of z")]
    ),
    "cross-entropy of a logit": case(
        -t * log(sigma(z)) - (1 - t) * log(1 - sigma(z)), z, of_logit, sigma(z) - t, mistakes=[(z - t, "no sigma")]
    ),
    "softplus": case(softplus(z) - t * z, z, of_logit, sigma(z) - t),
    "huber": case(
        branches((r**2 / 2, magnitude(r) <= delta), (delta * (magnitude(r) - delta / 2), otherwise)),
        p,
        {**real(p, t), delta: Positive("")},
        branches((r, magnitude(r) <= delta), (delta * sign(r), otherwise)),
        mistakes=[(r, "no cut"), (delta * sign(r), "no core")],
    ),
    "hinge": case(
        positive_part(1 - y * z), z, {z: Real(""), y: LabelSign("")}, -y * step(1 - y * z), mistakes=[(-y, "no step")]
    ),
    "log-cosh": case(log(cosh(r)), p, real(p, t), tanh(r), mistakes=[(sign(r), "far away only")]),
    "least squares": case(
        Sum((X[i] * w - Y[i]) ** 2, (i, 1, n)), w, of_samples, 2 * Sum(X[i] * (X[i] * w - Y[i]), (i, 1, n))
    ),
    "least deviations": case(
        Sum(magnitude(X[i] * w - Y[i]), (i, 1, n)), w, of_samples, Sum(X[i] * sign(X[i] * w - Y[i]), (i, 1, n))
    ),
}
