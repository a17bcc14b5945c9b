"""DiscoPOP

The logistic loss and the exponential loss of the margin, blended by a weight that depends on the margin itself. The
formula was found by a language model that was asked for losses.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, sigma, softplus

x, m, tau = symbols("x m tau")

loss = Loss(
    id="L92J",
    expression=(1 - m) * softplus(-x) + m * exp(-x),
    wrt=x,
    definitions=[(m, sigma(x / tau))],
    symbols={
        x: Real("margin of DPO, times $\\beta$"),
        m: Intermediate("weight of the exponential loss", within="(0, 1)"),
        tau: Positive("temperature of the blend, such as 0.05"),
    },
    source=Source(
        "C. Lu et al., Discovering preference optimization algorithms with and for large language models (2024)",
        arxiv="2406.08414",
    ),
    closing=[
        (
            m * (1 - m) * (exp(-x) - softplus(-x)) / tau - (1 - m) * sigma(-x) - m * exp(-x),
            "the two terms from the weight stand together",
        )
    ],
    mistakes=[
        ((m - 1) * sigma(-x) - m * exp(-x), "the weight was held fixed: it moves with the margin"),
        (
            (m - 1) * sigma(-x) - m * exp(-x) + m * (1 - m) * (exp(-x) - softplus(-x)),
            "the inner derivative $1/\\tau$ of the weight was dropped",
        ),
    ],
    aliases=["log-ratio modulated loss", "LRML"],
    used_for="pairs of answers; an example of a loss found by search",
    why=(
        "Where the weight is held fixed, the gradient is the blend of both slopes; as the weight moves too, a third "
        "term comes in, with the difference of the two losses. That difference is positive, so near $x=0$ it works "
        "against the other two, and with a small temperature the loss has a valley and a hill of its own there."
    ),
    see_instead=[("dpo", "the logistic part alone")],
)
