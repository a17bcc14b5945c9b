r"""RMS normalisation backwards: is the mean of the slopes subtracted, as in layer normalisation?

No. That mean comes back through the mean of the inputs, which is not taken off here. One term is left: the mean of the
slopes, weighted by the normalised inputs. It comes back through the root.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, n, r = symbols("i j n r")
g, h, x, gamma = map(IndexedBase, ("g", "h", "x", "gamma"))
mean = Sum(gamma[i] * g[i], (i, 1, n)) / n
weighted = Sum(gamma[i] * g[i] * h[i], (i, 1, n)) / n

answer = Answer(
    id="QBGJ",
    loss="rms-norm",
    short="No, only the weighted mean",
    claims=[
        Claim((gamma[j] * g[j] - mean - h[j] * weighted) / r, "wrong", "the formula of layer normalisation"),
        Claim((gamma[j] * g[j] - h[j] * weighted) / r, "exact", "the weighted mean alone"),
        Claim(gamma[j] * g[j] / r, "wrong", "the root was treated as a constant"),
        Claim((gamma[j] * g[j] - n * h[j] * weighted) / r, "wrong", "a sum stands where the mean belongs"),
        Claim(
            gamma[j] * g[j] / r - x[j] * Sum(gamma[i] * g[i] * x[i], (i, 1, n)) / (n * r**3),
            "exact",
            "the same in terms of the inputs, as code often has it",
        ),
        Claim(
            gamma[j] * g[j] / r - x[j] * Sum(gamma[i] * g[i] * x[i], (i, 1, n)) / (n * r**2),
            "wrong",
            "in terms of the inputs the root stands three times: in its own slope, and once for each input",
        ),
    ],
    sections=[
        Section(
            "A test",
            "But for $\\varepsilon$, stretching all inputs changes no output. So the slopes are at right angles to the "
            "inputs: $\\sum_jx_j\\,\\mathrm{d}L/\\mathrm{d}x_j$ is nearly 0. They need not sum to 0, as those of layer "
            "normalisation do.",
        ),
        Section(
            "With a residual connection before it",
            "If the input of the layer also goes past it, what comes back on that way is added after this formula, and "
            "not to the slopes $g_i$ before it: it has not passed the normalisation.",
        ),
    ],
    see=["layer-norm", "l2-normalisation", "residual-block"],
    source=[
        ("aprender, pull request 2196", "https://github.com/paiml/aprender/pull/2196"),
        ("quack, pull request 53", "https://github.com/Dao-AILab/quack/pull/53"),
    ],
)
