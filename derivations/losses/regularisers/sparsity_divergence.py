r"""Sparsity penalty of an autoencoder

The divergence between the wanted share $\rho$ of the time in which a hidden unit is active and its actual share $q$.
"""

from sympy import log, symbols

from derivations.language import Loss, Probability

q, rho = symbols("q rho")

loss = Loss(
    id="L4TR",
    expression=rho * (log(rho) - log(q)) + (1 - rho) * (log(1 - rho) - log(1 - q)),
    wrt=q,
    symbols={
        q: Probability("mean activation of the hidden unit"),
        rho: Probability("wanted mean activation, fixed and small"),
    },
    source="A. Ng, Sparse autoencoder, CS294A lecture notes (Stanford University, 2011)",
    mistakes=[
        (-rho / q, "the second term was dropped: the unit is silent with probability $1-q$"),
        (-rho / q - (1 - rho) / (1 - q), "the inner minus of $1-q$ was lost"),
        (log(q / rho) - log((1 - q) / (1 - rho)), "the divergence the other way round"),
    ],
    aliases=["sparse autoencoder penalty", "KL sparsity"],
    used_for="hidden units that should be active rarely",
    why=(
        "The slope is 0 where the unit is active as often as wanted, and grows without bound as $q$ comes near 0 or 1. "
        "In an autoencoder one such term for each hidden unit is added to the error of the reconstruction; the slope "
        "goes back to the weights through the mean activation over the data."
    ),
    see_instead=[("binary-cross-entropy", "differs by a constant: the same gradient")],
)
