"""Softmax regression

The softmax cross-entropy of a linear model with one column of weights for each class, summed over the examples.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Label01, Loss, Real, Size

i, j, k, c, l, b, m, n, K = symbols("i j k c l b m n K")
X, W, Y, z, p = map(IndexedBase, ("X", "W", "Y", "z", "p"))

loss = Loss(
    id="L8F2",
    expression=-Sum(Sum(Y[i, c] * log(p[i, c]), (c, 1, K)), (i, 1, m)),
    wrt=W[k, l],
    definitions=[
        (z[i, c], Sum(X[i, j] * W[j, c], (j, 1, n))),
        (p[i, c], exp(z[i, c]) / Sum(exp(z[i, b]), (b, 1, K))),
    ],
    constraints=[(Sum(Y[i, c], (c, 1, K)), 1)],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        W: Real("weight of feature $j$ for class $c$", shape=(n, K)),
        Y: Label01("targets: 1 for the right class, 0 for the others", shape=(m, K)),
        z: Intermediate("logit of class $c$ for example $i$", shape=(m, K)),
        p: Intermediate("probability of class $c$ for example $i$", shape=(m, K), within="(0, 1)"),
        k: Index("index of the feature", last=n),
        l: Index("index of the class", last=K),
        i: Index("index of the example in the constraint", last=m),
        m: Size("number of examples"),
        n: Size("number of features"),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (
            Sum((Y[i, l] - p[i, l]) * X[i, k], (i, 1, m)),
            "the gradient of the log-likelihood: the loss is minus that",
        ),
        (
            Sum((p[i, l] - Y[i, l]) * p[i, l] * (1 - p[i, l]) * X[i, k], (i, 1, m)),
            "a slope of the softmax was multiplied in: it has cancelled against the logarithm",
        ),
        (
            Sum(p[i, l] - Y[i, l], (i, 1, m)),
            "the inner derivative $X_{ik}$ is missing: it differs from weight to weight",
        ),
    ],
    aliases=["multinomial logistic regression", "maximum entropy classifier", "multinomial logit"],
    used_for="the probabilities of several classes",
    why=(
        "The gradient adds up the inputs, each multiplied by its error, predicted probability minus target, for the "
        "class of the weight. As the errors of one example sum to 0, what one class gains the others lose. The loss is "
        "convex, but the best weights are not unique without a penalty: the same vector may be added to the weights of "
        "all classes."
    ),
)
