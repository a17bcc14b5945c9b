r"""Which of the two penalties of the elastic net has which gradient?

The sizes have the sign of the weight, the squares the weight itself. They are easily swapped, as each name (L1 and L2)
stands for a loss with one power more than its gradient.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, sign

i, k, m, alpha, rho = symbols("i k m alpha rho")
X, w, r = map(IndexedBase, ("X", "w", "r"))
fit = Sum(X[i, k] * r[i], (i, 1, m)) / m

answer = Answer(
    id="QKG3",
    loss="elastic-net",
    short="Sizes: the sign. Squares: the weight",
    claims=[
        Claim(
            fit + alpha * rho * w[k] + alpha * (1 - rho) * sign(w[k]),
            "wrong",
            "the two changed places: $\\rho$ is the share of the sizes",
        ),
        Claim(
            fit + alpha * rho * sign(w[k]) + alpha * (1 - rho) * w[k], "exact", "a constant pull and a proportional one"
        ),
        Claim(
            fit + alpha * rho * sign(w[k]) + 2 * alpha * (1 - rho) * w[k],
            "wrong",
            "right if the squares have no half before them; here they have one",
        ),
        Claim(
            fit + alpha * rho + alpha * (1 - rho) * w[k],
            "wrong",
            "the sign was dropped: right for positive weights only",
        ),
    ],
    sections=[
        Section(
            "How to remember it",
            "Make the weight small. A square then hardly changes: its slope goes to 0 with the weight. A size changes "
            "as fast as before: its slope stays where it is. That is why the sizes can bring a weight to exactly 0, "
            "and the squares cannot.",
        ),
        Section(
            "Halves and means",
            "Zou and Hastie have neither half nor mean; scikit-learn and glmnet have both, and so has the loss here. "
            "A strength that was tuned with one convention is wrong with another.",
        ),
    ],
    see=["lasso", "ridge"],
    goes_on=["slope-of-the-absolute-penalty", "half-in-one-term"],
)
