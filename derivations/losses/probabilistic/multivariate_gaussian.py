"""Multivariate Gaussian negative log-likelihood

Minus the log-likelihood of one point under a normal distribution with full covariance, without the constant. The
covariance is symmetric and positive definite. The slope of the loss with respect to one entry lets that entry move
alone. (Where only symmetric changes are allowed, an entry off the diagonal moves with its mirror image, and their
slopes add.)
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, PositiveDefinite, Real, Size, inverse_entry, log_det

i, j, k, l, n = symbols("i j k l n")
x, mu, S, r = IndexedBase("x"), IndexedBase("mu"), IndexedBase("S"), IndexedBase("r")
pull = Sum(inverse_entry(S[l, i]) * r[i], (i, 1, n))

loss = Loss(
    id="L4ZC",
    expression=(log_det(S) + Sum(r[i] * inverse_entry(S[i, j]) * r[j], (i, 1, n), (j, 1, n))) / 2,
    wrt=(mu[k], S[k, l]),
    former={
        mu[k]: ("gaussian-mean", "vectors/gaussian-mean", "vectors/multivariate-gaussian"),
        S[k, l]: ("L7KF", "gaussian-covariance", "vectors/gaussian-covariance"),
    },
    definitions=[(r[i], x[i] - mu[i])],
    symbols={
        x: Real("the observed point", shape=(n,)),
        mu: Real("mean", shape=(n,)),
        S: PositiveDefinite("covariance", shape=(n, n)),
        r: Intermediate("deviation from the mean", shape=(n,)),
        k: Index("index of the component, or of the row", last=n),
        l: Index("index of the column", last=n),
        n: Size("number of components"),
    },
    source=[
        "C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 2.3",
        "K. B. Petersen and M. S. Pedersen, The Matrix Cookbook (2012), sections 2.1, 2.2 and 8.1",
    ],
    closing={
        mu[k]: [(-Sum(inverse_entry(S[k, j]) * r[j], (j, 1, n)), "a covariance is symmetric, and so is its inverse")],
        S[k, l]: [
            (
                (inverse_entry(S[k, l]) - Sum(inverse_entry(S[k, j]) * r[j], (j, 1, n)) * pull) / 2,
                "a covariance is symmetric, and so is its inverse",
            )
        ],
    },
    mistakes={
        mu[k]: [
            (r[k], "the covariance was dropped, and with it the inner minus of $x-\\mu$"),
            (Sum(inverse_entry(S[k, j]) * r[j], (j, 1, n)), "the inner minus of $x-\\mu$ is missing"),
        ],
        S[k, l]: [
            (inverse_entry(S[l, k]) / 2, "the quadratic term was dropped: it depends on the covariance too"),
            (
                inverse_entry(S[l, k]) / 2 - r[k] * r[l] / 2,
                "the quadratic term was differentiated as if $S$ stood there, not $S^{-1}$",
            ),
        ],
    },
    aliases=["multivariate normal NLL", "MVN NLL", "log-likelihood of a covariance"],
    used_for="several numbers whose errors hang together",
    why=(
        "With respect to the mean the gradient is $-S^{-1}r$: the deviation in units of the covariance. With respect "
        "to the covariance it is $(S^{-1}-S^{-1}rr^{\\top}S^{-1})/2$, and over a sample it is 0 where $S$ is the mean "
        "of $rr^{\\top}$. The first part is the gradient of the log-determinant and asks for less variance, the second "
        "that of the fit and asks for more. So that $S$ stays positive definite, most code moves a Cholesky factor of "
        "it."
    ),
    see_instead=[
        ("gaussian-variance", "one number, with its variance"),
        ("gaussian-process", "a covariance of which only amplitude and noise are free"),
    ],
)
