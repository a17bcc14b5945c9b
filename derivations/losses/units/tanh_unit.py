r"""Tanh unit, squared error

The tanh of a weighted sum of the inputs, its squared error for one example, and the slope with respect to a weight.
"""

from sympy import IndexedBase, Sum, symbols, tanh

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, k, n, b, t, o, z = symbols("i k n b t o z")
w, x = IndexedBase("w"), IndexedBase("x")

loss = Loss(
    id="LRMP",
    name="E",
    expression=(t - o) ** 2,
    wrt=(w[k], b),
    definitions=[(z, Sum(w[i] * x[i], (i, 1, n)) + b), (o, tanh(z))],
    symbols={
        w: Real("weights", shape=(n,)),
        x: Real("inputs", shape=(n,)),
        b: Real("shift"),
        t: Real("target, fixed"),
        z: Intermediate("sum that enters the unit"),
        o: Intermediate("output of the unit", within="(-1, 1)"),
        k: Index("index of the weight", last=n),
        n: Size("number of inputs"),
    },
    source=Source(
        "Y. LeCun, L. Bottou, G. Orr and K.-R. Müller, Efficient BackProp, in Neural Networks: Tricks of the Trade "
        "(Springer, 1998)"
    ),
    mistakes={
        w[k]: [
            (-2 * (t - o) * x[k], "the slope of the tanh was dropped: it varies with the weights"),
            (-2 * (t - o) * (1 - z**2) * x[k], "$1-s^2$ is the slope if $s$ is the output; here the sum was put in"),
            (-2 * (t - o) * o * (1 - o) * x[k], "this is the slope of a sigmoid"),
            (-2 * (t - o) * (1 - o) * x[k], "the output is not squared"),
        ],
        b: [
            (-2 * (t - o), "the slope of the tanh was dropped"),
            (-2 * (t - o) * (1 - tanh(o) ** 2), "the tanh was applied to the output, which holds it already"),
        ],
    },
    aliases=["tanh neuron"],
    used_for="a unit whose outputs lie on both sides of 0",
    why=(
        "The slope of the tanh comes from the output alone, $1-o^2$. It is 1 for an output of 0, and nearly 0 once the "
        "output is close to $-1$ or 1: a unit that is sure and wrong learns slowly. So targets of exactly $\\pm1$ are "
        "best avoided."
    ),
    see_instead=[("sigmoid-node", "with a sigmoid"), ("linear-unit", "without an activation")],
)
