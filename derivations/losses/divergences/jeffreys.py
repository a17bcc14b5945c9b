r"""Jeffreys divergence

The sum of the Kullback-Leibler divergences both ways round, and so a symmetric one.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="LQD4",
    expression=Sum((q[i] - p[i]) * log(q[i] / p[i]), (i, 1, K)),
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=(
        "H. Jeffreys, An invariant form for the prior probability in estimation problems, Proceedings of the Royal "
        "Society A 186 (1946), 453-461"
    ),
    mistakes=[
        (log(q[k] / p[k]), "the logarithm was treated as a constant: the second term of the product rule is missing"),
        (
            (q[k] - p[k]) / q[k],
            "the difference was treated as a constant: the first term of the product rule is missing",
        ),
        (log(q[k] / p[k]) + 1, "only the reverse half was differentiated"),
        (-p[k] / q[k], "only the forward half was differentiated"),
    ],
    aliases=["J-divergence", "symmetric KL", "symmetrised KL", "population stability index", "PSI"],
    used_for="a symmetric comparison, such as of a feature then and now",
    why=(
        "The gradient is the sum of the two gradients, $-p_k/q_k$ of the forward and $1+\\log(q_k/p_k)$ of the reverse "
        "divergence. Both ways of being wrong are punished without limit: to exclude what the target has, and to allow "
        "what it excludes. In banking it is called population stability index, and watches whether data drift."
    ),
    see_instead=[("jensen-shannon", "symmetric too, and bounded")],
)
