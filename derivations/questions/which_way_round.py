r"""p - y or y - p: which way round is it?

Prediction minus label is the gradient. Label minus prediction is minus the gradient. Both are in print, because the
first is subtracted from the weights, and the second is added. To subtract the second is to climb. (The label is $t$
below, and the prediction $\sigma(z)$ or $p$.)
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma

z, t, p = symbols("z t p")

answer = Answer(
    id="QSQJ",
    loss="binary-cross-entropy-with-logit",
    short="p - y is the gradient, y - p the way down",
    claims=[
        Claim(
            sigma(z) - t,
            "exact",
            "where the probability is too large, the slope is positive",
        ),
        Claim(t - sigma(z), "negated", "the gradient of the log-likelihood: the loss is minus that"),
        Claim(2 * (t - p), "negated", "the same confusion with the squared loss", loss="squared"),
        Claim(2 * (p - t), "exact", "prediction minus target here too", loss="squared"),
    ],
    sections=[
        Section(
            "Where the other sign comes from",
            "From three places. A log-likelihood is climbed, and its gradient has the other sign. An update may be "
            "written with a plus and the error turned round, as in the perceptron's rule. And gradient boosting "
            "fits each new tree to the *negative* gradient, which for the squared loss is the residual.",
        ),
        Section(
            "How to tell",
            "Take a prediction that is too large. A gradient must be positive there, an update negative. One example "
            "is enough to tell which of the two a formula is.",
        ),
    ],
    see=["logistic-regression"],
    source=[
        ("ML-From-Scratch, issue 107", "https://github.com/eriklindernoren/ML-From-Scratch/issues/107"),
        ("Data Science Stack Exchange, question 61743", "https://datascience.stackexchange.com/questions/61743"),
    ],
)
