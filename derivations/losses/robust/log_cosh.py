r"""Log-cosh loss

Close to half the square of a small error, and close to $|p-t|-\log 2$ for a large one, with no threshold in between.
"""

from sympy import cosh, exp, log, symbols, tanh

from derivations.language import Loss, Real, Source

p, t = symbols("p t")

loss = Loss(
    id="L6D2",
    former="regression/log-cosh",
    expression=log(cosh(p - t)),
    wrt=p,
    symbols={p: Real("prediction"), t: Real("target, fixed")},
    source=Source(
        "R. A. Saleh and A. K. M. E. Saleh, Statistical properties of the log-cosh loss function used in machine "
        "learning (2022)",
        arxiv="2208.04564",
    ),
    other_forms=[(1 - 2 / (exp(2 * (p - t)) + 1), "$\\tanh u=1-2/(e^{2u}+1)$")],
    mistakes=[
        (1 / cosh(p - t), "the inner derivative is missing: only the logarithm was differentiated"),
        (1 - tanh(p - t) ** 2, "this is the slope of the gradient, the second derivative"),
        (tanh(p), "the target was dropped, because it is a constant; but it stands inside the function"),
    ],
    aliases=["logcosh"],
    used_for="errors of which some are wild, without a threshold",
    why=(
        "The gradient is the hyperbolic tangent of the error: close to the error while that is small, close to its "
        "sign once it is large. So an outlier counts as in the absolute loss, but there is no kink and no threshold to "
        "choose."
    ),
    in_code=[
        ("optax.log_cosh(p, t)", "none"),
        ("keras.losses.LogCosh()(t, p)", "sum_over_batch_size"),
    ],
    see_instead=[
        (
            "huber",
            "changes over at a threshold that you choose; here that happens at errors of about 1, whatever the unit",
        ),
    ],
)
