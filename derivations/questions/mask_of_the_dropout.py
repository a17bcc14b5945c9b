r"""Dropout: is the mask differentiated?

No. It is drawn without looking at the inputs, and then it is a constant. The way back multiplies by the same mask that
the way forward has used, and divides by the same share: a new mask, or none, gives the gradient of another network.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section

j, p = symbols("j p")
g, m, x = map(IndexedBase, ("g", "m", "x"))

answer = Answer(
    id="QXWT",
    loss="dropout",
    short="No, it is a constant that is used again",
    claims=[
        Claim(g[j], "wrong", "the layer was skipped on the way back"),
        Claim(m[j] * g[j] / (1 - p), "exact", "the same mask and the same factor as on the way forward"),
        Claim(m[j] * g[j], "positive-scale", "the division was forgotten on the way back"),
        Claim(g[j] / (1 - p), "wrong", "the mask was forgotten on the way back"),
        Claim(m[j] * g[j] * x[j] / (1 - p), "wrong", "the input was left in: the output is linear in it"),
    ],
    sections=[
        Section(
            "Why divide at all?",
            "An input is kept with probability $1-p$. Divided by that, the output has the mean $x_j$, so that in use, "
            "without dropout, nothing needs to be changed. Older code multiplies by $1-p$ in use instead; then there "
            "is no division on either way.",
        ),
        Section(
            "Does the forgotten factor matter?",
            "It is common to all inputs of this layer, so it turns none of their slopes. But the layers before then "
            "learn more slowly than those after it, by a factor for each dropout layer between.",
        ),
    ],
    see=["rectifier", "straight-through"],
)
