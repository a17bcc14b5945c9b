r"""Exponential loss

$e^{-a}$ for the margin $a$: close to 0 for a margin that is large, and exponentially large for one that is far on the
wrong side.
"""

from sympy import exp, symbols

from derivations.language import Loss, Real

a = symbols("a")

loss = Loss(
    id="LRH4",
    expression=exp(-a),
    wrt=a,
    symbols={a: Real("margin: the label, $-1$ or $+1$, times the score")},
    source=(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, 2009), "
        "section 10.4"
    ),
    mistakes=[
        (exp(-a), "the inner derivative is missing: that of $-a$ is $-1$"),
        (-a * exp(-a), "the margin was brought down as if it were an exponent of a power"),
        (-exp(-a) / (1 + exp(-a)), "the slope of the logistic loss, which grows no further than 1"),
    ],
    aliases=["AdaBoost loss", "ExpLoss", "exponential margin loss"],
    used_for="boosting (AdaBoost)",
    why=(
        "The gradient is minus the loss itself. So each example has a weight, $e^{-a}$, and AdaBoost is descent on "
        "this loss: it gives the next weak learner the examples with these weights. A wrong label in the data costs "
        "exponentially much; where there are such, the logistic loss is safer."
    ),
    see_instead=[("logistic-of-a-score", "grows only linearly on the wrong side")],
)
