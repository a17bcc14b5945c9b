r"""Softmax cross-entropy with label smoothing

The softmax cross-entropy of a softened label: the right class keeps the share $1-\varepsilon$, and the rest is spread
evenly over all classes.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Real, Source

j, k, i, y, K, epsilon = symbols("j k i y K epsilon")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LG62",
    expression=-(1 - epsilon) * log(p[y]) - epsilon / K * Sum(log(p[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        epsilon: Interval("share that is spread over all classes, such as 0.1", within="[0, 1)"),
    },
    source=Source(
        "C. Szegedy, V. Vanhoucke, S. Ioffe, J. Shlens and Z. Wojna, Rethinking the Inception architecture for "
        "computer vision, CVPR 2016, section 7",
        arxiv="1512.00567",
    ),
    mistakes=[
        (p[k] - KroneckerDelta(k, y), "the smoothing was dropped: the target is no longer one-hot"),
        (
            p[k] - (1 - epsilon) * KroneckerDelta(k, y),
            "the share of the other classes was dropped: each of them has the target $\\varepsilon/K$",
        ),
        (
            p[k] - (1 - epsilon) * KroneckerDelta(k, y) - epsilon / (K - 1) * (1 - KroneckerDelta(k, y)),
            "the share was spread over the wrong classes only: here the right class gets a part of it too",
        ),
        ((1 - epsilon) * (p[k] - KroneckerDelta(k, y)), "the smoothing was taken for a factor of the loss"),
    ],
    aliases=["label-smoothed cross-entropy", "cross_entropy with label_smoothing", "LabelSmoothingCrossEntropy"],
    used_for="classifiers that should not become too sure",
    why=(
        "The gradient is still probability minus target, only the target is soft: $1-\\varepsilon+\\varepsilon/K$ at "
        "the right class and $\\varepsilon/K$ elsewhere. So it is zero at finite logits, where the cross-entropy of a "
        "hard label drives them apart without end. Image classifiers and translation models are trained with it."
    ),
    in_code=[
        ("torch.nn.CrossEntropyLoss(label_smoothing=epsilon)(z, y)", "mean"),
        (
            "optax.softmax_cross_entropy(z, optax.smooth_labels(jax.nn.one_hot(y, K), epsilon))",
            "none",
        ),
        (
            (
                "keras.losses.CategoricalCrossentropy(from_logits=True, label_smoothing=epsilon)"
                "(keras.ops.one_hot(y, K), z)"
            ),
            "sum_over_batch_size",
        ),
    ],
    see_instead=[
        ("softmax-cross-entropy", "without smoothing"),
        ("softmax-cross-entropy-of-soft-targets", "any soft target"),
    ],
)
