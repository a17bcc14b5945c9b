"""L2 penalty

The squared length of the weights, times the strength.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Positive, Real, Size, Source

i, j, n, lam = symbols("i j n lambda")
w = IndexedBase("w")

loss = Loss(
    id="L765",
    expression=lam * Sum(w[i] ** 2, (i, 1, n)),
    wrt=w[j],
    symbols={
        w: Real("weights", shape=(n,)),
        lam: Positive("strength of the penalty"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, "
        "2009), section 3.4.1",
        doi="10.1007/978-0-387-84858-7",
    ),
    mistakes=[
        (lam * w[j], "the gradient of half the penalty: the 2 of the square was forgotten"),
        (2 * lam * Sum(w[i], (i, 1, n)), "the other weights were added: their squares do not depend on $w_j$"),
        (2 * w[j], "the strength was dropped: it decides how much the penalty counts beside the loss"),
    ],
    aliases=["ridge penalty", "L2 regulariser"],
    used_for="small weights, none of them exactly 0",
    why=(
        "The gradient grows with the weight: large weights are pulled hard, small ones hardly at all, so that few ever "
        "become exactly 0. To a statistician it is a normal prior for the weights. It is added to a loss whose "
        "solution would otherwise be unstable, as in ridge regression."
    ),
    in_code=[("keras.regularizers.L2(l2=lam)(w)", "sum")],
    see_instead=[
        ("half-squared-l2-norm", "with a half: half the gradient"),
        ("group-lasso", "the length itself, not its square: it sets whole groups to 0"),
        ("ridge", "the penalty together with the squared residuals"),
    ],
)
