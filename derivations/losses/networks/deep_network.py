r"""A network of any depth

A network of $L$ layers with any activation $f$, and the slope of its squared error with respect to any of its weights.
The adjoint $g$ of a layer, often called its error, is found from that of the next: this is backpropagation.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Adjoints, Index, Intermediate, Layers, Loss, Model, Prime, Real, Size, model

i, j, k, l, n, L = symbols("i j k l n L")
W, a, z, t, g = map(IndexedBase, ("W", "a", "z", "t", "g"))
f = model("f")

loss = Loss(
    id="L6BW",
    name="E",
    expression=Sum((t[k] - a[L, k]) ** 2, (k, 1, n)),
    wrt=W[l, j, i],
    backward=True,
    adjoints={z: g},
    definitions=[(z[l, j], Sum(W[l, j, i] * a[l - 1, i], (i, 1, n))), (a[l, j], f(z[l, j]))],
    symbols={
        W: Real("weight from unit $i$ of layer $l-1$ to unit $j$ of layer $l$", shape=(L, n, n)),
        z: Intermediate("sum that enters unit $j$ of layer $l$", shape=(L, n)),
        a: Intermediate("output of unit $j$ of layer $l$; one more row, $l=0$, holds the inputs", shape=(L, n)),
        f: Model("activation"),
        t: Real("targets, fixed", shape=(n,)),
        g: Adjoints("short for $\\mathrm{d}E/\\mathrm{d}z_{l,j}$", shape=(L, n)),
        l: Index("index of the layer", last=L),
        j: Index("index of the unit at which the weight ends", last=n),
        i: Index("index of the unit at which the weight begins", last=n),
        n: Size("number of units of each layer"),
        L: Layers("number of layers"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 5.3.1",
    mistakes=[
        (g[l, j], "the input of the weight is missing: it differs from weight to weight"),
        (
            g[l, j] * a[l, j],
            "the output of the wrong layer: the input of the weight is an output of the layer before",
        ),
        (Prime(f(z[l, j])) * g[l, j] * a[l - 1, i], "the slope of the activation is in the adjoint already"),
    ],
    aliases=["backpropagation", "multilayer perceptron", "MLP", "feedforward network"],
    used_for="backpropagation in a network of any depth",
    why=(
        "The slope of a weight is the error of the unit at which it ends, times the output of the unit at which it "
        "begins. The error of a layer is made from that of the next, through the weights and the slope of the "
        "activation; so one way back gives all slopes, at about the price of one way forward."
    ),
    see_instead=[("recurrent-network", "the same weights at every step")],
)
