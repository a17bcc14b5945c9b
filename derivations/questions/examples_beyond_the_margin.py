r"""Support vector machine: which examples are in the gradient?

Those that miss the margin, and no others. Beyond the margin the hinge is flat, so such an example adds nothing, however
far away it lies. Which examples these are may change at every step.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section, step

i, k, m, C, s, y0 = symbols("i k m C s y")
X, w, y, a = map(IndexedBase, ("X", "w", "y", "a"))

answer = Answer(
    id="QQ7V",
    loss="linear-svm",
    short="Only those that miss the margin",
    claims=[
        Claim(w[k] - C * Sum(step(1 - a[i]) * y[i] * X[i, k], (i, 1, m)), "exact", "the bracket picks them out"),
        Claim(w[k] - C * Sum(y[i] * X[i, k], (i, 1, m)), "wrong", "all examples, also those beyond the margin"),
        Claim(
            w[k] - C * Sum(step(-a[i]) * y[i] * X[i, k], (i, 1, m)),
            "wrong",
            "the wrongly classified ones only; the hinge asks for a margin of 1",
        ),
        Claim(w[k] - C * Sum(step(1 - a[i]) * X[i, k], (i, 1, m)), "wrong", "right for the label $+1$ only"),
        Claim(-y0 * step(1 - y0 * s), "exact", "one example, with respect to its score", loss="hinge-of-a-score"),
    ],
    sections=[
        Section(
            "And exactly on the margin?",
            "There the hinge has a kink, and any share from 0 to 1 of the example's slope may be taken. The bracket "
            "takes 0. At the minimum many examples lie exactly there: they are support vectors.",
        ),
        Section(
            "Several classes",
            "If the loss adds up the hinge over all wrong classes, as in the course CS231n, count the classes that "
            "come too close. The slope with respect to the weights of the right class is minus this number times the "
            "input; for each class that comes too close it is plus the input, and for all others 0.",
        ),
    ],
    see=["hinge"],
    source=("Cross Validated, question 155088", "https://stats.stackexchange.com/questions/155088"),
)
