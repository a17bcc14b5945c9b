r"""LoRA, backwards

A dense layer whose weights are frozen, with a learnt correction beside them: the product of a narrow and a wide matrix,
of rank $r$. Given are the slopes $g_i$ of a loss with respect to the outputs.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

a, b, c, i, j, k, m, n, r, alpha = symbols("a b c i j k m n r alpha")
W, A, B, x, h, y, g = map(IndexedBase, ("W", "A", "B", "x", "h", "y", "g"))
back = Sum(g[i] * B[i, b], (i, 1, m))

loss = Loss(
    id="LHCH",
    expression=Sum(g[i] * y[i], (i, 1, m)),
    wrt=(A[b, k], B[a, b]),
    backward=True,
    definitions=[
        (h[c], Sum(A[c, j] * x[j], (j, 1, n))),
        (y[i], Sum(W[i, j] * x[j], (j, 1, n)) + alpha / r * Sum(B[i, c] * h[c], (c, 1, r))),
    ],
    symbols={
        A: Real("weights, learnt, into the narrow middle", shape=(r, n)),
        B: Real("weights, learnt, out of the narrow middle", shape=(m, r)),
        W: Real("weights, frozen", shape=(m, n)),
        x: Real("inputs", shape=(n,)),
        alpha: Positive("scale of the correction"),
        h: Intermediate("number in the middle", shape=(r,)),
        y: Intermediate("output", shape=(m,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(m,)),
        a: Index("index of the output", last=m),
        b: Index("index of the number in the middle", last=r),
        k: Index("index of the input", last=n),
        m: Size("number of outputs"),
        n: Size("number of inputs"),
        r: Size("rank: how many numbers are in the middle"),
    },
    source=Source(
        "E. J. Hu et al., LoRA: low-rank adaptation of large language models (ICLR, 2022)", arxiv="2106.09685"
    ),
    mistakes={
        A[b, k]: [
            (back * x[k], "the factor $\\alpha/r$ was forgotten on the way back"),
            (alpha / r * Sum(g[i], (i, 1, m)) * x[k], "the weights $B$ on the way back are missing"),
            (alpha / r * Sum(g[i] * W[i, k], (i, 1, m)) * x[k], "the slopes came back through the frozen weights"),
        ],
        B[a, b]: [
            (g[a] * h[b], "the factor $\\alpha/r$ was forgotten on the way back"),
            (alpha / r * g[a], "the number in the middle, which the weight multiplies, is missing"),
        ],
    },
    aliases=["low-rank adaptation", "LoraConfig", "low-rank adapter"],
    used_for="large models that are adapted to a task with few weights",
    why=(
        "The slopes are those of two dense layers, one after the other, times $\\alpha/r$. At the start $B$ is 0, so "
        "that the correction is 0: then $A$ receives no gradient at all, and $B$ moves first. If both were 0, neither "
        "would ever move."
    ),
    see_instead=[
        ("dense-layer", "one layer whose weights are all learnt"),
        ("matrix-factorisation", "a product of two matrices, fitted to a table"),
    ],
)
