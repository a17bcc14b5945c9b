r"""UMAP loss of a pair

Two points in the plane, and how strongly they are linked in the data: the cross-entropy between the given strength $v$
and the nearness $1/(1+d)$ of the points, written out.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, Source

i, j, n, d, v = symbols("i j n d v")
x, y = IndexedBase("x"), IndexedBase("y")

loss = Loss(
    id="LP4Y",
    expression=log(1 + d) - (1 - v) * log(d),
    wrt=x[j],
    definitions=[(d, Sum((x[i] - y[i]) ** 2, (i, 1, n)))],
    symbols={
        x: Real("first point", shape=(n,)),
        y: Real("second point", shape=(n,)),
        d: Intermediate("squared distance of the two", within="[0, oo)"),
        v: Label01("strength of the link, from the data"),
        j: Index("index of the coordinate", last=n),
        n: Size("number of coordinates"),
    },
    source=Source(
        "L. McInnes, J. Healy and J. Melville, UMAP: uniform manifold approximation and projection for dimension "
        "reduction (2018)",
        arxiv="1802.03426",
    ),
    mistakes=[
        (2 * (x[j] - y[j]) / (1 + d), "the repelling term was dropped: it is what keeps the points apart"),
        (1 / (1 + d) - (1 - v) / d, "the inner derivative is missing: the slope with respect to the squared distance"),
        (2 * (x[j] - y[j]) * (v / (1 + d) - (1 - v) / d), "the distance also stands in the denominator of $d/(1+d)$"),
    ],
    aliases=["UMAP cross-entropy", "uniform manifold approximation"],
    used_for="maps of data in the plane",
    why=(
        "A link draws the two points together, a missing link pushes them apart, hardest where they are close: at "
        "$d=0$ without bound, so programs add a small number there and clip the steps. Unlike t-SNE each pair stands "
        "for itself, so pairs can be drawn at random. This is the case $a=b=1$ of the curve that UMAP fits."
    ),
    see_instead=[("t-sne", "the nearnesses of all pairs share one sum")],
)
