r"""Chamfer distance

Two sets of points: for every point of either set the squared distance to the nearest one of the other, summed.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, arg_smallest, smallest

i, j, k, l, a, b, m, n, d = symbols("i j k l a b m n d")
x, y, D = map(IndexedBase, ("x", "y", "D"))
to_me = KroneckerDelta(a, arg_smallest(D[i, l], (i, 1, m)))
from_me = KroneckerDelta(l, arg_smallest(D[a, j], (j, 1, n)))
pull = x[a, b] - y[l, b]

loss = Loss(
    id="L7NK",
    expression=Sum(smallest(D[i, j], (j, 1, n)), (i, 1, m)) + Sum(smallest(D[i, j], (i, 1, m)), (j, 1, n)),
    wrt=x[a, b],
    definitions=[(D[i, j], Sum((x[i, k] - y[j, k]) ** 2, (k, 1, d)))],
    closing=[
        (
            2 * Sum((from_me + to_me) * pull, (l, 1, n)),
            "a bracket is 1 where $y_l$ is nearest to $x_a$, or $x_a$ to $y_l$",
        )
    ],
    symbols={
        x: Real("predicted points, one per row", shape=(m, d)),
        y: Real("targets, fixed: points, one per row", shape=(n, d)),
        D: Intermediate("squared distance of points $x_i$ and $y_j$", shape=(m, n), within="[0, oo)"),
        a: Index("index of the point", last=m),
        b: Index("index of its component", last=d),
        m: Size("number of predicted points"),
        n: Size("number of targets"),
        d: Size("number of components"),
    },
    source=Source(
        "H. Fan, H. Su and L. Guibas, A point set generation network for 3D object reconstruction from a single "
        "image, CVPR 2017",
        arxiv="1612.00603",
    ),
    mistakes=[
        (
            2 * Sum(from_me * pull, (l, 1, n)),
            "the second sum was dropped: a point is pulled also by those targets to which it is nearest",
        ),
        (2 * Sum(pull, (l, 1, n)), "all targets were counted, not only nearest ones"),
        (Sum((from_me + to_me) * pull, (l, 1, n)), "the 2 of the squares was forgotten: right for half of the loss"),
    ],
    aliases=["Chamfer loss", "chamfer_distance", "point cloud distance"],
    used_for="point clouds without a given order",
    why=(
        "Each predicted point is pulled towards the target that is nearest to it, and towards every target whose "
        "nearest point it is. Which one is nearest does not change under a small step, so that choice adds no term. "
        "The second sum is needed: with the first alone, all points might gather at one target."
    ),
    see_instead=[("k-means", "only one of the two sums, with points and centres")],
)
