r"""Generalised linear model

Minus the log-likelihood of a linear model with the canonical link, for any distribution of the exponential family: its
cumulant function $b$ is left open.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Model, Prime, Real, Size, Source, model

i, j, k, m, n = symbols("i j k m n")
X, w, y, z = map(IndexedBase, ("X", "w", "y", "z"))
b = model("b")

loss = Loss(
    id="LTM8",
    expression=Sum(b(z[i]) - y[i] * z[i], (i, 1, m)),
    wrt=w[k],
    backward=True,
    definitions=[(z[i], Sum(X[i, j] * w[j], (j, 1, n)))],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Real("targets, fixed", shape=(m,)),
        z: Intermediate("linear predictor of example $i$", shape=(m,)),
        b: Model("cumulant function of the distribution; its slope is the mean of the target"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 2"
    ),
    mistakes=[
        (Sum(X[i, k] * (b(z[i]) - y[i]), (i, 1, m)), "the cumulant function itself was taken, not its slope, the mean"),
        (
            Sum(X[i, k] * (z[i] - y[i]), (i, 1, m)),
            "the mean was taken to be the linear predictor: right for $b(z)=z^2/2$ only",
        ),
        (
            Sum(Prime(b(z[i])) - y[i], (i, 1, m)),
            "the inner derivative $X_{ik}$ is missing: it differs from weight to weight",
        ),
        (
            Sum(X[i, k] * (y[i] - Prime(b(z[i]))), (i, 1, m)),
            "the gradient of the log-likelihood: the loss is minus that",
        ),
    ],
    aliases=["GLM", "exponential family regression", "canonical link", "generalized linear model"],
    used_for="targets that are counts, labels or positive numbers",
    why=(
        "Whatever the distribution, the gradient adds up inputs times errors, predicted mean $b'(z_i)$ minus target. "
        "With $b(z)=z^2/2$ this is least squares, with $b(z)=\\log(1+e^z)$ logistic regression, with $b(z)=e^z$ "
        "Poisson regression. With another link than the canonical one, a further factor comes in."
    ),
    see_instead=[
        ("logistic-regression", "the case of labels 0 and 1"),
        ("poisson-regression", "the case of counts"),
        ("least-squares", "the case of normal errors, times 2"),
    ],
)
