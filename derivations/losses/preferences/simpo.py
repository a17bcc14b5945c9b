r"""SimPO (simple preference optimisation)

The Bradley-Terry loss with the mean log-probability of an answer's tokens as its reward, and a margin $\gamma$. There
is no reference.
"""

from sympy import log, symbols

from derivations.language import Intermediate, Loss, Natural, Nonnegative, Positive, Real, Source, sigma

ell_w, ell_l, n_w, n_l, u, beta, gamma = symbols("ell_w ell_l n_w n_l u beta gamma")

loss = Loss(
    id="LCVT",
    expression=-log(sigma(u)),
    wrt=(ell_w, ell_l),
    definitions=[(u, beta * ell_w / n_w - beta * ell_l / n_l - gamma)],
    symbols={
        ell_w: Real("log-probability of the chosen answer under the policy, $\\log\\pi$"),
        ell_l: Real("log-probability of the rejected answer under the policy, $\\log\\pi$"),
        n_w: Natural("number of tokens of the chosen answer", varies=True),
        n_l: Natural("number of tokens of the rejected answer", varies=True),
        u: Intermediate("difference of the rewards, minus the margin"),
        beta: Positive("scale of the reward"),
        gamma: Nonnegative("margin that is asked for"),
    },
    source=Source(
        "Y. Meng, M. Xia and D. Chen, SimPO: simple preference optimization with a reference-free reward (2024)",
        arxiv="2405.14734",
    ),
    mistakes={
        ell_w: [
            (-beta * sigma(-u), "the length was dropped: the reward is the mean over the tokens"),
            (-sigma(-u) / n_w, "the inner derivative $\\beta$ was dropped"),
            (-beta * sigma(-u - gamma) / n_w, "the margin was dropped: it is constant, but stands in the sigmoid"),
        ],
        ell_l: [(beta * sigma(-u) / n_w, "the length of the chosen answer was used")],
    },
    aliases=["simple preference optimization", "SimPO loss"],
    used_for="pairs of answers of different lengths, without a reference",
    why=(
        "Each token of an answer gets the slope of the pair divided by the answer's length, so that length alone wins "
        "nothing. The two slopes are no longer opposite if the lengths differ. A pair pulls until the mean "
        "log-probabilities lie $\\gamma/\\beta$ apart, and a little beyond."
    ),
    see_instead=[("dpo", "sums over the tokens, against a reference")],
)
