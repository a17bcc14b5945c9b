r"""Layer normalisation, backwards

A layer that brings the features of one example to mean 0 and variance 1, and then scales and shifts each by learnt
numbers. Given are the slopes $g_i$ of a loss with respect to the outputs; sought are those with respect to an input, a
scale and a shift.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, eps, mu, s, q = symbols("i j n epsilon mu s q")
x, g, y, h, gamma, beta = map(IndexedBase, ("x", "g", "y", "h", "gamma", "beta"))
mean = Sum(gamma[i] * g[i], (i, 1, n)) / n
weighted = Sum(gamma[i] * g[i] * h[i], (i, 1, n)) / n

loss = Loss(
    id="LSCV",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=(x[j], gamma[j], beta[j]),
    backward=True,
    definitions=[
        (mu, Sum(x[i], (i, 1, n)) / n),
        (q, Sum((x[i] - mu) ** 2, (i, 1, n)) / n + eps),
        (s, sqrt(q)),
        (h[i], (x[i] - mu) / s),
        (y[i], gamma[i] * h[i] + beta[i]),
    ],
    closing={x[j]: [((gamma[j] * g[j] - mean - h[j] * weighted) / s, "$x_i-\\mu=s\\,h_i$ and $\\sum_ih_i=0$")]},
    symbols={
        x: Real("inputs, the features of one example", shape=(n,)),
        gamma: Real("scales, learnt", shape=(n,)),
        beta: Real("shifts, learnt", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        mu: Intermediate("mean of the features"),
        q: Intermediate("variance of the features, plus $\\varepsilon$", within="(0, oo)"),
        s: Intermediate("the root of $q$: standard deviation of the features", within="(0, oo)"),
        h: Intermediate("normalised input", shape=(n,)),
        y: Intermediate("output", shape=(n,)),
        eps: Positive("a small number that keeps the root away from 0"),
        j: Index("index of the feature", last=n),
        n: Size("number of features"),
    },
    source=Source("J. L. Ba, J. R. Kiros and G. E. Hinton, Layer normalization (2016)", arxiv="1607.06450"),
    mistakes={
        x[j]: [
            (gamma[j] * g[j] / s, "mean and variance were treated as constants"),
            ((gamma[j] * g[j] - mean) / s, "the variance was treated as a constant"),
            (
                gamma[j] * (g[j] - Sum(g[i], (i, 1, n)) / n - h[j] * Sum(g[i] * h[i], (i, 1, n)) / n) / s,
                "the scale was taken out of the means, but differs from feature to feature",
            ),
        ],
        gamma[j]: [
            (g[j] * y[j], "the output, scaled and shifted, stands where the normalised input belongs"),
            (g[j] * x[j], "the input was not normalised"),
        ],
        beta[j]: [
            (1, "the slope of the loss with respect to the output is missing"),
            (gamma[j] * g[j], "the scale does not multiply the shift"),
        ],
    },
    aliases=["layernorm", "layer normalization"],
    used_for="features of one example, as in transformers",
    why=(
        "Each input acts on its own output, and on all others through mean and variance: two means are subtracted, one "
        "plain and one weighted by the normalised inputs. What comes back sums to 0. Scale and shift are those of a "
        "linear unit; over a batch, their slopes are added."
    ),
    in_code=[("torch.dot(g, torch.layer_norm(x, x.shape, gamma, beta, epsilon))", "none")],
    see_instead=[
        ("batch-normalisation", "the same sums over the examples of a batch, for each feature"),
        ("rms-norm", "without the mean"),
    ],
)
