r"""Proportional odds

Classes that have an order, such as bad, fair and good: the score $z$ falls between thresholds. The loss is minus the
logarithm of the probability that it falls between $a$ and $b$, the thresholds around the right class.
"""

from sympy import log, symbols

from derivations.language import Intermediate, Loss, Real, Source, sigma

z, a, b, p = symbols("z a b p")

loss = Loss(
    id="L38Z",
    expression=-log(p),
    wrt=(z, b),
    definitions=[(p, sigma(b - z) - sigma(a - z))],
    constraints=[a < b],
    symbols={
        z: Real("score of the example"),
        a: Real("threshold below the right class"),
        b: Real("threshold above the right class"),
        p: Intermediate("probability of the right class", within="(0, 1)"),
    },
    source=Source(
        "P. McCullagh, Regression models for ordinal data, Journal of the Royal Statistical Society B 42 (1980), "
        "109-142",
    ),
    closing={
        z: [
            (
                1 - sigma(b - z) - sigma(a - z),
                "with $u=\\sigma(b-z)$ and $v=\\sigma(a-z)$: $u(1-u)-v(1-v)=(u-v)(1-u-v)$",
            )
        ]
    },
    mistakes={
        z: [
            (sigma(b - z) + sigma(a - z) - 1, "the inner derivative of $b-z$ and $a-z$ is missing: it is $-1$"),
            (1 - sigma(b - z), "the lower threshold was dropped: right for the lowest class only"),
            (
                sigma(b - z) * (1 - sigma(b - z)) - sigma(a - z) * (1 - sigma(a - z)),
                "the slope of the probability: that of its logarithm is divided by $p$",
            ),
        ],
        b: [
            (-sigma(b - z) * (1 - sigma(b - z)), "the derivative of the logarithm is missing: it divides by $p$"),
            (sigma(b - z) * (1 - sigma(b - z)) / p, "the minus before the logarithm was dropped"),
        ],
    },
    aliases=["cumulative link model", "ordinal logistic regression", "cumulative logit"],
    used_for="labels with an order, such as ratings",
    why=(
        "With respect to the score the gradient is 1 minus the two probabilities of lying below the thresholds: zero "
        "where the score lies halfway between them. The two probabilities play the part that one plays in the logistic "
        "loss, which is the case without a lower threshold. The thresholds are learnt too, and must keep their order."
    ),
    see_instead=[
        ("binary-cross-entropy-with-logit", "two classes: one threshold"),
        ("softmax-cross-entropy", "classes without an order"),
    ],
)
