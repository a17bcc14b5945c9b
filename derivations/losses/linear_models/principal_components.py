r"""Principal component analysis

Minus the sum of squares of the data along a direction: a Rayleigh quotient. The direction with the least loss is the
first principal component.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size

i, j, k, m, n, q, R = symbols("i j k m n q R")
X, w, z = map(IndexedBase, ("X", "w", "z"))
along = Sum(X[i, k] * z[i], (i, 1, m))

loss = Loss(
    id="LB2H",
    expression=-R,
    wrt=w[k],
    definitions=[
        (z[i], Sum(X[i, j] * w[j], (j, 1, n))),
        (q, Sum(w[j] ** 2, (j, 1, n))),
        (R, Sum(z[i] ** 2, (i, 1, m)) / q),
    ],
    closing=[(2 * (R * w[k] - along) / q, "$\\sum_iz_i^2=Rq$")],
    symbols={
        X: Real("data: feature $j$ of example $i$, minus its mean", shape=(m, n)),
        w: Real("weights: the direction, of any length but 0", shape=(n,)),
        z: Intermediate("coordinate of example $i$ along the direction, times its length", shape=(m,)),
        q: Intermediate("squared length of the direction", within="[0, oo)"),
        R: Intermediate("Rayleigh quotient: the squares along the direction, added up", within="[0, oo)"),
        k: Index("index of the component", last=n),
        m: Size("number of examples"),
        n: Size("number of features"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 12.1.1",
    mistakes=[
        (-2 * along / q, "the length below the line was treated as a constant"),
        (-2 * along, "the quotient was dropped: without it the loss falls with the length of $w$"),
        (2 * (along - R * w[k]) / q, "the gradient of the variance: the loss is minus that"),
        (2 * (w[k] - along) / q, "the factor $R$ before the weight was dropped"),
    ],
    aliases=["PCA", "Rayleigh quotient", "principal component", "first principal component"],
    used_for="the direction in which data vary most",
    why=(
        "In matrices the gradient is $2(Rw-X^{\\top}Xw)/q$: it is 0 exactly where $X^{\\top}Xw=Rw$, so at "
        "eigenvectors, and $R$ is the eigenvalue. It is orthogonal to $w$, as the loss does not see the length. Every "
        "eigenvector but those with the largest and the smallest eigenvalue is a saddle."
    ),
    see_instead=[
        ("probabilistic-pca", "the same plane as a likelihood, with a variance of the noise"),
        ("fisher-discriminant", "a quotient too, for data with two classes"),
    ],
)
