r"""Dense layer, backwards

A layer in which each output is a weighted sum of all inputs, plus a shift. Given are the slopes $g_i$ of a loss with
respect to the outputs; sought are those with respect to a weight, an input and a shift.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, m, n = symbols("i j k l m n")
W, x, b, g, y = map(IndexedBase, ("W", "x", "b", "g", "y"))

loss = Loss(
    id="LBVM",
    expression=Sum(g[i] * y[i], (i, 1, m)),
    wrt=(W[k, l], x[l], b[k]),
    backward=True,
    definitions=[(y[i], Sum(W[i, j] * x[j], (j, 1, n)) + b[i])],
    symbols={
        W: Real("weights, a row for each output", shape=(m, n)),
        x: Real("inputs", shape=(n,)),
        b: Real("shifts", shape=(m,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(m,)),
        y: Intermediate("output", shape=(m,)),
        k: Index("index of the output", last=m),
        l: Index("index of the input", last=n),
        m: Size("number of outputs"),
        n: Size("number of inputs"),
    },
    source=Source("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 6.5"),
    mistakes={
        W[k, l]: [
            (g[k], "the input, which the weight multiplies, is missing"),
            (Sum(g[i], (i, 1, m)) * x[l], "the slopes of all outputs were added: the weight leads to one output only"),
            (g[k] * y[k], "the output stands where the input belongs"),
        ],
        x[l]: [
            (g[1] * W[1, l], "the first output alone: an input leads to all outputs, and all ways add up"),
            (Sum(W[i, l], (i, 1, m)), "the slopes of the outputs are missing"),
            (Sum(g[i], (i, 1, m)), "the weights on the way back are missing"),
        ],
        b[k]: [
            (1, "the slope of the loss with respect to the output is missing"),
            (Sum(g[i], (i, 1, m)), "the slopes of all outputs were added; over a batch one adds those of one output"),
        ],
    },
    aliases=["linear layer", "fully connected layer", "affine layer", "nn.Linear", "keras.layers.Dense"],
    used_for="the weighted sums of every network",
    why=(
        "What goes to the weights is the slope at the end of each, times the input at its beginning: $g\\,x^{\\top}$. "
        "What goes back to the inputs uses the same weights in the other direction, $W^{\\top}g$. Over a batch, the "
        "slopes of weights and shifts are added."
    ),
    in_code=[
        ("torch.dot(g, torch.nn.functional.linear(x, W, b))", "none"),
        ("jax.numpy.dot(g, W @ x + b)", "none"),
    ],
    see_instead=[
        ("deep-network", "many such layers with activations between them"),
        ("least-squares", "one output and a squared error"),
    ],
)
