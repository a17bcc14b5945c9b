r"""Triplet loss: the distance or its square?

Both are in use, under the same name, and their gradients differ. FaceNet squares the distances; PyTorch's
TripletMarginLoss and Optax do not. With squares the pull grows with the distance; without, it has the same size
everywhere.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, step

j, d, e, h = symbols("j d e h")
a, p, q = map(IndexedBase, ("a", "p", "q"))

answer = Answer(
    id="Q9DJ",
    loss="triplet-of-distances",
    short="Look at the definition: the gradients differ",
    claims=[
        Claim(2 * step(h) * (q[j] - p[j]), "wrong", "the gradient for squared distances"),
        Claim(
            step(h) * ((a[j] - p[j]) / d - (a[j] - q[j]) / e), "exact", "two vectors of length 1, each along its line"
        ),
        Claim(step(h) * (q[j] - p[j]), "wrong", "the denominators were left out, as if both distances were 1"),
        Claim(2 * step(d) * (q[j] - p[j]), "exact", "with squares the anchor cancels", loss="triplet-margin"),
    ],
    sections=[
        Section(
            "What changes with the square",
            "The margin has another meaning: a margin of 1 between distances is not one between squares. Far examples "
            "pull harder with squares. And where the anchor meets an example, the square is smooth, while the distance "
            "has a tip.",
        ),
        Section(
            "When all vectors have length 1",
            "Then the squared distance is $2-2\\cos$, so that squares are as good as cosines. The distance itself is "
            "the root of that, with another slope.",
        ),
    ],
    see=["contrastive", "cosine-distance"],
    goes_on=["anchor-in-the-triplet-loss", "norm-at-zero"],
)
