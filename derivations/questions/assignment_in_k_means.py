r"""Why is the derivative of the assignment left out in k-means?

Because it is 0 wherever it exists. Which centre is nearest to a point does not change if a centre moves by a little, so
the choice contributes nothing. It changes only where two centres are equally near, and there the loss has a kink.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Answer, Claim, Section, arg_smallest

i, j, a, b, m, K = symbols("i j a b m K")
x, c, d = map(IndexedBase, ("x", "c", "d"))
mine = KroneckerDelta(a, arg_smallest(d[i, j], (j, 1, K)))

answer = Answer(
    id="QGSF",
    loss="k-means",
    short="It is 0, but for ties",
    claims=[
        Claim(
            2 * Sum(c[a, b] - x[i, b], (i, 1, m)),
            "wrong",
            "all points were counted: those of other centres do not see this one",
        ),
        Claim(
            2 * Sum(mine * (c[a, b] - x[i, b]), (i, 1, m)),
            "exact",
            "only the points of this centre, each with its distance",
        ),
        Claim(2 * Sum(mine * (x[i, b] - c[a, b]), (i, 1, m)), "negated", "the way in which the centre is moved"),
    ],
    sections=[
        Section(
            "Why this is no approximation",
            "The loss is the smallest of several smooth functions, one for each way to assign the points. Away from "
            "ties one of them is smaller than all others, and stays so nearby: the slope of the loss is the slope of "
            "that one.",
        ),
        Section(
            "What Lloyd's algorithm makes of it",
            "It sets the gradient to 0 with the assignment held fixed, so that each centre becomes the mean of its "
            "points, and then assigns anew. Neither step can raise the loss. A soft assignment, as in a mixture of "
            "Gaussians, does move with the centres, and there the chain rule has more to say.",
        ),
    ],
    see=["chamfer", "max-pooling"],
)
