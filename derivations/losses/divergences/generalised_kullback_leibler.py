r"""Generalised Kullback-Leibler divergence

The Kullback-Leibler divergence for positive numbers that need not sum to 1, such as intensities or counts: the
difference of the two sums is added.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Loss, Positive, Size

i, k, n = symbols("i k n")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="L6YY",
    expression=Sum(p[i] * log(p[i] / q[i]) - p[i] + q[i], (i, 1, n)),
    wrt=q[k],
    symbols={
        q: Positive("predicted intensities", shape=(n,)),
        p: Positive("target intensities, fixed", shape=(n,)),
        k: Index("index of the entry", last=n),
        n: Size("number of entries"),
    },
    source="D. D. Lee and H. S. Seung, Algorithms for non-negative matrix factorization, NIPS 2000",
    mistakes=[
        (-p[k] / q[k], "the sum of the predictions was dropped: then larger ones would always be better"),
        (1 + p[k] / q[k], "the minus of the logarithm of a quotient was forgotten: $q_k$ stands below the line"),
        (log(q[k] / p[k]), "the gradient of the divergence the other way round, with $q$ in front"),
        (q[k] - p[k], "the denominator was dropped, as if the error were squared"),
    ],
    aliases=["generalized KL", "I-divergence", "Csiszar divergence", "generalized Kullback-Leibler divergence"],
    used_for="positive data that do not sum to 1, such as spectra and counts",
    why=(
        "The gradient is $1-p_k/q_k$, the relative error: it is 0 where the prediction meets its target, whatever the "
        "sums. Where both sums are 1, the added terms cancel and the Kullback-Leibler divergence is left. As a "
        "function of $q$ it is the Poisson negative log-likelihood of a rate, up to a constant. Nonnegative matrix "
        "factorisation takes it for counts of words, and for spectra."
    ),
    see_instead=[
        ("kullback-leibler", "for probabilities, without the two sums"),
        ("itakura-saito", "counts relative errors alone, whatever the size"),
    ],
)
