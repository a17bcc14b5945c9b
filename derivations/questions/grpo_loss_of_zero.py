"""GRPO: the loss is 0, so why is the gradient not?

Because a value is no slope. Before the first step the ratio of new to old probability is 1, so each answer adds minus
its advantage to the loss, and the advantages of a group add up to 0. But the ratio moves with the weights, and its
slope is not 0: each token gets a gradient of its own, in proportion to its advantage.
"""

from sympy import Integer, symbols

from derivations.language import Answer, Claim, Section, branches, otherwise, step

q, r, A, G, n, epsilon, beta = symbols("q r A G n epsilon beta")
unclipped = branches((step(1 + epsilon - r), A > 0), (step(r - 1 + epsilon), otherwise))

answer = Answer(
    id="Q586",
    loss="grpo",
    short="The value is 0, the slope is not",
    claims=[
        Claim(Integer(0), "wrong", "the value of the group's loss was read, not its slope"),
        Claim(
            (beta * (1 - q / r) / r - A * unclipped) / (G * n),
            "exact",
            "for each token its own slope; it is $-A/(Gn)$ at ratio 1, near the reference",
        ),
        Claim(-A / (G * n), "wrong", "right before the first step only: clip and penalty were left out"),
        Claim(Integer(0), "wrong", "the ratio was taken for the number 1", loss="surrogate"),
        Claim(-r * A, "exact", "the ratio is 1, and so is its slope", loss="surrogate"),
    ],
    sections=[
        Section(
            "Where the mistake lies",
            "In putting in too early. If you first set the old policy equal to the new one and then differentiate, you "
            "get 0. The old probability is a constant; first differentiate, then put it in. Code that writes the "
            "ratio as $\\exp(\\ell-\\mathrm{sg}(\\ell))$ relies on just that.",
        ),
        Section(
            "What to watch instead",
            "The rewards. With a penalty the logged loss is $\\beta$ times the divergence, and so it grows while the "
            "policy gets better. A gradient of 0 is a bad sign only if all answers of a group got the same reward: "
            "then all advantages are 0.",
        ),
    ],
    see=["ppo-clip", "kl-k3"],
    goes_on=["sign-of-the-policy-gradient"],
    source=[
        ("open-r1, issue 239", "https://github.com/huggingface/open-r1/issues/239"),
        ("TRL, issue 3452", "https://github.com/huggingface/trl/issues/3452"),
        (
            "Hands-On Large Language Models (Chinese), issue 9",
            "https://github.com/bbruceyuan/Hands-On-Large-Language-Models-CN/issues/9",
        ),
    ],
)
