"""Mean squared loss over a batch

The squared losses of a batch, divided by their number: the $1/n$ stays in the gradient.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Real, Size

i, j, n = symbols("i j n")
p, t = IndexedBase("p"), IndexedBase("t")

loss = Loss(
    id="L288",
    expression=Sum((p[i] - t[i]) ** 2, (i, 1, n)) / n,
    wrt=p[j],
    symbols={
        p: Real("predictions", shape=(n,)),
        t: Real("targets, fixed", shape=(n,)),
        j: Index("names the prediction", last=n),
        n: Size("number of examples in the batch"),
    },
    source=(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, "
        "2009), section 2.4"
    ),
    mistakes=[
        (2 * (p[j] - t[j]), "the gradient of the sum, not of the mean: $n$ times too long"),
        (2 * Sum(p[i] - t[i], (i, 1, n)) / n, "the other examples do not depend on $p_j$"),
    ],
)
