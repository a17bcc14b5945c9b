r"""Contractive penalty

The squared size of the slopes of a hidden layer of sigmoids with respect to its inputs: a small change of the input
should change the code little.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, sigma

i, j, k, l, m, n = symbols("i j k l m n")
W, x, z, h, a, q = map(IndexedBase, ("W", "x", "z", "h", "a", "q"))

loss = Loss(
    id="LDXB",
    expression=Sum(a[j] ** 2 * q[j], (j, 1, m)),
    wrt=W[k, l],
    backward=True,
    definitions=[
        (z[j], Sum(W[j, i] * x[i], (i, 1, n))),
        (h[j], sigma(z[j])),
        (a[j], h[j] * (1 - h[j])),
        (q[j], Sum(W[j, i] ** 2, (i, 1, n))),
    ],
    symbols={
        W: Real("weights from input $i$ to unit $j$", shape=(m, n)),
        x: Real("inputs", shape=(n,)),
        z: Intermediate("sum that enters unit $j$", shape=(m,)),
        h: Intermediate("output of unit $j$", shape=(m,), within="(0, 1)"),
        a: Intermediate("slope of the sigmoid of unit $j$", shape=(m,), within="(0, 1/4]"),
        q: Intermediate("squared length of the weights of unit $j$", shape=(m,), within="[0, oo)"),
        k: Index("index of the unit", last=m),
        l: Index("index of the input", last=n),
        m: Size("number of units"),
        n: Size("number of inputs"),
    },
    source=Source(
        "S. Rifai, P. Vincent, X. Muller, X. Glorot and Y. Bengio, Contractive auto-encoders: explicit invariance "
        "during feature extraction, ICML 2011",
    ),
    mistakes=[
        (2 * a[k] ** 2 * W[k, l], "the slope of the sigmoid was treated as a constant: it depends on the weights too"),
        (2 * a[k] ** 2 * (1 - 2 * h[k]) * q[k] * x[l], "only the slope of the sigmoid was differentiated"),
    ],
    aliases=["contractive autoencoder penalty"],
    used_for="codes that should not change with small changes of the input",
    why=(
        "There are two ways to make the slopes small, and the gradient has a term for each: shorter weights, and units "
        "driven to where the sigmoid is flat. Added to the error of a reconstruction, it keeps only those directions "
        "sensitive in which the data vary."
    ),
)
