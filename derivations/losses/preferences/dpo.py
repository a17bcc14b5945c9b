"""DPO (direct preference optimisation)

How surely the policy prefers the chosen answer to the rejected one, both measured against a reference policy. Minus the
log-probability of that preference is the loss; no reward model is needed.
"""

from sympy import log, symbols

from derivations.language import Intermediate, Loss, Positive, Real, Source, sigma

h, ell_w, ell_l, q_w, q_l, beta = symbols("h ell_w ell_l q_w q_l beta")

loss = Loss(
    id="LM68",
    expression=-log(sigma(beta * h)),
    wrt=(ell_w, ell_l),
    definitions=[(h, (ell_w - q_w) - (ell_l - q_l))],
    symbols={
        ell_w: Real("log-probability of the chosen answer under the policy, $\\log\\pi$"),
        ell_l: Real("log-probability of the rejected answer under the policy, $\\log\\pi$"),
        q_w: Real("log-probability of the chosen answer under the reference, fixed"),
        q_l: Real("log-probability of the rejected answer under the reference, fixed"),
        h: Intermediate("margin: how far the policy has raised the chosen answer above the rejected one"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source("R. Rafailov et al., Direct preference optimization (2023), equation 7", arxiv="2305.18290"),
    other_forms={
        ell_w: [(-beta * sigma(-beta * h), "because $1-\\sigma(u)=\\sigma(-u)$: the weight is the chance of an error")],
        ell_l: [(beta * sigma(-beta * h), "because $1-\\sigma(u)=\\sigma(-u)$")],
    },
    mistakes={
        ell_w: [
            (
                beta * sigma(-beta * h),
                "chosen and rejected changed places, as they once did in an appendix of the paper",
            ),
            (-sigma(-beta * h), "the inner derivative $\\beta$ was dropped"),
            (-beta * sigma(beta * h), "the minus inside the sigmoid was dropped: pairs that are right got the weight"),
            (
                -beta * sigma(-beta * (ell_w - ell_l)),
                "the reference was dropped: it is constant, but stands in the sigmoid",
            ),
        ],
        ell_l: [(-beta * sigma(-beta * h), "the gradient with respect to the chosen answer")],
    },
    aliases=["direct preference optimization", "DPOTrainer", "sigmoid preference loss"],
    used_for="teaching a policy from pairs of answers, without a reward model",
    why=(
        "The gradient is largest where the pair is still in the wrong order, and fades once the chosen answer is well "
        "ahead. Both answers get the same slope with opposite signs, so only the difference is taught: both "
        "probabilities may fall, as long as that of the rejected answer falls faster. The loss is that of Bradley and "
        "Terry, with $\\beta$ times the log-ratio to the reference as reward."
    ),
    in_code=[
        ("torch.nn.functional.softplus(-beta * ((ell_w - q_w) - (ell_l - q_l)))", "none"),
        ("optax.sigmoid_binary_cross_entropy(beta * ((ell_w - q_w) - (ell_l - q_l)), 1.0)", "none"),
    ],
    see_instead=[
        ("ipo", "draws the margin to a number, where DPO never has enough of it"),
        ("bradley-terry", "the same loss of a reward model's scores"),
        ("simpo", "without a reference, and by the length of the answers"),
    ],
)
