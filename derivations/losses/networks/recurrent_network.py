r"""A recurrent network

A network that reads a sequence and has an error at every step, and the slope with respect to one of its recurrent
weights. The adjoint $g$ of a step is found from that of the next: this is backpropagation through time.
"""

from sympy import IndexedBase, Sum, symbols, tanh

from derivations.language import Adjoints, Index, Intermediate, Layers, Loss, Real, Size, Source

i, j, k, l, t, T, n, d = symbols("i j k l t T n d")
h, x, y, W, U, z, g = map(IndexedBase, ("h", "x", "y", "W", "U", "z", "g"))

loss = Loss(
    id="LYPQ",
    name="E",
    expression=Sum((h[t, i] - y[t, i]) ** 2, (i, 1, n), (t, 1, T)) / 2,
    wrt=W[k, l],
    backward=True,
    adjoints={z: g},
    definitions=[
        (z[t, i], Sum(W[i, j] * h[t - 1, j], (j, 1, n)) + Sum(U[i, j] * x[t, j], (j, 1, d))),
        (h[t, i], tanh(z[t, i])),
    ],
    symbols={
        W: Real("recurrent weights, from unit $j$ to unit $i$", shape=(n, n)),
        U: Real("weights of the inputs", shape=(n, d)),
        z: Intermediate("sum that enters unit $i$ at step $t$", shape=(T, n)),
        h: Intermediate("state of unit $i$ after step $t$; one more row, $t=0$, holds the start", shape=(T, n)),
        x: Real("inputs", shape=(T, d)),
        y: Real("targets, one for each step", shape=(T, n)),
        g: Adjoints("short for $\\mathrm{d}E/\\mathrm{d}z_{t,i}$", shape=(T, n)),
        k: Index("index of the unit at which the weight ends", last=n),
        l: Index("index of the unit at which the weight begins", last=n),
        T: Layers("number of steps"),
        n: Size("number of units"),
        d: Size("number of inputs"),
    },
    source=Source(
        "P. J. Werbos, Backpropagation through time: what it does and how to do it, "
        "Proceedings of the IEEE 78 (1990), 1550-1560",
        doi="10.1109/5.58337",
    ),
    mistakes=[
        (g[T, k] * h[T - 1, l], "only the last step: the weight is the same at all steps, so they add up"),
        (Sum(g[t, k] * h[t, l], (t, 1, T)), "the input of the weight is the state of the step before"),
        (
            Sum((h[t, k] - y[t, k]) * (1 - h[t, k] ** 2) * h[t - 1, l], (t, 1, T)),
            "the error of each step was taken by itself: a state also changes all later steps",
        ),
    ],
    aliases=["backpropagation through time", "BPTT", "recurrent neural network", "RNN"],
    used_for="sequences, step by step",
    why=(
        "A state has an error of its own, and receives what the next step sends back through the weights. Over many "
        "steps this is multiplied by weights and by slopes of tanh again and again, so that it vanishes or explodes. "
        "Gates, as in the LSTM, help against the first, clipping against the second."
    ),
    see_instead=[("deep-network", "layers with weights of their own, and an error at the last one only")],
)
