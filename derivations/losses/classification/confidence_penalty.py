r"""Cross-entropy with a confidence penalty

The softmax cross-entropy minus $\beta$ times the entropy of the predicted probabilities: a model that is too sure pays
for it.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

j, k, i, y, K, beta = symbols("j k i y K beta")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LHM9",
    expression=-log(p[y]) + beta * Sum(p[i] * log(p[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        beta: Positive("weight of the entropy, such as 0.1"),
    },
    source=Source(
        "G. Pereyra, G. Tucker, J. Chorowski, L. Kaiser and G. Hinton, Regularizing neural networks by penalizing "
        "confident output distributions (2017)",
        arxiv="1701.06548",
    ),
    closing=[
        (
            p[k] - KroneckerDelta(k, y) + beta * p[k] * (log(p[k]) - Sum(p[i] * log(p[i]), (i, 1, K))),
            "the probabilities sum to 1; the first difference turned round",
        )
    ],
    mistakes=[
        (
            p[k] - KroneckerDelta(k, y) + beta * (log(p[k]) + 1),
            "the slope of the entropy with respect to the probability: the softmax is missing",
        ),
        (
            p[k] - KroneckerDelta(k, y) + beta * p[k] * log(p[k]),
            "the mean of the logarithms was dropped: each logit moves all probabilities",
        ),
        (
            p[k] - KroneckerDelta(k, y) - beta * p[k] * (log(p[k]) - Sum(p[i] * log(p[i]), (i, 1, K))),
            "the entropy has a minus of its own, so the penalty is $+\\beta\\sum_ip_i\\log p_i$",
        ),
    ],
    aliases=["entropy-penalised cross-entropy", "confident output penalty"],
    used_for="classifiers that should not become too sure",
    why=(
        "The second term of the gradient has each class's log-probability minus their mean, times its probability: a "
        "class that is more likely than the average is pushed down. Label smoothing draws the probabilities to the "
        "even distribution by its cross-entropy; this does it by the divergence the other way round."
    ),
    see_instead=[("label-smoothing", "softens the label instead")],
)
