"""Ridge regression with an intercept

The penalty is on the weights alone. The intercept only says where the targets lie, and is free.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Positive, Real, Size

i, j, k, m, n, lam, b = symbols("i j k m n lambda b")
X, w, y, r = map(IndexedBase, ("X", "w", "y", "r"))

loss = Loss(
    id="LQB2",
    expression=Sum(r[i] ** 2, (i, 1, m)) + lam * Sum(w[j] ** 2, (j, 1, n)),
    wrt=(b, w[k]),
    definitions=[(r[i], Sum(X[i, j] * w[j], (j, 1, n)) + b - y[i])],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        b: Real("intercept"),
        y: Real("targets, fixed", shape=(m,)),
        r: Intermediate("residual of example $i$", shape=(m,)),
        lam: Positive("strength of the penalty"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=(
        "T. Hastie, R. Tibshirani and J. Friedman, The Elements of Statistical Learning (2nd ed., Springer, 2009), "
        "section 3.4.1"
    ),
    mistakes={
        b: [
            (
                2 * Sum(r[i], (i, 1, m)) + 2 * lam * b,
                "the intercept was penalised: the penalty is on the weights alone",
            ),
            (
                2 * Sum(r[i], (i, 1, m)) + 2 * lam * Sum(w[j], (j, 1, n)),
                "the slope of the penalty with respect to the weights was added here",
            ),
        ],
        w[k]: [(2 * Sum(r[i] * X[i, k], (i, 1, m)), "the penalty was dropped")],
    },
    used_for="ridge regression for targets that are not centred",
    why=(
        "The penalty is in the gradient with respect to the weights alone; with respect to the intercept it is "
        "that of least squares, so that at the minimum the residuals sum to 0. A penalised intercept would draw "
        "the predictions to 0, and the fit would depend on where the targets have their zero."
    ),
)
