r"""PPO clip

The advantage times the ratio of the new to the old probability of the action; what the ratio gains beyond
$1\pm\varepsilon$ does not count.
"""

from sympy import Ne, symbols

from derivations.language import (
    Intermediate,
    Loss,
    Positive,
    Probability,
    Real,
    Source,
    branches,
    magnitude,
    otherwise,
    smallest,
    step,
)

r, A, g, epsilon = symbols("r A g epsilon")

loss = Loss(
    id="LHMQ",
    expression=-smallest(r * A, g),
    wrt=r,
    definitions=[(g, branches(((1 + epsilon) * A, A > 0), ((1 - epsilon) * A, otherwise)))],
    constraints=[Ne(A, 0)],
    symbols={
        r: Positive("ratio of the new to the old probability of the action"),
        A: Real("advantage of the action, held fixed"),
        g: Intermediate("most that the ratio may gain"),
        epsilon: Probability("clip range, such as 0.2"),
    },
    source=Source("J. Schulman et al., Proximal policy optimization algorithms (2017), equation 7", arxiv="1707.06347"),
    mistakes=[
        (-A, "the clip was overlooked: beyond it the loss is constant"),
        (-A * step(epsilon - magnitude(r - 1)), "the clip was taken on both sides, whatever the sign of the advantage"),
        (-A * step(1 + epsilon - r), "right for good actions only: a bad one is clipped below"),
        (-r * A * step(g - r * A), "the slope with respect to $\\log\\pi$, which has a factor $r$ more"),
    ],
    aliases=["PPO", "proximal policy optimization", "clipped surrogate objective", "ClipPPOLoss"],
    used_for="policies, several steps on the same actions",
    why=(
        "This is $-\\min(rA,\\,\\mathrm{clip}(r,1-\\varepsilon,1+\\varepsilon)A)$. A good action stops pulling once it "
        "is likelier by $\\varepsilon$, a bad one once it is rarer by $\\varepsilon$. On the other side nothing is "
        "clipped: a good action that has become rare still pulls, and so does a bad one that has become likely. Where "
        "$A=0$ the loss is 0 for any $r$, and the formula, which gives 0, holds as well. With respect to $\\log\\pi$ "
        "each slope has a factor $r$ more, since $r$ is an exponential of it; at $r=1$ both are $-A$, as in the policy "
        "gradient."
    ),
    see_instead=[
        ("surrogate", "without the clip"),
        ("cispo", "clips the weight of the gradient, and not the loss"),
    ],
)
