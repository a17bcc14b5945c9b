r"""The gradient of log det S: S⁻¹, or half of it?

Of $\log\det S$ alone it is the inverse (transposed, if $S$ is not symmetric). In a Gaussian likelihood the
log-determinant is multiplied by a half, and so is its gradient. The half comes from the root in the density, not from
the symmetry of $S$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, inverse_entry

i, j, k, l, n = symbols("i j k l n")
S, r = IndexedBase("S"), IndexedBase("r")
left = Sum(inverse_entry(S[k, j]) * r[j], (j, 1, n))
right = Sum(inverse_entry(S[l, i]) * r[i], (i, 1, n))

answer = Answer(
    id="QRB9",
    loss="multivariate-gaussian.S",
    short="Half of it in a Gaussian likelihood",
    claims=[
        Claim(inverse_entry(S[k, l]) - left * right / 2, "wrong", "the half of the log-determinant was forgotten"),
        Claim((inverse_entry(S[k, l]) - left * right) / 2, "exact", "both terms have the half"),
        Claim(inverse_entry(S[k, l]) - left * right, "positive-scale", "twice the gradient, and so for twice the loss"),
        Claim(inverse_entry(S[k, l]) / 2, "wrong", "the log-determinant is right, but the fit depends on $S$ too"),
        Claim((inverse_entry(S[k, l]) + left * right) / 2, "wrong", "the slope of an inverse has a minus"),
    ],
    sections=[
        Section(
            "Where the factor 2 of some books comes from",
            "Some books let an entry off the diagonal move together with its mirror image, as a symmetric matrix "
            "demands. Then the slopes of the two add, and off the diagonal everything is twice as large: $2S^{-1}$ "
            "minus its diagonal, for $\\log\\det S$. Code that moves all entries freely needs the plain form, and a "
            "symmetric gradient keeps $S$ symmetric.",
        ),
        Section(
            "How to check it",
            "Take one dimension. There $\\log\\det S$ is $\\log v$ with the slope $1/v$, and the likelihood has half "
            "of it.",
        ),
    ],
    see=["gaussian-variance", "gaussian-process", "probabilistic-pca"],
)
