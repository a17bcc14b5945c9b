r"""Gaussian negative log-likelihood weighted by its variance

The Gaussian negative log-likelihood, multiplied by a power $\beta$ of its own variance, which is held fixed for that
purpose: noisy examples are not neglected so much. It is known as the $\beta$-NLL.
"""

from sympy import log, symbols

from derivations.language import Interval, Loss, Positive, Real, Source, held

mu, t, v, b = symbols("mu t v beta")

loss = Loss(
    id="LZYV",
    expression=held(v) ** b * (log(v) + (mu - t) ** 2 / v) / 2,
    wrt=(v, mu),
    symbols={
        v: Positive("predicted variance"),
        mu: Real("predicted mean"),
        t: Real("target, fixed"),
        b: Interval("exponent of the weight", within="[0, 1]"),
    },
    source=Source(
        "M. Seitzer, A. Tavakoli, D. Antic and G. Martius, On the pitfalls of heteroscedastic uncertainty estimation "
        "with probabilistic neural networks (2022), section 4",
        arxiv="2203.09168",
    ),
    mistakes={
        v: [
            (
                (1 / v - (mu - t) ** 2 / v**2) / 2,
                "the weight was dropped: it is held fixed, but it keeps its value",
            ),
            (
                v**b * (1 / v - (mu - t) ** 2 / v**2) / 2 + b * v ** (b - 1) * (log(v) + (mu - t) ** 2 / v) / 2,
                "the weight was differentiated, although it is held fixed",
            ),
        ],
        mu: [
            ((mu - t) / v, "the weight was dropped: right for $\\beta=0$ only"),
            (mu - t, "right for $\\beta=1$ only, where the weight cancels the variance"),
        ],
    },
    aliases=["beta-NLL", "BetaNLL", "beta-weighted Gaussian NLL"],
    used_for="means that fit well in spite of a predicted variance",
    why=(
        "With the plain likelihood an example on which the mean is far off gets a large variance, and with it a small "
        "gradient of the mean: it is given up. The weight gives $v^\\beta$ of it back. With $\\beta=0$ it is the "
        "likelihood, with $\\beta=1$ the mean learns as from the squared error; people take 1/2. Unless $\\beta=0$, "
        "this is the gradient of no loss that could be written without holding something fixed."
    ),
    see_instead=[("gaussian-variance", "without the weight, $\\beta=0$")],
)
