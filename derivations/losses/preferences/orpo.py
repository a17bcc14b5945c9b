"""ORPO (odds-ratio term)

How surely the odds of the chosen answer exceed those of the rejected one. Added to the cross-entropy of the chosen
answer it teaches preferences without a reference.
"""

from sympy import exp, log, symbols

from derivations.language import Intermediate, Interval, Loss, Source, sigma

ell_w, ell_l, o_w, o_l = symbols("ell_w ell_l o_w o_l")

loss = Loss(
    id="LHWZ",
    expression=-log(sigma(o_w - o_l)),
    wrt=(ell_w, ell_l),
    definitions=[(o_w, ell_w - log(1 - exp(ell_w))), (o_l, ell_l - log(1 - exp(ell_l)))],
    symbols={
        ell_w: Interval("log-probability of the chosen answer, mean over its tokens", within="(-oo, 0)"),
        ell_l: Interval("log-probability of the rejected answer, mean over its tokens", within="(-oo, 0)"),
        o_w: Intermediate("log-odds of the chosen answer"),
        o_l: Intermediate("log-odds of the rejected answer"),
    },
    source=Source(
        "J. Hong, N. Lee and J. Thorne, ORPO: monolithic preference optimization without reference model (2024)",
        arxiv="2403.07691",
    ),
    other_forms={
        ell_w: [(-sigma(o_l - o_w) / (1 - exp(ell_w)), "the probability of the wrong order, over $1-p_w$")],
        ell_l: [(sigma(o_l - o_w) / (1 - exp(ell_l)), "the same, over $1-p_l$")],
    },
    mistakes={
        ell_w: [
            (-sigma(o_l - o_w), "the slope of the log-odds, $1/(1-p_w)$, is missing"),
            (
                -sigma(o_l - o_w) * (1 - 2 * exp(ell_w)) / (1 - exp(ell_w)),
                "the inner minus of $\\log(1-p_w)$ was dropped",
            ),
            (sigma(o_l - o_w) / (1 - exp(ell_w)), "chosen and rejected changed places"),
        ],
        ell_l: [(sigma(o_l - o_w) / (1 - exp(ell_w)), "the probability of the chosen answer was put in")],
    },
    aliases=["odds ratio preference optimization", "ORPOTrainer"],
    used_for="fine-tuning and preferences in one go, without a reference",
    why=(
        "The first factor is the probability of the wrong order, as in DPO. The second, $1/(1-p)$, is the slope of the "
        "log-odds: it is near 1 for a rare answer and grows without bound as the answer becomes certain. The term is "
        "added with a small weight to the usual cross-entropy of the chosen answer."
    ),
    see_instead=[("dpo", "log-ratios to a reference in the place of log-odds")],
)
