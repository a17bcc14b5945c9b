r"""Interval score

How good an interval from $l$ to $u$ is that shall hold the target with probability $1-\alpha$: its width, and a
penalty where it misses.
"""

from sympy import symbols

from derivations.language import Loss, Probability, Real, Source, positive_part, step

l, u, t, a = symbols("l u t alpha")

loss = Loss(
    id="LDG5",
    expression=u - l + 2 / a * positive_part(l - t) + 2 / a * positive_part(t - u),
    wrt=(l, u),
    symbols={
        l: Real("predicted lower end"),
        u: Real("predicted upper end"),
        t: Real("target, fixed"),
        a: Probability("allowed share of misses"),
    },
    source=Source(
        "T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the "
        "American Statistical Association 102 (2007), 359-378, section 6.2",
        doi="10.1198/016214506000001437",
    ),
    mistakes={
        l: [
            (2 / a * step(l - t), "the width was dropped: then the widest interval would always be better"),
            (-1 - 2 / a * step(l - t), "the sign of the penalty was turned: $l-t$ grows with $l$"),
            (-1 + 1 / a * step(l - t), "the share $\\alpha$ is split between the two ends: the factor is $2/\\alpha$"),
        ],
        u: [
            (1 + 2 / a * step(t - u), "the inner minus of $t-u$ is missing"),
            (-2 / a * step(t - u), "the width was dropped: then the widest interval would always be better"),
        ],
    },
    aliases=["Winkler score", "quantile interval loss"],
    used_for="prediction intervals",
    why=(
        "Each end sees the slope of a pinball loss, times $2/\\alpha$: the lower end settles where a share $\\alpha/2$ "
        "of the targets lies below it, the upper one where as many lie above. While the target is inside, both ends "
        "are drawn together by 1. A miss counts $2/\\alpha$, however far off it is. One score thus asks for narrow "
        "intervals and for the promised coverage."
    ),
)
