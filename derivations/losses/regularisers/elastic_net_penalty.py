r"""Elastic net penalty

A mixture of the sizes and of half the squares of the weights: all sizes at $\rho=1$, all squares at $\rho=0$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Interval, Loss, Positive, Real, Size, Source, magnitude, sign

i, j, n, lam, rho = symbols("i j n lambda rho")
w = IndexedBase("w")

loss = Loss(
    id="LYSM",
    expression=lam * (rho * Sum(magnitude(w[i]), (i, 1, n)) + (1 - rho) / 2 * Sum(w[i] ** 2, (i, 1, n))),
    wrt=w[j],
    symbols={
        w: Real("weights", shape=(n,)),
        lam: Positive("strength of the penalty"),
        rho: Interval("share of the L1 penalty", within="[0, 1]"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "H. Zou and T. Hastie, Regularization and variable selection via the elastic net, Journal of the Royal "
        "Statistical Society B 67 (2005), 301-320; the mixture with a half is that of scikit-learn's ElasticNet"
    ),
    mistakes=[
        (lam * (rho * sign(w[j]) + 2 * (1 - rho) * w[j]), "the half before the squares was forgotten"),
        (lam * (rho + (1 - rho) * w[j]), "the sign of the weight is missing in the first term"),
        (lam * rho * sign(w[j]), "the squares were dropped: right for $\\rho=1$ only"),
    ],
    aliases=["L1L2 penalty", "keras.regularizers.L1L2"],
    used_for="sparse weights where features depend on each other",
    why=(
        "The first term pulls with the same force everywhere and sets weights to 0; the second pulls in proportion to "
        "the weight. Of several features that say much the same, the L1 penalty alone keeps one more or less by "
        "chance; the squares make such features share the weight."
    ),
    in_code=[
        (
            "keras.regularizers.L1L2(l1=lam * rho, l2=lam * (1 - rho) / 2)(w)",
            "sum",
            "has a strength for each of the two terms, and no half",
        ),
    ],
    see_instead=[("l1-norm", "the first term alone"), ("half-squared-l2-norm", "the second term alone")],
)
