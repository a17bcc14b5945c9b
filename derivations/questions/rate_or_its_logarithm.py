r"""Poisson regression: is the error y - z or y - eᶻ?

The model is linear in the *logarithm* of the rate, so that no rate can be negative. Counts are compared with rates, and
the rate is $e^z$. To compare counts with $z$ is to compare them with a logarithm.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Answer, Claim, Section

i, k, m = symbols("i k m")
X, y, z = map(IndexedBase, ("X", "y", "z"))

answer = Answer(
    id="Q435",
    loss="poisson-regression",
    short="y - eᶻ: the exponential stays",
    claims=[
        Claim(Sum((exp(z[i]) - y[i]) * X[i, k], (i, 1, m)), "exact", "rate minus count, times the input"),
        Claim(Sum((z[i] - y[i]) * X[i, k], (i, 1, m)), "wrong", "the gradient of half the squared error of a line"),
        Claim(Sum((y[i] - exp(z[i])) * X[i, k], (i, 1, m)), "negated", "the gradient of the log-likelihood"),
        Claim(
            Sum((1 - y[i] / exp(z[i])) * X[i, k], (i, 1, m)),
            "wrong",
            "the slope with respect to the rate, used for its logarithm",
        ),
        Claim(
            Sum(exp(z[i]) * X[i, k], (i, 1, m)),
            "wrong",
            "the counts were dropped: they are constant, but each is multiplied by $z_i$",
        ),
    ],
    sections=[
        Section(
            "Why it looks so much like least squares",
            "Because of the link. For the normal distribution with the identity, for labels with the logit and for "
            "counts with the logarithm, the slope with respect to the linear part is the expected value minus the "
            "observed one. These are called *canonical* links.",
        ),
        Section(
            "When the quotient is right",
            "In $1-y/e^z$ the count is divided by the rate. That is the slope with respect to the rate. The chain "
            "rule then multiplies by the slope of the exponential, which is the rate again, and the denominator is "
            "gone.",
        ),
    ],
    see=["logistic-regression", "least-squares"],
    source=("pyglmnet, issue 181", "https://github.com/glm-tools/pyglmnet/issues/181"),
)
