r"""Continuous ranked probability score of an ensemble

How far a sample of forecasts $x$ is from what happened: the mean distance of its members from the target, minus half
their mean distance from each other.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source, magnitude, sign

i, j, k, m, t = symbols("i j k m t")
x = IndexedBase("x")
spread = Sum(sign(x[k] - x[j]), (j, 1, m))

loss = Loss(
    id="LFNY",
    expression=Sum(magnitude(x[i] - t), (i, 1, m)) / m
    - Sum(Sum(magnitude(x[i] - x[j]), (j, 1, i - 1)), (i, 1, m)) / m**2,
    wrt=x[k],
    symbols={
        x: Real("forecasts of the members", shape=(m,)),
        t: Real("target, fixed"),
        k: Index("index of the member", last=m),
        m: Size("number of members"),
    },
    source=Source(
        "T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the "
        "American Statistical Association 102 (2007), 359-378, section 4.2",
        doi="10.1198/016214506000001437",
    ),
    mistakes=[
        (sign(x[k] - t) / m, "the distances between the members were dropped: then all would meet at the median"),
        (sign(x[k] - t) / m - spread / (2 * m**2), "a pair counts twice, as $x_i$ and as $x_j$: only one was counted"),
        (sign(x[k] - t) / m + spread / m**2, "the minus before the distances between the members was lost"),
    ],
    aliases=["ensemble CRPS", "crps_ensemble"],
    used_for="forecasts that are samples",
    why=(
        "A member is pulled to the target with $1/m$, and pushed away from the others by the balance of those above "
        "and below it. The second term rewards spread: without it the members would all agree. In the balance the "
        "target falls between any two neighbours equally often. With a network that gives samples no density is needed."
    ),
    see_instead=[("crps-of-a-gaussian", "for a normal distribution instead of a sample")],
)
