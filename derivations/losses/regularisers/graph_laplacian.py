r"""Graph Laplacian penalty

Half the sum, over all pairs of nodes of a graph, of the squared differences of their values, weighted by the edges
between them: neighbours should have similar values.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Nonnegative, Real, Size, Source

i, j, k, n = symbols("i j k n")
A, f = IndexedBase("A"), IndexedBase("f")

loss = Loss(
    id="LZNC",
    expression=Sum(A[i, j] * (f[i] - f[j]) ** 2, (j, 1, n), (i, 1, n)) / 2,
    wrt=f[k],
    symbols={
        f: Real("values at the nodes", shape=(n,)),
        A: Nonnegative("weight of the edge from node $i$ to node $j$; 0 where there is none", shape=(n, n)),
        k: Index("index of the node", last=n),
        n: Size("number of nodes"),
    },
    source=Source(
        "M. Belkin and P. Niyogi, Laplacian eigenmaps for dimensionality reduction and data representation, "
        "Neural Computation 15 (2003), 1373-1396",
    ),
    mistakes=[
        (
            Sum(A[k, j] * (f[k] - f[j]), (j, 1, n)),
            "the edges that lead to the node were dropped: a value stands at both ends",
        ),
        (Sum((A[i, k] + A[k, i]) * f[k], (i, 1, n)), "the values of the neighbours were dropped"),
    ],
    aliases=["graph smoothness", "Dirichlet energy", "Laplacian regularisation", "Laplacian regularization"],
    used_for="values on a graph, similar at neighbours",
    why=(
        "Each edge pulls the values at its two ends together, in proportion to its weight and to their difference. "
        "With symmetric weights the loss is $f^\\top(D-A)f$ with the Laplacian $D-A$, in which $D$ has the sums of the "
        "rows of $A$ on its diagonal, and the gradient is $2(D-A)f$. It spreads labels over a graph, and minimised "
        "under a constraint it gives spectral embeddings."
    ),
    see_instead=[("total-variation", "takes sizes of differences, not squares: it lets a few large steps stand")],
)
