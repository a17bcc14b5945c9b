r"""Interval score

How good an interval from $l$ to $u$ is of which a share $\alpha$ of the targets may lie below and as many above: its
width, and a penalty where it misses. (Where $\alpha$ is the share of both together, $2/\alpha$ stands for $1/\alpha$.)
"""

from sympy import symbols

from derivations.language import Interval, Loss, Real, Source, positive_part, step

l, u, t, a = symbols("l u t alpha")

loss = Loss(
    id="LDG5",
    expression=u - l + positive_part(l - t) / a + positive_part(t - u) / a,
    wrt=(l, u),
    symbols={
        l: Real("predicted lower end"),
        u: Real("predicted upper end"),
        t: Real("target, fixed"),
        a: Interval("allowed share of misses at each end", within="(0, 1/2)"),
    },
    source=Source(
        "T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the "
        "American Statistical Association 102 (2007), 359-378, section 6.2",
        doi="10.1198/016214506000001437",
    ),
    mistakes={
        l: [
            (step(l - t) / a, "the width was dropped: then the widest interval would always be better"),
            (-1 - step(l - t) / a, "the sign of the penalty was turned: $l-t$ grows with $l$"),
            (-1 + 2 * step(l - t) / a, "the factor for the share of both ends together: here $\\alpha$ is that of one"),
        ],
        u: [
            (1 + step(t - u) / a, "the inner minus of $t-u$ is missing"),
            (-step(t - u) / a, "the width was dropped: then the widest interval would always be better"),
        ],
    },
    aliases=["Winkler score", "quantile interval loss"],
    used_for="prediction intervals",
    why=(
        "Each end sees the slope of a pinball loss, times $1/\\alpha$: the lower end settles where a share $\\alpha$ "
        "of the targets lies below it, the upper one where as many lie above. While the target is inside, both ends "
        "are drawn together by 1. A miss counts $1/\\alpha$, however far off it is. One score thus asks for narrow "
        "intervals and for the promised coverage."
    ),
)
