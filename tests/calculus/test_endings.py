"""The last line is what a textbook prints, reached by named steps each of which the referee proves."""

from __future__ import annotations

from typing import Any

import pytest
from sympy import Expr, IndexedBase, KroneckerDelta, Sum, cosh, erf, exp, log, pi, sqrt, symbols, tanh

from derivations.calculus.canon import length
from derivations.calculus.derive import derive
from derivations.calculus.rules import JOINING
from derivations.evidence.proof import Prover
from derivations.language.domains import Classes, Index, Intermediate, Label01, Model, Positive, Real, Size
from derivations.language.functions import Prime, magnitude, model, positive_part, sigma, softplus
from derivations.language.loss import Loss

p, t, q, h, beta, eps, c, nu, mu, s, w, x, z, gamma = symbols("p t q h beta eps c nu mu s w x z gamma")
i, j, k, a, b, y, n, K, m, T = symbols("i j k a b y n K m T")
Z, P, V, W, X, E, Q, U, M = map(IndexedBase, "ZPVWXEQUM")

REALS = {letter: Real("") for letter in (p, t, h, mu, x, z)}
SIZES = {i: Index("", last=K), k: Index("", last=K), y: Index("", last=K), K: Classes("")}
SOFTMAX = (P[i], exp(Z[i]) / Sum(exp(Z[j]), (j, 1, K)))
LOGITS = {Z: Real("", shape=(K,)), P: Intermediate("", shape=(K,)), **SIZES}
POSITIVES = {letter: Positive("") for letter in (beta, c, nu, s, gamma, q, T)}


def an_ending(name: str, printed: Expr, expression: Expr, wrt: Expr, symbols_of: Any = None, **fields: Any) -> Any:
    """A loss with what a textbook prints for its gradient."""
    used = expression.free_symbols.union(
        wrt.free_symbols, *(value.free_symbols for _, value in fields.get("definitions", ()))
    )
    letters = {letter: domain for letter, domain in (REALS | POSITIVES).items() if letter in used}
    fields |= {
        "symbols": {**letters, **(symbols_of or {})},
        "source": "a test",
        "other_forms": [(printed, "as printed")],
    }
    return pytest.param(Loss(id="L222", expression=expression, wrt=wrt, **fields), id=name)


u = p - t
phi = model("phi")
d = KroneckerDelta(k, y)
smooth = {**LOGITS, eps: Label01("")}
layer = {
    W: Real("", shape=(K, n)),
    X: Real("", shape=(n,)),
    Z: Intermediate("", shape=(K,)),
    P: Intermediate("", shape=(K,)),
}
layer |= {a: Index("", last=K), b: Index("", last=n), y: Index("", last=K), n: Size(""), K: Classes("")}
square = {
    W: Real("", shape=(m, n)),
    E: Intermediate("", shape=(n, n)),
    a: Index("", last=m),
    b: Index("", last=n),
    n: Size(""),
    m: Size(""),
}
shares = {
    P: Positive("", shape=(n,)),
    Q: Positive("", shape=(n,)),
    M: Intermediate("", shape=(n,)),
    k: Index("", last=n),
    n: Size(""),
}
soft = [SOFTMAX]

