"""CPO (contrastive preference optimisation)

DPO without a reference, and beside it the usual log-likelihood of the chosen answer, so that this one does not become
rarer.
"""

from sympy import log, symbols

from derivations.language import Loss, Nonnegative, Positive, Real, Source, sigma

ell_w, ell_l, beta, lambda_ = symbols("ell_w ell_l beta lambda")

loss = Loss(
    id="L3PN",
    expression=-log(sigma(beta * (ell_w - ell_l))) - lambda_ * ell_w,
    wrt=(ell_w, ell_l),
    symbols={
        ell_w: Real("log-probability of the chosen answer under the policy, $\\log\\pi$"),
        ell_l: Real("log-probability of the rejected answer under the policy, $\\log\\pi$"),
        beta: Positive("inverse temperature of the preference"),
        lambda_: Nonnegative("weight of the log-likelihood"),
    },
    source=Source(
        "H. Xu et al., Contrastive preference optimization: pushing the boundaries of LLM performance in machine "
        "translation (2024)",
        arxiv="2401.08417",
    ),
    mistakes={
        ell_w: [
            (-beta * sigma(-beta * (ell_w - ell_l)), "the log-likelihood of the chosen answer was dropped"),
            (-sigma(-beta * (ell_w - ell_l)) - lambda_, "the inner derivative $\\beta$ was dropped"),
            (
                -beta * sigma(-beta * (ell_w - ell_l)) + lambda_,
                "the log-likelihood was added to the loss, not taken away",
            ),
        ],
        ell_l: [
            (
                beta * sigma(-beta * (ell_w - ell_l)) + lambda_,
                "the log-likelihood was counted for the rejected answer too",
            )
        ],
    },
    aliases=["contrastive preference optimization", "CPOTrainer"],
    used_for="pairs of answers, without a reference in memory",
    why=(
        "To the slope of the preference a constant pull $-\\lambda$ is added, for the chosen answer only. So the two "
        "slopes no longer cancel: even where the order is right the chosen answer is made likelier. The loss comes "
        "from machine translation, and saves the memory and time of a reference policy."
    ),
    see_instead=[("dpo", "with a reference, and without the likelihood"), ("simpo", "by the length of the answers")],
)
