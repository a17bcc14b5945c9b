r"""½ or not: is the gradient of the squared error 2(p - t) or p - t?

Both are right, each for its own loss. The square brings down a 2; a loss that is written with a half cancels it. The
half leaves the minimiser where it is, and with it a learning rate twice as large makes the same steps.
"""

from sympy import Rational, symbols

from derivations.language import Answer, Claim, Section

p, t = symbols("p t")

answer = Answer(
    id="QHDS",
    loss="squared",
    short="Either, if the loss says which",
    claims=[
        Claim(p - t, "positive-scale", "half of the gradient: right for half of the loss"),
        Claim(2 * (p - t), "exact", "the loss has no half, so the 2 stays"),
        Claim(p - t, "exact", "the half has cancelled the 2", loss="half-squared"),
        Claim(2 * (p - t), "positive-scale", "the 2 came down, but the half was forgotten", loss="half-squared"),
        Claim(Rational(1, 2) * (p - t), "positive-scale", "the half stayed, but the 2 was lost", loss="half-squared"),
    ],
    sections=[
        Section(
            "Why divide by 2 at all?",
            "So that the 2 of the square cancels, and the gradient of the loss of one example is the error itself. "
            "Nothing else is meant by it.",
        ),
        Section(
            "Does it matter?",
            "Not for the place of the minimum, and not for the direction of a step. It matters as soon as a number is "
            "compared: your gradient with that of a library, a learning rate with that of a paper, or the loss with "
            "a second term, such as a penalty. A factor that stands before one of two terms alone is no common factor.",
        ),
        Section(
            "What to do",
            "State loss and gradient together, and check one against the other: move the prediction by a little, "
            "and see by how much the loss changes.",
        ),
    ],
    see=["half-squared-of-a-model", "ridge"],
    source=("dlib, issue 1169", "https://github.com/davisking/dlib/issues/1169"),
)
