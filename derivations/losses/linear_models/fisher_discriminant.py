r"""Fisher discriminant

Minus the squared distance of two class means along a direction, divided by the spread within the classes along it. The
best direction separates the classes best for their spread.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size

i, j, k, m, n, s, v = symbols("i j k m n s v")
X, w, d, z = map(IndexedBase, ("X", "w", "d", "z"))
spread = Sum(X[i, k] * z[i], (i, 1, m))

loss = Loss(
    id="L5PS",
    expression=-(s**2) / v,
    wrt=w[k],
    definitions=[
        (z[i], Sum(X[i, j] * w[j], (j, 1, n))),
        (s, Sum(d[j] * w[j], (j, 1, n))),
        (v, Sum(z[i] ** 2, (i, 1, m))),
    ],
    symbols={
        X: Real("data: feature $j$ of example $i$, minus the mean of its class", shape=(m, n)),
        w: Real("weights: the direction", shape=(n,)),
        d: Real("difference of the two class means", shape=(n,)),
        z: Intermediate("example $i$ along the direction, from the mean of its class", shape=(m,)),
        s: Intermediate("difference of the class means along the direction"),
        v: Intermediate("spread within the classes along the direction", within="[0, oo)"),
        k: Index("index of the component", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.1.4",
    mistakes=[
        (-2 * s * d[k] / v, "the spread below the line was treated as a constant"),
        (2 * s**2 * spread / v**2, "the distance above the line was treated as a constant"),
        (
            -2 * s * (s * spread - d[k] * v) / v**2,
            "the gradient of the criterion, which is maximised: the loss is minus it",
        ),
    ],
    aliases=["Fisher criterion", "Fisher LDA", "linear discriminant analysis", "LDA", "LinearDiscriminantAnalysis"],
    used_for="the direction that separates two classes best",
    why=(
        "With the matrix $S=X^{\\top}X$ of the spread, the gradient is 0 where $Sw$ is parallel to $d$: the best "
        "direction is $S^{-1}d$, whatever its length. If only the means counted, it would be $d$ itself; the inverse "
        "turns it away from directions in which the classes are wide."
    ),
    see_instead=[
        ("principal-components", "the direction of most variance, without classes"),
        ("logistic-regression", "separates two classes through a probability"),
    ],
)
