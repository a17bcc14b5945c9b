r"""Conservative DPO

DPO for labels of which a share $\varepsilon$ may be wrong: the cross-entropy of the preference against the soft label
$1-\varepsilon$ instead of 1.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Probability, Real, sigma

h, beta, epsilon = symbols("h beta epsilon")

loss = Loss(
    id="L6CT",
    expression=-(1 - epsilon) * log(sigma(beta * h)) - epsilon * log(1 - sigma(beta * h)),
    wrt=h,
    symbols={
        h: Real("margin: how far the policy has raised the chosen answer above the rejected one"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
        epsilon: Probability("probability that the two answers were labelled the wrong way round"),
    },
    source="E. Mitchell, A note on DPO with noisy preferences and relationship to IPO (2023)",
    other_forms=[(beta * (sigma(beta * h) - (1 - epsilon)), "probability minus soft label")],
    mistakes=[
        (-beta * sigma(-beta * h), "the gradient of DPO: the labels were taken for certain"),
        (sigma(beta * h) - (1 - epsilon), "the inner derivative $\\beta$ was dropped"),
        (beta * (sigma(beta * h) - epsilon), "the label and its complement changed places"),
    ],
    aliases=["DPO with label smoothing"],
    used_for="pairs of answers, some of them labelled the wrong way round",
    why=(
        "The gradient is probability minus soft label, times $\\beta$. It is 0 where the preference has reached "
        "$1-\\varepsilon$, and beyond it turns round: unlike in DPO the margin cannot grow for ever. Mitchell proposed "
        "it as label smoothing for pairs; libraries offer it as a parameter of DPO."
    ),
    in_code=[("optax.sigmoid_binary_cross_entropy(beta * h, 1 - epsilon)", "none")],
    see_instead=[("robust-dpo", "corrects the noise, so that the mean over wrong labels is the loss of right ones")],
)
