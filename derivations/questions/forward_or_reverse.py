r"""KL(p‖q) or KL(q‖p): does it matter which way round?

Yes. Both are 0 where the two distributions agree, and nowhere else, but away from there they have different gradients.
Forward, with the target $p$ in front, the gradient is a ratio; reverse, with the model $q$ in front, a logarithm.
"""

from sympy import IndexedBase, Integer, log, symbols

from derivations.language import Answer, Claim, Section

k = symbols("k")
p, q = IndexedBase("p"), IndexedBase("q")

answer = Answer(
    id="QJH2",
    loss="kullback-leibler",
    short="Yes: a ratio, or a logarithm",
    claims=[
        Claim(-p[k] / q[k], "exact", "the model stands below the line, in the logarithm only"),
        Claim(log(q[k] / p[k]) + 1, "wrong", "the gradient of the reverse divergence"),
        Claim(
            log(q[k] / p[k]) + 1,
            "exact",
            "by the product rule, as the model stands twice",
            loss="reverse-kullback-leibler",
        ),
        Claim(-p[k] / q[k], "wrong", "the gradient of the forward divergence", loss="reverse-kullback-leibler"),
        Claim(
            Integer(1), "wrong", "the logarithm was differentiated, but not its factor", loss="reverse-kullback-leibler"
        ),
    ],
    sections=[
        Section(
            "What it means for the model",
            "Forward, the gradient is unbounded where the model excludes what the target has: the model learns to "
            "cover everything. Reverse, it is large where the model allows what the target excludes: the model learns "
            "to avoid, and settles on one mode if it cannot have all of them.",
        ),
        Section(
            "Which one is it in my library?",
            "Look for the distribution that is averaged over. `torch.nn.KLDivLoss` takes the logarithm of the *model* "
            "first and the target second, and computes the forward one, although the formula in a book begins with "
            "the target. In reinforcement learning the answers are drawn from the model, and so the penalty is the "
            "reverse one.",
        ),
    ],
    see=["jeffreys", "jensen-shannon", "kullback-leibler-of-log-probabilities"],
    goes_on=["mean-gradient-of-a-kl-estimator"],
)
