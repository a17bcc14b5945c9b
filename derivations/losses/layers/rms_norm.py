r"""RMS normalisation, backwards

A layer that divides the features of one example by the root of their mean square, and then scales each by a learnt
number. Given are the slopes $g_i$ of a loss with respect to the outputs; sought are those with respect to an input and
a scale.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, n, eps, r, q = symbols("i j n epsilon r q")
x, g, y, h, gamma = map(IndexedBase, ("x", "g", "y", "h", "gamma"))
weighted = Sum(gamma[i] * g[i] * h[i], (i, 1, n)) / n

loss = Loss(
    id="L9FW",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=(x[j], gamma[j]),
    backward=True,
    definitions=[
        (q, Sum(x[i] ** 2, (i, 1, n)) / n + eps),
        (r, sqrt(q)),
        (h[i], x[i] / r),
        (y[i], gamma[i] * h[i]),
    ],
    closing={x[j]: [((gamma[j] * g[j] - h[j] * weighted) / r, "$x_j=r\\,h_j$")]},
    symbols={
        x: Real("inputs, the features of one example", shape=(n,)),
        gamma: Real("scales, learnt", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        q: Intermediate("mean of the squares, plus $\\varepsilon$", within="(0, oo)"),
        r: Intermediate("the root of $q$", within="(0, oo)"),
        h: Intermediate("normalised input", shape=(n,)),
        y: Intermediate("output", shape=(n,)),
        eps: Positive("a small number that keeps the root away from 0"),
        j: Index("index of the feature", last=n),
        n: Size("number of features"),
    },
    source=Source("B. Zhang and R. Sennrich, Root mean square layer normalization (NeurIPS, 2019)", arxiv="1910.07467"),
    mistakes={
        x[j]: [
            (gamma[j] * g[j] / r, "the root was treated as a constant"),
            ((gamma[j] * g[j] - n * h[j] * weighted) / r, "the sum was not divided by the number of features"),
            (
                (gamma[j] * g[j] - x[j] * weighted) / r,
                "the last factor is the input, but must be the normalised one",
            ),
            (
                gamma[j] * (g[j] - h[j] * Sum(g[i] * h[i], (i, 1, n)) / n) / r,
                "the scale was taken out of the mean, but differs from feature to feature",
            ),
        ],
        gamma[j]: [
            (g[j] * y[j], "the output, which is scaled, stands where the normalised input belongs"),
            (g[j] * x[j], "the input was not normalised"),
        ],
    },
    aliases=["rmsnorm", "root mean square layer normalisation", "LlamaRMSNorm"],
    used_for="features of one example, as in language models such as Llama",
    why=(
        "Each input acts on its own output, and on all others through the root. So one mean is subtracted, weighted "
        "by the normalised inputs; the plain mean of layer normalisation is not there, as no mean was taken off on "
        "the way forward. But for $\\varepsilon$, what comes back is at right angles to the input."
    ),
    in_code=[("torch.dot(g, torch.rms_norm(x, x.shape, gamma, epsilon))", "none")],
    see_instead=[
        ("layer-norm", "with the mean taken off first, and a shift"),
        ("l2-normalisation", "to length 1, without scales"),
    ],
)
