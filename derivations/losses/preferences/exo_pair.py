r"""EXO of a pair

The Kullback-Leibler divergence of the preference that the policy expresses from the label, smoothed to
$(1-\varepsilon,\varepsilon)$; DPO takes the divergence the other way round.
"""

from sympy import log, symbols

from derivations.language import Intermediate, Loss, Positive, Probability, Real, Source, sigma

h, p, beta, epsilon = symbols("h p beta epsilon")

loss = Loss(
    id="LKG9",
    expression=p * log(p / (1 - epsilon)) + (1 - p) * log((1 - p) / epsilon),
    wrt=h,
    definitions=[(p, sigma(beta * h))],
    symbols={
        h: Real("margin: how far the policy has raised the chosen answer above the rejected one"),
        p: Intermediate("probability of the preference, in the eyes of the policy", within="(0, 1)"),
        beta: Positive("weight of the reference: the larger, the closer the policy keeps to it"),
        epsilon: Probability("smoothing: the label's probability of the rejected answer"),
    },
    source=Source(
        "H. Ji et al., Towards efficient exact optimization of language model alignment (2024), equation 16",
        arxiv="2402.00856",
    ),
    other_forms=[
        (
            beta * p * (1 - p) * (beta * h - log((1 - epsilon) / epsilon)),
            "the log-odds of $p=\\sigma(\\beta h)$ are $\\beta h$",
        )
    ],
    mistakes=[
        (beta * (p - (1 - epsilon)), "the divergence was taken the other way round: conservative DPO"),
        (beta * h - log((1 - epsilon) / epsilon), "the slope of the sigmoid, $\\beta p(1-p)$, is missing"),
        (p * (1 - p) * (beta * h - log((1 - epsilon) / epsilon)), "the inner derivative $\\beta$ was dropped"),
    ],
    aliases=["efficient exact optimization"],
    used_for="pairs of answers, where the policy should settle on one mode",
    why=(
        "The gradient is 0 where the policy's preference equals the label's, at $\\beta "
        "h=\\log((1-\\varepsilon)/\\varepsilon)$. The factor $p(1-p)$ lets it fade on both sides, also where the order "
        "is badly wrong. The divergence is taken of the policy from the label, as in reinforcement learning, and not "
        "of the label from the policy, as in maximum likelihood."
    ),
    see_instead=[("cdpo", "the same two distributions, and the divergence the other way round")],
)
