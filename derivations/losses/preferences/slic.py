r"""SLiC (hinge on the margin)

The hinge loss of the margin: 0 once $\beta h$ is 1 or more, below that the amount by which it falls short.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, positive_part, step

h, beta = symbols("h beta")

loss = Loss(
    id="LSFN",
    expression=positive_part(1 - beta * h),
    wrt=h,
    symbols={
        h: Real("margin: how far the policy has raised the chosen answer above the rejected one"),
        beta: Positive("reciprocal of the margin that is asked for"),
    },
    source=Source(
        "Y. Zhao et al., SLiC-HF: sequence likelihood calibration with human feedback (2023), section 2",
        arxiv="2305.10425",
    ),
    mistakes=[
        (-step(1 - beta * h), "the inner derivative $\\beta$ was dropped"),
        (beta * step(1 - beta * h), "the inner minus of $1-\\beta h$ was dropped"),
        (-beta * step(-h), "the perceptron's loss: here a margin is asked for, not only the right order"),
    ],
    aliases=["SLiC-HF", "sequence likelihood calibration", "hinge preference loss"],
    used_for="pairs of answers, of which those far enough apart are left alone",
    why=(
        "A pair pulls with the constant slope $-\\beta$ until the margin has reached $1/\\beta$, and then not at all. "
        "The loss is that of a support vector machine that ranks. SLiC compares log-probabilities without a reference; "
        "libraries put in the margin of DPO."
    ),
    in_code=[("optax.hinge_loss(beta * h, 1)", "none")],
    see_instead=[("hinge", "the same shape as a function of label times score"), ("dpo", "smooth, and never quite 0")],
)
