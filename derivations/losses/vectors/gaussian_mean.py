"""Gaussian negative log-likelihood: the mean

Minus the log-likelihood of one point under a normal distribution with full covariance, without the constant, and its
slope in the mean. The covariance need not be symmetric for the formula to hold.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, inverse_entry, log_det

i, j, k, n = symbols("i j k n")
x, mu, S, r = IndexedBase("x"), IndexedBase("mu"), IndexedBase("S"), IndexedBase("r")

loss = Loss(
    id="L4ZC",
    expression=(log_det(S) + Sum(r[i] * inverse_entry(S[i, j]) * r[j], (i, 1, n), (j, 1, n))) / 2,
    wrt=mu[k],
    definitions=[(r[i], x[i] - mu[i])],
    symbols={
        x: Real("the observed point", shape=(n,)),
        mu: Real("mean", shape=(n,)),
        S: Real("covariance; its determinant is positive", shape=(n, n)),
        r: Intermediate("deviation from the mean", shape=(n,)),
        k: Index("names the component", last=n),
        n: Size("number of components"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 2.3",
    mistakes=[
        (r[k], "the covariance was dropped: right only where it is 1"),
        (Sum(inverse_entry(S[k, j]) * r[j], (j, 1, n)), "the inner minus of $x-\\mu$ is missing"),
    ],
)
