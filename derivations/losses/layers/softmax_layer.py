r"""Softmax, backwards

A layer that turns logits into probabilities. Given are the slopes $g_i$ of a loss with respect to the probabilities;
sought is the slope with respect to a logit, without building the matrix of all slopes.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real

i, j, k, K = symbols("i j k K")
z, g, p = map(IndexedBase, ("z", "g", "p"))

loss = Loss(
    id="L8V6",
    expression=Sum(g[i] * p[i], (i, 1, K)),
    wrt=z[j],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[k]), (k, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        g: Real("slopes of the loss with respect to the probabilities, given", shape=(K,)),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        j: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (g[j] * p[j] * (1 - p[j]), "the diagonal alone: a logit also moves the probabilities of all other classes"),
        (p[j] * g[j], "the sum in the denominator was held fixed"),
        (p[j] * (g[j] - Sum(g[i], (i, 1, K))), "the slopes were added without their weights $p_i$"),
        (p[j] * (g[j] - Sum(g[i], (i, 1, K)) / K), "the plain mean of the slopes was subtracted, not the weighted one"),
    ],
    aliases=["softmax backward", "softmax vector-Jacobian product"],
    used_for="weights that sum to 1, as in attention",
    why=(
        "What is subtracted is the mean of the slopes, weighted by the probabilities. So only differences between "
        "slopes count: if all $g_i$ are equal, nothing comes back, as the probabilities sum to 1 whatever the logits "
        "are. It takes two passes over the vector, where the matrix of all slopes has $K^2$ entries."
    ),
    in_code=[
        ("torch.dot(g, torch.softmax(z, dim=0))", "none"),
        ("jax.numpy.dot(g, jax.nn.softmax(z))", "none"),
    ],
    see_instead=[
        ("softmax", "the matrix of all slopes, entry by entry"),
        ("softmax-cross-entropy", "with the logarithm of one probability as the loss, which is far simpler"),
    ],
)
