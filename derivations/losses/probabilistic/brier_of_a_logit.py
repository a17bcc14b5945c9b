r"""Brier score of a logit

The squared error of a predicted probability, the sigmoid of a logit.
"""

from sympy import symbols

from derivations.language import Label01, Loss, Real, Source, sigma

z, t = symbols("z t")

loss = Loss(
    id="L4CD",
    expression=(sigma(z) - t) ** 2,
    wrt=z,
    symbols={z: Real("logit"), t: Label01("label, 0 or 1; a soft label may lie between")},
    source=Source(
        "G. W. Brier, Verification of forecasts expressed in terms of probability, Monthly Weather Review (1950)"
    ),
    mistakes=[
        (2 * (sigma(z) - t), "the slope of the sigmoid was left out: the logit stands inside it"),
        (sigma(z) - t, "the gradient of the binary cross-entropy, in which the slope of the sigmoid cancels"),
        (2 * (sigma(z) - t) * z * (1 - z), "the slope of the sigmoid is $\\sigma(1-\\sigma)$, not $z(1-z)$"),
        ((sigma(z) - t) * sigma(z) * (1 - sigma(z)), "the 2 of the square was dropped, but the loss has no half"),
    ],
    aliases=["Brier score", "squared error of a sigmoid", "MSE of a sigmoid"],
    used_for="probabilities that are judged by their squared error",
    why=(
        "The slope of the sigmoid stays as a factor, and it is nearly 0 where the model is sure, also where it is sure "
        "and wrong: there learning stalls. The cross-entropy has no such factor. But an example that is wrong beyond "
        "hope costs at most 1 here, and the score is proper too: the best forecast is the true probability. It came "
        "from the weather service, and judges forecasts to this day."
    ),
    in_code=[("torch.nn.MSELoss()(torch.sigmoid(z), t)", "mean")],
    see_instead=[
        ("binary-cross-entropy-with-logit", "its gradient is the error alone"),
        ("sigmoid-node", "the same in a network"),
    ],
)
