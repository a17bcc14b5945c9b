r"""Laplace negative log-likelihood

Minus the log-likelihood of a target under a Laplace distribution, which has a sharp peak and heavier tails than the
normal distribution. Location and scale are both predicted.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source, magnitude, sign

mu, t, b = symbols("mu t b")

loss = Loss(
    id="L3TZ",
    expression=log(2 * b) + magnitude(mu - t) / b,
    wrt=(mu, b),
    symbols={
        mu: Real("predicted location, the median"),
        b: Positive("predicted scale"),
        t: Real("target, fixed"),
    },
    source=Source(
        "A. Kendall and Y. Gal, What uncertainties do we need in Bayesian deep learning for computer vision?, NIPS "
        "2017",
        arxiv="1703.04977",
    ),
    mistakes={
        mu: [
            (sign(mu - t), "the scale was dropped: the sign is divided by it"),
            ((mu - t) / b, "the error itself was taken, as for the normal distribution"),
            (sign(t - mu) / b, "location and target changed places"),
        ],
        b: [
            (1 / b, "the second term was treated as a constant: the scale stands in it too"),
            (1 / b + magnitude(mu - t) / b**2, "the inner minus of $1/b$ is missing"),
            (1 / (2 * b) - magnitude(mu - t) / b**2, "the inner derivative of $2b$ is missing: it cancels the 2"),
        ],
    },
    aliases=["Laplace NLL", "double exponential NLL"],
    used_for="errors with heavy tails, whose size is predicted too",
    why=(
        "With respect to the location the slope is a sign over the scale: an outlier pulls no harder than any other "
        "target, and the minimiser over a sample is its median. The scale is drawn to the absolute error. With a fixed "
        "scale it is the absolute loss; predict the scale as well where the noise is not the same everywhere."
    ),
    in_code=[("torch.distributions.Laplace(mu, b).log_prob(t).neg()", "none")],
    see_instead=[
        ("absolute", "the same with a fixed scale, without the logarithm"),
        ("gaussian-standard-deviation", "light tails: the squared error instead of the absolute one"),
    ],
)
