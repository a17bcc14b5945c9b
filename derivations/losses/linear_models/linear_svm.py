"""Linear support vector machine

Half the squared length of the weights, plus $C$ times the hinge loss of every margin. Cortes and Vapnik write the same
problem with a slack variable for each example; at the optimum, the slack is the hinge loss.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, LabelSign, Loss, Positive, Real, Size, Source, positive_part, step

i, j, k, m, n, C = symbols("i j k m n C")
X, w, y, a = map(IndexedBase, ("X", "w", "y", "a"))

loss = Loss(
    id="LQ59",
    expression=Sum(w[j] ** 2, (j, 1, n)) / 2 + C * Sum(positive_part(1 - a[i]), (i, 1, m)),
    wrt=w[k],
    definitions=[(a[i], y[i] * Sum(X[i, j] * w[j], (j, 1, n)))],
    symbols={
        X: Real("data: feature $j$ of example $i$", shape=(m, n)),
        w: Real("weights", shape=(n,)),
        y: LabelSign("labels, fixed", shape=(m,)),
        a: Intermediate("margin of example $i$", shape=(m,)),
        C: Positive("weight of the hinge losses against the penalty"),
        k: Index("index of the weight", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source=Source(
        "C. Cortes and V. Vapnik, Support-vector networks, Machine Learning 20 (1995), 273-297",
        doi="10.1007/BF00994018",
    ),
    mistakes=[
        (
            w[k] - C * Sum(y[i] * X[i, k], (i, 1, m)),
            "the bracket was dropped, so that examples beyond the margin were counted too",
        ),
        (-C * Sum(step(1 - a[i]) * y[i] * X[i, k], (i, 1, m)), "the penalty on the weights was dropped"),
        (w[k] - C * Sum(step(1 - a[i]) * X[i, k], (i, 1, m)), "the label was dropped: right for the label $+1$ only"),
    ],
    aliases=["SVM", "support vector machine", "LinearSVC"],
    used_for="two classes, separated by a plane with a wide margin",
    why=(
        "The penalty draws each weight to 0. Against it pull only the examples within the margin or on its wrong side, "
        "each with its label and its input: they are the support vectors. A large $C$ makes few of them; a small one "
        "leaves a wide margin."
    ),
    in_code=[
        (
            "sklearn.svm.LinearSVC(C=C, loss='hinge', fit_intercept=False).fit(X, y)",
            "sum",
            "unless told otherwise it takes the squared hinge, fits an intercept too, and penalises it",
        ),
    ],
)
