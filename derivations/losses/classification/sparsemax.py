r"""Sparsemax loss

The counterpart of the softmax cross-entropy for the sparsemax, whose probabilities $\max(0,z_i-\tau)$ can be exactly 0.
The threshold $\tau$ is the one at which the loss is least: there its slope with respect to $\tau$ is 0, which says that
the probabilities sum to 1. So it can be held fixed while the other slope is taken.
"""

from sympy import IndexedBase, KroneckerDelta, Rational, Sum, symbols

from derivations.language import Classes, Index, Loss, Real, Source, positive_part

i, k, y, K, tau = symbols("i k y K tau")
z = IndexedBase("z")

loss = Loss(
    id="LM93",
    expression=-z[y] + tau + Sum(positive_part(z[i] - tau) ** 2, (i, 1, K)) / 2 + Rational(1, 2),
    wrt=z[k],
    symbols={
        z: Real("logits", shape=(K,)),
        tau: Real("threshold, held fixed: at its best value the probabilities sum to 1", follows=True),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "A. F. T. Martins and R. F. Astudillo, From softmax to sparsemax: a sparse model of attention and multi-label "
        "classification, ICML 2016, section 3",
        arxiv="1602.02068",
    ),
    mistakes=[
        (positive_part(z[k] - tau), "the label was dropped: at the right class 1 is subtracted"),
        (z[k] - KroneckerDelta(k, y), "the threshold was dropped, and the positive part with it"),
        (KroneckerDelta(k, y) - positive_part(z[k] - tau), "prediction and label changed places"),
    ],
    aliases=["multiclass_sparsemax_loss", "sparsemax cross-entropy"],
    used_for="classifiers and attention with probabilities that can be 0",
    why=(
        "The gradient is probability minus label, as for the softmax cross-entropy. But these probabilities reach 0 "
        "and 1: once the logit of the right class lies above all others by 1, the loss and its gradient are exactly 0. "
        "The threshold is found by sorting the logits. It moves with them: so the second derivative, by the "
        "same logit twice, is $1-1/n$ for each of the $n$ logits above $\\tau$, and 0 for the others."
    ),
    in_code=[
        ("optax.losses.multiclass_sparsemax_loss(z, y)", "none", "finds the threshold itself; here it is a variable"),
    ],
    see_instead=[("softmax-cross-entropy", "its probabilities are never 0")],
)
