"""Fair loss

Close to half the square of a small error. Far from the target it grows almost like $c$ times the size of the error: the
ratio of the two goes to 1.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, magnitude, sign

p, t, c = symbols("p t c")
size = magnitude(p - t)

loss = Loss(
    id="LC4K",
    former="regression/fair",
    expression=c**2 * (size / c - log(1 + size / c)),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        c: Positive("the size of error at which the loss turns from quadratic to linear"),
    },
    source=(
        "R. C. Fair, On the robust estimation of econometric models, Annals of Economic and Social Measurement 3 "
        "(1974), 667-677"
    ),
    closing=[(c * (p - t) / (size + c), "brought to one denominator; $|u|\\operatorname{sign}u=u$")],
    mistakes=[
        (c * (t - p) / (size + c), "the slope with respect to the error $t-p$, not to the prediction"),
        (c * size / (size + c), "the sign of the error was dropped: right above the target only"),
        (
            c * sign(p - t),
            "the slope far from the target, used everywhere: near the target the slope is the error itself",
        ),
    ],
    used_for="errors of which some are wild, with a gradual change",
    why=(
        "The gradient is the error, divided by 1 plus its size in units of $c$: near the target it is the error "
        "itself, far out it tends to $\\pm c$. So the pull of an outlier is bounded, as with the Huber loss, but it "
        "changes over gradually. LightGBM has it under the name fair."
    ),
)
