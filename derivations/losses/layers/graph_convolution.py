r"""Graph convolution, backwards

A layer that mixes the features of each node of a graph with those of its neighbours, and then applies weights and a
tanh. Given are the slopes $G_{ic}$ of a loss with respect to the outputs.
"""

from sympy import IndexedBase, Sum, symbols, tanh

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

a, b, c, i, j, k, n, d, m = symbols("a b c i j k n d m")
A, X, W, M, Z, H, G = map(IndexedBase, ("A", "X", "W", "M", "Z", "H", "G"))
slope = G[i, b] * (1 - H[i, b] ** 2)

loss = Loss(
    id="LJ8D",
    expression=Sum(G[i, c] * H[i, c], (c, 1, m), (i, 1, n)),
    wrt=W[a, b],
    backward=True,
    definitions=[
        (M[i, k], Sum(A[i, j] * X[j, k], (j, 1, n))),
        (Z[i, c], Sum(M[i, k] * W[k, c], (k, 1, d))),
        (H[i, c], tanh(Z[i, c])),
    ],
    symbols={
        A: Real("weights of the edges, fixed by the graph", shape=(n, n)),
        X: Real("inputs, the features of each node in a row", shape=(n, d)),
        W: Real("weights, the same for all nodes", shape=(d, m)),
        M: Intermediate("features mixed over the neighbours", shape=(n, d)),
        Z: Intermediate("sum that enters output $c$ of node $i$", shape=(n, m)),
        H: Intermediate("output $c$ of node $i$", shape=(n, m), within="(-1, 1)"),
        G: Real("slopes of the loss with respect to the outputs, given", shape=(n, m)),
        a: Index("index of the feature", last=d),
        b: Index("index of the output", last=m),
        n: Size("number of nodes"),
        d: Size("number of features"),
        m: Size("number of outputs of a node"),
    },
    source=Source(
        "T. N. Kipf and M. Welling, Semi-supervised classification with graph convolutional networks (ICLR, 2017)",
        arxiv="1609.02907",
    ),
    mistakes=[
        (Sum(slope * X[i, a], (i, 1, n)), "the features were not mixed over the neighbours"),
        (Sum(G[i, b] * M[i, a], (i, 1, n)), "the slope of the tanh is missing"),
        (
            Sum(G[i, b] * (1 - Z[i, b] ** 2) * M[i, a], (i, 1, n)),
            "$1-s^2$ is the slope of the tanh if $s$ is its output",
        ),
    ],
    aliases=["GCN", "GCNConv", "graph convolutional network"],
    used_for="nodes of a graph, such as a citation network",
    why=(
        "It is the gradient of a dense layer whose inputs are the mixed features, summed over all nodes as over a "
        "batch. With respect to the features of a node the slopes come back from all its neighbours, by $A^{\\top}$."
    ),
    see_instead=[("dense-layer", "without neighbours")],
)
