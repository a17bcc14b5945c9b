r"""One sigmoid node, with the cross-entropy

The cross-entropy of one output node, and its slope with respect to one of the weights that lead into it.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, Source, sigma

i, j, n, t, z, o = symbols("i j n t z o")
w, x = IndexedBase("w"), IndexedBase("x")

loss = Loss(
    id="LT36",
    name="E",
    expression=-t * log(o) - (1 - t) * log(1 - o),
    wrt=w[j],
    definitions=[(z, Sum(w[i] * x[i], (i, 1, n))), (o, sigma(z))],
    symbols={
        w: Real("weights into the node", shape=(n,)),
        x: Real("inputs of the node", shape=(n,)),
        z: Intermediate("sum that enters the node"),
        o: Intermediate("output of the node", within="(0, 1)"),
        t: Label01("target, fixed"),
        j: Index("index of the weight", last=n),
        n: Size("number of inputs"),
    },
    source=Source("C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2"),
    mistakes=[
        ((o - t) * o * (1 - o) * x[j], "the slope of the sigmoid was multiplied in once more: it has cancelled"),
        (o - t, "the input is missing: this is the slope with respect to the sum $z$"),
        ((t - o) * x[j], "target and output changed places"),
    ],
    aliases=["sigmoid unit with cross-entropy", "logistic unit", "delta rule with cross-entropy"],
    used_for="output nodes that answer yes or no",
    why=(
        "The slope is the error of the output times the input, as for a linear node with half the squared error: the "
        "slope $o(1-o)$ of the sigmoid cancels against the denominator that the logarithms bring. So a node that is "
        "sure and wrong learns fast. It is logistic regression with one example."
    ),
    in_code=[
        ("torch.nn.functional.binary_cross_entropy_with_logits(w @ x, t)", "mean"),
        ("optax.sigmoid_binary_cross_entropy(w @ x, t)", "none"),
    ],
    see_instead=[
        ("sigmoid-node", "the same node with the squared error: the slope of the sigmoid stays"),
        ("logistic-regression", "the sum over many examples"),
    ],
)
