r"""Backpropagation through ReLU: which mask?

The one of the way forward. A unit that was on, $z>0$, passes the slope on unchanged, whatever its sign; a unit that was
off passes nothing. The sign of the slope that comes back plays no part.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, positive_part, step

k, l, t, o = symbols("k l t o")
W, x, v, z, h = map(IndexedBase, ("W", "x", "v", "z", "h"))
error = -(t - o) * v[k]

answer = Answer(
    id="QQHQ",
    loss="relu-network",
    short="That of the inputs, on the way forward",
    claims=[
        Claim(error * step(z[k]) * x[l], "exact", "on where the sum that entered was positive"),
        Claim(error * step(h[k]) * x[l], "exact", "the output is positive just where the sum is"),
        Claim(positive_part(error) * x[l], "wrong", "the rectifier was applied to the slope that comes back"),
        Claim(error * x[l], "wrong", "the mask was left out, as if the unit were linear"),
        Claim(
            positive_part(error) * step(z[k]) * x[l],
            "wrong",
            "both masks: that is guided backpropagation, a way to draw pictures",
        ),
    ],
    sections=[
        Section(
            "What to keep on the way forward",
            "The mask, or the output $h$; the input need not be kept. That is why ReLU may overwrite its input, which "
            "saves memory.",
        ),
        Section(
            "At exactly 0",
            "There the unit has a kink, and every number from 0 to 1 is one of its subgradients; `relu` of PyTorch, "
            "JAX and Keras takes 0. It happens more often than one thinks: with all weights at 0 every sum is 0, and "
            "nothing is learnt.",
        ),
    ],
    see=["rectifier", "deep-network"],
)
