"""NCA of a pair

Noise-contrastive alignment: the chosen answer should be likelier than under the reference, and both answers are held
back a little, so that none of them runs away.
"""

from sympy import Rational, log, symbols

from derivations.language import Loss, Positive, Real, Source, sigma

h_w, h_l, beta = symbols("h_w h_l beta")

loss = Loss(
    id="LYKC",
    expression=-log(sigma(beta * h_w)) - log(sigma(-beta * h_w)) / 2 - log(sigma(-beta * h_l)) / 2,
    wrt=(h_w, h_l),
    symbols={
        h_w: Real("log-ratio of the chosen answer, policy to reference"),
        h_l: Real("log-ratio of the rejected answer, policy to reference"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source(
        "H. Chen et al., Noise contrastive alignment of language models with explicit rewards (2024), section 4.1",
        arxiv="2402.05369",
    ),
    mistakes={
        h_w: [
            (-beta * sigma(-beta * h_w), "the second term was dropped: it holds the chosen answer back"),
            (Rational(3, 2) * sigma(beta * h_w) - 1, "the inner derivative $\\beta$ was dropped"),
        ],
        h_l: [(beta * sigma(beta * h_l), "the half was dropped: beside other terms it is no common factor")],
    },
    aliases=["noise contrastive alignment"],
    used_for="pairs of answers, without letting the chosen one become rarer",
    why=(
        "For the chosen answer the slope is 0 at $\\sigma(\\beta h_w)=2/3$: it is drawn to a log-ratio of $\\log "
        "2/\\beta$, and not beyond. The rejected answer is pushed down with at most half of the slope. Unlike in DPO "
        "the two count by themselves, and not only by their difference."
    ),
    see_instead=[("dpo", "teaches only the difference of the two answers")],
)
