"""Softmax cross-entropy of a label

Minus the logarithm of the probability that the softmax gives to the right class $y$.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real

j, k, l, i, y, K = symbols("j k l i y K")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="L4D4",
    expression=-log(p[y]),
    wrt=z[k],
    second=z[l],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        l: Index("index of the logit of the second derivative", last=K),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (p[k] + KroneckerDelta(k, y), "the label was added, not subtracted"),
        (p[k], "the label was dropped: this is the gradient of the logarithm of the sum alone"),
        (-(1 - p[k]), "right for the logit of the right class only"),
    ],
    aliases=["CE", "cross-entropy", "categorical cross-entropy", "softmax loss", "nn.CrossEntropyLoss"],
    used_for="exactly one of several classes; language models",
    why=(
        "The gradient is the list of predicted probabilities, with 1 subtracted at the right class. Descent pushes the "
        "right logit up, and every other logit down in proportion to the probability of its class. The loss is minus "
        "the log-likelihood of the label. Classifiers are trained with it, and so are language models, for which the "
        "classes are words."
    ),
    in_code=[
        ("torch.nn.CrossEntropyLoss()(z, y)", "mean", "takes the logits: no softmax before it"),
        ("torch.nn.functional.cross_entropy(z, y)", "mean", "the same as a function"),
        ("optax.softmax_cross_entropy_with_integer_labels(z, y)", "none"),
        (
            "keras.losses.SparseCategoricalCrossentropy(from_logits=True)(y, z)",
            "sum_over_batch_size",
            "without `from_logits=True` it takes probabilities",
        ),
        ("xgboost.XGBClassifier(objective='multi:softprob').fit(X, y)", "sum"),
    ],
    see_instead=[
        ("softmax-cross-entropy-of-soft-targets", "takes a target for each class instead of one label"),
        ("binary-cross-entropy-with-logit", "two classes, and one logit"),
    ],
)
