r"""Why is the gradient of a cosine at a right angle to the vector?

Because the cosine does not see lengths. Make the vector longer, and the cosine stays: so the slope along the vector is
0. The second term of the gradient is there to take away just that part.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, j, k, l, K, s, a, b, tau, r = symbols("i j k l K s a b tau r")
u, v, p, V = map(IndexedBase, ("u", "v", "p", "V"))

answer = Answer(
    id="QRS8",
    loss="cosine-distance",
    short="The cosine does not see lengths",
    claims=[
        Claim((s * u[j] / a**2 - v[j]) / (a * b), "exact", "minus the part of $v$ that is at a right angle to $u$"),
        Claim(
            -v[j] / (a * b), "wrong", "the length of $u$ was treated as a constant: the part along $u$ is still in it"
        ),
        Claim(
            (u[j] / a - v[j] / b) / a,
            "wrong",
            "the slope of half the squared distance of the two unit vectors, with the length held fixed",
        ),
        Claim(
            (Sum(p[k] * V[k, j], (k, 1, K)) - V[l, j]) / (tau * r),
            "wrong",
            "the same mistake in SimCLR: the vector is brought to length 1 by a step that has a slope of its own",
            loss="nt-xent",
        ),
    ],
    sections=[
        Section(
            "What follows for training",
            "A step at a right angle makes the vector a little longer each time, and the gradient is divided by the "
            "length. So long vectors turn slowly, and vectors grow as training goes on. Bringing them to length 1 "
            "after each step, or weight decay, keeps that in check.",
        ),
        Section(
            "Why not treat the length as a constant",
            "If every vector is brought to length 1 after the step, the part along it does little harm. As a gradient "
            "it is wrong all the same, and a gradient check will say so.",
        ),
    ],
    see=["byol", "cosine-embedding", "nt-xent"],
    goes_on=["sign-in-the-cosine"],
)
