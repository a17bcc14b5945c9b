r"""PPO clip

The advantage times the ratio of the new to the old probability of the action; what the ratio gains beyond
$1\pm\varepsilon$ does not count.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Probability, Real, Source, branches, magnitude, otherwise

ell, ell_old, r, A, epsilon = symbols("ell ell_old r A epsilon")
up = branches((r * A, r < 1 + epsilon), ((1 + epsilon) * A, otherwise))

loss = Loss(
    id="LHMQ",
    expression=-branches((up, A > 0), (r * A, r > 1 - epsilon), ((1 - epsilon) * A, otherwise)),
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the action under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the action under the policy that took it, fixed"),
        r: Intermediate("ratio of the two probabilities", within="(0, oo)"),
        A: Real("advantage of the action, held fixed"),
        epsilon: Probability("clip range, such as 0.2"),
    },
    source=Source("J. Schulman et al., Proximal policy optimization algorithms (2017), equation 7", arxiv="1707.06347"),
    mistakes=[
        (-r * A, "the clip was overlooked: beyond it the loss is constant"),
        (
            -branches((r * A, magnitude(r - 1) < epsilon), (0, otherwise)),
            "the clip was taken on both sides, whatever the sign of the advantage",
        ),
        (-A, "the ratio was dropped: right only where both policies agree"),
    ],
    aliases=["PPO", "proximal policy optimization", "clipped surrogate objective", "ClipPPOLoss"],
    used_for="policies, several steps on the same actions",
    why=(
        "This is $-\\min(rA,\\,\\mathrm{clip}(r,1-\\varepsilon,1+\\varepsilon)A)$, with its cases written out. A good "
        "action stops pulling once it is likelier by $\\varepsilon$, a bad one once it is rarer by $\\varepsilon$. On "
        "the other side nothing is clipped: a good action that has become rare still pulls, and so does a bad one that "
        "has become likely. At $r=1$ the gradient is that of the policy gradient."
    ),
    see_instead=[
        ("surrogate", "without the clip"),
        ("cispo", "clips the weight of the gradient, and not the loss"),
    ],
)
