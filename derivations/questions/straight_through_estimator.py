r"""Is the straight-through estimator the gradient of a step?

No. The slope of a step is 0 wherever it has one. The estimator replaces it by 1, so that something comes back; code
does that by holding fixed what is missing to the hard output. It is a useful guess, and no derivative of the value.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, sigma, step

z = symbols("z")

answer = Answer(
    id="QNNG",
    loss="straight-through",
    short="No, it is a guess in its place",
    claims=[
        Claim(0, "wrong", "the true slope of the value; but the rest is held fixed, and counts as 0"),
        Claim(1, "exact", "what code returns for this expression: the slope of $z$ alone"),
        Claim(step(z + 1) * step(1 - z), "wrong", "another estimator: the window of the hard tanh"),
        Claim(sigma(z) * (1 - sigma(z)), "wrong", "another estimator: the slope of a sigmoid"),
        Claim(step(z + 1) * step(1 - z), "exact", "there the window is the gradient", loss="hard-tanh"),
    ],
    sections=[
        Section(
            "How to see that it is none",
            "Compare with a difference: move $z$ a little, and the output does not change. A check of gradients "
            "fails, and must. Nor has the estimator a loss of which it is the gradient: with the true loss, a step "
            "along it need not lead downhill.",
        ),
        Section(
            "Why it works all the same",
            "The output rises with $z$, if only in one jump. Over many examples and many steps, to move $z$ in the "
            "direction in which the output should go mostly helps. Far from the jump it does not, which is why some "
            "estimators have a window.",
        ),
    ],
    see=["hard-tanh", "sigmoid", "gumbel-softmax"],
)
