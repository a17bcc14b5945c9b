r"""Does the penalty of ridge regression reach the intercept?

Not if the loss penalises the weights alone, as it should. The intercept says where the targets lie. To draw it towards
0 makes the fit depend on where zero was put: on whether targets are in degrees Celsius or in kelvins.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, m, n, b, lam = symbols("i j m n b lambda")
r, w = IndexedBase("r"), IndexedBase("w")
fit = 2 * Sum(r[i], (i, 1, m))

answer = Answer(
    id="QRV7",
    loss="ridge-intercept",
    short="No, it reaches the weights only",
    claims=[
        Claim(fit + 2 * lam * b, "wrong", "the intercept was penalised like a weight"),
        Claim(fit, "exact", "the residuals alone decide"),
        Claim(
            fit + 2 * lam * Sum(w[j], (j, 1, n)),
            "wrong",
            "the slope of the penalty with respect to the weights was added here too",
        ),
    ],
    sections=[
        Section(
            "How it slips into code",
            "The column of ones makes the intercept one of the weights, and then the penalty is on all of them. Or the "
            "slope of the penalty, a single number, is added to a whole vector: the library spreads it over all "
            "components, the intercept among them, and gives no warning.",
        ),
        Section(
            "What to do",
            "Put a 0 before the intercept in the vector of strengths. Or centre inputs and targets first, fit without "
            "an intercept, and work it out at the end.",
        ),
    ],
    see=["ridge", "linear-svm"],
    source=("Hands-On Machine Learning, second edition, issue 510", "https://github.com/ageron/handson-ml2/issues/510"),
)
