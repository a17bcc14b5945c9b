r"""Log-determinant barrier

Minus the logarithm of the determinant of a positive definite matrix: it grows without bound as the matrix comes near to
one that has no inverse.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Index, Loss, PositiveDefinite, Size, Source, inverse_entry, log_det

k, l, n = symbols("k l n")
S = IndexedBase("S")

loss = Loss(
    id="LQF7",
    expression=-log_det(S),
    wrt=S[k, l],
    symbols={
        S: PositiveDefinite("symmetric matrix, such as a covariance", shape=(n, n)),
        k: Index("index of the row", last=n),
        l: Index("index of the column", last=n),
        n: Size("number of rows"),
    },
    source=[
        Source("S. Boyd and L. Vandenberghe, Convex Optimization (Cambridge University Press, 2004), section 3.1.5"),
        Source("K. B. Petersen and M. S. Pedersen, The Matrix Cookbook (2012), section 2.1"),
    ],
    closing=[(-inverse_entry(S[k, l]), "a symmetric matrix has a symmetric inverse")],
    mistakes=[
        (inverse_entry(S[k, l]), "the gradient of the logarithm of the determinant: the barrier is minus that"),
        (-KroneckerDelta(k, l) / S[k, k], "each diagonal entry was inverted by itself: right for diagonal matrices"),
        (-1 / S[k, l], "the entries were inverted one by one; the inverse of a matrix is something else"),
    ],
    aliases=["logdet", "D-optimality"],
    used_for="matrices that must stay positive definite",
    why=(
        "The gradient is minus the inverse matrix: the smaller an eigenvalue, the harder it is pushed away from 0. "
        "Each entry moves by itself here; where only symmetric changes are allowed, the slopes of an entry off the "
        "diagonal and of its mirror image add. The barrier keeps a solver inside the positive definite matrices, and "
        "it is a term of every Gaussian likelihood."
    ),
    in_code=[
        ("torch.logdet(torch.linalg.inv(S))", "none"),
    ],
    see_instead=[("multivariate-gaussian", "has half the logarithm, with a plus, beside a quadratic form")],
)
