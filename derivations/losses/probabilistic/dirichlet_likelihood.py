r"""Dirichlet negative log-likelihood

Minus the log-likelihood of a vector of shares under a Dirichlet distribution with the concentrations $\alpha$.
"""

from sympy import IndexedBase, Sum, digamma, log, loggamma, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Simplex

i, j, k, K, S = symbols("i j k K S")
a, t = IndexedBase("alpha"), IndexedBase("t")

loss = Loss(
    id="L9WQ",
    expression=Sum(loggamma(a[i]) - (a[i] - 1) * log(t[i]), (i, 1, K)) - loggamma(S),
    wrt=a[k],
    definitions=[(S, Sum(a[j], (j, 1, K)))],
    symbols={
        a: Positive("concentrations", shape=(K,)),
        t: Simplex("shares, fixed", shape=(K,)),
        S: Intermediate("sum of the concentrations", within="(0, oo)"),
        k: Index("index of the part", last=K),
        K: Classes("number of parts"),
    },
    source="T. P. Minka, Estimating a Dirichlet distribution (2000)",
    mistakes=[
        (digamma(a[k]) - log(t[k]), "the sum was treated as a constant: each concentration is a part of it"),
        (digamma(a[k]) - digamma(S) - 1 / t[k], "the shares were differentiated, although they are fixed"),
        (
            log(a[k]) - log(S) - log(t[k]),
            "digamma was taken for the logarithm, to which it comes close for large arguments",
        ),
        (digamma(S) - digamma(a[k]) + log(t[k]), "the gradient of the log-likelihood: the loss is minus that"),
    ],
    aliases=["Dirichlet NLL"],
    used_for="shares that sum to 1, such as of time or of land",
    why=(
        "The slope of the logarithm of the gamma function is digamma, and the gradient is the expected logarithm of a "
        "share, $\\psi(\\alpha_k)-\\psi(S)$, minus the observed one. So only the logarithms of the shares count. There "
        "is no closed form for the minimiser; Newton's method finds it. For two parts it is the beta distribution."
    ),
    in_code=[("torch.distributions.Dirichlet(alpha).log_prob(t).neg()", "none")],
    see_instead=[
        ("beta-likelihood", "two shares, of which one is written down"),
        ("evidential", "the expected cross-entropy of a class under the same distribution"),
    ],
)
