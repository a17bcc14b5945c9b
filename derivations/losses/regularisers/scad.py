r"""SCAD penalty

The L1 penalty up to $\lambda$, then a curve that flattens, and a constant beyond $a\lambda$: smoothly clipped absolute
deviation.
"""

from sympy import Integer, symbols

from derivations.language import Interval, Loss, Positive, Real, Source, branches, magnitude, otherwise, sign

w, lam, a = symbols("w lambda a")

loss = Loss(
    id="L664",
    expression=branches(
        (lam * magnitude(w), magnitude(w) <= lam),
        ((2 * a * lam * magnitude(w) - w**2 - lam**2) / (2 * (a - 1)), magnitude(w) <= a * lam),
        (lam**2 * (a + 1) / 2, otherwise),
    ),
    wrt=w,
    symbols={
        w: Real("weight"),
        lam: Positive("strength of the penalty near 0"),
        a: Interval("where the penalty becomes constant, as a multiple of $\\lambda$", within="(2, oo)"),
    },
    source=Source(
        "J. Fan and R. Li, Variable selection via nonconcave penalized likelihood and its oracle properties, "
        "Journal of the American Statistical Association 96 (2001), 1348-1360",
        doi="10.1198/016214501753382273",
    ),
    mistakes=[
        (lam * sign(w), "the first branch was used everywhere: that is the L1 penalty"),
        (
            branches(
                (lam * sign(w), magnitude(w) <= lam),
                ((a * lam * sign(w) - w) / a, magnitude(w) <= a * lam),
                (Integer(0), otherwise),
            ),
            "$a$ stands where $a-1$ belongs: at $\\lambda$ the pull would jump",
        ),
        ((a * lam * sign(w) - w) / (a - 1), "the middle branch was used everywhere"),
    ],
    aliases=["smoothly clipped absolute deviation"],
    used_for="sparse weights, of which the large ones stay unshrunk",
    why=(
        "Up to $\\lambda$ the pull is that of the lasso; then it fades in a straight line and is 0 beyond $a\\lambda$. "
        "So large weights are not shrunk, which the lasso does to all of them alike. Fan and Li state the penalty by "
        "this slope, and suggest $a=3.7$. It is not convex: there may be several minima."
    ),
    see_instead=[("mcp", "lets the pull fade from 0 on")],
)
