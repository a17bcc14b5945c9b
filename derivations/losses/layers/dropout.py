r"""Dropout, backwards

A layer that sets a random part of its inputs to 0 and divides the others by the share that is kept. The mask is drawn
once and then fixed. Given are the slopes $g_i$ of a loss with respect to the outputs; sought is that with respect to an
input.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Probability, Real, Size, Source

i, j, n, p = symbols("i j n p")
x, m, g, y = map(IndexedBase, ("x", "m", "g", "y"))

loss = Loss(
    id="LGG4",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=x[j],
    backward=True,
    definitions=[(y[i], m[i] * x[i] / (1 - p))],
    symbols={
        x: Real("inputs", shape=(n,)),
        m: Label01("mask, 1 for what is kept and 0 for what is dropped", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        y: Intermediate("output", shape=(n,)),
        p: Probability("probability that an input is dropped"),
        j: Index("index of the input", last=n),
        n: Size("number of inputs"),
    },
    source=Source(
        "N. Srivastava, G. Hinton, A. Krizhevsky, I. Sutskever and R. Salakhutdinov, Dropout: a simple way to prevent "
        "neural networks from overfitting, Journal of Machine Learning Research 15 (2014), 1929-1958"
    ),
    mistakes=[
        (g[j], "the layer was skipped on the way back"),
        (g[j] * m[j], "the division by the share that is kept was forgotten on the way back"),
        (g[j] / (1 - p), "the mask was forgotten on the way back"),
        (g[j] * (1 - p), "the mean of the mask was put in its place: the way back uses the mask that was drawn"),
    ],
    aliases=["inverted dropout"],
    used_for="networks that shall not lean on single inputs",
    why=(
        "Way forward and way back have the same mask and the same factor: what was dropped receives nothing. The mask "
        "is drawn without looking at the inputs, so nothing is differentiated through it. In use, without a mask, the "
        "layer does nothing: the division has seen to it that the mean is right."
    ),
    see_instead=[("rectifier", "a mask that depends on the input")],
)
