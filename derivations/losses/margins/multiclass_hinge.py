r"""Multi-class hinge loss

The hinge loss for several classes, after Crammer and Singer: the score of the right class should lie above that of the
strongest rival by 1.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Classes, Index, Loss, Real, arg_largest, largest, positive_part, step

j, k, y, K = symbols("j k y K")
s = IndexedBase("s")
rival = arg_largest(s[j], (j, 1, K), but=y)
margin = 1 + largest(s[j], (j, 1, K), but=y) - s[y]

loss = Loss(
    id="L6W2",
    former="classification/multiclass-hinge",
    expression=positive_part(margin),
    wrt=s[k],
    symbols={
        s: Real("scores, one for each class", shape=(K,)),
        y: Index("the right class", last=K),
        k: Index("index of the score", last=K),
        K: Classes("number of classes"),
    },
    source=(
        "K. Crammer and Y. Singer, On the algorithmic implementation of multiclass kernel-based vector machines, "
        "Journal of Machine Learning Research 2 (2001), 265-292, section 2"
    ),
    mistakes=[
        (
            step(1 + s[k] - s[y]) * (1 - KroneckerDelta(k, y)) - KroneckerDelta(k, y) * step(margin),
            "every class within the margin was counted: that is the sum over the rivals, not their maximum",
        ),
        (step(margin) * KroneckerDelta(k, rival), "the right class was forgotten: it has a slope of its own"),
        (
            KroneckerDelta(k, rival) - KroneckerDelta(k, y),
            "the bracket was dropped: beyond the margin the loss is flat",
        ),
    ],
    aliases=["Crammer-Singer loss", "multiclass SVM loss", "categorical hinge loss", "top-1 hinge loss"],
    used_for="several classes with a margin, the strongest rival counted",
    why=(
        "As long as the margin is less than 1, the gradient is $-1$ at the right class and $1$ at the strongest rival: "
        "these two scores are pushed apart, and all others are left alone, however close they are. Where two rivals "
        "are equally strong, either of them may be taken, or a mean. The softmax cross-entropy pushes every rival down."
    ),
    in_code=[
        ("optax.losses.multiclass_hinge_loss(s, y)", "none"),
        (
            "keras.losses.CategoricalHinge()(keras.ops.one_hot(y, K), s)",
            "sum_over_batch_size",
            "takes one-hot labels, and 0 for the strongest rival where that is negative",
        ),
        ("sklearn.metrics.hinge_loss(y, s, labels=numpy.arange(K))", "mean", "with more than two classes"),
    ],
    see_instead=[
        ("hinge-of-a-score", "two classes, and one score"),
        ("softmax-cross-entropy", "smooth, and every class counts"),
    ],
)
