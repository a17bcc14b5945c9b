r"""Is the derivative of log(1 + p) one over p?

No, $1/(1+p)$: the 1 moves along. It is a constant in a sum, and drops out of the *inner* derivative, but not out of the
place at which the logarithm is differentiated.
"""

from sympy import log, symbols

from derivations.language import Answer, Claim, Section

p, t = symbols("p t")
error = log(1 + p) - log(1 + t)

answer = Answer(
    id="QDN2",
    loss="squared-log",
    short="No, the 1 stays below the line",
    claims=[
        Claim(2 * error / p, "wrong", "the 1 was dropped below the line: near $p=0$ this goes to infinity"),
        Claim(2 * error / (1 + p), "exact", "outer square, then logarithm, then $1+p$ with the slope 1"),
        Claim(
            2 * error, "wrong", "the slope with respect to $\\log(1+p)$: the logarithm itself was not differentiated"
        ),
        Claim(2 * (log(p) - log(t)) / (1 + p), "wrong", "the 1 was dropped above the line"),
    ],
    sections=[
        Section(
            "What the 1 is for",
            "It gives a count of 0 a logarithm. Far above 1 it hardly matters, and the loss looks at the ratio of "
            "prediction and target. Near 0 it matters much, and the loss is close to the squared loss.",
        ),
        Section(
            "A way without the factor",
            "Let the model predict $z=\\log(1+p)$. The loss is then the squared loss of $z$, with the gradient "
            "$2(z-\\log(1+t))$; the factor $1/(1+p)$ belongs to a model that predicts $p$ itself.",
        ),
    ],
    see=["squared", "scale-invariant-log"],
)
