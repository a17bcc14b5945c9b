r"""Minimax concave penalty (MCP)

The L1 penalty near 0; further out it rises ever more slowly, and from $|w|=\gamma\lambda$ on it is constant, so that
large weights are not shrunk at all.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, branches, magnitude, otherwise, sign

w, lam, gamma = symbols("w lambda gamma")

loss = Loss(
    id="LP7F",
    expression=branches(
        (lam * magnitude(w) - w**2 / (2 * gamma), magnitude(w) <= gamma * lam),
        (gamma * lam**2 / 2, otherwise),
    ),
    wrt=w,
    symbols={
        w: Real("weight"),
        lam: Positive("strength of the penalty near 0"),
        gamma: Positive("how slowly the pull fades"),
    },
    source=Source(
        "C.-H. Zhang, Nearly unbiased variable selection under minimax concave penalty, "
        "Annals of Statistics 38 (2010), 894-942"
    ),
    mistakes=[
        (lam * sign(w), "the L1 penalty: the pull was not let fade"),
        (
            lam * sign(w) - w / gamma,
            "the inner branch was used everywhere: beyond $\\gamma\\lambda$ it has the wrong sign",
        ),
        (lam * sign(w) - w / (2 * gamma), "the 2 that the square brings down was lost"),
    ],
    aliases=["minimax concave penalty", "MC+"],
    used_for="sparse weights, of which the large ones stay unshrunk",
    why=(
        "The pull towards 0 begins at $\\lambda$, as for the lasso, and falls in proportion to the size of the weight "
        "until it is 0. So small weights are set to exactly 0, while large ones are estimated almost without bias. The "
        "price is a penalty that is not convex: there may be several minima."
    ),
    see_instead=[("scad", "keeps the full pull up to $\\lambda$ before it fades"), ("l1-norm", "never lets it fade")],
)
