"""Softmax cross-entropy of soft targets

The cross-entropy of the softmax against a target for each class. The targets sum to 1, and so the gradient is the error
of the probabilities.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Real

j, k, i, K = symbols("j k i K")
z, p, t = map(IndexedBase, ("z", "p", "t"))

loss = Loss(
    id="L277",
    expression=-Sum(t[i] * log(p[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    constraints=[(Sum(t[j], (j, 1, K)), 1)],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        t: Label01("targets, fixed", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (t[k] - p[k], "prediction and target changed places"),
        (-t[k] / p[k], "the gradient with respect to the probability: each logit moves all probabilities"),
    ],
    aliases=["cross-entropy with soft labels", "soft-label cross-entropy"],
    used_for="several classes with soft labels",
    why=(
        "The gradient is the probability minus the target, as for a single label. That needs targets that sum to "
        "1: the sum of the targets stands before the probability. Soft targets come from label smoothing, from "
        "distillation, and from several annotators."
    ),
    in_code=[
        ("torch.nn.CrossEntropyLoss()(z, t)", "mean", "with a target of the same shape as the input"),
        ("optax.softmax_cross_entropy(z, t)", "none"),
        ("keras.losses.CategoricalCrossentropy(from_logits=True)(t, z)", "sum_over_batch_size"),
    ],
    see_instead=[("softmax-of-counts", "for targets with another sum: it multiplies the probabilities")],
)
