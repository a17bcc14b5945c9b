r"""Slope with respect to the error, or to the prediction?

If the error is target minus prediction, the two slopes differ in sign. Many losses are written for the error $r=t-p$. A
program wants the slope with respect to the prediction, and the chain rule adds a factor $-1$.
"""

from sympy import symbols, tanh

from derivations.language import Answer, Claim, Section, magnitude, sign

p, t, c = symbols("p t c")
size = magnitude(p - t)

answer = Answer(
    id="QFTF",
    loss="fair",
    short="To the prediction: it has the sign of p - t",
    claims=[
        Claim(c * (p - t) / (size + c), "exact", "the slope with respect to the prediction"),
        Claim(
            c * (t - p) / (magnitude(t - p) + c),
            "negated",
            "the slope with respect to the error: an inner minus is missing",
        ),
        Claim((p - t) / (1 + size / c), "exact", "the same, with $c$ divided out"),
        Claim((p - t) / (size + c), "positive-scale", "$c$ is fixed, so a learning rate can stand for it"),
        Claim(c * sign(p - t), "wrong", "the slope far from the target only"),
        Claim(tanh(t - p), "negated", "the same mistake with another loss", loss="log-cosh"),
    ],
    sections=[
        Section(
            "Why the second derivative does not show it",
            "Differentiated twice, the factor is $(-1)^2$. So a program may have the right curvature and the wrong "
            "slope, and a check of the curvature alone finds nothing.",
        ),
        Section(
            "What to do",
            "Beside every formula that you copy, write down what the derivative is taken with respect to. In a "
            "program, let names say it: `error = target - prediction` leaves no doubt.",
        ),
    ],
    see=["huber", "absolute"],
    source=("XGBoost, issue 3037", "https://github.com/dmlc/xgboost/issues/3037"),
)
