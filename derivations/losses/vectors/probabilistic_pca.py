r"""Probabilistic principal component analysis

The negative log-likelihood of a Gaussian whose covariance $C$ is that of a few hidden factors and of equal noise (up to
a constant), and its slope in a loading. The mean is taken off already.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source, inverse_entry, log_det

a, b, i, j, n, m, r, v = symbols("a b i j n m r v")
x, W, C = map(IndexedBase, ("x", "W", "C"))
of_det = Sum(inverse_entry(C[a, i]) * W[i, b], (i, 1, n))
of_point = Sum(inverse_entry(C[a, i]) * x[i], (i, 1, n))

loss = Loss(
    id="LKN8",
    expression=(log_det(C) + Sum(x[i] * inverse_entry(C[i, j]) * x[j], (i, 1, n), (j, 1, n))) / 2,
    wrt=W[a, b],
    backward=True,
    definitions=[(C[i, j], Sum(W[i, r] * W[j, r], (r, 1, m)) + v * KroneckerDelta(i, j))],
    symbols={
        x: Real("the observed point, less the mean", shape=(n,)),
        W: Real("loadings: what factor $r$ adds to component $i$", shape=(n, m)),
        v: Positive("variance of the noise"),
        C: Intermediate("covariance; positive definite", shape=(n, n)),
        a: Index("names the component", last=n),
        b: Index("names the factor", last=m),
        n: Size("number of components"),
        m: Size("number of factors"),
    },
    source=Source(
        "M. E. Tipping and C. M. Bishop, Probabilistic principal component analysis, "
        "Journal of the Royal Statistical Society B 61 (1999), 611-622",
        doi="10.1111/1467-9868.00196",
    ),
    closing=[
        (
            of_det - of_point * Sum(Sum(x[i] * inverse_entry(C[i, j]), (i, 1, n)) * W[j, b], (j, 1, n)),
            "$C$ is symmetric, and so is its inverse: the two halves are equal",
        ),
    ],
    mistakes=[
        (of_det, "the quadratic term was dropped: its matrix is the inverse of what depends on $W$"),
        (of_det / 2, "a loading stands in a row of $C$ and in a column: the half cancels against the two"),
        (of_det + of_point**2 * W[a, b], "the slope of an inverse has a minus, and an inverse on either side"),
    ],
    aliases=["PPCA", "factor analysis"],
    why=(
        "In matrices the gradient is $C^{-1}W-C^{-1}xx^{\\top}C^{-1}W$. The first part shrinks the loadings, the "
        "second turns them towards what was observed. Averaged over the data the two cancel where $C$ comes as close "
        "to the covariance of the data as so few factors can; then the loadings span the leading principal components."
    ),
    see_instead=[("multivariate-gaussian", "every entry of the covariance by itself")],
)
