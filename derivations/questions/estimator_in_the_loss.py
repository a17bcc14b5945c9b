"""Which KL estimator may stand in a loss: k1, k2 or k3?

k2, if its gradient is to be that of the divergence of the policy from the reference. k1 and k3 have the right mean as
values, but a gradient of a mean is not the mean of gradients, because the answers are drawn by the policy itself. With
d the log-ratio of reference to policy, k3 gives the gradient of the divergence the other way round, and k1 none at all.
"""

from sympy import Integer, exp, symbols

from derivations.language import Answer, Claim, Section

ell, q, d = symbols("ell q d")

answer = Answer(
    id="QQDZ",
    loss="kl-k3",
    short="k2; k3 pulls with the other divergence",
    claims=[
        Claim(ell - q, "wrong", "the log-ratio: in the mean the gradient of the divergence, but not of k3"),
        Claim(1 - exp(d), "exact", "the slope of k3: one minus the ratio of reference to policy"),
        Claim(ell - q, "exact", "the slope of k2 is the log-ratio", loss="kl-k2"),
        Claim(Integer(1), "exact", "the slope of k1 does not know the reference", loss="kl-k1"),
        Claim(ell - q, "wrong", "for k1 this is the value", loss="kl-k1"),
    ],
    sections=[
        Section(
            "From a slope to the mean",
            "Each slope is multiplied by the score $\\nabla\\log\\pi$, and the mean is taken over answers of the "
            "policy. The mean of the score is 0: so k1 gives 0, and the 1 in the slope of k3 drops out. What is left "
            "of k3 is minus the mean score over answers of the *reference*: the gradient of its divergence from the "
            "policy. The log-ratio times the score is what the product rule gives for the divergence itself.",
        ),
        Section(
            "Does it matter?",
            "Near the reference k2 and k3 agree: $1-e^d$ is $-d$ for a small $d$. Far away they do not: where the "
            "policy has made an answer rare, the slope of k3 grows exponentially; where it has made one likely, it "
            "stays below 1. In the reward all is simpler: there k1 is right, as the policy gradient supplies the "
            "score.",
        ),
    ],
    see=["grpo", "gaussian-divergence"],
    source=[
        ("TRL, issue 4967", "https://github.com/huggingface/trl/issues/4967"),
        ("RLHF Book, issue 489", "https://github.com/natolambert/rlhf-book/issues/489"),
    ],
)
