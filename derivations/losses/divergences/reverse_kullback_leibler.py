r"""Reverse Kullback-Leibler divergence

The Kullback-Leibler divergence the other way round: the mean, under the model's own probabilities $q$, of the
logarithm of $q_i/p_i$. Each $q_k$ moves alone here; that all of them sum to 1 is for the model to see to.
"""

from sympy import IndexedBase, Integer, Sum, log, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="LP8K",
    expression=Sum(q[i] * log(q[i] / p[i]), (i, 1, K)),
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 10.1.2",
    mistakes=[
        (log(q[k] / p[k]), "only the $q_k$ in front was differentiated: the one in the logarithm adds 1"),
        (Integer(1), "only the logarithm was differentiated: the $q_k$ in front of it is a variable too"),
        (-p[k] / q[k], "the gradient of the forward divergence, in which the target stands in front"),
        (log(p[k] / q[k]) - 1, "prediction and target changed places in the logarithm"),
    ],
    aliases=["reverse KL", "exclusive KL", "mode-seeking KL"],
    used_for="variational inference, and policies held near a reference",
    why=(
        "The gradient is a logarithm, and it becomes large where the model gives weight to what the target all but "
        "excludes. So a minimiser prefers one mode of the target to a compromise between several. The 1 is the same "
        "for every outcome: behind a softmax it cancels, as probabilities cannot all grow at once. Variational "
        "inference descends this divergence, as it needs no samples of the target."
    ),
    see_instead=[("kullback-leibler", "the forward divergence, with the target in front")],
)
