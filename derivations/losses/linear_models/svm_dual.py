r"""Support vector machine, dual

What a support vector machine minimises over its dual weights, one for each example. The data come in only through
their kernel. The dual weights lie between 0 and a bound $C$, and that is not part of the loss.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, LabelSign, Loss, Nonnegative, PositiveDefinite, Size, Source

i, j, k, m = symbols("i j k m")
K, alpha, y = map(IndexedBase, ("K", "alpha", "y"))
score = Sum(K[k, i] * y[i] * alpha[i], (i, 1, m))

loss = Loss(
    id="L5SB",
    expression=Sum(alpha[i] * alpha[j] * y[i] * y[j] * K[i, j], (j, 1, m), (i, 1, m)) / 2 - Sum(alpha[i], (i, 1, m)),
    wrt=alpha[k],
    closing=[(y[k] * score - 1, "$K$ is symmetric")],
    symbols={
        K: PositiveDefinite("kernel matrix: similarity of examples $i$ and $j$", shape=(m, m)),
        alpha: Nonnegative("dual weights", shape=(m,)),
        y: LabelSign("labels, fixed", shape=(m,)),
        k: Index("index of the example", last=m),
        m: Size("number of examples"),
    },
    source=Source(
        "C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20 (1995), 273-297",
        doi="10.1007/BF00994018",
    ),
    mistakes=[
        (y[k] * score / 2 - 1, "the half was kept: each weight stands in the double sum twice"),
        (score - 1, "the label of the example itself was dropped: right for the label $+1$ only"),
        (1 - y[k] * score, "the gradient of the dual that is maximised: the loss is minus that"),
    ],
    aliases=["SVC", "dual SVM", "kernel SVM", "libsvm"],
    used_for="classification with kernels",
    why=(
        "The sum is the score of example $k$, so the gradient is its margin minus 1. Where a dual weight lies strictly "
        "between 0 and $C$, the gradient is 0 at the optimum, and the example lies on the edge of the margin: a "
        "support vector. A weight of 0 belongs to an example beyond the margin. With an intercept, "
        "$\\sum_iy_i\\alpha_i=0$ comes in as well."
    ),
    see_instead=[("linear-svm", "the primal problem, with respect to the weights of a linear score")],
)