ENDINGS = [
    an_ending("softsign", 1 / (1 + magnitude(x)) ** 2, x / (1 + magnitude(x)), x),
    an_ending("squared hinge", -2 * positive_part(1 - p), positive_part(1 - p) ** 2, p),
    an_ending("log-cosh", tanh(u), log(cosh(u)), p),
    an_ending("logistic distance", tanh(u / 2), -log(4 * exp(u) / (1 + exp(u)) ** 2), p),
    an_ending("logistic distance again", tanh(u / 2), 2 * softplus(u) - u, p),
    an_ending("pairwise, written out", -sigma(-u), log(1 + exp(-u)), p),
    an_ending("softplus, written out", sigma(beta * x), log(1 + exp(beta * x)) / beta, x),
    an_ending("negative sampling", sigma(z), -log(sigma(-z)), z),
    an_ending(
        "smoothed preference",
        -(1 - eps - sigma(h)),
        -(1 - eps) * log(sigma(h)) - eps * log(sigma(-h)),
        h,
        {eps: Label01("")},
    ),
    an_ending(
        "student",
        (mu - t) * (1 + nu) / (nu * c**2 + (mu - t) ** 2),
        (nu + 1) / 2 * log(1 + (mu - t) ** 2 / (nu * c**2)),
        mu,
    ),
    an_ending("geman and mcclure", 16 * c**2 * u / (4 * c**2 + u**2) ** 2, 2 * (u / c) ** 2 / ((u / c) ** 2 + 4), p),
    an_ending("linex", beta * c * (exp(c * u) - 1), beta * (exp(c * u) - c * u - 1), p),
    an_ending(
        "focal",
        (1 - h) ** gamma * (gamma * h * log(h) - (1 - h)),
        -((1 - h) ** gamma) * log(h),
        z,
        {h: Intermediate("")},
        definitions=[(h, sigma(z))],
    ),
    an_ending(
        "ranked probability",
        sqrt(2 / pi) * exp(-(w**2) / 2) - 1 / sqrt(pi),
        s * (w * erf(w / sqrt(2)) + sqrt(2 / pi) * exp(-(w**2) / 2) - 1 / sqrt(pi)),
        s,
        {w: Intermediate("")},
        definitions=[(w, (t - mu) / s)],
    ),
    an_ending(
        "softmax cross-entropy by its logarithm",
        P[k] - d,
        log(Sum(exp(Z[j]), (j, 1, K))) - Z[y],
        Z[k],
        LOGITS,
        definitions=soft,
    ),
    an_ending(
        "label smoothing",
        P[k] - (1 - eps) * d - eps / K,
        -(1 - eps) * log(P[y]) - eps / K * Sum(log(P[i]), (i, 1, K)),
        Z[k],
        smooth,
        definitions=soft,
    ),
    an_ending("generalised cross-entropy", P[y] ** q * (P[k] - d), (1 - P[y] ** q) / q, Z[k], LOGITS, definitions=soft),
    an_ending(
        "negative entropy",
        P[k] * (log(P[k]) - Sum(P[i] * log(P[i]), (i, 1, K))),
        Sum(P[i] * log(P[i]), (i, 1, K)),
        Z[k],
        LOGITS,
        definitions=soft,
    ),
    an_ending(
        "jensen and shannon",
        log(Q[k] / M[k]) / 2,
        Sum(P[i] * log(P[i] / M[i]) + Q[i] * log(Q[i] / M[i]), (i, 1, n)) / 2,
        Q[k],
        shares,
        definitions=[(M[i], (P[i] + Q[i]) / 2)],
    ),
    an_ending(
        "softmax layer, backward",
        X[b] * (P[a] - KroneckerDelta(a, y)),
        -log(P[y]),
        W[a, b],
        layer,
        backward=True,
        definitions=[(Z[k], Sum(W[k, i] * X[i], (i, 1, n))), (P[k], exp(Z[k]) / Sum(exp(Z[j]), (j, 1, K)))],
    ),
    an_ending(
        "orthogonality",
        4 * Sum(W[a, i] * E[b, i], (i, 1, n)),
        Sum(E[i, j] ** 2, (i, 1, n), (j, 1, n)),
        W[a, b],
        square,
        definitions=[(E[i, j], Sum(W[k, i] * W[k, j], (k, 1, m)) - KroneckerDelta(i, j))],
    ),
]


@pytest.mark.parametrize("loss", ENDINGS)
def test_the_last_line_is_that_of_a_textbook(loss: Loss) -> None:
    derivation, prover = derive(loss), Prover(loss)
    textbook = loss.other_forms[0].expression
    assert length(derivation.gradient) <= length(textbook)
    assert prover.equation(derivation.gradient, textbook).proved
    left = derivation.left
    for line in derivation.lines:
        assert prover.equation(left, line.expression).proved, line.reasons
        left = line.expression


def test_sums_are_not_joined_under_a_letter_that_is_taken() -> None:
    own, other = Sum(V[i] * X[j], (i, 1, n)), Sum(V[j] * X[i], (j, 1, n))
    assert JOINING.after(own + other, None) == own + other
    assert JOINING.after(Sum(V[i], (i, 1, n)) + Sum(X[j], (j, 1, n)), None) == Sum(V[i] + X[i], (i, 1, n))


@pytest.mark.parametrize(
    "expression, reasons",
    [
        (
            (t - mu) ** 2 / (mu**2 * t),
            ["common factors taken out, equal terms collected", "{u} above and below the line"],
        ),
        (2 * (u / c) ** 2 / ((u / c) ** 2 + 4), ["common factors taken out, equal terms collected"]),
        (p**2 * exp(p), ["common factors taken out"]),
        (-phi(p) - (t - p) * Prime(phi(p)), ["brackets multiplied out, equal terms collected"]),
    ],
    ids=str,
)
def test_a_line_says_what_went_where_factors_are_taken_out(expression: Expr, reasons: list[str]) -> None:
    wrt = mu if expression.has(mu) else p
    domains: dict[Any, Any] = {x: Positive("") if x in (mu, c) else Real("") for x in expression.free_symbols}
    domains |= {phi: Model("")} if expression.has(Prime) else {}
    loss = Loss(id="L222", expression=expression, wrt=wrt, symbols=domains, source="a test")
    assert [reason.remark for reason in derive(loss).lines[-1].named] == reasons
