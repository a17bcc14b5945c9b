r"""Rotary position embedding, backwards

A layer that turns each pair of components of a query or key by an angle that grows with its position. Given are the
slopes of a loss with respect to the turned pairs; sought are those with respect to the pairs before.
"""

from sympy import IndexedBase, Sum, cos, sin, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, n = symbols("i j n")
x, u, y, v, g, h, theta = map(IndexedBase, ("x", "u", "y", "v", "g", "h", "theta"))

loss = Loss(
    id="LTV5",
    expression=Sum(g[i] * y[i] + h[i] * v[i], (i, 1, n)),
    wrt=(x[j], u[j]),
    definitions=[
        (y[i], x[i] * cos(theta[i]) - u[i] * sin(theta[i])),
        (v[i], x[i] * sin(theta[i]) + u[i] * cos(theta[i])),
    ],
    symbols={
        x: Real("inputs, the first number of each pair", shape=(n,)),
        u: Real("inputs, the second number of each pair", shape=(n,)),
        theta: Real("angles, fixed by position and pair", shape=(n,)),
        y: Intermediate("first number of the turned pair", shape=(n,)),
        v: Intermediate("second number of the turned pair", shape=(n,)),
        g: Real("slopes of the loss with respect to the first outputs, given", shape=(n,)),
        h: Real("slopes of the loss with respect to the second outputs, given", shape=(n,)),
        j: Index("index of the pair", last=n),
        n: Size("number of pairs"),
    },
    source=Source(
        "J. Su, Y. Lu, S. Pan, B. Wen and Y. Liu, RoFormer: enhanced transformer with rotary position embedding (2021)",
        arxiv="2104.09864",
    ),
    mistakes={
        x[j]: [
            (
                g[j] * cos(theta[j]) - h[j] * sin(theta[j]),
                "the slopes were turned the same way as the inputs: they must be turned back",
            ),
            (g[j] * cos(theta[j]), "the second output, to which the number also goes, was left out"),
            (g[j], "the layer was skipped on the way back"),
        ],
        u[j]: [
            (
                g[j] * sin(theta[j]) + h[j] * cos(theta[j]),
                "the slopes were turned the same way as the inputs: they must be turned back",
            ),
            (h[j] * cos(theta[j]), "the first output, to which the number also goes, was left out"),
        ],
    },
    aliases=["RoPE", "rotary positional embedding"],
    used_for="positions in language models",
    why=(
        "A rotation is undone by turning the other way, and so it is on the way back: the slopes are turned by the "
        "same angle with its sign changed. No length is changed, so this layer neither damps nor amplifies a gradient."
    ),
    see_instead=[("embedding", "a table of learnt numbers, for words or for positions")],
)
