r"""IPO (identity preference optimisation)

The squared distance of the margin from $1/(2\beta)$: the chosen answer should be ahead of the rejected one by just so
much, and no more.
"""

from sympy import Rational, symbols

from derivations.language import Loss, Positive, Real, Source, sigma

h, beta = symbols("h beta")

loss = Loss(
    id="LB7N",
    expression=(h - 1 / (2 * beta)) ** 2,
    wrt=h,
    symbols={
        h: Real("margin: how far the policy has raised the chosen answer above the rejected one"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source(
        "M. G. Azar et al., A general theoretical paradigm to understand learning from human preferences (2023)",
        arxiv="2310.12036",
    ),
    mistakes=[
        (2 * h, "the target was dropped: it is constant, but not 0"),
        (2 * (h - beta / 2), "the target was turned upside down: it is 1 divided by $2\\beta$"),
        (2 * beta * (beta * h - Rational(1, 2)), "the margin was multiplied by $\\beta$ first, as in DPO"),
        (-beta * sigma(-beta * h), "the gradient of DPO"),
    ],
    aliases=["identity preference optimization", "IPOLoss", "PsiPO"],
    used_for="pairs of answers, with a margin that must not run away",
    why=(
        "The gradient is a straight line through 0 at the margin $1/(2\\beta)$: beyond it the policy is drawn back to "
        "the reference. DPO has no such point, and if every pair has the same winner its margin grows for ever. As the "
        "target does not grow with the length of the answers, libraries often take the mean of the tokens' "
        "log-probabilities here, not their sum."
    ),
    see_instead=[
        ("dpo", "a logistic loss: its slope fades, but never turns round"),
        ("sppo", "draws the log-ratio of each answer to a number of its own"),
    ],
)
