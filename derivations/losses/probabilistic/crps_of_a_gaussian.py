r"""Continuous ranked probability score of a Gaussian

How far a normal forecast with mean $\mu$ and standard deviation $s$ is from what happened, in the units of the
target: the area between the forecast's distribution function, squared, and the step at the target.
"""

from sympy import pi, sqrt, symbols

from derivations.language import Intermediate, Loss, Phi, Positive, Real, Source, phi

mu, t, s, w = symbols("mu t s w")

loss = Loss(
    id="LKY5",
    expression=s * (w * (2 * Phi(w) - 1) + 2 * phi(w) - 1 / sqrt(pi)),
    wrt=(mu, s),
    definitions=[(w, (t - mu) / s)],
    symbols={
        mu: Real("predicted mean"),
        s: Positive("predicted standard deviation"),
        t: Real("target, fixed"),
        w: Intermediate("error in standard deviations"),
    },
    source=[
        Source(
            "T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the "
            "American Statistical Association 102 (2007), 359-378, section 4.2",
            doi="10.1198/016214506000001437",
        ),
    ],
    mistakes={
        mu: [
            (2 * Phi(w) - 1, "the inner minus of $(t-\\mu)/s$ is missing"),
            (1 - 2 * Phi(w) - 2 * w * phi(w), "the slope of the density was forgotten: it cancels a term"),
            ((1 - 2 * Phi(w)) / s, "the factor $s$ in front was forgotten: it cancels the inner derivative"),
            (-w / s, "the gradient of the log-likelihood"),
        ],
        s: [
            (
                w * (2 * Phi(w) - 1) + 2 * phi(w) - 1 / sqrt(pi),
                "only the factor in front was differentiated: the deviation stands in $w$ too",
            ),
            (2 * phi(w), "the constant was dropped, but it is multiplied by $s$"),
            (1 / s - w**2 / s, "the gradient of the log-likelihood"),
        ],
    },
    aliases=["CRPS", "Gaussian CRPS", "crps_norm"],
    used_for="forecasts with an error bar, scored in the units of the target",
    why=(
        "With respect to the mean the slope is bounded by 1, so that an outlier pulls no harder than with the absolute "
        "loss, to which the score shrinks as $s\\to0$. The log-likelihood has no such bound. With respect to "
        "$s$ the slope is 0 where the error is about 0.83 deviations. Weather services score with it; like the "
        "likelihood it is proper: the best forecast is the true distribution."
    ),
    see_instead=[
        ("gaussian-standard-deviation", "the log-likelihood of the same forecast, without a bound"),
        ("crps-of-an-ensemble", "for a sample instead of a normal distribution"),
    ],
)
