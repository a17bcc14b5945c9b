r"""Quantile Huber loss

The Huber loss of the error, divided by its threshold $\kappa$, with the two weights of the pinball loss: $\tau$ where
the prediction is too small, $1-\tau$ where it is too large.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Probability, Real, Source, branches, clip, otherwise, step

p, t, tau, kappa = symbols("p t tau kappa")
r = p - t

loss = Loss(
    id="L7W9",
    expression=branches(
        (tau * (-r - kappa / 2), r < -kappa),
        (tau * r**2 / (2 * kappa), r < 0),
        ((1 - tau) * r**2 / (2 * kappa), r <= kappa),
        ((1 - tau) * (r - kappa / 2), otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction, a quantile of the return"),
        t: Real("target, fixed"),
        tau: Probability("level of the quantile"),
        kappa: Positive("the error at which the loss turns from quadratic to linear"),
    },
    source=Source(
        "W. Dabney, M. Rowland, M. G. Bellemare and R. Munos, Distributional reinforcement learning with quantile "
        "regression, AAAI 2018, equation 10",
        arxiv="1710.10044",
    ),
    mistakes=[
        (step(r) - tau, "the gradient of the pinball loss: near the target this one is proportional to the error"),
        (clip(r / kappa, -1, 1), "the two weights were dropped: this is the gradient of smooth L1"),
        (
            branches(
                (-tau * kappa, r < -kappa),
                (tau * r, r < 0),
                ((1 - tau) * r, r <= kappa),
                ((1 - tau) * kappa, otherwise),
            ),
            "the division by $\\kappa$ was left out: right for the loss without it",
        ),
    ],
    aliases=["QR-DQN loss", "Huber quantile loss", "asymmetric Huber loss", "quantile Huber regression"],
    used_for="quantiles of the return in reinforcement learning",
    why=(
        "Far out the slope is that of the pinball loss, $-\\tau$ or $1-\\tau$; within $\\kappa$ of the target it goes "
        "over from one to the other through 0, without a jump. That costs a little: the minimiser is no longer exactly "
        "the quantile. QR-DQN learns a whole distribution of returns with it, one quantile for each output."
    ),
    see_instead=[
        ("pinball", "the limit for $\\kappa\\to0$, with a kink at the target"),
        ("smooth-l1", "the same weight on both sides: twice the case $\\tau=1/2$"),
    ],
)
