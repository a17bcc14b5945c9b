"""BCO (binary classifier optimisation)

The binary cross-entropy of a classifier whose logit is the policy's own reward, minus a shift: chosen answers have the
label 1, rejected ones 0.
"""

from sympy import log, symbols

from derivations.language import Loss, Positive, Real, Source, sigma

h_w, h_l, beta, delta = symbols("h_w h_l beta delta")

loss = Loss(
    id="LB9C",
    expression=-log(sigma(beta * h_w - delta)) - log(1 - sigma(beta * h_l - delta)),
    wrt=(h_w, h_l),
    symbols={
        h_w: Real("log-ratio of the chosen answer, policy to reference"),
        h_l: Real("log-ratio of the rejected answer, policy to reference"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
        delta: Real("shift: a running mean of the rewards, held fixed"),
    },
    source=Source(
        "S. Jung, G. Han, D. W. Nam and K.-W. On, Binary classifier optimization for large language model alignment "
        "(2024), section 4",
        arxiv="2404.04656",
    ),
    mistakes={
        h_w: [
            (-beta * sigma(-beta * h_w), "the shift was dropped: it is constant, but stands in the sigmoid"),
            (-sigma(delta - beta * h_w), "the inner derivative $\\beta$ was dropped"),
            (-beta * sigma(beta * (h_l - h_w)), "the gradient of DPO: here each answer is judged by itself"),
        ],
        h_l: [(beta * (sigma(beta * h_l - delta) - 1), "the label of the chosen answer was used")],
    },
    aliases=["binary classifier optimization", "BCOTrainer"],
    used_for="answers marked good or bad, each judged by itself",
    why=(
        "Probability minus label, times $\\beta$, for each answer by itself: no pair is needed. The shift keeps good "
        "and bad answers on both sides of the threshold; the paper takes the mean of all rewards, and it is a constant "
        "for the gradient. Whatever the shift, the loss is an upper bound of DPO's."
    ),
    see_instead=[("dpo", "judges the difference of the two answers"), ("kto", "without the logarithm")],
)
