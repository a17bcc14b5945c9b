r"""Linear unit, squared error

A weighted sum of the inputs, its squared error for one example, and the slope with respect to a weight: the delta rule
of Widrow and Hoff.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size

i, k, n, b, t, o = symbols("i k n b t o")
w, x = IndexedBase("w"), IndexedBase("x")

loss = Loss(
    id="LW86",
    name="E",
    expression=(t - o) ** 2,
    wrt=(w[k], b),
    definitions=[(o, Sum(w[i] * x[i], (i, 1, n)) + b)],
    symbols={
        w: Real("weights", shape=(n,)),
        x: Real("inputs", shape=(n,)),
        b: Real("shift"),
        t: Real("target, fixed"),
        o: Intermediate("output of the unit"),
        k: Index("index of the weight", last=n),
        n: Size("number of inputs"),
    },
    source="B. Widrow and M. E. Hoff, Adaptive switching circuits (IRE WESCON Convention Record, 1960)",
    mistakes={
        w[k]: [
            (2 * (t - o) * x[k], "the inner minus of $t-o$ is missing"),
            (-2 * (t - o), "the input, which the weight multiplies, is missing"),
            (-2 * (t - o) * w[k], "the weight stands where its input belongs"),
            (-(t - o) * x[k], "the 2 that the square brings down is missing: right for half of the loss"),
        ],
        b: [
            (2 * (t - o), "the inner minus of $t-o$ is missing"),
            (-2 * (t - o) * b, "the shift was left in: the output is linear in it"),
        ],
    },
    aliases=["delta rule", "Widrow-Hoff rule", "LMS", "Adaline", "linear neuron"],
    used_for="a first unit to learn from, one example at a time",
    why=(
        "Each weight moves in proportion to the error and to its own input: an input of 0 says nothing about its "
        "weight. A step against the gradient adds a multiple of $(t-o)\\,x_k$, which is the delta rule. The shift is "
        "the weight of an input that is always 1."
    ),
    see_instead=[
        ("least-squares", "the same, summed over all examples"),
        ("sigmoid-node", "with a sigmoid after the sum"),
        ("rectifier-unit", "with a rectifier after the sum"),
    ],
)
