r"""Logistic distance loss

Minus the log-likelihood of a logistic distribution around the prediction, moved so that it is 0 at the target. It is
quadratic near the target and linear far out.
"""

from sympy import Rational, log, symbols, tanh

from derivations.language import Loss, Real, Source, sigma, softplus

p, t = symbols("p t")
r = p - t

loss = Loss(
    id="LRFT",
    expression=2 * softplus(r) - r - 2 * log(2),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=Source("LossFunctions.jl, documentation, Distance-based losses, LogitDistLoss"),
    other_forms=[(2 * sigma(r) - 1, "$\\tanh(u/2)=2\\sigma(u)-1$")],
    mistakes=[
        (sigma(r) - Rational(1, 2), "the 2 before the softplus was forgotten, and the linear term halved with it"),
        (2 * sigma(r), "the linear term was dropped: without it the slope at the target is not 0"),
        (tanh(r), "the gradient of the log-cosh loss: here the argument is halved"),
        (2 * sigma(r) * (1 - sigma(r)), "this is the slope of the gradient, the second derivative"),
    ],
    aliases=["LogitDistLoss", "logistic-distance loss"],
    used_for="errors with somewhat heavier tails than the normal ones",
    why=(
        "The gradient is the sigmoid, stretched to run from $-1$ to 1: half the error near the target, close to its "
        "sign far out. So an outlier counts as in the absolute loss. The usual form $-\\log(4e^r/(1+e^r)^2)$ with "
        "$r=p-t$ overflows for large errors; with the softplus it does not."
    ),
    see_instead=[("log-cosh", "the same shape, twice as narrow: this loss is $2\\log(\\cosh(r/2))$ with $r=p-t$")],
)
