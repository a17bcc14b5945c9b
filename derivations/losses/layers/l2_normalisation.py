r"""L2 normalisation, backwards

A layer that brings a vector to length 1. Given are the slopes $g_i$ of a loss with respect to the outputs; sought is
the slope with respect to an input.
"""

from sympy import IndexedBase, Sum, sqrt, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source

i, j, k, n, r = symbols("i j k n r")
x, g, y = map(IndexedBase, ("x", "g", "y"))
along = Sum(g[i] * y[i], (i, 1, n))

loss = Loss(
    id="LX7H",
    expression=along,
    wrt=x[j],
    definitions=[(r, sqrt(Sum(x[k] ** 2, (k, 1, n)))), (y[i], x[i] / r)],
    closing=[((g[j] - y[j] * along) / r, "$x_j=r\\,y_j$")],
    symbols={
        x: Real("inputs", shape=(n,)),
        g: Real("slopes of the loss with respect to the outputs, given", shape=(n,)),
        r: Intermediate("length of the input", within="[0, oo)"),
        y: Intermediate("output, of length 1", shape=(n,)),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
    },
    source=Source("PyTorch, torch.nn.functional.normalize (documentation)"),
    mistakes=[
        (g[j] / r, "the length was treated as a constant"),
        (g[j] - y[j] * along, "the length, by which all is divided, is missing"),
        ((g[j] - x[j] * along) / r, "the input stands where the output, of length 1, belongs"),
        ((g[j] - y[j] * Sum(g[i], (i, 1, n))) / r, "the slopes were added without their weights $y_i$"),
    ],
    aliases=["l2 normalize", "l2 normalise", "unit normalisation", "nn.functional.normalize"],
    used_for="embeddings of which only the direction shall count",
    why=(
        "The part of the slopes along the output is taken off, as to make the vector longer changes nothing. What "
        "comes back is at right angles to the input, and the smaller the longer the input is. At the vector 0 there "
        "is no direction, and so no slope."
    ),
    in_code=[
        ("torch.dot(g, torch.nn.functional.normalize(x, dim=0))", "none", "divides by 1e-12 if the length is less"),
    ],
    see_instead=[
        ("weight-normalisation", "with a learnt length"),
        ("rms-norm", "to the root of the mean square 1, with scales"),
    ],
)
