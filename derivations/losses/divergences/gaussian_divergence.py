r"""Divergence of a Gaussian from the standard normal

The Kullback-Leibler divergence of independent normal variables, with means $\mu_i$ and log-variances $v_i$, from normal
variables with mean 0 and variance 1. It is the second term of the loss of a variational autoencoder.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, n = symbols("i j n")
mu, v = IndexedBase("mu"), IndexedBase("v")

loss = Loss(
    id="LB75",
    former="vectors/gaussian-divergence",
    expression=Sum(mu[i] ** 2 + exp(v[i]) - 1 - v[i], (i, 1, n)) / 2,
    wrt=(v[j], mu[j]),
    symbols={
        v: Real("logarithms of the variances", shape=(n,)),
        mu: Real("means", shape=(n,)),
        j: Index("index of the variable", last=n),
        n: Size("number of variables"),
    },
    source=Source("D. P. Kingma and M. Welling, Auto-encoding variational Bayes (2013), appendix B", arxiv="1312.6114"),
    mistakes={
        v[j]: [
            (exp(v[j]) - 1, "the half was dropped: beside a second loss it is no common factor"),
            ((1 - exp(v[j])) / 2, "the slope of the lower bound, in which the divergence has a minus"),
            (exp(v[j]) / 2, "the term $-v_j$ was dropped: then a smaller variance would always be better"),
        ],
        mu[j]: [
            (2 * mu[j], "the half was dropped: beside a second loss it is no common factor"),
            (-mu[j], "the slope of the lower bound, in which the divergence has a minus"),
        ],
    },
    aliases=["VAE KL term", "KL divergence of a Gaussian", "KL to the standard normal"],
    used_for="codes of a variational autoencoder, held near the standard normal",
    why=(
        "With respect to $v_j$ the slope is positive where $v_j>0$, negative where $v_j<0$, and 0 where the variance "
        "$e^{v_j}$ is 1: descent draws every variance to 1. With respect to $\\mu_j$ the slope is $\\mu_j$ itself: "
        "descent draws every mean to 0. A variational autoencoder adds the divergence to the error of its "
        "reconstruction, so that codes drawn from the standard normal make sense to its decoder."
    ),
    in_code=[
        (
            (
                "torch.distributions.kl_divergence(torch.distributions.Normal(mu, torch.exp(v / 2)), "
                "torch.distributions.Normal(0.0, 1.0)).sum()"
            ),
            "sum",
            "takes the standard deviation $\\sigma=e^{v/2}$; without `.sum()` one value for each variable",
        ),
    ],
    see_instead=[
        ("gaussians", "from any other normal distribution, with standard deviations"),
        (
            "gaussian-log-variance",
            "the log-likelihood of a target: its variance is fitted to the error, not drawn to 1",
        ),
    ],
)
