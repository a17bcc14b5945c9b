"""Total variation

The sum of the sizes of the steps of a signal: it smooths, but lets a few large steps stand. Rudin, Osher and Fatemi
treat images, and take the length of the gradient of the image; this is the same penalty for a signal in one dimension.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, magnitude, sign

i, j, n = symbols("i j n")
x = IndexedBase("x")

loss = Loss(
    id="LG5J",
    former="vectors/total-variation",
    expression=Sum(magnitude(x[i + 1] - x[i]), (i, 1, n + 1)),
    wrt=x[j + 1],
    symbols={
        x: Real("signal", shape=(n + 2,)),
        j: Index("index of an inner sample, $x_{j+1}$", last=n),
        n: Size("number of inner samples"),
    },
    source=(
        "L. I. Rudin, S. Osher and E. Fatemi, Nonlinear total variation based noise removal algorithms, "
        "Physica D 60 (1992), 259-268"
    ),
    mistakes=[
        (sign(x[j + 1] - x[j]), "the step to the next sample was forgotten: each inner sample is part of two steps"),
        (sign(x[j + 1] - x[j]) + sign(x[j + 2] - x[j + 1]), "the inner minus of the step to the next sample was lost"),
        (
            2 * (x[j + 1] - x[j]) - 2 * (x[j + 2] - x[j + 1]),
            "the gradient of the squared steps: it smooths edges away, which this penalty does not",
        ),
    ],
    aliases=["TV penalty", "fused lasso penalty"],
    used_for="signals that are flat but for a few jumps",
    why=(
        "The slope is the sign of the step before, minus the sign of the step after. On a slope that keeps rising "
        "these cancel, so the penalty does not care how steep it is; at a peak they add up to 2. So noise is "
        "flattened, while an edge costs its height, no matter how sudden it is."
    ),
    see_instead=[("graph-laplacian", "the squares of the steps, on any graph")],
)
