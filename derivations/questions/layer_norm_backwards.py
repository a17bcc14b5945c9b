r"""Layer normalisation backwards: what was forgotten?

Mostly the two means. An input acts on its own output, and through mean and variance on all others; so the mean of the
slopes is subtracted, and a second mean, weighted by the normalised inputs. The scale belongs inside both.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, n, s = symbols("i j n s")
g, h, y, gamma = map(IndexedBase, ("g", "h", "y", "gamma"))
mean = Sum(gamma[i] * g[i], (i, 1, n)) / n
weighted = Sum(gamma[i] * g[i] * h[i], (i, 1, n)) / n
plain, plain_weighted = Sum(g[i], (i, 1, n)) / n, Sum(g[i] * h[i], (i, 1, n)) / n

answer = Answer(
    id="Q843",
    loss="layer-norm",
    short="The means of the slopes, with the scale inside",
    claims=[
        Claim(gamma[j] * g[j] / s, "wrong", "mean and variance were treated as constants"),
        Claim((gamma[j] * g[j] - mean) / s, "wrong", "the variance was treated as a constant"),
        Claim((gamma[j] * g[j] - mean - h[j] * weighted) / s, "exact", "both means, with the scale inside"),
        Claim(gamma[j] * (g[j] - plain - h[j] * plain_weighted) / s, "wrong", "the scale was taken out of the means"),
        Claim(0, "wrong", "the layer was cut out of the way back: nothing before it learns"),
        Claim(g[j] * h[j], "exact", "the scale multiplies the normalised input", loss="layer-norm.gamma"),
        Claim(0, "wrong", "the scale was cut out of the way back: it never learns", loss="layer-norm.gamma"),
    ],
    sections=[
        Section(
            "Two tests",
            "To add the same number to all inputs changes no output, so the slopes with respect to the inputs sum to "
            "0. To stretch all deviations from the mean changes the outputs only by way of $\\varepsilon$, so the "
            "slopes are nearly at right angles to the normalised inputs. The first claim fails both.",
        ),
        Section(
            "How it is noticed",
            "Seldom by an error. The loss still falls, as the layers after the normalisation go on learning. Compare "
            "one gradient with a difference of losses, for an input, a scale and a shift each.",
        ),
    ],
    see=["batch-normalisation", "rms-norm"],
    source=[
        ("candle, pull request 3613", "https://github.com/huggingface/candle/pull/3613"),
        ("aprender, pull request 2196", "https://github.com/paiml/aprender/pull/2196"),
    ],
)
