"""APO-zero (anchored preference optimisation)

The chosen answer should become likelier than under the reference, the rejected one less likely; each is anchored to the
reference by itself.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source, sigma

h_w, h_l, beta = symbols("h_w h_l beta")

loss = Loss(
    id="L83X",
    expression=1 - sigma(beta * h_w) + sigma(beta * h_l),
    wrt=(h_w, h_l),
    symbols={
        h_w: Real("log-ratio of the chosen answer, policy to reference"),
        h_l: Real("log-ratio of the rejected answer, policy to reference"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source(
        "K. D'Oosterlinck et al., Anchored preference optimization and contrastive revisions (2024), section 4",
        arxiv="2408.06266",
    ),
    mistakes={
        h_w: [
            (-sigma(beta * h_w) * (1 - sigma(beta * h_w)), "the inner derivative $\\beta$ was dropped"),
            (-beta * sigma(-beta * h_w), "the gradient of a logarithm: this loss has none"),
            (beta * sigma(beta * h_w) * (1 - sigma(beta * h_w)), "the gradient for a rejected answer"),
        ],
        h_l: [(-beta * sigma(beta * h_l) * (1 - sigma(beta * h_l)), "the gradient for a chosen answer")],
    },
    aliases=["APO", "anchored preference optimization"],
    used_for="pairs whose chosen answer is better than what the policy writes",
    why=(
        "The slope is largest where the policy still agrees with the reference, $h=0$, and fades on both sides. Each "
        "answer has its own term, so it is certain that the chosen one goes up and the rejected one down. That is "
        "wanted where the chosen answers are better than the policy's own."
    ),
    see_instead=[("kto", "the same shape, with a reference point and without pairs")],
)
