"""SAPO (soft gate)

PPO with a smooth gate in the place of the clip: a sigmoid of the ratio, scaled so that its slope at ratio 1 is 1.
"""

from sympy import exp, symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, sigma

ell, ell_old, r, A, tau = symbols("ell ell_old r A tau")

loss = Loss(
    id="LN5B",
    expression=-A * 4 / tau * sigma(tau * (r - 1)),
    wrt=ell,
    definitions=[(r, exp(ell - ell_old))],
    symbols={
        ell: Real("log-probability of the token under the policy, $\\log\\pi$"),
        ell_old: Real("log-probability of the token under the policy that wrote it, fixed"),
        r: Intermediate("ratio of the two probabilities", within="(0, oo)"),
        A: Real("advantage of the answer, held fixed"),
        tau: Positive("temperature: the larger, the sooner the gate closes; larger for a negative advantage"),
    },
    source=Source("Soft adaptive policy optimization (2025)", arxiv="2511.20347"),
    other_forms=[
        (
            -4 * A * r * sigma(tau * (r - 1)) * (1 - sigma(tau * (r - 1))),
            "the policy gradient with a weight that is 1 at ratio 1",
        )
    ],
    mistakes=[
        (-A * r, "the slope of the gate was dropped: right at ratio 1 only"),
        (-4 * A * sigma(tau * (r - 1)) * (1 - sigma(tau * (r - 1))), "the slope of the ratio, $r$, is missing"),
        (
            -A * r * sigma(tau * (r - 1)) * (1 - sigma(tau * (r - 1))),
            "the factor 4 was dropped, which makes the weight 1 at ratio 1",
        ),
    ],
    aliases=["soft adaptive policy optimization"],
    used_for="language models with checked answers, without a hard clip",
    why=(
        "The weight $4\\sigma(1-\\sigma)$ is 1 at ratio 1 and fades on both sides, so that at the start the gradient "
        "is the policy gradient, and a token that has moved far is left alone, but never all at once. A clip drops it "
        "at a point, and only on one side."
    ),
    see_instead=[("ppo-clip", "a hard clip, on the side where the advantage has been used up")],
)
