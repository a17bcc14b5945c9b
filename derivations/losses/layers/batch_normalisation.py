r"""Batch normalisation, backwards

A layer that brings a batch to mean 0 and variance 1. Given are the slopes $g_i$ of the loss with respect to its
outputs; sought is the slope with respect to an input. An input also acts through the mean and the variance of the whole
batch, so there are three ways to count. The layer often ends with a learnt scale and shift, $\gamma y_i+\beta$; then
$g_i$ is $\gamma$ times the slope with respect to that output.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size

i, j, n, eps, mu, s, q = symbols("i j n epsilon mu s q")
x, g, y = map(IndexedBase, ("x", "g", "y"))

loss = Loss(
    id="L9HD",
    former="vectors/batch-normalisation",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=x[j],
    backward=True,
    definitions=[
        (mu, Sum(x[i], (i, 1, n)) / n),
        (q, Sum((x[i] - mu) ** 2, (i, 1, n)) / n + eps),
        (s, sqrt(q)),
        (y[i], (x[i] - mu) / s),
    ],
    closing=[
        (
            (g[j] - Sum(g[i], (i, 1, n)) / n - y[j] * Sum(g[i] * y[i], (i, 1, n)) / n) / s,
            "$x_i-\\mu=s\\,y_i$ and $\\sum_iy_i=0$",
        )
    ],
    symbols={
        x: Real("inputs of the batch", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        mu: Intermediate("mean of the batch"),
        q: Intermediate("variance of the batch, plus $\\varepsilon$", within="(0, oo)"),
        s: Intermediate("the root of $q$: standard deviation of the batch", within="(0, oo)"),
        y: Intermediate("normalised output", shape=(n,)),
        eps: Positive("a small number that keeps the root away from 0"),
        j: Index("index of the input", last=n),
        n: Size("size of the batch"),
    },
    source="S. Ioffe and C. Szegedy, Batch normalization, ICML 2015, section 3",
    mistakes=[
        (g[j] / s, "mean and variance were treated as constants"),
        ((g[j] - Sum(g[i], (i, 1, n)) / n) / s, "the variance was treated as a constant"),
        (
            (g[j] - y[j] * Sum(g[i] * y[i], (i, 1, n)) / n) / s,
            "the mean was treated as a constant",
        ),
    ],
    aliases=["batchnorm", "batch normalization", "nn.BatchNorm1d"],
    used_for="features over a batch, as in networks for images",
    why=(
        "Two means are subtracted from the slopes, one plain and one weighted by the outputs: what comes back sums to "
        "0, and, but for $\\varepsilon$, so does its product with the outputs. Running means, as used after training, "
        "are constants: then the layer is a plain scale and shift, and only $g_j/s$ is left."
    ),
    see_instead=[("layer-norm", "the same sums over the features of one example")],
)
