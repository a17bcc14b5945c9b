r"""Gaussian process marginal likelihood

Minus the log-likelihood of data under a Gaussian process, without the constant. The covariance is that of the kernel,
times an amplitude, with noise added to its diagonal.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import (
    Intermediate,
    Loss,
    Positive,
    PositiveDefinite,
    Real,
    Size,
    Source,
    inverse_entry,
    log_det,
)

i, j, k, l, n, s, v = symbols("i j k l n s v")
y, K, R = map(IndexedBase, ("y", "K", "R"))
trace = Sum(R[i, j] * inverse_entry(K[i, j]), (i, 1, n), (j, 1, n))
left, right = Sum(inverse_entry(K[i, k]) * y[k], (k, 1, n)), Sum(inverse_entry(K[j, l]) * y[l], (l, 1, n))
forms = Sum(R[i, j] * left * right, (i, 1, n), (j, 1, n))

loss = Loss(
    id="LKBT",
    expression=(log_det(K) + Sum(y[i] * inverse_entry(K[i, j]) * y[j], (i, 1, n), (j, 1, n))) / 2,
    wrt=(s, v),
    backward=True,
    definitions=[
        (K[i, j], s * R[i, j] + v * KroneckerDelta(i, j)),
    ],
    symbols={
        s: Positive("amplitude: variance of the function"),
        v: Positive("variance of the noise"),
        R: PositiveDefinite("kernel between the inputs, fixed", shape=(n, n)),
        y: Real("targets, fixed", shape=(n,)),
        K: Intermediate("covariance of the targets", shape=(n, n), within="positive definite"),
        n: Size("number of examples"),
    },
    source=Source(
        "C. E. Rasmussen and C. K. I. Williams, Gaussian Processes for Machine Learning (MIT Press, 2006), equation "
        "5.9",
    ),
    mistakes={
        s: [
            (trace / 2, "the quadratic term was dropped: it depends on the covariance too"),
            (trace - forms, "the half in front was dropped"),
            ((trace + forms) / 2, "the slope of an inverse has a minus"),
        ],
        v: [
            (
                Sum(inverse_entry(K[i, i]) - y[i] ** 2, (i, 1, n)) / 2,
                "the quadratic term was differentiated as if $K$ stood there, not $K^{-1}$",
            ),
            (Sum(inverse_entry(K[i, i]), (i, 1, n)) / 2, "the quadratic term was dropped"),
        ],
    },
    aliases=["GP marginal likelihood", "log marginal likelihood", "evidence of a Gaussian process"],
    used_for="choosing a kernel's amplitude and noise",
    why=(
        "With $a=K^{-1}y$ both gradients are half the trace of $K^{-1}-aa^{\\top}$ times the slope of $K$, which is "
        "$R$ for the amplitude and the identity for the noise. The first part comes from the log-determinant and asks "
        "for less variance, the second from the fit and asks for more. So a complicated kernel that explains no better "
        "loses: no validation set is needed to choose it. Widths of the kernel have the same gradient, with the slope "
        "of $R$."
    ),
    see_instead=[("multivariate-gaussian", "every entry of the covariance by itself")],
)
