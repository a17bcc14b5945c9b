r"""A network that classifies

A hidden layer of tanh units, a softmax on top, and the cross-entropy of the right class: the error starts as
probabilities minus label, and is sent back from there.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols, tanh

from derivations.language import Classes, Index, Intermediate, Loss, Real, Size

i, j, k, a, b, c, n, H, K, y = symbols("i j k a b c n H K y")
W, V, x, u, h, z, p = map(IndexedBase, ("W", "V", "x", "u", "h", "z", "p"))

loss = Loss(
    id="LY7V",
    name="E",
    expression=-log(p[y]),
    wrt=(W[c, b], V[b, a]),
    backward=True,
    definitions=[
        (u[j], Sum(V[j, i] * x[i], (i, 1, n))),
        (h[j], tanh(u[j])),
        (z[k], Sum(W[k, j] * h[j], (j, 1, H))),
        (p[k], exp(z[k]) / Sum(exp(z[j]), (j, 1, K))),
    ],
    symbols={
        W: Real("weights from the hidden units to the classes", shape=(K, H)),
        V: Real("weights from the inputs to the hidden units", shape=(H, n)),
        x: Real("inputs", shape=(n,)),
        u: Intermediate("sum that enters hidden unit $j$", shape=(H,)),
        h: Intermediate("output of hidden unit $j$", shape=(H,), within="(-1, 1)"),
        z: Intermediate("logit of class $k$", shape=(K,)),
        p: Intermediate("probability of class $k$", shape=(K,), within="(0, 1)"),
        y: Index("the right class, fixed", last=K),
        c: Index("index of the class", last=K),
        b: Index("index of the hidden unit", last=H),
        a: Index("index of the input", last=n),
        n: Size("number of inputs"),
        H: Size("number of hidden units"),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 5.3.1",
    mistakes={
        W[c, b]: [
            (p[c] * h[b], "the label was dropped"),
            (
                (p[c] - KroneckerDelta(c, y)) * p[c] * (1 - p[c]) * h[b],
                "the slope of the softmax was multiplied in once more",
            ),
        ],
        V[b, a]: [
            (
                Sum(W[k, b] * (p[k] - KroneckerDelta(k, y)), (k, 1, K)) * x[a],
                "the slope of the hidden unit is missing",
            )
        ],
    },
    aliases=["multilayer perceptron classifier", "MLP classifier"],
    used_for="classification with a hidden layer",
    why=(
        "With softmax and cross-entropy the error of an output is its probability, minus 1 for the right class: no "
        "slope of the output function is left. Each hidden unit gets the errors of all classes through its weights, "
        "times its own slope $1-h^2$, which is written with its output."
    ),
    see_instead=[
        ("softmax-regression", "without a hidden layer"),
        ("rashid-network", "sigmoids and the squared error: every slope stays"),
    ],
)
