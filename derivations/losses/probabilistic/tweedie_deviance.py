r"""Half Tweedie deviance with a log-mean

A family of losses for nonnegative targets of which some are exactly 0, without the constant. The power $\rho$ says how
the variance grows with the mean: as its power $\rho$. The model gives the logarithm $z$ of the mean.
"""

from sympy import exp, symbols

from derivations.language import Interval, Loss, Nonnegative, Real, Source

z, t, rho = symbols("z t rho")

loss = Loss(
    id="LGY6",
    expression=exp((2 - rho) * z) / (2 - rho) - t * exp((1 - rho) * z) / (1 - rho),
    wrt=z,
    symbols={
        z: Real("logarithm of the predicted mean"),
        t: Nonnegative("target, fixed", varies=True),
        rho: Interval("power of the variance", within="(1, 2)"),
    },
    source=Source("scikit-learn documentation, sklearn.metrics.mean_tweedie_deviance (2025)"),
    limits=[
        (rho, 1, exp(z) - t, "the Poisson loss"),
        (rho, 2, 1 - t * exp(-z), "half the gamma deviance"),
    ],
    mistakes=[
        (exp((2 - rho) * z), "the target was dropped: it is constant, but it multiplies a power of the mean"),
        (exp(z) - t, "right in the limit $\\rho\\to1$ only, the Poisson loss"),
        (exp((2 - rho) * z) + t * exp((1 - rho) * z), "the minus before the second term was lost"),
        (
            exp((1 - rho) * z) - t * exp(-rho * z),
            "the slope with respect to the mean $e^z$: the factor $e^z$ of the chain rule is missing",
        ),
    ],
    aliases=["Tweedie loss", "HalfTweedieLoss", "reg:tweedie"],
    used_for="amounts that are often exactly 0, such as claims",
    why=(
        "The gradient is the error of the mean, $e^z-t$, times the power $e^{(1-\\rho)z}$: it is divided by the "
        "variance and multiplied by the slope of the mean. For $\\rho$ between 1 and 2 the distribution is a sum of "
        "gamma amounts, as many as a Poisson count says, and 0 if there is none. Insurers price with it."
    ),
    in_code=[
        (
            "xgboost.XGBRegressor(objective='reg:tweedie', tweedie_variance_power=rho).fit(X, y)",
            "sum",
            "the trees add up to the logarithm of the mean",
        ),
    ],
    see_instead=[
        ("poisson-of-log-rate", "the limit $\\rho\\to1$"),
        ("gamma-deviance", "the limit $\\rho\\to2$"),
        ("beta-divergence", "the same family as a function of the mean, with $\\beta=2-\\rho$"),
    ],
)
