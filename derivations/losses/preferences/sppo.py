r"""SPPO with hard labels (self-play preference optimisation)

The log-ratio of the chosen answer should be $1/(2\beta)$, that of the rejected one $-1/(2\beta)$: two squared errors.
"""

from sympy import symbols

from derivations.language import Loss, Positive, Real, Source

h_w, h_l, beta = symbols("h_w h_l beta")

loss = Loss(
    id="LM4N",
    expression=(h_w - 1 / (2 * beta)) ** 2 + (h_l + 1 / (2 * beta)) ** 2,
    wrt=(h_w, h_l),
    symbols={
        h_w: Real("log-ratio of the chosen answer, policy to reference"),
        h_l: Real("log-ratio of the rejected answer, policy to reference"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
    },
    source=Source(
        "Y. Wu et al., Self-play preference optimization for language model alignment (2024), section 3",
        arxiv="2405.00675",
    ),
    mistakes={
        h_w: [
            (2 * h_w, "the target was dropped: it is constant, but not 0"),
            (2 * (h_w - beta / 2), "the target was turned upside down: it is 1 divided by $2\\beta$"),
            (2 * (h_w - h_l - 1 / (2 * beta)), "the gradient of IPO, which draws the difference to its target"),
        ],
        h_l: [(2 * (h_l - 1 / (2 * beta)), "the target of the chosen answer was used")],
    },
    aliases=["self-play preference optimization"],
    used_for="answers that a policy wins or loses against itself",
    why=(
        "Each gradient is twice the distance of a log-ratio from its target. The targets come from a game of the "
        "policy against itself: an answer that wins should become likelier by the factor $e^{1/(2\\beta)}$, one that "
        "loses less likely by the same factor. With soft labels the targets are $(P-1/2)/\\beta$ for the rate $P$ of "
        "wins."
    ),
    see_instead=[("ipo", "draws the difference of both log-ratios to one target")],
)
