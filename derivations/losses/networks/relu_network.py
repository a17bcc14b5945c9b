r"""A network with rectified units

A hidden layer of rectified linear units (ReLU) and one linear output, with half the squared error: the network with
which many introductions begin.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, positive_part, step

i, j, k, l, n, H, o, t = symbols("i j k l n H o t")
W, x, v, z, h = map(IndexedBase, ("W", "x", "v", "z", "h"))

loss = Loss(
    id="LHFX",
    name="E",
    expression=(t - o) ** 2 / 2,
    wrt=(W[k, l], v[k]),
    backward=True,
    definitions=[
        (z[j], Sum(W[j, i] * x[i], (i, 1, n))),
        (h[j], positive_part(z[j])),
        (o, Sum(v[j] * h[j], (j, 1, H))),
    ],
    symbols={
        W: Real("weights from the inputs to the hidden units", shape=(H, n)),
        v: Real("weights from the hidden units to the output", shape=(H,)),
        x: Real("inputs", shape=(n,)),
        z: Intermediate("sum that enters hidden unit $j$", shape=(H,)),
        h: Intermediate("output of hidden unit $j$", shape=(H,), within="[0, oo)"),
        o: Intermediate("output of the network"),
        t: Real("target, fixed"),
        k: Index("index of the hidden unit", last=H),
        l: Index("index of the input", last=n),
        n: Size("number of inputs"),
        H: Size("number of hidden units"),
    },
    source=Source(
        "I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 6.5", from_memory=True
    ),
    mistakes={
        W[k, l]: [
            (-(t - o) * v[k] * x[l], "the bracket of the unit was dropped: a unit that is off passes nothing back"),
            (-(t - o) * v[k] * h[k] * x[l], "the output of the unit was taken for its slope, which is 0 or 1"),
            (-(t - o) * step(z[k]) * x[l], "the weight to the output is missing: the error comes back through it"),
        ],
        v[k]: [(-(t - o) * step(z[k]), "the slope of the unit instead of its output")],
    },
    aliases=["two-layer ReLU network", "multilayer perceptron with ReLU"],
    used_for="learning backpropagation with ReLU",
    why=(
        "The error goes back through the weight to the output, then through the unit: unchanged where the unit is on, "
        "not at all where it is off. The mask is made by the sum that entered, $z$, not by the slope that comes back. "
        "A unit that is off for all examples gets no slope any more: it is dead."
    ),
    see_instead=[
        ("rashid-network", "sigmoids instead of rectified units"),
        ("rectifier", "the unit by itself, and what is said of its kink"),
    ],
)
