r"""Squared hinge: where did the 2 go?

Nowhere: it comes down from the square and stays, unless the loss is written with a half. The minus comes from inside,
and the positive part stays as a factor.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, positive_part, step

a = symbols("a")
short = positive_part(1 - a)

answer = Answer(
    id="Q8ZK",
    loss="squared-hinge",
    short="It stays: -2 times the missing margin",
    claims=[
        Claim(-short, "positive-scale", "right for half of the loss; here the 2 of the square stays"),
        Claim(-2 * short, "exact", "the 2 of the square, the minus of $1-a$"),
        Claim(2 * short, "negated", "the minus of $1-a$ was lost"),
        Claim(-2 * step(1 - a), "wrong", "the square was treated like the hinge: the amount is missing"),
        Claim(-step(1 - a), "exact", "without the square", loss="hinge"),
    ],
    sections=[
        Section(
            "What happens at the margin",
            "The hinge has a kink at $a=1$: its slope jumps from $-1$ to 0. The squared hinge has none, because its "
            "slope, $-2(1-a)$, has come down to 0 there. Its second derivative jumps, from 2 to 0.",
        ),
        Section(
            "Does the 2 matter?",
            "In a support vector machine the loss stands beside a penalty. Half of the loss with the same penalty is "
            "another problem, so compare the factor $C$ of two libraries only if you know which one each has.",
        ),
    ],
    see=["linear-svm", "modified-huber"],
)
