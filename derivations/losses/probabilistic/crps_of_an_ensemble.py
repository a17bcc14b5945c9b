r"""Continuous ranked probability score of an ensemble

How far a sample of forecasts $x$ is from what happened: the mean distance of its members from the target, minus half
their mean distance from each other. The members are sorted; then the second part is a weighted sum, as the member of
rank $i$ lies above $i-1$ others and below $m-i$. All that is said here holds while they keep their order.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source, magnitude, sign

i, k, m, t = symbols("i k m t")
x = IndexedBase("x")

loss = Loss(
    id="LFNY",
    expression=Sum(magnitude(x[i] - t), (i, 1, m)) / m - Sum((2 * i - m - 1) * x[i], (i, 1, m)) / m**2,
    wrt=x[k],
    symbols={
        x: Real("forecasts of the members, sorted", shape=(m,)),
        t: Real("target, fixed"),
        k: Index("the rank of the member", last=m),
        m: Size("number of members"),
    },
    source=Source(
        "T. Gneiting and A. E. Raftery, Strictly proper scoring rules, prediction, and estimation, Journal of the "
        "American Statistical Association 102 (2007), 359-378, section 4.2",
        doi="10.1198/016214506000001437",
    ),
    mistakes=[
        (sign(x[k] - t) / m, "the distances between the members were dropped: then all would meet at the median"),
        (
            sign(x[k] - t) / m - (2 * k - m - 1) / (2 * m**2),
            "each pair was counted once: it stands in the mean of all distances twice",
        ),
        (sign(x[k] - t) / m + (2 * k - m - 1) / m**2, "the minus before the distances between the members was lost"),
    ],
    aliases=["ensemble CRPS", "crps_ensemble"],
    used_for="forecasts that are samples",
    why=(
        "A member is pulled to the target with $1/m$, and pushed outwards by its rank, the more the further out it "
        "stands. The second term rewards spread: without it the members would all agree. In the balance the target "
        "falls between any two neighbours equally often. With a network that gives samples no density is needed."
    ),
    see_instead=[("crps-of-a-gaussian", "for a normal distribution instead of a sample")],
)
