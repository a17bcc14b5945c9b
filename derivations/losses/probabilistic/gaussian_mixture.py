r"""Gaussian mixture negative log-likelihood

Minus the log-likelihood of a target under a mixture of normal distributions, without the constant. The weights are the
softmax of logits; the model gives logits, means and standard deviations.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

i, j, k, K, t = symbols("i j k K t")
mu, s, a, u, pi, g = map(IndexedBase, ("mu", "sigma", "a", "u", "pi", "gamma"))

loss = Loss(
    id="L3KN",
    expression=log(Sum(exp(a[i]), (i, 1, K))) - log(Sum(exp(u[i]), (i, 1, K))),
    wrt=(mu[k], a[k], s[k]),
    definitions=[
        (u[i], a[i] - log(s[i]) - (mu[i] - t) ** 2 / (2 * s[i] ** 2)),
        (pi[i], exp(a[i]) / Sum(exp(a[j]), (j, 1, K))),
        (g[i], exp(u[i]) / Sum(exp(u[j]), (j, 1, K))),
    ],
    symbols={
        mu: Real("means of the components", shape=(K,)),
        a: Real("logits of the weights", shape=(K,)),
        s: Positive("standard deviations of the components", shape=(K,)),
        pi: Intermediate("weight of component $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        u: Intermediate("logarithm of the weighted density of component $i$, up to a constant", shape=(K,)),
        g: Intermediate("responsibility of component $i$ for the target", shape=(K,), within="(0, 1)"),
        t: Real("target, fixed"),
        k: Index("index of the component", last=K),
        K: Classes("number of components"),
    },
    source=Source(
        "C. M. Bishop, Mixture density networks, report NCRG/94/004 (Aston University, 1994); and Pattern Recognition "
        "and Machine Learning (Springer, 2006), equations 5.155 to 5.157",
    ),
    closing={
        s[k]: [(g[k] * (1 / s[k] - (mu[k] - t) ** 2 / s[k] ** 3), "that of one normal distribution, times the share")],
    },
    mistakes={
        mu[k]: [
            ((mu[k] - t) / s[k] ** 2, "the responsibility was left out: other components explain the target too"),
            (pi[k] * (mu[k] - t) / s[k] ** 2, "the weight was taken for the responsibility, which knows the target"),
            (g[k] * (t - mu[k]) / s[k] ** 2, "mean and target changed places"),
        ],
        a[k]: [
            (-g[k], "the normaliser of the weights was dropped: each logit moves all of them"),
            (-g[k] / pi[k], "the gradient with respect to the weight itself"),
        ],
        s[k]: [
            (1 / s[k] - (mu[k] - t) ** 2 / s[k] ** 3, "the responsibility was left out"),
            (-g[k] * (mu[k] - t) ** 2 / s[k] ** 3, "the $1/\\sigma_k$ of the density was treated as a constant"),
        ],
    },
    aliases=["mixture density network", "MDN loss", "GMM NLL", "MDN"],
    used_for="targets for which more than one answer is right",
    why=(
        "Every gradient is that of a single normal distribution times a responsibility, the share of the component in "
        "the density at the target; expectation maximisation sets the same gradients to 0, with the responsibilities "
        "held. The logits get weight minus responsibility: expected minus observed. As a component shrinks onto a "
        "single target the loss falls without end, so deviations need a floor."
    ),
)
