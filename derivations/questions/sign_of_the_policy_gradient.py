r"""Policy gradient: plus or minus the log-probability times the advantage?

The method climbs, and optimisers descend. What is climbed is $+A\log p_a$; what is handed to an optimiser is $-A\log
p_a$. An action that turned out well must become more likely: that settles every sign.
"""

from sympy import IndexedBase, KroneckerDelta, symbols

from derivations.language import Answer, Claim, Section

k, a, A = symbols("k a A")
p = IndexedBase("p")
chosen = KroneckerDelta(a, k)

answer = Answer(
    id="QTN8",
    loss="policy-gradient",
    short="Minus in a loss, plus if it is climbed",
    claims=[
        Claim(A * (p[k] - chosen), "exact", "for a good action its own slope is negative"),
        Claim(A * (chosen - p[k]), "negated", "the gradient of $A\\log p_a$: the loss is minus that"),
        Claim(p[k] - chosen, "wrong", "without the advantage, bad actions are made more likely as well"),
        Claim(-A * (1 - p[k]), "wrong", "right for the action taken only: the others must become less likely"),
    ],
    sections=[
        Section(
            "What is held fixed",
            "The advantage. It was computed from rewards, perhaps by a second network, but here it is a constant. In "
            "code it must be detached, so that no gradient flows through it.",
        ),
        Section(
            "Do not read the value",
            "This loss is made for its gradient. Its value may fall while the policy gets worse, because the actions "
            "that are averaged over change with the policy. Watch the rewards.",
        ),
    ],
    see=["softmax-cross-entropy"],
    source=("pytorch-a3c, issue 30", "https://github.com/ikostrikov/pytorch-a3c/issues/30"),
)
