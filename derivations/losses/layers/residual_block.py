r"""Residual block, backwards

A layer whose inputs are added to its outputs: the branch has to learn only what is to be changed. Here the branch is an
activation $f$ and weights. Given are the slopes $g_i$ of a loss with respect to the outputs.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Model, Prime, Real, Size, Source, model

i, j, k, l, n = symbols("i j k l n")
W, x, g, a, y = map(IndexedBase, ("W", "x", "g", "a", "y"))
f = model("f")
back = Sum(W[i, j] * g[i], (i, 1, n))

loss = Loss(
    id="LK8H",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=(x[j], W[k, l]),
    backward=True,
    definitions=[(a[i], f(x[i])), (y[i], x[i] + Sum(W[i, j] * a[j], (j, 1, n)))],
    symbols={
        x: Real("inputs", shape=(n,)),
        W: Real("weights of the branch", shape=(n, n)),
        f: Model("activation"),
        a: Intermediate("activated input", shape=(n,)),
        y: Intermediate("output", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        j: Index("index of the input", last=n),
        k: Index("index of the output", last=n),
        l: Index("index of the activated input", last=n),
        n: Size("number of units"),
    },
    source=Source(
        "K. He, X. Zhang, S. Ren and J. Sun, Deep residual learning for image recognition (CVPR, 2016)",
        arxiv="1512.03385",
    ),
    mistakes={
        x[j]: [
            (Prime(f(x[j])) * back, "the way that goes past the branch was forgotten"),
            (g[j], "the way through the branch was forgotten"),
            (g[j] * Prime(f(x[j])) * back, "the two ways were multiplied: ways side by side add up"),
            (g[j] + back, "the slope of the activation is missing"),
        ],
        W[k, l]: [
            (g[k] * x[l], "the input of the weight is the activated one"),
            (g[k] * (a[l] + x[l]), "the way past the branch does not lead through the weight"),
        ],
    },
    aliases=["residual connection", "skip connection", "ResNet", "shortcut connection"],
    used_for="networks of many layers",
    why=(
        "Two ways lead back, and they add up: one straight through, with the factor 1, and one through the branch. So "
        "even where the branch passes back nothing, the gradient arrives. A product over many layers of 1 plus "
        "something does not vanish as a product of small slopes does."
    ),
    see_instead=[("deep-network", "the same layers without the way past them")],
)
