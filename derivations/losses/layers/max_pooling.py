r"""Max pooling

Each unit of a pooling layer passes on the largest of its inputs. On the way back, the error goes to that input alone.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, arg_largest, largest

a, b, i, j, m, n = symbols("a b i j m n")
x, t, p = map(IndexedBase, ("x", "t", "p"))
winner = arg_largest(x[a, j], (j, 1, m))

loss = Loss(
    id="LPPD",
    former="networks/max-pooling",
    name="E",
    expression=Sum((p[i] - t[i]) ** 2, (i, 1, n)) / 2,
    wrt=x[a, b],
    definitions=[(p[i], largest(x[i, j], (j, 1, m)))],
    symbols={
        x: Real("inputs, one window per row", shape=(n, m)),
        p: Intermediate("output of window $i$", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        a: Index("index of the window", last=n),
        b: Index("index of the input within it", last=m),
        n: Size("number of windows"),
        m: Size("number of inputs of a window"),
    },
    source="I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 9.3",
    mistakes=[
        (p[a] - t[a], "every input of the window got the error: those that are not the largest change nothing"),
        ((p[a] - t[a]) / m, "this is the slope for mean pooling: here only the largest input counts"),
        (
            (x[a, b] - t[a]) * KroneckerDelta(b, 1),
            "the place of the largest is found anew for each window: it is not a fixed one",
        ),
    ],
    aliases=["maximum pooling", "nn.MaxPool2d", "MaxPooling2D", "max pool"],
    used_for="images that shall be made smaller, keeping what stands out",
    why=(
        "The layer is a switch. Forwards, the largest input passes; backwards, the error goes to the place that this "
        "input came from, and all other inputs get the slope 0. So the places are remembered on the way forward. Where "
        "two inputs are equally large, libraries choose one. Where windows overlap, their slopes add up."
    ),
    in_code=[
        ("torch.nn.functional.max_pool2d(input, kernel_size)", "none", "the layer alone, without an error"),
        ("keras.layers.MaxPooling2D()(inputs)", "none", "the layer alone"),
    ],
    see_instead=[("sigmoid-node", "a unit that takes all its inputs, each by a weight")],
)
