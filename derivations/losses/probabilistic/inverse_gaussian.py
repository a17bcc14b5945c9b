r"""Inverse Gaussian deviance

The deviance of a positive target under an inverse Gaussian distribution, with its mean $\mu$ predicted.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Source

mu, t = symbols("mu t")

loss = Loss(
    id="L85N",
    expression=(t - mu) ** 2 / (mu**2 * t),
    wrt=mu,
    symbols={mu: Positive("predicted mean"), t: Positive("target, fixed", varies=True)},
    source=Source("scikit-learn documentation, sklearn.metrics.mean_tweedie_deviance, power 3 (2025)"),
    mistakes=[
        (-2 * (t - mu) / (mu**2 * t), "the denominator was treated as a constant, but the mean stands in it"),
        (-2 * (t - mu) ** 2 / (mu**3 * t), "the numerator was treated as a constant, but the mean stands in it"),
        (2 * (t - mu) / mu**3, "target and mean changed places"),
        (-2 * (t - mu) / mu**2, "one power of the mean is missing: the variance grows with its cube"),
    ],
    aliases=["inverse Gaussian NLL", "Wald deviance"],
    used_for="times until a threshold is passed",
    why=(
        "The gradient is twice the error over the cube of the mean, which is how the variance grows: large targets may "
        "be far off. It is the next after Poisson, $\\mu$, and gamma, $\\mu^2$. The distribution says when a walk with "
        "drift first reaches a line. Its long tail serves for repairs and for insurance."
    ),
    in_code=[("sklearn.metrics.mean_tweedie_deviance([t], [mu], power=3)", "mean")],
    see_instead=[("gamma-deviance", "the variance grows with the square of the mean")],
)
