r"""Contrastive loss: where does the (u - v)/d come from?

From the distance itself. A different pair is pushed by how much is missing of the margin, and that is a number; the
slope of the distance turns it into a direction. For a pair of the same kind the distance is squared, and its $d$
cancels.
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
        Claim(same - missing * (u[j] - v[j]) / d, "exact", "along the line through both points, outwards"),
        Claim(same - missing, "wrong", "a number where a direction belongs: all components move alike"),
        Claim(
            same - missing * (u[j] - v[j]), "wrong", "the $d$ does not cancel here, as the margin is no square of it"
        ),
        Claim(same + missing * (u[j] - v[j]) / d, "wrong", "with a plus, different pairs are drawn together as well"),
    ],
    sections=[
        Section(
            "When the two vectors are the same",
            "Then a different pair has no direction to go apart in, and the formula divides 0 by 0. Programs add a "
            "small number below, which makes the slope 0 there, or something arbitrary.",
        ),
    ],
    see=["triplet-margin", "group-lasso"],
    source=("Caffe, issue 4438", "https://github.com/BVLC/caffe/issues/4438"),
)
