r"""Rectifier unit, squared error

The rectifier of a weighted sum of the inputs, its squared error for one example, and the slope with respect to a
weight. Where the sum is negative, the unit is off.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, positive_part, step

i, k, n, b, t, o, z = symbols("i k n b t o z")
w, x = IndexedBase("w"), IndexedBase("x")

loss = Loss(
    id="LRQX",
    name="E",
    expression=(t - o) ** 2,
    wrt=(w[k], b),
    definitions=[(z, Sum(w[i] * x[i], (i, 1, n)) + b), (o, positive_part(z))],
    symbols={
        w: Real("weights", shape=(n,)),
        x: Real("inputs", shape=(n,)),
        b: Real("shift"),
        t: Real("target, fixed"),
        z: Intermediate("sum that enters the unit"),
        o: Intermediate("output of the unit", within="[0, oo)"),
        k: Index("index of the weight", last=n),
        n: Size("number of inputs"),
    },
    source="I. Goodfellow, Y. Bengio and A. Courville, Deep Learning (MIT Press, 2016), section 6.3.1",
    mistakes={
        w[k]: [
            (-2 * (t - o) * x[k], "right where the unit is on; where it is off, no weight moves it"),
            (-2 * (t - o) * step(x[k]) * x[k], "the sign of the input was asked, not that of the sum"),
            (-2 * (t - o) * o * x[k], "the output stands where the slope of the rectifier belongs"),
        ],
        b: [
            (-2 * (t - o), "right where the unit is on; where it is off, the shift does not move it"),
            (-2 * (t - o) * o, "the output stands where the slope of the rectifier belongs"),
        ],
    },
    aliases=["ReLU unit", "ReLU neuron", "dying ReLU", "dead ReLU"],
    used_for="a unit of a deep network, taken by itself",
    why=(
        "The bracket is a switch: where the unit is on, this is the gradient of a linear unit; where it is off, it is "
        "0, however large the error. A unit that is off for every example never moves again: it is dead. At a sum of "
        "0 there is no slope, and libraries mostly take 0."
    ),
    see_instead=[
        ("rectifier", "the activation alone"),
        ("leaky-relu", "an activation that never is quite off"),
        ("linear-unit", "without an activation"),
    ],
)
