r"""Pearson chi-squared divergence

The squared differences between the target $p$ and the prediction $q$, each divided by the prediction.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex, Source

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="L96N",
    expression=Sum((p[i] - q[i]) ** 2 / q[i], (i, 1, K)),
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "S. Nowozin, B. Cseke and R. Tomioka, f-GAN: Training generative neural samplers using variational divergence "
        "minimization (2016), table 1",
        arxiv="1606.00709",
    ),
    mistakes=[
        (2 * (q[k] - p[k]) / q[k], "the denominator was treated as a constant"),
        (-((p[k] - q[k]) ** 2) / q[k] ** 2, "the numerator was treated as a constant"),
        (1 + (p[k] / q[k]) ** 2, "the inner minus of $1/q_k$ is missing"),
        (2 * (q[k] - p[k]) / p[k], "the gradient of the divergence that divides by the target"),
    ],
    aliases=["chi-squared divergence", "chi2 divergence", "Pearson divergence"],
    used_for="ratios of densities, where large ratios must not pass",
    why=(
        "The gradient is 1 minus the square of the ratio $p_k/q_k$: it punishes a prediction that is too small harder "
        "than the Kullback-Leibler divergence, whose gradient has the ratio itself. It is the statistic of Pearson's "
        "test, for shares instead of counts, and the variance of the weights when samples of $q$ are weighted to stand "
        "for $p$."
    ),
    see_instead=[("kullback-leibler", "the ratio instead of its square")],
)
