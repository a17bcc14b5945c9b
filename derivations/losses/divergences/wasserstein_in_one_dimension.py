r"""Wasserstein distance in one dimension

The least work with which one heap of points can be moved onto another: on a line, the smallest goes to the smallest,
and so on. Both samples are sorted, and equally large. All that is said here holds while the points keep their order.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size, Source, magnitude, sign

i, k, n = symbols("i k n")
x, y = IndexedBase("x"), IndexedBase("y")

loss = Loss(
    id="LMNF",
    expression=Sum(magnitude(x[i] - y[i]), (i, 1, n)) / n,
    wrt=x[k],
    symbols={
        x: Real("sample of the model, sorted", shape=(n,)),
        y: Real("sample of the data, sorted, fixed", shape=(n,)),
        k: Index("the rank of the point", last=n),
        n: Size("number of points in each sample"),
    },
    source=Source(
        "G. Peyré and M. Cuturi, Computational optimal transport, Foundations and Trends in Machine Learning 11 "
        "(2019), 355-607, section 2.6",
    ),
    mistakes=[
        (sign(x[k] - y[k]), "the $1/n$ of the mean was dropped"),
        ((x[k] - y[k]) / n, "the distance itself was taken, as if it were squared and halved"),
        (sign(y[k] - x[k]) / n, "the two samples changed places"),
    ],
    aliases=["Wasserstein-1", "earth mover distance", "EMD", "W1"],
    used_for="samples of numbers, or one-dimensional projections of points",
    why=(
        "Each point is pulled towards the point of its own rank, all with the same strength $1/n$, however far the "
        "way. Sorting is a permutation: it does not move while the points keep their order, so nothing of it is left "
        "in the gradient but where each entry goes. Unlike the divergences it sees how far apart two heaps are that do "
        "not overlap. The sliced distance takes it along many directions."
    ),
    see_instead=[("absolute", "compares a prediction with its own target, not with that of its rank")],
)
