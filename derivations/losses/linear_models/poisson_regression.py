r"""Poisson regression

Minus the log-likelihood of counts, without the constant $\log y!$. The counts are Poisson distributed, and the
logarithm of their rate is linear in the weights.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Index, Intermediate, Loss, Nonnegative, Real, Size

i, j, k, m, n = symbols("i j k m n")
X, w, y, z = map(IndexedBase, ("X", "w", "y", "z"))

loss = Loss(
    id="L4D6",
    expression=Sum(exp(z[i]) - y[i] * z[i], (i, 1, m)),
    wrt=w[k],
    definitions=[(z[i], Sum(X[i, j] * w[j], (j, 1, n)))],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Nonnegative("counts, fixed; they need not be whole", shape=(m,)),
        z: Intermediate("logarithm of the rate of example $i$", shape=(m,)),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source="P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 6",
    mistakes=[
        (Sum((z[i] - y[i]) * X[i, k], (i, 1, m)), "the exponential was dropped: the rate is $e^{z_i}$, not $z_i$"),
        (Sum(exp(z[i]) * X[i, k], (i, 1, m)), "the counts were dropped, because they are constant"),
    ],
    aliases=["Poisson NLL", "Poisson loss", "nn.PoissonNLLLoss"],
    used_for="counts",
    why=(
        "The gradient adds up the inputs of all examples, each multiplied by expected minus observed count: the form "
        "of least squares, with a rate in place of the prediction. It is minus the log-likelihood of Poisson counts "
        "with the rate $e^{z_i}$, up to a constant. Take it for counts that are not large."
    ),
    in_code=[
        ("torch.nn.PoissonNLLLoss()(X @ w, y)", "mean", "takes the logarithm of the rate"),
        (
            "xgboost.XGBRegressor(objective='count:poisson').fit(X, y)",
            "sum",
            "the trees add up to the logarithm of the rate",
        ),
    ],
)
