r"""Is the slope of the L1 penalty always λ?

Only where the weight is positive. The penalty $\lambda|w_k|$ rises on both sides of 0, so a negative weight has the
slope $-\lambda$. With $\lambda$ everywhere, negative weights would be driven away from 0, not towards it.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, magnitude, sign

i, k, m, lam = symbols("i k m lambda")
X, w, r = map(IndexedBase, ("X", "w", "r"))
fit = Sum(r[i] * X[i, k], (i, 1, m))

answer = Answer(
    id="Q29K",
    loss="lasso",
    short="No, it has the sign of the weight",
    claims=[
        Claim(fit + lam, "wrong", "right for positive weights only"),
        Claim(fit + lam * sign(w[k]), "exact", "the sign is that of the weight"),
        Claim(fit + lam * w[k] / magnitude(w[k]), "exact", "the same number, but at the weight 0 it has no value"),
        Claim(fit + lam * magnitude(w[k]), "wrong", "the penalty itself, not its slope"),
        Claim(fit + lam * w[k], "wrong", "the slope of half the square: it goes to 0 with the weight"),
    ],
    sections=[
        Section(
            "What about weights that are 0?",
            "There the loss has a kink, and weights end up there often: it is what the penalty is for. Steps "
            "of a fixed length jump to and fro over the kink. Methods made for it, such as soft thresholding, set the "
            "weight to 0 and keep it there while $|\\sum_iX_{ik}r_i|\\le\\lambda$.",
        ),
        Section(
            "What a quotient does",
            "The form $w/|w|$ divides 0 by 0 at a weight of 0. One such weight is enough to spoil a whole vector.",
        ),
    ],
    see=["ridge", "group-lasso", "absolute"],
    source=[
        ("Epita OCVX, issue 1", "https://github.com/bashardudin/Epita-SCIA-OCVX/issues/1"),
        ("mlpack, pull request 3545", "https://github.com/mlpack/mlpack/pull/3545"),
    ],
)
