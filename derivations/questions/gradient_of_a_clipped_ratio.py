r"""PPO: when does the clip make the gradient 0?

Only on one side, and the sign of the advantage says on which. A good action is clipped where it has become likelier
than $1+\varepsilon$ times before, a bad one where it has become rarer than $1-\varepsilon$ times before. On the other
side the minimum takes the unclipped term, and the gradient stays.
"""

from sympy import symbols

from derivations.language import Answer, Claim, Section, branches, magnitude, otherwise, step

r, A, epsilon = symbols("r A epsilon")
good, bad = step(1 + epsilon - r), step(r - 1 + epsilon)

answer = Answer(
    id="QD58",
    loss="ppo-clip",
    short="Where the advantage has been used up",
    claims=[
        Claim(
            -A * step(epsilon - magnitude(r - 1)),
            "wrong",
            "0 on both sides: a bad action that has become likely would no longer be unlearned",
        ),
        Claim(
            -A * branches((good, A > 0), (bad, otherwise)),
            "exact",
            "the clip acts above for good, below for bad actions",
        ),
        Claim(-A, "wrong", "without any clip"),
        Claim(-A * good, "wrong", "right for good actions only: a bad one is clipped below"),
    ],
    sections=[
        Section(
            "Why a minimum",
            "The clipped term alone would be flat on both sides. The minimum with the unclipped term is the more "
            "pessimistic of both: it never rewards a ratio for being far from 1, but always punishes it. So what went "
            "wrong can be put right, and what went well is not overdone.",
        ),
        Section(
            "Clip fractions",
            "A program that counts how many ratios lie outside the range counts too many: half of them, where the "
            "advantage has the other sign, still have their full gradient.",
        ),
    ],
    see=["cispo", "sapo"],
    source=("OpenAI Baselines, issue 92", "https://github.com/openai/baselines/issues/92"),
)
