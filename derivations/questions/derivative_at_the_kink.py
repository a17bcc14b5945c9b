r"""What is the derivative of |p - t| at the kink?

There is none: the slope is $-1$ on the left and $+1$ on the right. The first five formulas below are right off the
kink, and none of them is a derivative *at* the kink. What software returns there depends on the function.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, branches, magnitude, otherwise, sign, step

p, t, a = symbols("p t a")

answer = Answer(
    id="QT69",
    loss="absolute",
    short="There is none; software picks a number",
    claims=[
        Claim(sign(p - t), "exact", "picks 0 at the kink"),
        Claim((p - t) / magnitude(p - t), "exact", "has no value at the kink: 0 is divided by 0"),
        Claim(branches((1, p - t >= 0), (-1, otherwise)), "exact", "picks $+1$"),
        Claim(branches((1, p - t > 0), (-1, otherwise)), "exact", "picks $-1$"),
        Claim(-step(1 - a), "exact", "the hinge has its kink at the margin 1; this picks 0 there", loss="hinge"),
        Claim(-step(-a), "wrong", "a kink in the wrong place is no matter of choice", loss="hinge"),
    ],
    sections=[
        Section(
            "What may be chosen?",
            "Any number between the two slopes is a *subgradient*: the line through the kink with that slope is "
            "nowhere above the loss. For $|p-t|$ that is each number from $-1$ to $1$. Among them is 0, which says "
            "that the kink is the minimum.",
        ),
        Section(
            "What software does",
            "It depends on the function, even within one library: see [what each returns](../kinks.md#software). "
            "At one kink some return one end of the interval, some the other, some the middle. A root or "
            "a quotient gives no number at all, and that can spoil a whole batch.",
        ),
        Section(
            "Does it matter?",
            "Seldom, because a prediction hits its target exactly only by chance. It does matter where values are "
            "rounded, where zeros are common, as with weights under a penalty, and in tests that compare two programs.",
        ),
    ],
    see=["absolute-of-a-model", "hinge-of-a-score", "lasso"],
    source=("Data Science Stack Exchange, question 61743", "https://datascience.stackexchange.com/questions/61743"),
)
