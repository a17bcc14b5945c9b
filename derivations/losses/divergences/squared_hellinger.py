r"""Squared Hellinger distance

Half the squared distance between the roots of the probabilities. It is symmetric, and never more than 1.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex, Source

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="L9SM",
    expression=Sum((sqrt(q[i]) - sqrt(p[i])) ** 2, (i, 1, K)) / 2,
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source("A. B. Tsybakov, Introduction to Nonparametric Estimation (Springer, 2009), section 2.4"),
    mistakes=[
        (
            sqrt(q[k]) - sqrt(p[k]),
            "the inner derivative of the root is missing: it is one over twice the root of $q_k$",
        ),
        ((sqrt(q[k]) - sqrt(p[k])) / sqrt(q[k]), "the derivative of the root has a 2 below the line"),
        ((1 - p[k] / q[k]) / 2, "the root of the ratio was forgotten"),
        (q[k] - p[k], "the roots were forgotten"),
    ],
    aliases=["Hellinger", "squared Hellinger divergence"],
    used_for="a bounded, symmetric comparison of two distributions",
    why=(
        "The gradient is half of 1 minus the root of $p_k/q_k$. The root makes it milder than that of the "
        "Kullback-Leibler divergence where the model excludes what the target has. For probabilities the loss is 1 "
        "minus the sum of the roots of all $p_iq_i$, the Bhattacharyya coefficient. Statisticians like it, because it "
        "bounds the total variation from both sides."
    ),
    see_instead=[("kullback-leibler", "the ratio without the root, and without a bound")],
)
