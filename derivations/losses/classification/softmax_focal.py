r"""Softmax focal loss

The softmax cross-entropy, times a power of the probability that is missing from the right class: examples that are
already right with certainty hardly count.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Nonnegative, Real, Source

j, k, i, y, K, gamma = symbols("j k i y K gamma")
z, p = IndexedBase("z"), IndexedBase("p")
error = p[k] - KroneckerDelta(k, y)
factor = (1 - p[y]) ** (gamma - 1) * (1 - p[y] - gamma * p[y] * log(p[y]))

loss = Loss(
    id="LV3Q",
    expression=-((1 - p[y]) ** gamma) * log(p[y]),
    wrt=z[k],
    backward=True,
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        gamma: Nonnegative("focusing parameter, usually 2"),
    },
    source=Source(
        "T.-Y. Lin, P. Goyal, R. Girshick, K. He and P. Dollar, Focal loss for dense object detection, ICCV 2017, "
        "section 3",
        arxiv="1708.02002",
    ),
    closing=[(factor * error, "one factor $1-p_y$ multiplied into the bracket")],
    mistakes=[
        ((1 - p[y]) ** gamma * error, "the power was treated as a constant: it depends on the logits too"),
        (factor * p[k], "the label was dropped: at the right class 1 is subtracted"),
        (
            (1 - p[y]) ** (gamma - 1) * (1 - p[y] + gamma * p[y] * log(p[y])) * error,
            "the inner derivative of $1-p_y$ is missing: it is $-1$",
        ),
    ],
    aliases=["multi-class focal loss", "categorical focal loss", "CategoricalFocalCrossentropy"],
    used_for="several classes of which most examples are easy",
    why=(
        "The gradient is that of the softmax cross-entropy, $p_k-\\delta_{ky}$, times a factor that all classes share "
        "and that fades as the probability of the right class goes to 1. So the direction of each example stays, and "
        "only its weight changes. With $\\gamma=0$ the factor is 1."
    ),
    in_code=[
        (
            (
                "keras.losses.CategoricalFocalCrossentropy(alpha=1.0, gamma=gamma, from_logits=True)"
                "(keras.ops.one_hot(y, K), z)"
            ),
            "sum_over_batch_size",
            "has the factor $\\alpha=0.25$ unless told otherwise",
        ),
    ],
    see_instead=[
        ("focal", "two classes, and one logit"),
        ("softmax-cross-entropy", "the same without the power"),
    ],
)
