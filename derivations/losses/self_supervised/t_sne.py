r"""t-SNE

A point in the plane should have the neighbours that it has in the data: the divergence between given probabilities of
pairs and those of a Student distribution over the distances in the plane. It is written for one point $x$ that moves
while all others rest; what does not depend on $x$ is left out.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Nonnegative, Probability, Real, Size, Source

i, j, k, n, m, R, Z = symbols("i j k n m R Z")
x, Y, p, q, a = map(IndexedBase, ("x", "Y", "p", "q", "a"))

loss = Loss(
    id="L7X3",
    expression=log(Z) + 2 * Sum(p[k] * log(a[k]), (k, 1, n)),
    wrt=x[j],
    definitions=[
        (a[k], 1 + Sum((x[i] - Y[k, i]) ** 2, (i, 1, m))),
        (Z, R + 2 * Sum(1 / a[k], (k, 1, n))),
        (q[k], 1 / (a[k] * Z)),
    ],
    symbols={
        x: Real("the point that moves", shape=(m,)),
        Y: Real("the other points, one per row", shape=(n, m)),
        p: Probability("probability of the pair of $x$ and point $k$, from the data, fixed", shape=(n,)),
        a: Intermediate("1 plus the squared distance of $x$ and point $k$", shape=(n,), within="[1, oo)"),
        q: Intermediate("probability of the pair in the plane", shape=(n,), within="(0, 1)"),
        Z: Intermediate("sum of $1/a$ over all pairs, each counted twice", within="(0, oo)"),
        R: Nonnegative("the part of this sum without $x$", varies=True),
        j: Index("index of the coordinate", last=m),
        n: Size("number of other points"),
        m: Size("number of coordinates, 2 in most maps"),
    },
    source=Source(
        "L. van der Maaten and G. Hinton, Visualizing data using t-SNE, Journal of Machine Learning Research 9 "
        "(2008), 2579-2605, appendix A"
    ),
    other_forms=[(4 * Sum((p[k] - q[k]) * (x[j] - Y[k, j]) / a[k], (k, 1, n)), "$q_k$ is $1/(a_kZ)$")],
    mistakes=[
        (
            4 * Sum((p[k] - q[k]) * (x[j] - Y[k, j]), (k, 1, n)),
            "the denominator was dropped: that is the gradient for Gaussians, as in the older SNE",
        ),
        (
            2 * Sum((p[k] - q[k]) * (x[j] - Y[k, j]) / a[k], (k, 1, n)),
            "each pair was counted once: it is in the sums twice, as $i,j$ and as $j,i$",
        ),
        (
            4 * Sum(p[k] * (x[j] - Y[k, j]) / a[k], (k, 1, n)),
            "the normaliser was dropped: it is what keeps points apart",
        ),
    ],
    aliases=["t-distributed stochastic neighbour embedding", "t-distributed stochastic neighbor embedding", "TSNE"],
    used_for="maps of data in the plane",
    why=(
        "Each other point is a spring: it pulls where the pair is less likely in the plane than in the data, and "
        "pushes where it is more likely. The denominator makes far springs weak, which leaves room between clusters. "
        "Distances between clusters, and their sizes, mean little in such a map."
    ),
    see_instead=[("umap", "each pair stands for itself, without a sum over all")],
)
