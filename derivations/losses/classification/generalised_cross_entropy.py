r"""Generalised cross-entropy

$(1-p_y^q)/q$ for the probability $p_y$ of the right class: between the cross-entropy, to which it tends as $q$ goes to
0, and the missing probability $1-p_y$ at $q=1$.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Real, Source

j, k, i, y, K, q = symbols("j k i y K q")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="L8G3",
    expression=(1 - p[y] ** q) / q,
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        q: Interval("how far it is from the cross-entropy, such as 0.7", within="(0, 1]"),
    },
    source=Source(
        "Z. Zhang and M. R. Sabuncu, Generalized cross entropy loss for training deep neural networks with noisy "
        "labels, NeurIPS 2018",
        arxiv="1805.07836",
    ),
    mistakes=[
        (
            p[y] ** (q - 1) * (p[k] - KroneckerDelta(k, y)),
            "the slope of the softmax has a factor $p_y$ that was lost",
        ),
        (p[k] - KroneckerDelta(k, y), "the gradient of the cross-entropy, the limit for $q$ to 0"),
        (
            q * p[y] ** q * (p[k] - KroneckerDelta(k, y)),
            "the $q$ of the power cancels against the denominator",
        ),
    ],
    aliases=["GCE", "Lq loss", "CategoricalGeneralizedCrossEntropy", "generalized cross-entropy"],
    used_for="classifiers on data with wrong labels",
    why=(
        "The gradient is that of the softmax cross-entropy, times $p_y^q$: an example whose label the model finds "
        "unlikely counts less, as the label may be wrong. The larger $q$, the more so, and the slower it learns. It is "
        "the Box-Cox transform of the likelihood, and bounded by $1/q$."
    ),
    in_code=[
        (
            "keras.losses.CategoricalGeneralizedCrossEntropy(q=q)(y, keras.ops.softmax(z))",
            "sum_over_batch_size",
            "takes labels and probabilities",
        ),
    ],
    see_instead=[("softmax-focal", "does the opposite: it takes weight from examples that are right")],
)
