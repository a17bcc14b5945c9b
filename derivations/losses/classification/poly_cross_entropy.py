r"""Poly-1 cross-entropy

The softmax cross-entropy plus $\varepsilon$ times the probability that is missing from the right class: the first
term of its power series in $1-p_y$ gets another coefficient.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Real, Source

j, k, i, y, K, epsilon = symbols("j k i y K epsilon")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LCM4",
    expression=-log(p[y]) + epsilon * (1 - p[y]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        epsilon: Interval("weight of the first term beyond that of the cross-entropy", within="[-1, oo)"),
    },
    source=Source(
        "Z. Leng, M. Tan, C. Liu, E. D. Cubuk, X. Shi, S. Cheng and D. Anguelov, PolyLoss: a polynomial expansion "
        "perspective of classification loss functions, ICLR 2022",
        arxiv="2204.12511",
    ),
    mistakes=[
        (p[k] - KroneckerDelta(k, y), "the second term was treated as a constant: it depends on the logits too"),
        (
            (1 + epsilon) * (p[k] - KroneckerDelta(k, y)),
            "the probability $p_y$ was lost on the way: the slope of a probability is not that of its logarithm",
        ),
        (
            (1 - epsilon * p[y]) * (p[k] - KroneckerDelta(k, y)),
            "the minus of $1-p_y$ was dropped",
        ),
    ],
    aliases=["Poly1 loss", "PolyLoss", "Poly1CrossEntropyLoss"],
    used_for="classifiers whose cross-entropy should be tuned by one number",
    why=(
        "The gradient is that of the softmax cross-entropy, times $1+\\varepsilon p_y$: with $\\varepsilon>0$, "
        "examples that are right count more than before, with $\\varepsilon<0$ less, as under the focal loss. The "
        "cross-entropy is the series of $(1-p_y)^n/n$; this loss changes its first coefficient from 1 to "
        "$1+\\varepsilon$."
    ),
    in_code=[("optax.losses.poly_loss_cross_entropy(z, jax.nn.one_hot(y, K), epsilon=epsilon)", "none")],
    see_instead=[("softmax-focal", "takes weight from examples that are right")],
)
