"""May the baseline of the policy gradient be dropped?

In the mean it changes nothing, at a single answer it changes everything. If all rewards are positive, without a
baseline every answer that was drawn is made likelier, bad ones too; only over many draws do the good ones win.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

j, k, G, A, a = symbols("j k G A a")
R, B, p = IndexedBase("R"), IndexedBase("A"), IndexedBase("p")
mean = Sum(R[j], (j, 1, G)) / G

answer = Answer(
    id="Q8PQ",
    loss="rloo",
    short="In the mean yes, in a step no",
    claims=[
        Claim(-R[k] / G, "wrong", "the baseline was dropped: for positive rewards the sign is always the same"),
        Claim(-B[k] / G, "exact", "the reward minus the mean of the others"),
        Claim(-(R[k] - mean) / (G - 1), "exact", "the same, with the mean of all"),
        Claim(-(R[k] - mean) / G, "convention", "the mean of all, divided by the number of all"),
        Claim(B[k] / G, "negated", "the direction in which the mean reward grows"),
    ],
    sections=[
        Section(
            "Why the mean does not change",
            "A baseline $b$ that does not depend on the action adds $b$ times the mean of $\\nabla\\log\\pi$, and "
            "that is 0, as probabilities add up to 1. This is why the answer itself must be left out of its own "
            "baseline, or the factor $(G-1)/G$ be taken into account.",
        ),
        Section(
            "What it is for",
            "Less noise. With rewards of 100 and 101 the useful part of the gradient is the difference of 1; without "
            "a baseline it drowns in the 100 that all share.",
        ),
    ],
    see=["policy-gradient", "dr-grpo", "grpo"],
)
