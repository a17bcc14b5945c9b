r"""Poisson negative log-likelihood of a rate

Minus the log-likelihood of a count under a Poisson distribution, without the constant $\log t!$. The model gives the
rate itself.
"""

from sympy import log, symbols

from derivations.language import Count, Loss, Positive, Source

lam, t = symbols("lambda t")

loss = Loss(
    id="LDCP",
    expression=lam - t * log(lam),
    wrt=lam,
    symbols={lam: Positive("predicted rate"), t: Count("count, fixed", varies=True)},
    source=Source("PyTorch documentation, torch.nn.PoissonNLLLoss (2025)"),
    mistakes=[
        (lam - t, "the denominator was dropped: the logarithm has the slope $1/\\lambda$"),
        (1 - t, "the slope of the logarithm was forgotten"),
        (-t / lam, "the first term was dropped: then a larger rate would always be better"),
        (1 - log(t) / lam, "the logarithm was taken of the count: it is that of the rate"),
    ],
    aliases=["Poisson NLL of a rate", "keras.losses.Poisson"],
    used_for="counts, where the rate itself is predicted",
    why=(
        "The gradient is the error $\\lambda-t$ divided by the rate, which is the variance of a count: an error of 5 "
        "is grave where 1 is expected, and nothing much where 1000 are. Near a rate of 0 the slope is unbounded if "
        "something was counted; so libraries add a small number inside the logarithm. A model that gives the logarithm "
        "of the rate needs no such care."
    ),
    in_code=[
        ("torch.nn.PoissonNLLLoss(log_input=False)(lam, t)", "mean", "adds $10^{-8}$ inside the logarithm"),
        ("sklearn.metrics.mean_poisson_deviance([t], [lam])", "mean", "twice the loss, with the constant"),
        ("keras.losses.Poisson()(t, lam)", "sum_over_batch_size", "adds $10^{-7}$ inside the logarithm"),
    ],
    see_instead=[
        ("poisson-of-log-rate", "the same loss, for a model that gives the logarithm: its gradient is $e^z-t$"),
        ("generalised-kullback-leibler", "differs by a constant: the same gradient"),
    ],
)
