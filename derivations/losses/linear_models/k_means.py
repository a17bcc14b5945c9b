r"""k-means

The squared distance of every point to the centre that is nearest to it, summed over the points.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Size, Source, arg_smallest, smallest

i, j, l, a, b, m, n, K = symbols("i j l a b m n K")
x, c, d = map(IndexedBase, ("x", "c", "d"))
mine = KroneckerDelta(a, arg_smallest(d[i, j], (j, 1, K)))

loss = Loss(
    id="L72H",
    expression=Sum(smallest(d[i, j], (j, 1, K)), (i, 1, m)),
    wrt=c[a, b],
    definitions=[(d[i, j], Sum((c[j, l] - x[i, l]) ** 2, (l, 1, n)))],
    closing=[(2 * Sum(mine * (c[a, b] - x[i, b]), (i, 1, m)), "where the bracket is not 0, the nearest centre is $a$")],
    symbols={
        x: Real("points, one per row", shape=(m, n)),
        c: Real("centres, one per row", shape=(K, n)),
        d: Intermediate("squared distance of point $i$ to centre $j$", shape=(m, K), within="[0, oo)"),
        a: Index("index of the centre", last=K),
        b: Index("index of its component", last=n),
        m: Size("number of points"),
        n: Size("number of components"),
        K: Classes("number of centres"),
    },
    source=Source(
        "L. Bottou and Y. Bengio, Convergence properties of the k-means algorithms, Advances in Neural Information "
        "Processing Systems 7 (1995), section 2.1"
    ),
    mistakes=[
        (
            2 * Sum(c[a, b] - x[i, b], (i, 1, m)),
            "all points were counted, not only those that are nearest to this centre",
        ),
        (2 * Sum(mine * (x[i, b] - c[a, b]), (i, 1, m)), "point and centre changed places"),
        (Sum(mine * (c[a, b] - x[i, b]), (i, 1, m)), "the 2 of the square was forgotten: right for half of the loss"),
    ],
    aliases=["KMeans", "k-means clustering", "quantization error"],
    used_for="grouping points around centres",
    why=(
        "Only the points that are nearest to a centre pull at it, each with its distance. Which centre is nearest does "
        "not change under a small step, so that choice adds no term. The gradient is 0 where every centre is the mean "
        "of its points: Lloyd's algorithm jumps right there, and that is a Newton step."
    ),
    in_code=[
        (
            "sklearn.cluster.KMeans(n_clusters=K, init=c, n_init=1).fit(x)",
            "sum",
            "moves the centres by itself, from where they are given",
        ),
    ],
    see_instead=[("chamfer", "two sets of points, each with its nearest neighbours in the other")],
)
