r"""Triplet loss: why is the anchor not in its own gradient?

It has cancelled. Each squared distance has a slope with $2a$ in it. One distance counts with a plus and the other with
a minus, so the two $2a$ cancel. What is left points from the positive example to the negative one.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, step

j, d = symbols("j d")
a, p, q = map(IndexedBase, ("a", "p", "q"))

answer = Answer(
    id="QZ7N",
    loss="triplet-margin",
    short="It cancels, except in the bracket",
    claims=[
        Claim(2 * step(d) * (q[j] - p[j]), "exact", "the anchor decides only whether the margin is missed"),
        Claim(2 * step(d) * ((a[j] - p[j]) - (a[j] - q[j])), "exact", "the same, before the anchor has cancelled"),
        Claim(2 * (q[j] - p[j]), "wrong", "without the bracket, triplets that are in order are moved as well"),
        Claim(2 * step(d) * (a[j] - p[j]), "wrong", "the term of the negative example was left out"),
        Claim(2 * step(d) * (p[j] - q[j]), "negated", "the direction of the step, not the slope"),
        Claim(step(d) * (q[j] - p[j]), "positive-scale", "without the 2: right for half the squares"),
    ],
    sections=[
        Section(
            "With plain distances it does not cancel",
            "Some libraries use the distances themselves, not their squares. Then each term is divided by its own "
            "distance. The anchor stays, and both examples pull equally hard, however far away they are.",
        ),
        Section(
            "The other two vectors",
            "The positive and the negative example are learnt too, as they come from the same network. The anchor "
            "does stand in their slopes: $2(p_j-a_j)$ and $2(a_j-q_j)$, while the margin is missed.",
        ),
    ],
    see=["contrastive", "hinge"],
    source=[
        ("tripletloss, issue 41", "https://github.com/luhaofang/tripletloss/issues/41"),
        ("torch-TripletEmbedding, issue 6", "https://github.com/Atcold/torch-TripletEmbedding/issues/6"),
    ],
)
