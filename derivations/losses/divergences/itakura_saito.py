r"""Itakura-Saito divergence

How far a predicted power spectrum $q$ is from a measured one, $p$. Only the ratios $p_i/q_i$ count: to double both
changes nothing.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Loss, Positive, Size, Source

i, k, n = symbols("i k n")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="L274",
    expression=Sum(p[i] / q[i] - log(p[i] / q[i]) - 1, (i, 1, n)),
    wrt=q[k],
    symbols={
        q: Positive("predicted spectrum", shape=(n,)),
        p: Positive("measured spectrum, fixed", shape=(n,)),
        k: Index("index of the frequency", last=n),
        n: Size("number of frequencies"),
    },
    source=Source(
        "C. Févotte, N. Bertin and J.-L. Durrieu, Nonnegative matrix factorization with the Itakura-Saito divergence, "
        "Neural Computation 21 (2009), 793-830",
        doi="10.1162/neco.2008.04-08-771",
    ),
    mistakes=[
        (1 / q[k], "the first term was dropped: then a smaller spectrum would always be better"),
        (1 / q[k] - p[k] / q[k], "the derivative of $1/q_k$ has the square of $q_k$ below the line"),
        (1 - p[k] / q[k], "the gradient of the generalised Kullback-Leibler divergence"),
        (-1 / q[k] - p[k] / q[k] ** 2, "the inner minus of the logarithm of a quotient is missing"),
    ],
    aliases=["IS divergence", "Itakura-Saito distance"],
    used_for="spectra of sound, where quiet parts matter as much as loud ones",
    why=(
        "The gradient is the error over the square of the prediction, $(q_k-p_k)/q_k^2$: a quiet frequency that is "
        "predicted too loud counts as much as a loud one. Up to a constant it is minus the log-likelihood of powers "
        "that are exponentially distributed with mean $q_k$. It comes from the coding of speech, and serves to "
        "separate the instruments of a recording."
    ),
    see_instead=[
        ("generalised-kullback-leibler", "the next milder one: its gradient divides the error by $q_k$ once"),
        ("beta-divergence", "leads from the one to the other by a shape"),
    ],
)
