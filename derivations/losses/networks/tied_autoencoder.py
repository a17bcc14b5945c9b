r"""Autoencoder with tied weights

A linear network that reproduces its input through a small layer and goes back through the same weights: half the
squared error of the reconstruction $W^\top Wx$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, m, n, H = symbols("i j k l m n H")
W, x, h, e = map(IndexedBase, ("W", "x", "h", "e"))

loss = Loss(
    id="LS5D",
    name="E",
    expression=Sum(e[i] ** 2, (i, 1, n)) / 2,
    wrt=W[k, l],
    definitions=[
        (h[j], Sum(W[j, m] * x[m], (m, 1, n))),
        (e[i], Sum(W[j, i] * h[j], (j, 1, H)) - x[i]),
    ],
    symbols={
        W: Real("weights, used to encode and to decode", shape=(H, n)),
        x: Real("inputs, which are the targets too", shape=(n,)),
        h: Intermediate("code", shape=(H,)),
        e: Intermediate("error of the reconstruction", shape=(n,)),
        k: Index("index of the hidden unit", last=H),
        l: Index("index of the input", last=n),
        n: Size("number of inputs"),
        H: Size("number of hidden units"),
    },
    source=Source("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), chapter 14"),
    mistakes=[
        (e[l] * h[k], "only the decoder was differentiated: the same weight also makes the code"),
        (Sum(W[k, i] * e[i], (i, 1, n)) * x[l], "only the encoder was differentiated: the same weight also decodes"),
        (2 * e[l] * h[k], "the slope of the decoder was doubled, as if both uses had the same slope"),
    ],
    aliases=["tied weights", "weight tying"],
    used_for="seeing what a shared weight does to a gradient",
    why=(
        "A weight that is used twice has two terms in its gradient, one for each use, and they add. Automatic "
        "differentiation adds them without being asked; by hand one of them is easily forgotten. The minimum of this "
        "loss over many examples is principal component analysis."
    ),
    see_instead=[("autoencoder", "two sets of weights"), ("recurrent-network", "a weight that is used at every step")],
)
