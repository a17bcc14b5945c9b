r"""Divergence of a Gaussian from the standard normal

The Kullback-Leibler divergence of independent normal variables, with means $\mu_i$ and log-variances $v_i$, from those
with mean 0 and variance 1: the second term of a variational autoencoder's loss.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Index, Loss, Real, Size

i, j, n = symbols("i j n")
mu, v = IndexedBase("mu"), IndexedBase("v")

loss = Loss(
    id="LB75",
    expression=Sum(mu[i] ** 2 + exp(v[i]) - 1 - v[i], (i, 1, n)) / 2,
    wrt=v[j],
    symbols={
        v: Real("logarithms of the variances", shape=(n,)),
        mu: Real("means, held fixed here", shape=(n,)),
        j: Index("names the variable", last=n),
        n: Size("number of variables"),
    },
    source="D. P. Kingma and M. Welling, Auto-encoding variational Bayes, arXiv:1312.6114 (2013), appendix B",
    mistakes=[
        (exp(v[j]) - 1, "the half was dropped: beside a second loss it is no common factor"),
        ((1 - exp(v[j])) / 2, "the sign is turned: this is the slope of the bound, which is climbed"),
        (exp(v[j]) / 2, "the term $-v_j$ was dropped: then the variance would shrink for ever"),
    ],
)
