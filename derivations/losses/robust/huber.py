r"""Huber loss

Quadratic where the error is at most $\delta$, linear beyond: smooth near the target like the squared loss, and no more
sensitive to outliers than the absolute loss.
"""

from sympy import Rational, symbols

from derivations.language import Loss, Positive, Real, Source, branches, clip, magnitude, otherwise, sign

p, t, delta = symbols("p t delta")

loss = Loss(
    id="L5W8",
    former="regression/huber",
    expression=branches(
        ((p - t) ** 2 / 2, magnitude(p - t) <= delta),
        (delta * (magnitude(p - t) - delta / 2), otherwise),
    ),
    wrt=p,
    symbols={
        p: Real("prediction"),
        t: Real("target, fixed"),
        delta: Positive("the error at which the loss turns from quadratic to linear"),
    },
    source=Source(
        "P. J. Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35 (1964), 73-101",
        doi="10.1214/aoms/1177703732",
    ),
    other_forms=[(clip(p - t, -delta, delta), "the error, cut off at $-\\delta$ and $\\delta$")],
    mistakes=[
        (p - t, "the inner branch was used everywhere: beyond $\\delta$ the slope no longer grows"),
        (delta * sign(p - t), "the outer branch was used everywhere: near the target the slope is the error itself"),
        (clip(p - t, -1, 1), "right for $\\delta=1$ only"),
        (clip(p - t, -delta, delta) * Rational(1, 2), "the half was kept, but the 2 of the square was forgotten"),
    ],
    aliases=["nn.HuberLoss", "Huber penalty"],
    used_for="errors of which some are wild",
    why=(
        "Near the target the gradient is the error, as for half the squared loss; beyond $\\delta$ it stays at "
        "$\\pm\\delta$, so that an outlier pulls no harder than an error of size $\\delta$. Huber found it when he "
        "asked which estimate of a centre stands up best to a few contaminated measurements. Take it where most errors "
        "are small and some are wild."
    ),
    in_code=[
        ("torch.nn.HuberLoss(delta=delta)(p, t)", "mean", "$\\delta$ is 1 unless told otherwise, in each of these"),
        ("torch.nn.SmoothL1Loss(beta=delta)(p, t)", "mean", "the Huber loss divided by its threshold"),
        ("optax.huber_loss(p, t, delta=delta)", "none"),
        ("keras.losses.Huber(delta=delta)(t, p)", "sum_over_batch_size"),
        ("xgboost.XGBRegressor(objective='reg:pseudohubererror').fit(X, y)", "sum", "pseudo-Huber: another gradient"),
    ],
    see_instead=[("log-cosh", "smooth everywhere, and without a threshold")],
)
