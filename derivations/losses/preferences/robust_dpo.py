r"""Robust DPO

DPO for labels that were turned round with a known probability $\varepsilon<1/2$, corrected so that the mean over the
noise is the loss of the right label.
"""

from sympy import log, symbols

from derivations.language import Interval, Loss, Positive, Real, Source, sigma

h, beta, epsilon = symbols("h beta epsilon")

loss = Loss(
    id="L8F3",
    expression=(epsilon * log(sigma(-beta * h)) - (1 - epsilon) * log(sigma(beta * h))) / (1 - 2 * epsilon),
    wrt=h,
    symbols={
        h: Real("margin: how far the policy has raised the chosen answer above the rejected one"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
        epsilon: Interval("probability that the two answers were labelled the wrong way round", within="(0, 1/2)"),
    },
    source=Source(
        "S. R. Chowdhury, A. Kini and N. Natarajan, Provably robust DPO (2024), section 3.1", arxiv="2403.00409"
    ),
    other_forms=[
        (
            -beta * ((1 - epsilon) * sigma(-beta * h) + epsilon * sigma(beta * h)) / (1 - 2 * epsilon),
            "both labels pull the same way",
        )
    ],
    mistakes=[
        (beta * (sigma(beta * h) - (1 - epsilon)), "the gradient of conservative DPO, which adds the second term"),
        (
            beta * (sigma(beta * h) - (1 - epsilon)) / (1 - 2 * epsilon),
            "the second logarithm was added, where it is taken away",
        ),
        (-beta * sigma(-beta * h), "the gradient of DPO: the labels were taken for certain"),
    ],
    aliases=["rDPO", "provably robust DPO"],
    used_for="pairs of answers labelled with a known rate of error",
    why=(
        "The loss of the label as it is, minus a share of the loss of the label turned round. In the mean over the "
        "noise that is the loss of the right label, so that more data wash the errors out. The gradient is never 0: it "
        "stays at $-\\beta\\varepsilon/(1-2\\varepsilon)$ or beyond, however large the margin."
    ),
    see_instead=[("cdpo", "adds the second term, and comes to rest at a finite margin")],
)
