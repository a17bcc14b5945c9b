r"""RMSE and MSE have the same minimiser. Do they have the same gradient?

They have the same direction at every point, but not the same length. The root brings in the factor $1/(2R)$, with $R$
the loss itself, and that factor grows while the fit gets better. It is not constant, so no learning rate stands for it.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section

j, n, R = symbols("j n R")
p, t = IndexedBase("p"), IndexedBase("t")

answer = Answer(
    id="QCB8",
    loss="root-mean-squared",
    short="No: the same direction, another length",
    claims=[
        Claim(2 * (p[j] - t[j]) / n, "wrong", "the gradient of the mean squared loss"),
        Claim((p[j] - t[j]) / (n * R), "exact", "the factor $1/(2R)$ has been multiplied in"),
        Claim(2 * (p[j] - t[j]) / n, "exact", "here it belongs", loss="mean-squared"),
        Claim(t[j] - p[j], "wrong", "the residuals $t-p$: the sign is turned, and the factor is gone as well"),
    ],
    sections=[
        Section(
            "When it does not matter",
            "When only the direction is used: a line search, or a method that scales its steps by itself, goes the "
            "same way for both. And a report may name the root, in the units of the target, while training uses the "
            "square. Some libraries call that objective RMSE.",
        ),
        Section(
            "When it does",
            "With a fixed learning rate, and beside a second term such as a penalty. Close to a perfect fit the "
            "gradient of the root does not shrink with the errors, and at a perfect fit there is none: software "
            "may return no number.",
        ),
    ],
    see=["squared"],
    source=[
        ("XGBoost, issue 3063", "https://github.com/dmlc/xgboost/issues/3063"),
        ("CatBoost, issue 2952", "https://github.com/catboost/catboost/issues/2952"),
    ],
)
