r"""Cosine similarity: is there a plus or a minus between the two terms?

A minus. The cosine does not change when the vector grows longer, so its gradient must have no part along the vector.
The second term takes away the part of the first that points along the vector.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section

j, s, a, b = symbols("j s a b")
u, v = IndexedBase("u"), IndexedBase("v")
other, own = v[j] / (a * b), s * u[j] / (a**3 * b)

answer = Answer(
    id="Q7WP",
    loss="cosine-distance",
    short="A minus, from the quotient rule",
    claims=[
        Claim(own - other, "exact", "the distance is 1 minus the cosine, so both signs are turned"),
        Claim(-(other + own), "wrong", "with a plus the gradient has a part along the vector"),
        Claim(other - own, "negated", "the gradient of the cosine itself"),
        Claim(-other, "wrong", "the length of the vector was treated as a constant"),
    ],
    sections=[
        Section(
            "A test without calculus",
            "The cosine does not see lengths. So the inner product of its gradient with $u$ is 0. With the minus "
            "that is so; with a plus it is twice the cosine.",
        ),
        Section(
            "When the second term may go",
            "When the vectors are kept at length 1 by some other means, such as normalising them in a layer of its "
            "own. That layer has a derivative, and it puts the term back.",
        ),
    ],
    see=["info-nce", "triplet-margin"],
    source=("Mathematics Stack Exchange, question 1923613", "https://math.stackexchange.com/questions/1923613"),
)
