r"""The target is a constant. Doesn't it drop out of the gradient?

The *derivative* of $t$ is zero, and that is all that the constant rule says. But $t$ also stands inside the function
that is differentiated, and there it stays: it decides on which side of the target the prediction lies.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Prime, Section, model, sign

t, w = symbols("t w")
m = model("m_x")

answer = Answer(
    id="Q3M8",
    loss="absolute-of-a-model",
    short="It does not drop out",
    claims=[
        Claim(Prime(m(w)), "wrong", "this is the slope of the model alone: it does not know where the target is"),
        Claim(sign(m(w) - t) * Prime(m(w)), "exact", "the target stays inside the sign"),
    ],
    sections=[
        Section(
            "When a constant does drop out",
            "When it is a term of its own, outside every function of $w$: the slope of $f(w)+c$ is that of $f(w)$. "
            "The target is not such a term; it stands inside $|\\cdot|$, and so does every constant that a loss "
            "compares a prediction with.",
        ),
    ],
    see=["absolute", "squared-of-a-model"],
    source="Cross Validated, question 551779",
)
