r"""Where is the logarithm in the loss of PPO?

In the ratio. Its slope with respect to $\log\pi$ is the ratio itself, and that is 1 where both policies agree: there
$-rA$ has the same gradient as $-A\log\pi$. The old probability is held fixed, and that is all that makes the ratio
move.
"""

from sympy import IndexedBase, Integer, KroneckerDelta, symbols

from derivations.language import Answer, Claim, Section, held, smallest

r, A, c, k, a = symbols("r A c k a")
p = IndexedBase("p")

answer = Answer(
    id="QJB9",
    loss="surrogate",
    short="The ratio's slope is the score, times the ratio",
    claims=[
        Claim(-A, "wrong", "the policy gradient: right where the ratio is 1"),
        Claim(-r * A, "exact", "the policy gradient, weighted by the ratio"),
        Claim(Integer(0), "wrong", "the ratio was treated as a constant"),
        Claim(-held(smallest(r, c)) * A, "exact", "the logarithm, with the ratio as a fixed weight", loss="cispo"),
        Claim(
            A * (p[k] - KroneckerDelta(a, k)),
            "exact",
            "with the logarithm, with respect to the logits",
            loss="policy-gradient",
        ),
    ],
    sections=[
        Section(
            "Two ways to write one gradient",
            "$-\\mathrm{sg}(r)\\,A\\log\\pi$ and $-rA$ have the same gradient for every ratio. The first shows the "
            "score; the second is what importance sampling gives, and its value is the expected gain.",
        ),
        Section(
            "What if the old probability is not held fixed?",
            "Then numerator and denominator move together, the ratio is always 1, and the gradient is 0. In code the "
            "old log-probabilities must be detached, or stored from before.",
        ),
    ],
    see=["policy-gradient", "ppo-clip"],
    goes_on=["grpo-loss-of-zero"],
    source=("DDPO in PyTorch, issue 12", "https://github.com/kvablack/ddpo-pytorch/issues/12"),
)
