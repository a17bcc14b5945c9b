r"""Convolution, backwards

A layer that lays the same few weights on every stretch of a signal. Given are the slopes $g_i$ of a loss with respect
to the outputs; sought are those with respect to a weight and to a value of the signal.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, l, n, m = symbols("i j k l n m")
x, w, y, g = map(IndexedBase, ("x", "w", "y", "g"))

loss = Loss(
    id="LHTF",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=(w[k], x[l]),
    definitions=[(y[i], Sum(w[j] * x[i + j - 1], (j, 1, m)))],
    symbols={
        x: Real("inputs, a signal", shape=(n + m - 1,)),
        w: Real("weights of the kernel", shape=(m,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        y: Intermediate("output", shape=(n,)),
        k: Index("index of the weight in the kernel", last=m),
        l: Index("index of the input, among the first $n$", last=n),
        n: Size("number of outputs"),
        m: Size("number of weights of the kernel"),
    },
    source=Source("I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 9.5"),
    mistakes={
        w[k]: [
            (g[1] * x[k], "the first output alone: the weight is the same at all places, so all add up"),
            (Sum(g[i], (i, 1, n)) * x[k], "the signal was not moved along with the output"),
            (Sum(g[i] * x[i], (i, 1, n)), "the place of the weight in the kernel was left out"),
        ],
        x[l]: [
            (g[l] * Sum(w[j], (j, 1, m)), "the kernel was laid on one output, not on all that the value goes into"),
            (g[l] * w[1], "one output alone: a value of the signal goes into several"),
            (Sum(w[j], (j, 1, m)), "the slopes of the outputs are missing"),
        ],
    },
    aliases=["conv1d", "cross-correlation", "convolutional layer"],
    used_for="signals and images, where the same pattern may be anywhere",
    why=(
        "A weight is used at every place, so its slope is a sum over all places: the signal laid against the slopes of "
        "the outputs. What goes back to the signal is the same kernel turned round, laid on those slopes: the bracket "
        "leaves out outputs that a value does not reach. In two dimensions there are two indices for each."
    ),
    see_instead=[("dense-layer", "every output has weights of its own for every input")],
)
