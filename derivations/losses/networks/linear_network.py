r"""A linear network of two layers

Two matrices, one after the other, and half the squared error: without an activation in between it can do no more than
one matrix, but its gradients are those of a deep network.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, m, n, o, H, M = symbols("i j k l m n o H M")
W, V, x, h, e, t = map(IndexedBase, ("W", "V", "x", "h", "e", "t"))

loss = Loss(
    id="LYKD",
    name="E",
    expression=Sum(e[o] ** 2, (o, 1, M)) / 2,
    wrt=(W[k, l], V[m, k]),
    definitions=[
        (h[j], Sum(W[j, i] * x[i], (i, 1, n))),
        (e[o], Sum(V[o, j] * h[j], (j, 1, H)) - t[o]),
    ],
    symbols={
        W: Real("weights of the first layer", shape=(H, n)),
        V: Real("weights of the second layer", shape=(M, H)),
        x: Real("inputs", shape=(n,)),
        h: Intermediate("output of hidden unit $j$", shape=(H,)),
        e: Intermediate("error of output $o$", shape=(M,)),
        t: Real("targets, fixed", shape=(M,)),
        k: Index("index of the hidden unit", last=H),
        l: Index("index of the input", last=n),
        m: Index("index of the output", last=M),
        n: Size("number of inputs"),
        H: Size("number of hidden units"),
        M: Size("number of outputs"),
    },
    source=Source(
        "A. M. Saxe, J. L. McClelland and S. Ganguli, Exact solutions to the nonlinear dynamics of learning in deep "
        "linear neural networks, ICLR 2014",
        arxiv="1312.6120",
    ),
    mistakes={
        W[k, l]: [
            (
                Sum(e[o], (o, 1, M)) * x[l],
                "the weights of the second layer are missing: each error comes back through them",
            ),
            (Sum(V[o, k] * e[o], (o, 1, M)) * h[k], "the output of the layer was taken instead of its input"),
        ],
        V[m, k]: [
            (
                Sum(e[o], (o, 1, M)) * h[k],
                "the errors of the other outputs were added: they do not depend on row $m$ of $V$",
            )
        ],
    },
    aliases=["deep linear network", "linear autoencoder"],
    used_for="learning backpropagation without activations",
    why=(
        "The slope of each matrix is the error that comes back, times the input of its layer. Although the network is "
        "linear in its input, the loss is no longer convex in the two matrices together: at zero weights both slopes "
        "vanish, and learning starts slowly."
    ),
    see_instead=[
        ("matrix-factorisation", "the same product of two matrices, without inputs"),
        ("deep-network", "with an activation after each layer"),
    ],
)
