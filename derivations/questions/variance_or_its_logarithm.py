r"""Gaussian likelihood: is the slope that of the variance, its logarithm or the deviation?

Each has its own, and they differ by a factor that is not constant. Let $r$ be the error. With respect to the logarithm
$v$ of the variance the slope is half of $1-r^2e^{-v}$; the variance itself divides that by the variance; the standard
deviation $\sigma$ gives $1/\sigma-r^2/\sigma^3$. A formula of one form put into code for another is the most common
mistake with this loss.
"""

from sympy import exp, symbols

from derivations.language import Answer, Claim, Section

mu, t, v, sigma = symbols("mu t v sigma")
r = t - mu

answer = Answer(
    id="Q94C",
    loss="gaussian-log-variance",
    short="Each has its own: mind what your network gives",
    claims=[
        Claim((1 - r**2 * exp(-v)) / 2, "exact", "half of 1 minus the squared error in units of the variance"),
        Claim((exp(-v) - r**2 * exp(-2 * v)) / 2, "wrong", "the slope with respect to the variance $e^v$"),
        Claim((1 / v - r**2 / v**2) / 2, "exact", "here $v$ is the variance itself", loss="gaussian-variance"),
        Claim(
            (1 - r**2 / v) / 2,
            "wrong",
            "that of the logarithm, used for the variance",
            loss="gaussian-variance",
        ),
        Claim(
            1 / sigma - r**2 / sigma**3,
            "exact",
            "here the deviation is the variable",
            loss="gaussian-standard-deviation",
        ),
        Claim(
            (1 / sigma**2 - r**2 / sigma**4) / 2,
            "wrong",
            "that of the variance, used for the deviation: the factor $2\\sigma$ is missing",
            loss="gaussian-standard-deviation",
        ),
    ],
    sections=[
        Section(
            "The sign and the zero are right: is the factor not harmless?",
            "No. The factor is $e^v$ or $2\\sigma$, and so differs from example to example: the gradient of a network "
            "adds up many examples, and with such factors it adds up the wrong sum.",
        ),
        Section(
            "Which form to choose",
            "The logarithm. Any number that a network gives is right for it, and its slope is at most 1/2, while the "
            "other two have no bound as the variance goes to 0.",
        ),
        Section(
            "Why does the loss become NaN?",
            "A network that gives the variance itself may give 0 or less. There $\\log v$ and $r^2/v$ have no value, "
            "and code returns infinity or NaN. The variance $e^v$ is always positive. Or keep the variance from 0, as "
            "`torch.nn.GaussianNLLLoss` does by its `eps`.",
        ),
    ],
    see=["beta-weighted-gaussian", "multivariate-gaussian"],
)
