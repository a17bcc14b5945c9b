r"""Cross-entropy of unnormalised probabilities

The cross-entropy of positive numbers that are divided by their sum first, as Keras does with what it takes for
probabilities.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, ClosedSimplex, Index, Loss, Positive, Source

k, j, i, K = symbols("k j i K")
q, t = IndexedBase("q"), IndexedBase("t")
total = Sum(q[j], (j, 1, K))

loss = Loss(
    id="LT23",
    expression=-Sum(t[i] * log(q[i] / Sum(q[j], (j, 1, K))), (i, 1, K)),
    wrt=q[k],
    symbols={
        q: Positive("predictions: positive numbers that need not sum to 1", shape=(K,)),
        t: ClosedSimplex("targets, fixed", shape=(K,)),
        k: Index("index of the class", last=K),
        K: Classes("number of classes"),
    },
    source=Source("Keras, source code of categorical_crossentropy, with from_logits=False"),
    mistakes=[
        (-t[k] / q[k], "the sum was treated as a constant: it depends on every prediction"),
        (q[k] / total - t[k], "the gradient with respect to logits: no exponential stands before this sum"),
        (-t[k] / q[k] + t[k] / total, "the sum stands in the term of every class, not in that of class $k$ alone"),
    ],
    aliases=["CategoricalCrossentropy", "cross-entropy of unnormalized probabilities"],
    used_for="probabilities that may not quite sum to 1",
    why=(
        "The division by the sum adds $1/\\sum_jq_j$ to the slope of each class: to make all predictions larger by the "
        "same factor changes nothing, and the gradient says so. Where the predictions sum to 1 this is $1-t_k/q_k$, "
        "which differs from $-t_k/q_k$ by 1 in every class. With a softmax before it, take logits and the softmax "
        "cross-entropy instead."
    ),
    in_code=[
        (
            "keras.losses.CategoricalCrossentropy()(t, q)",
            "sum_over_batch_size",
            "divides by the sum, and clips the quotients at $10^{-7}$ and $1-10^{-7}$",
        ),
    ],
    see_instead=[
        ("softmax-cross-entropy-of-soft-targets", "takes logits"),
        ("softmax-of-counts", "takes logits, and targets with any sum"),
    ],
)
