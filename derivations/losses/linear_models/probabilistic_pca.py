r"""Probabilistic principal component analysis

The negative log-likelihood of a Gaussian, up to a constant, and its slope with respect to a loading. The covariance $C$
comes from a few hidden factors and from noise that is equal in all components. The mean has been subtracted already.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size, Source, inverse_entry, log_det

a, b, i, j, n, m, r, v = symbols("a b i j n m r v")
x, W, C = map(IndexedBase, ("x", "W", "C"))
of_det = Sum(inverse_entry(C[a, i]) * W[i, b], (i, 1, n))
of_point = Sum(inverse_entry(C[a, i]) * x[i], (i, 1, n))

loss = Loss(
    id="LKN8",
    former="vectors/probabilistic-pca",
    expression=(log_det(C) + Sum(x[i] * inverse_entry(C[i, j]) * x[j], (i, 1, n), (j, 1, n))) / 2,
    wrt=W[a, b],
    backward=True,
    definitions=[(C[i, j], Sum(W[i, r] * W[j, r], (r, 1, m)) + v * KroneckerDelta(i, j))],
    symbols={
        x: Real("the observed point, minus the mean", shape=(n,)),
        W: Real("loadings: what factor $r$ adds to component $i$", shape=(n, m)),
        v: Positive("variance of the noise"),
        C: Intermediate("covariance", shape=(n, n), within="positive definite"),
        a: Index("index of the component", last=n),
        b: Index("index of the factor", last=m),
        n: Size("number of components"),
        m: Size("number of factors"),
    },
    source=Source(
        "M. E. Tipping and C. M. Bishop, Probabilistic principal component analysis, Journal of the Royal Statistical "
        "Society B 61 (1999), 611-622",
        doi="10.1111/1467-9868.00196",
    ),
    closing=[
        (
            of_det - of_point * Sum(Sum(x[i] * inverse_entry(C[i, j]), (i, 1, n)) * W[j, b], (j, 1, n)),
            "$C$ is symmetric, and so is its inverse: the two halves are equal",
        ),
    ],
    mistakes=[
        (of_det, "the quadratic term was dropped: through $C^{-1}$ it depends on $W$ too"),
        (
            of_det / 2,
            "the quadratic term was dropped, and half of the other: a loading changes both a row and a column of $C$",
        ),
        (of_det + of_point**2 * W[a, b], "the slope of an inverse has a minus, and an inverse on either side"),
    ],
    aliases=["PPCA", "factor analysis"],
    used_for="data near a plane, with a model of the noise",
    why=(
        "In matrices the gradient is $C^{-1}W-C^{-1}xx^{\\top}C^{-1}W$. Descent along the first part shrinks the "
        "loadings; along the second it turns them towards what was observed. At the best loadings the two cancel on "
        "average over the data, and the loadings span the leading principal components."
    ),
    see_instead=[("multivariate-gaussian", "every entry of the covariance by itself")],
)
