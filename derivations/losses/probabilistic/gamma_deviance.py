r"""Half gamma deviance with a log-mean

Minus the log-likelihood of a positive target under a gamma distribution of fixed shape, in units of the shape and
without the constant. The model gives the logarithm $z$ of the mean.
"""

from sympy import exp, symbols

from derivations.language import Loss, Positive, Real, Source

z, t = symbols("z t")

loss = Loss(
    id="LMPD",
    expression=z + t * exp(-z),
    wrt=z,
    symbols={z: Real("logarithm of the predicted mean"), t: Positive("target, fixed", varies=True)},
    source=[
        Source("P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 8"),
        Source("scikit-learn documentation, sklearn.metrics.mean_tweedie_deviance, power 2 (2025)"),
    ],
    mistakes=[
        (1 + t * exp(-z), "the inner minus of $e^{-z}$ is missing"),
        (exp(z) - t, "the gradient of the Poisson loss: a gamma error is a relative one"),
        (
            exp(-z) - t * exp(-2 * z),
            "the slope with respect to the mean $e^z$: the factor $e^z$ of the chain rule is missing",
        ),
        (-t * exp(-z), "the first term was dropped: then a larger mean would always be better"),
    ],
    aliases=["HalfGammaLoss", "gamma NLL with log link", "reg:gamma"],
    used_for="positive amounts whose spread grows with their size",
    why=(
        "The gradient is 1 minus the ratio of target to mean: only the relative error counts, so that amounts of all "
        "sizes weigh alike. The link is not the canonical one, $-1/\\mu$, but no mean can be negative with it. The "
        "loss is convex in $z$. Take it for claims, durations and rainfall."
    ),
    in_code=[
        (
            "sklearn._loss.HalfGammaLoss().gradient(t, z)",
            "none",
            "the gradient; not public, but behind `GammaRegressor`",
        ),
        (
            "xgboost.XGBRegressor(objective='reg:gamma').fit(X, y)",
            "sum",
            "the trees add up to the logarithm of the mean",
        ),
    ],
    see_instead=[
        ("itakura-saito", "the same loss as a function of the mean itself"),
        ("tweedie-deviance", "the family to which it belongs, with power 2"),
    ],
)
