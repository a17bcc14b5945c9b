r"""Average pooling, backwards

Each unit of a pooling layer passes on the mean of its inputs. Given are the slopes of a loss with respect to the
outputs; sought is that with respect to an input.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

a, b, i, j, m, n = symbols("a b i j m n")
x, g, y = map(IndexedBase, ("x", "g", "y"))

loss = Loss(
    id="L36R",
    expression=Sum(g[i] * y[i], (i, 1, n)),
    wrt=x[a, b],
    backward=True,
    definitions=[(y[i], Sum(x[i, j], (j, 1, m)) / m)],
    symbols={
        x: Real("inputs, one window per row", shape=(n, m)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        y: Intermediate("output of window $i$", shape=(n,)),
        a: Index("index of the window", last=n),
        b: Index("index of the input within it", last=m),
        n: Size("number of windows"),
        m: Size("number of inputs of a window"),
    },
    source=Source("PyTorch, torch.nn.AvgPool1d (documentation)"),
    mistakes=[
        (g[a], "the slope was not shared out: each input has a share of one in $m$"),
        (g[a] * x[a, b] / m, "the input was left in: the mean is linear in it"),
        (Sum(g[i], (i, 1, n)) / m, "the slopes of all windows were added: an input belongs to one window"),
    ],
    aliases=["mean pooling", "avg pool", "global average pooling", "AveragePooling2D"],
    used_for="images and sequences that shall be made smaller",
    why=(
        "Every input of a window receives the same share of the slope, whatever its value. With one window for all it "
        "is global pooling. Where windows overlap, shares add up."
    ),
    in_code=[("torch.dot(g, torch.mean(x, dim=1))", "none"), ("jax.numpy.dot(g, jax.numpy.mean(x, axis=1))", "none")],
    see_instead=[("max-pooling", "the whole slope goes to the largest input")],
)
