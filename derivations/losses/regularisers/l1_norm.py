"""L1 penalty

The sum of the sizes of the weights, times the strength. The kink at 0 is what lets weights stay at exactly 0.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Positive, Real, Size, Source, magnitude

i, j, n, lam = symbols("i j n lambda")
w = IndexedBase("w")

loss = Loss(
    id="LD4H",
    expression=lam * Sum(magnitude(w[i]), (i, 1, n)),
    wrt=w[j],
    symbols={
        w: Real("weights", shape=(n,)),
        lam: Positive("strength of the penalty"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, "
        "2009), section 3.4.2",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (lam, "the sign of the weight is missing: right for positive weights only"),
        (lam * magnitude(w[j]), "the penalty of one weight, not its slope"),
        (2 * lam * w[j], "the gradient of the squares: it fades near 0, that of the sizes does not"),
    ],
    aliases=["lasso penalty", "sparsity penalty", "L1 regulariser"],
    used_for="weights of which many should be exactly 0",
    why=(
        "Each weight is pulled towards 0 with the same force, however small it is; so weights that help the fit less "
        "than $\\lambda$ end at 0. There the slope jumps from $-\\lambda$ to $\\lambda$, and any number between them "
        "is a subgradient. To a statistician it is a Laplace prior for the weights."
    ),
    in_code=[
        ("keras.regularizers.L1(l1=lam)(w)", "sum"),
        ("torch.linalg.vector_norm(lam * w, 1)", "sum"),
        ("jax.numpy.linalg.norm(lam * w, 1)", "sum", "at a weight of 0 it returns the slope $\\lambda$"),
    ],
    see_instead=[("lasso", "the penalty together with the squared residuals")],
)
