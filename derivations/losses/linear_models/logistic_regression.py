r"""Logistic regression

The binary cross-entropy of a linear model, summed over the examples. It is written with the softplus $\log(1+e^z)$,
because $-y\log\sigma(z)-(1-y)\log(1-\sigma(z))$ $=\log(1+e^z)-yz$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, sigma, softplus

i, j, k, m, n = symbols("i j k m n")
X, w, y, z, p = map(IndexedBase, ("X", "w", "y", "z", "p"))

loss = Loss(
    id="LH4K",
    expression=Sum(softplus(z[i]) - y[i] * z[i], (i, 1, m)),
    wrt=w[k],
    definitions=[(z[i], Sum(X[i, j] * w[j], (j, 1, n))), (p[i], sigma(z[i]))],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: Label01("labels, fixed", shape=(m,)),
        z: Intermediate("logit of example $i$", shape=(m,)),
        p: Intermediate("predicted probability of the label 1", shape=(m,), within="(0, 1)"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.2",
    mistakes=[
        (
            Sum((p[i] - y[i]) * p[i] * (1 - p[i]) * X[i, k], (i, 1, m)),
            "the gradient of half the squared error of the probability",
        ),
        (
            Sum((z[i] - y[i]) * X[i, k], (i, 1, m)),
            "the sigmoid was dropped: this is the gradient of half of least squares",
        ),
        (Sum((y[i] - p[i]) * X[i, k], (i, 1, m)), "the gradient of the log-likelihood: the loss is minus that"),
    ],
    aliases=["LogisticRegression", "logit model", "logit regression"],
    used_for="the probability of one of two classes",
    why=(
        "The gradient adds up the features of the examples, each multiplied by its error $p_i-y_i$: the form of least "
        "squares, with a probability in place of the prediction. The loss is convex, so every minimum is global. If a "
        "plane separates the two classes, there is no minimum: the weights grow for ever unless a penalty holds them "
        "back."
    ),
    in_code=[
        (
            "sklearn.linear_model.LogisticRegression(C=1.0, fit_intercept=False).fit(X, y)",
            "sum",
            "multiplies the loss by `C`, adds half the squared length of the weights; by default fits an intercept too",
        ),
        ("torch.nn.functional.binary_cross_entropy_with_logits(X @ w, y)", "mean"),
    ],
    see_instead=[
        ("softmax-regression", "for more than two classes"),
        ("logistic-of-a-score", "the loss of one example, for labels $-1$ and $+1$"),
    ],
)
