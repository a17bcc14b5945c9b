r"""Beta divergence

A family of divergences between positive numbers. Its shape $\beta$ leads from the Itakura-Saito divergence
($\beta\to0$) by way of the generalised Kullback-Leibler divergence ($\beta\to1$) to half the squared error ($\beta=2$).
Here $\beta$ is above 1.
"""

from sympy import symbols

from derivations.language import Interval, Loss, Positive, Source

q, p, b = symbols("q p beta")

loss = Loss(
    id="L2P6",
    expression=(p**b + (b - 1) * q**b - b * p * q ** (b - 1)) / (b * (b - 1)),
    wrt=q,
    symbols={
        q: Positive("prediction"),
        p: Positive("target, fixed", varies=True),
        b: Interval("shape", within="(1, oo)"),
    },
    source=Source(
        "C. Févotte and J. Idier, Algorithms for nonnegative matrix factorization with the beta-divergence, "
        "Neural Computation 23 (2011)",
        arxiv="1010.1763",
    ),
    limits=[(b, 1, 1 - p / q, "the generalised Kullback-Leibler divergence")],
    mistakes=[
        (q ** (b - 1) * (q - p), "the exponent was left one too high"),
        (q ** (b - 2) * (p - q), "prediction and target changed places"),
        (q ** (b - 1), "the term with the target was dropped"),
        (b * (b - 1) * q ** (b - 2) * (q - p), "the denominator in front of the loss was forgotten: all of it cancels"),
    ],
    aliases=["beta_loss"],
    used_for="nonnegative matrix factorisation, with a choice of the noise",
    why=(
        "The gradient is the error $q-p$ times the power $q^{\\beta-2}$ of the prediction. So the shape decides what "
        "an error counts: for $\\beta=2$ the same everywhere, below that less where the prediction is large. The same "
        "factor is the inverse variance of a Tweedie distribution with power $2-\\beta$. It was made for mixtures of "
        "sounds, and scikit-learn's matrix factorisation has it as `beta_loss`."
    ),
    see_instead=[
        ("generalised-kullback-leibler", "the limit $\\beta\\to1$"),
        ("itakura-saito", "the limit $\\beta\\to0$"),
    ],
)
