r"""PPO's value loss: why the larger of the two errors?

Because the smaller one would let the network run away. With the larger, a value that has come far enough towards the
return on one batch is left alone, and one that has moved away is always pulled back. With the smaller it is the other
way round.
"""

from sympy import Eq, Integer, symbols

from derivations.language import (
    Answer,
    Claim,
    Positive,
    Real,
    Section,
    Statement,
    Theorem,
    branches,
    clip,
    largest,
    magnitude,
    otherwise,
    step,
)

V, R, b, epsilon = symbols("V R V_old epsilon")
clipped, nearest, none = clip(V, b - epsilon, b + epsilon), clip(R, b - epsilon, b + epsilon), (Integer(0), otherwise)
own, other = (V - R) ** 2, (clipped - R) ** 2

answer = Answer(
    id="QM5V",
    loss="value-clip",
    short="With the smaller one, a value gone astray is not pulled back",
    claims=[
        Claim(
            branches((V - R, own <= other), none),
            "wrong",
            "the smaller of the two: a value that has gone astray by more than $\\varepsilon$ is not pulled back",
        ),
        Claim(
            branches((V - R, own >= other), none),
            "exact",
            "the larger of the two, as code has it",
        ),
        Claim(
            step(epsilon - magnitude(V - b)) * (V - R),
            "wrong",
            "the clipped error alone: it has no slope beyond the range, on either side",
        ),
    ],
    theorems=[
        Theorem(
            title="To clip the value or the return is the same",
            says="Code clips the value $V$; the page of the loss clips the return $R$ instead. Both are the same loss.",
            symbols={V: Real(""), R: Real(""), b: Real(""), epsilon: Positive("")},
            lines=[
                Statement(
                    Eq(largest((V - R) ** 2, (clipped - R) ** 2), largest((V - R) ** 2, (nearest - R) ** 2)),
                    "for every value, return and range",
                ),
            ],
            ends="To see it, let the return lie above the range. A value above the range is clipped to its upper end, "
            "and so is the return: both sides are the same. A lower value is at least as far from the return as what "
            "it is clipped to, and as that end, so that its own error is the larger one on both sides. Below the range "
            "it is the same, mirrored. A return within the range is no further from the clipped value than from the "
            "value, whose own error again is the larger one on both sides. $\\square$",
        ),
    ],
    sections=[
        Section(
            "What is clipped, then?",
            "Not the size of the loss, nor the step: the loss may be as large as it likes. Only the pull towards the "
            "return ends, once the value has come nearer to it than $\\varepsilon$ from the old value allows.",
        ),
        Section(
            "Does it help?",
            "Experiments do not agree. It depends on the scale of the returns, as $\\varepsilon$ does not.",
        ),
    ],
    see=["ppo-clip", "half-squared"],
    source=[
        ("OpenAI Baselines, issue 91", "https://github.com/openai/baselines/issues/91"),
        ("OpenAI Baselines, issue 765", "https://github.com/openai/baselines/issues/765"),
        ("OpenAI Baselines, issue 1134", "https://github.com/openai/baselines/issues/1134"),
    ],
)
