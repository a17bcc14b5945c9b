"""CISPO (clipped importance weight)

Minus the log-probability of a token times its advantage, with the ratio of the new to the old probability as a weight
that is cut off above and held fixed.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, branches, held, otherwise, smallest

ell, ell_old, r, A, c = symbols("ell ell_old r A c")

loss = Loss(
    id="LFQZ",
    expression=-held(smallest(r, c)) * A * ell,
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the token under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the token under the policy that wrote it, fixed"),
        r: Intermediate("ratio of the two probabilities", within="(0, oo)"),
        A: Real("advantage of the answer, held fixed"),
        c: Positive("largest weight, such as 5"),
    },
    source=Source(
        "MiniMax, MiniMax-M1: scaling test-time compute efficiently with lightning attention (2025)", arxiv="2506.13585"
    ),
    mistakes=[
        (-smallest(r, c) * A * (1 + ell), "the weight was not held fixed"),
        (-r * A, "the weight was not cut off"),
        (-branches((r * A, r < c), (0, otherwise)), "the clip of PPO: here a large ratio keeps its pull"),
    ],
    aliases=["clipped IS-weight policy optimization", "truncated importance sampling"],
    used_for="language models with checked answers, when rare tokens matter",
    why=(
        "The weight is cut off, not the gradient: a token whose ratio has grown beyond the bound still pulls, with the "
        "weight $c$. PPO would drop it, and with it the rare tokens on which a line of thought turns. The weight must "
        "be held fixed, else its slope would come in as well."
    ),
    see_instead=[("ppo-clip", "beyond the clip the gradient is 0")],
)
