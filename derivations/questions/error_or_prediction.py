r"""Slope in the error or slope in the prediction?

They differ in sign, if the error is target minus prediction. Many losses are written for the error $r=t-p$; where a
program wants the slope in the prediction, the chain rule adds a factor $-1$. It is the same loss, seen from two sides.
"""

from sympy import symbols, tanh

from derivations.language import Answer, Claim, Section, magnitude, sign

p, t, c = symbols("p t c")
size = magnitude(p - t)

answer = Answer(
    id="QFTF",
    loss="fair",
    short="In the prediction, with the sign of p - t",
    claims=[
        Claim(c * (p - t) / (size + c), "exact", "the slope in the prediction"),
        Claim(c * (t - p) / (magnitude(t - p) + c), "negated", "the slope in the error: the inner minus is missing"),
        Claim((p - t) / (1 + size / c), "exact", "the same, with $c$ divided out"),
        Claim((p - t) / (size + c), "positive-scale", "$c$ is fixed, so a learning rate can stand for it"),
        Claim(c * sign(p - t), "wrong", "the slope far from the target only"),
        Claim(tanh(t - p), "negated", "the same slip with another loss", loss="log-cosh"),
    ],
    sections=[
        Section(
            "Why the second derivative does not show it",
            "Differentiated twice, the factor is $(-1)^2$. So a program may have the right curvature and the wrong "
            "slope, and a check of the curvature alone finds nothing.",
        ),
        Section(
            "What to do",
            "Write down what the derivative is taken by, beside every formula that you copy. In a program, name the "
            "variable for it: `error = target - prediction` leaves no doubt.",
        ),
    ],
    see=["huber", "absolute"],
    source=("XGBoost, issue 3037", "https://github.com/dmlc/xgboost/issues/3037"),
)
