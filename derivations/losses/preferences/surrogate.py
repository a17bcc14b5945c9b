"""Surrogate of the policy gradient

The advantage times the ratio of the new to the old probability of the action: what a changed policy would have gained
from actions that the old one took.
"""

from sympy import Integer, exp, symbols

from derivations.language import Intermediate, Loss, Real, Source

ell, ell_old, r, A = symbols("ell ell_old r A")

loss = Loss(
    id="LDM8",
    expression=-r * A,
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the action under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the action under the policy that took it, fixed"),
        r: Intermediate("ratio of the two probabilities", within="(0, oo)"),
        A: Real("advantage of the action, held fixed"),
    },
    source=[
        Source("J. Schulman et al., Trust region policy optimization (2015)", arxiv="1502.05477"),
        Source("J. Schulman et al., Proximal policy optimization algorithms (2017)", arxiv="1707.06347"),
    ],
    mistakes=[
        (-A, "the ratio was dropped: right only where both policies agree"),
        (r * A, "the gradient of the gain: the loss is minus that"),
        (Integer(0), "the ratio was taken for the constant 1: only its value is 1 at the start, not its slope"),
    ],
    aliases=["importance-weighted policy gradient", "CPI surrogate", "off-policy policy gradient"],
    used_for="reusing actions that an older policy took",
    why=(
        "Where both policies agree the ratio is 1, and the gradient $-A$ is the policy gradient. That holds also if "
        "the old log-probability is the present one, held fixed: the value is then $-A$ whatever the policy does, and "
        "the gradient still the right one. Far from the old policy the ratio makes the gradient wild; PPO clips it."
    ),
    see_instead=[
        ("policy-gradient", "the loss $-A\\log\\pi$: the same gradient where the policies agree"),
        ("ppo-clip", "with a bound on the ratio"),
    ],
)
