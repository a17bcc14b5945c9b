"""TD learning: why is the target not differentiated?

Because the value of the state should move to the target, and not the target to the value. Reward and next state tell
something new; the value of the state is the old guess. With the target's slope in it, the gradient would also draw the
next state's value towards the old guess.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Prime, Section, model

w, gamma, delta = symbols("w gamma delta")
V, U = model("V"), model("V_next")

answer = Answer(
    id="QZJQ",
    loss="td-error",
    short="It is what the value should learn from",
    claims=[
        Claim(delta * (gamma * Prime(U(w)) - Prime(V(w))), "wrong", "the target was differentiated too"),
        Claim(-delta * Prime(V(w)), "exact", "the target is held fixed"),
        Claim(delta * Prime(V(w)), "negated", "the update that is added, not the gradient that is subtracted"),
        Claim(
            delta * (gamma * Prime(U(w)) - Prime(V(w))),
            "exact",
            "the same for a target that moves",
            loss="td-residual",
        ),
        Claim(-delta * Prime(V(w)), "wrong", "half of the chain rule is missing", loss="td-residual"),
    ],
    sections=[
        Section(
            "What is lost",
            "The semi-gradient is the gradient of a loss only while the target stands still. So descent need not come "
            "to rest: with function approximation and actions of another policy, values can run away. That is why "
            "programs keep a second network for the target, and renew it now and then.",
        ),
        Section(
            "In code",
            "Compute the target without a gradient, or detach it. If it is forgotten, nothing fails: the loss falls, "
            "and the values are poor.",
        ),
    ],
    see=["td-residual", "squared-of-a-model"],
    goes_on=["target-is-constant"],
)
