r"""Log-sigmoid

The logarithm of a sigmoid: the log-probability of a yes, given its logit. It is never positive, and close to 0 for
large logits.
"""

from sympy import log, symbols

from derivations.language import Loss, Real, Source, sigma

z = symbols("z")

loss = Loss(
    id="L8GT",
    name="y",
    expression=log(sigma(z)),
    wrt=z,
    symbols={z: Real("logit")},
    source=Source("PyTorch, torch.nn.LogSigmoid (documentation)"),
    other_forms=[(sigma(-z), "$1-\\sigma(z)=\\sigma(-z)$")],
    mistakes=[
        (1 / sigma(z), "the slope of the sigmoid is missing: only the logarithm was differentiated"),
        (sigma(z), "this is the slope of the softplus of $z$: here the sign of the logit is the other one"),
        (sigma(z) * (1 - sigma(z)), "the slope of the logarithm, one over the sigmoid, is missing"),
        (-sigma(-z), "the sign belongs to the loss $-\\log\\sigma(z)$"),
    ],
    aliases=["logsigmoid"],
    used_for="log-probabilities of a yes, as in preference losses",
    why=(
        "The slope is the probability of a no: a logit that is right already is hardly pushed further. The slope of "
        "the sigmoid holds a factor $\\sigma(z)$, which cancels that of the logarithm. Compute it as minus a "
        "softplus, as the sigmoid of a very negative logit rounds to 0."
    ),
    in_code=[
        ("torch.nn.functional.logsigmoid(z)", "none"),
        ("jax.nn.log_sigmoid(z)", "none"),
        ("keras.ops.log_sigmoid(z)", "none"),
    ],
    see_instead=[
        ("softplus", "the softplus of $-z$ is this with its sign turned"),
        ("logistic-of-a-score", "the loss that it makes of a label and a score"),
    ],
)
