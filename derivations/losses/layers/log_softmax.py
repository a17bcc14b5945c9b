r"""Log-softmax, backwards

Logits less their log-sum-exp: the logarithms of the probabilities of a softmax. Given are the slopes $g_i$ of a loss
with respect to the outputs; sought is the slope with respect to a logit.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, j, k, K = symbols("i j k K")
z, g, y, p = map(IndexedBase, ("z", "g", "y", "p"))

loss = Loss(
    id="L4W4",
    expression=Sum(g[i] * y[i], (i, 1, K)),
    wrt=z[j],
    definitions=[
        (y[i], z[i] - log(Sum(exp(z[k]), (k, 1, K)))),
        (p[i], exp(z[i]) / Sum(exp(z[k]), (k, 1, K))),
    ],
    symbols={
        z: Real("logits", shape=(K,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(K,)),
        y: Intermediate("output, the logarithm of the probability", shape=(K,)),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        j: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source("PyTorch, torch.nn.LogSoftmax (documentation)"),
    mistakes=[
        (g[j], "the log-sum-exp was held fixed, though it depends on every logit"),
        (g[j] * (1 - p[j]), "the other outputs were left out: they all share the log-sum-exp"),
        (g[j] - p[j], "the probability was not multiplied by the sum of the slopes: right only if they sum to 1"),
        (p[j] * (g[j] - Sum(p[i] * g[i], (i, 1, K))), "this is how the plain softmax does it, without the logarithm"),
    ],
    aliases=["logsoftmax"],
    used_for="log-probabilities, as the cross-entropy needs them",
    why=(
        "Each logit receives its own slope, less its share $p_j$ of the sum of all slopes. For the loss $-y_c$ of a "
        "class $c$ the slopes are $-1$ at $c$ and 0 elsewhere: that gives $p_j-\\delta_{jc}$, the gradient of the "
        "cross-entropy. Adding the same number to all logits changes nothing, so these gradients sum to 0."
    ),
    in_code=[
        ("torch.dot(g, torch.log_softmax(z, dim=0))", "none"),
        ("jax.numpy.dot(g, jax.nn.log_softmax(z))", "none"),
    ],
    see_instead=[
        ("softmax-layer", "the probabilities themselves, without the logarithm"),
        ("log-sum-exp", "what is subtracted here"),
    ],
)
