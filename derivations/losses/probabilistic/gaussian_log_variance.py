r"""Gaussian negative log-likelihood with a log-variance

Minus the log-likelihood of a target under a normal distribution whose mean and variance are both predicted, without the
constant. A network predicts the logarithm $v$ of the variance, which may be any number.
"""

from sympy import exp, symbols

from derivations.language import Loss, Real

mu, t, v = symbols("mu t v")

loss = Loss(
    id="LN4F",
    former="regression/gaussian-log-variance",
    expression=v / 2 + (t - mu) ** 2 * exp(-v) / 2,
    wrt=(v, mu),
    symbols={
        v: Real("logarithm of the predicted variance"),
        mu: Real("predicted mean"),
        t: Real("target, fixed"),
    },
    source=(
        "A. Kendall and Y. Gal, What uncertainties do we need in Bayesian deep learning for computer vision?, "
        "NIPS 2017, equation 8"
    ),
    mistakes={
        v: [
            (
                -((t - mu) ** 2) * exp(-v) / 2,
                "the first term was dropped: then a larger variance would always be better",
            ),
            ((1 + (t - mu) ** 2 * exp(-v)) / 2, "the inner minus of $e^{-v}$ is missing"),
            (
                (exp(-v) - (t - mu) ** 2 * exp(-2 * v)) / 2,
                "the slope with respect to the variance $e^v$: the factor $e^v$ of the chain rule is missing",
            ),
        ],
        mu: [
            (mu - t, "the variance was dropped: the error is divided by it"),
            ((t - mu) * exp(-v), "the inner minus of $t-\\mu$ is missing"),
        ],
    },
    aliases=["Gaussian NLL", "Gaussian negative log-likelihood"],
    used_for="networks that say how sure they are of a number",
    why=(
        "The variance $e^v$ is drawn to the squared error, and there the slope with respect to $v$ is 0. As $e^v$ is "
        "positive for every $v$, no bound is needed, and the slope with respect to $v$ is at most 1/2: that is why "
        "people predict the logarithm rather than the variance. The mean is drawn to the target with the force of the "
        "error over the variance, so that noisy examples count less."
    ),
    in_code=[
        (
            "torch.nn.GaussianNLLLoss()(mu, t, torch.exp(v))",
            "mean",
            "takes the variance $e^v$, and none below its `eps`, $10^{-6}$",
        ),
    ],
    see_instead=[
        ("gaussian-variance", "the same loss, for a network that gives the variance itself"),
        ("beta-weighted-gaussian", "with a weight that gives noisy examples their force back"),
    ],
)
