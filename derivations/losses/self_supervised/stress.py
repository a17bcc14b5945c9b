r"""Stress of a pair

Two points of a map, and how far apart they are in the data: the squared difference of the two distances.
Multidimensional scaling adds it up over all pairs.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Nonnegative, Real, Size, Source

i, j, n, d, t = symbols("i j n d t")
x, y = IndexedBase("x"), IndexedBase("y")

loss = Loss(
    id="LG5M",
    expression=(d - t) ** 2,
    wrt=x[j],
    definitions=[(d, sqrt(Sum((x[i] - y[i]) ** 2, (i, 1, n))))],
    symbols={
        x: Real("first point", shape=(n,)),
        y: Real("second point", shape=(n,)),
        d: Intermediate("distance on the map", within="[0, oo)"),
        t: Nonnegative("distance in the data, fixed", varies=True),
        j: Index("index of the coordinate", last=n),
        n: Size("number of coordinates"),
    },
    source=Source(
        "J. B. Kruskal, Multidimensional scaling by optimizing goodness of fit to a nonmetric hypothesis, "
        "Psychometrika 29 (1964), 1-27",
        doi="10.1007/BF02289565",
    ),
    mistakes=[
        (2 * (d - t), "the slope of the distance, $(x_j-y_j)/d$, is missing"),
        (2 * (d - t) * (x[j] - y[j]), "the distance is missing below the line: its slope has length 1"),
        ((d - t) * (x[j] - y[j]) / d, "the 2 of the square is missing: right for half the loss"),
    ],
    aliases=["multidimensional scaling", "MDS", "Kruskal stress"],
    used_for="maps that keep distances",
    why=(
        "A spring of length $t$: points that are too far apart are drawn together, points that are too close are "
        "pushed apart, in proportion to the error, along the line through both. Where the two points meet there is a "
        "tip instead of a slope. Large distances count most; t-SNE and UMAP care about small ones."
    ),
    see_instead=[("t-sne", "compares neighbourhoods instead of distances"), ("umap", "compares links")],
)
