r"""Poisson negative log-likelihood of a log-rate

Minus the log-likelihood of a count under a Poisson distribution, without the constant $\log t!$. The model gives the
logarithm $z$ of the rate, so that no rate can be negative.
"""

from sympy import exp, symbols

from derivations.language import Count, Loss, Real, Source

z, t = symbols("z t")

loss = Loss(
    id="LFZS",
    expression=exp(z) - t * z,
    wrt=z,
    symbols={z: Real("logarithm of the predicted rate"), t: Count("count, fixed", varies=True)},
    source=Source("PyTorch documentation, torch.nn.PoissonNLLLoss (2025)"),
    mistakes=[
        (1 - t / exp(z), "the slope with respect to the rate: the chain rule multiplies it by $e^z$"),
        (z - t, "the exponential was dropped: the rate is $e^z$, not $z$"),
        (exp(z), "the count was dropped: it is constant, but it multiplies $z$"),
        (t - exp(z), "the gradient of the log-likelihood: the loss is minus that"),
    ],
    aliases=["Poisson NLL of a log-rate", "HalfPoissonLoss", "log Poisson loss"],
    used_for="counts of rare events",
    why=(
        "The gradient is rate minus count: expected minus observed, as for labels with a logit. For that the logarithm "
        "is the right link; it is called canonical. The curvature is the rate itself, so that large counts call for "
        "small steps. Take it for clicks, claims, photons and goals."
    ),
    in_code=[
        ("torch.nn.PoissonNLLLoss()(z, t)", "mean", "`log_input` is true unless told otherwise"),
        (
            "sklearn._loss.HalfPoissonLoss().gradient(t, z)",
            "none",
            "the gradient; not public, but behind `PoissonRegressor`",
        ),
    ],
    see_instead=[
        ("poisson-of-rate", "the same loss, for a model that gives the rate itself"),
        ("poisson-regression", "the same loss, of a whole data set and a linear model"),
    ],
)
