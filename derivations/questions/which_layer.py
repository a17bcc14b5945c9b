r"""Backpropagation: which layer's output goes with a weight?

That of the layer where the weight *begins*. A weight multiplies this output, so this is the slope of the sum with
respect to the weight. What happens at the end of the weight is already in $g$, with the slope of the activation.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Prime, Section, model

i, j, l = symbols("i j l")
W, a, z, g = map(IndexedBase, ("W", "a", "z", "g"))
f = model("f")

answer = Answer(
    id="Q3WZ",
    loss="deep-network",
    short="The layer before",
    claims=[
        Claim(g[l, j] * a[l - 1, i], "exact", "error at the end, input at the beginning"),
        Claim(
            g[l, j] * a[l, j],
            "wrong",
            "the output at the end of the weight; but the weight multiplies the output at its beginning",
        ),
        Claim(g[l, j], "wrong", "right for a bias, whose input is always 1"),
        Claim(
            Prime(f(z[l, j])) * g[l, j] * a[l - 1, i],
            "wrong",
            "the slope of the activation is in $g$ already",
        ),
        Claim(g[l, j] * a[l - 1, i] / 2, "positive-scale", "half of the whole gradient: a common factor"),
    ],
    sections=[
        Section(
            "What is in g (often written δ)?",
            "Texts differ. Here it is the slope with respect to the *sum* that enters a unit, so the slope of the "
            "activation is inside. Where it is the slope with respect to the *output* of the unit, that factor has to "
            "be added by hand. Mixing the two gives it twice, or not at all.",
        ),
        Section(
            "A test by shapes",
            "The slopes of a layer's weights form a table with a row for each unit at the end and a column for each "
            "unit at the beginning, like the weights themselves. With layers of different sizes, the wrong output "
            "does not even fit.",
        ),
    ],
    see=["rashid-network.v", "rashid-network"],
    source=("stanford_dl_ex, issue 15", "https://github.com/amaas/stanford_dl_ex/issues/15"),
)
