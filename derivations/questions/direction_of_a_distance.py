r"""Contrastive loss: where does the (u - v)/d come from?

From the distance itself. How hard a different pair is pushed is a number: the amount by which the margin is missed. The
slope of the distance, $(u-v)/d$, turns that number into a direction. For a pair of the same kind the distance is
squared, and the $d$ cancels.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, positive_part

j, y, m, d = symbols("j y m d")
u, v = IndexedBase("u"), IndexedBase("v")
same, missing = y * (u[j] - v[j]), (1 - y) * positive_part(m - d)

answer = Answer(
    id="Q35R",
    loss="contrastive",
    short="It is the slope of the distance",
    claims=[
        Claim(same - missing * (u[j] - v[j]) / d, "exact", "along the line through both points"),
        Claim(same - missing, "wrong", "a number where a direction belongs: all components move alike"),
        Claim(
            same - missing * (u[j] - v[j]), "wrong", "the $d$ does not cancel here, as the margin is no square of it"
        ),
        Claim(same + missing * (u[j] - v[j]) / d, "wrong", "the inner minus of $m-d$ is missing"),
    ],
    sections=[
        Section(
            "When the two vectors are the same",
            "Then there is no direction in which to push a different pair apart, and the formula divides 0 by 0. "
            "Programs often add a small number to $d$; then the slope there is 0.",
        ),
    ],
    see=["triplet-margin", "group-lasso"],
    source=("Caffe, issue 4438", "https://github.com/BVLC/caffe/issues/4438"),
)
