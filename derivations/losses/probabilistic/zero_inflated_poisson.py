r"""Zero-inflated Poisson negative log-likelihood

Minus the log-likelihood of a count that is 0 for one of two reasons: with probability $\pi$ nothing can be counted at
all, and else the count is Poisson distributed with rate $\lambda$. Without the constant $\log t!$.
"""

from sympy import Eq, exp, log, symbols

from derivations.language import Count, Intermediate, Loss, Positive, Probability, Source, branches, otherwise

lam, pi, t, r = symbols("lambda pi t r")

loss = Loss(
    id="LR38",
    expression=branches((-log(r), Eq(t, 0)), (lam - t * log(lam) - log(1 - pi), otherwise)),
    wrt=(lam, pi),
    definitions=[(r, pi + (1 - pi) * exp(-lam))],
    symbols={
        lam: Positive("predicted rate"),
        pi: Probability("predicted probability that nothing can be counted"),
        t: Count("count, fixed", varies=True),
        r: Intermediate("probability of the count 0"),
    },
    source=Source(
        "D. Lambert, Zero-inflated Poisson regression, with an application to defects in manufacturing, Technometrics "
        "34 (1992), 1-14",
    ),
    mistakes={
        lam: [
            (1 - t / lam, "the Poisson gradient was used for the count 0 too, which has another reason"),
            (
                branches(((1 - pi) * exp(-lam) / r, Eq(t, 0)), (-t / lam, otherwise)),
                "the rate in front was dropped for the other counts",
            ),
        ],
        pi: [
            (branches((-1 / r, Eq(t, 0)), (1 / (1 - pi), otherwise)), "$\\pi$ stands in the second term of $r$ too"),
            (1 / (1 - pi), "the count 0 was treated like the others"),
        ],
    },
    aliases=["ZIP loss", "ZIP"],
    used_for="counts with more zeros than Poisson's",
    why=(
        "For a count above 0 the gradient is Poisson's. For a 0 it is multiplied by the share of zeros that come from "
        "the Poisson distribution: the more easily the other reason explains them, the less they pull the rate down. "
        "Take it for purchases, of customers some of whom never buy; for fish, where some have not fished."
    ),
    see_instead=[
        ("poisson-of-rate", "one reason for a 0 only"),
        ("negative-binomial-likelihood", "counts that vary more in general"),
    ],
)
