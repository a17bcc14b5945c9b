r"""Maximum mean discrepancy

How far a sample $x$ is from a sample $y$, seen through a kernel: the mean similarity within each sample, minus twice
that between them. Here for numbers, with the Gaussian kernel of width $\sigma$. The similarity within $y$ is constant,
and left out.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source

i, j, k, n, m, s = symbols("i j k n m sigma")
x, y, A, B = map(IndexedBase, ("x", "y", "A", "B"))
pull = Sum(B[k, j] * (y[j] - x[k]), (j, 1, m)) / (n * m)
push = Sum(A[k, j] * (x[j] - x[k]), (j, 1, n)) / n**2

loss = Loss(
    id="LJFM",
    expression=Sum(A[i, j], (i, 1, n), (j, 1, n)) / n**2 - 2 / (n * m) * Sum(B[i, j], (i, 1, n), (j, 1, m)),
    wrt=x[k],
    definitions=[
        (A[i, j], exp(-((x[i] - x[j]) ** 2) / (2 * s**2))),
        (B[i, j], exp(-((x[i] - y[j]) ** 2) / (2 * s**2))),
    ],
    symbols={
        x: Real("sample of the model", shape=(n,)),
        y: Real("sample of the data, fixed", shape=(m,)),
        A: Intermediate("similarity within the sample", shape=(n, n), within="(0, 1]"),
        B: Intermediate("similarity of $x_i$ and $y_j$", shape=(n, m), within="(0, 1]"),
        s: Positive("width of the kernel"),
        k: Index("index of the point", last=n),
        n: Size("number of points of the model"),
        m: Size("number of points of the data"),
    },
    source=Source(
        "A. Gretton, K. M. Borgwardt, M. J. Rasch, B. Schölkopf and A. Smola, A kernel two-sample test, Journal of "
        "Machine Learning Research 13 (2012), 723-773",
    ),
    closing=[
        (
            2 / s**2 * (push - pull),
            "the similarities by their names, and those within the sample, which are symmetric, together",
        ),
    ],
    mistakes=[
        ((2 * push - pull) / s**2, "$x_k$ stands in a pair twice, as $x_i$ and as $x_j$: only one was counted"),
        (2 / s**2 * (pull - push), "attraction and repulsion changed places: points of one sample repel each other"),
        (
            -2 / s**2 * pull,
            "the similarity within the sample was dropped: without it all points would gather in one place",
        ),
    ],
    aliases=["MMD", "kernel two-sample statistic"],
    used_for="samples of a model against samples of data, without densities",
    why=(
        "Two forces act on each point: the data attract it and the other points of its own sample repel it, both most "
        "strongly over a distance of $\\sigma$. Only in balance are the two samples alike. No density and no opponent "
        "is needed, just pairs; with more than one coordinate the gradient is the same, along the difference of the "
        "points. The width decides what is seen: data much further off than $\\sigma$ do not attract at all."
    ),
)
