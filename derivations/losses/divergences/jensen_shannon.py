r"""Jensen-Shannon divergence

The mean of two Kullback-Leibler divergences: of the target $p$ and of the prediction $q$ from their average $m$. It is
symmetric, and never more than $\log 2$.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Probability, Simplex, Source

i, k, K = symbols("i k K")
p, q, m = map(IndexedBase, ("p", "q", "m"))

loss = Loss(
    id="LQJ8",
    expression=Sum(p[i] * log(p[i] / m[i]), (i, 1, K)) / 2 + Sum(q[i] * log(q[i] / m[i]), (i, 1, K)) / 2,
    wrt=q[k],
    definitions=[(m[i], (p[i] + q[i]) / 2)],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        m: Intermediate("average of the two probabilities of outcome $i$", shape=(K,), within="(0, 1)"),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "J. Lin, Divergence measures based on the Shannon entropy, IEEE Transactions on Information Theory 37 (1991), "
        "145-151",
        doi="10.1109/18.61115",
    ),
    mistakes=[
        (log(q[k] / m[k]), "the half in front of each divergence was dropped"),
        ((log(q[k] / m[k]) + 1) / 2, "the average was held fixed, although half of it is $q_k$"),
        (log(q[k] / p[k]) / 2, "the prediction was compared with the target, not with the average"),
        (-p[k] / (2 * m[k]), "only the first divergence was differentiated, and the half of the average forgotten"),
    ],
    aliases=["JS divergence", "JSD", "information radius"],
    used_for="a symmetric comparison that stays finite",
    why=(
        "The gradient is half the logarithm of the ratio of the prediction to the average. The average is never less "
        "than half of $q_k$, so the gradient is never more than $(\\log2)/2$. It is just that for every outcome "
        "that the target excludes; where it is the same for all, a model that is wrong everywhere learns nothing from "
        "it. Generative adversarial networks, against a perfect discriminator, descend this divergence. Its root is a "
        "distance."
    ),
    see_instead=[("jeffreys", "symmetric too, but without a bound")],
)
