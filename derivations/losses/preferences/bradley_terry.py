"""Bradley-Terry loss of a reward model

How surely the reward model ranks the chosen answer above the rejected one: minus the logarithm of the sigmoid of the
difference of their rewards.
"""

from sympy import log, symbols

from derivations.language import Loss, Real, Source, sigma

r_w, r_l = symbols("r_w r_l")

loss = Loss(
    id="LKGM",
    expression=-log(sigma(r_w - r_l)),
    wrt=(r_w, r_l),
    symbols={r_w: Real("reward of the chosen answer, a score"), r_l: Real("reward of the rejected answer")},
    source=[
        Source(
            "P. F. Christiano et al., Deep reinforcement learning from human preferences (2017)", arxiv="1706.03741"
        ),
        Source(
            "R. A. Bradley and M. E. Terry, Rank analysis of incomplete block designs, Biometrika 39 (1952), 324-345",
            doi="10.2307/2334029",
        ),
    ],
    other_forms={r_w: [(-sigma(r_l - r_w), "because $1-\\sigma(u)=\\sigma(-u)$: the probability of the wrong order")]},
    mistakes={
        r_w: [
            (sigma(r_l - r_w), "the gradient with respect to the rejected answer"),
            (-sigma(r_w - r_l), "the minus inside the sigmoid was dropped: pairs in the right order got the weight"),
            (-1 / sigma(r_w - r_l), "the inner derivative, the slope of the sigmoid, was forgotten"),
        ],
        r_l: [(-sigma(r_l - r_w), "the gradient with respect to the chosen answer")],
    },
    aliases=["reward model loss", "pairwise logistic loss", "RewardTrainer"],
    used_for="a reward model from pairs of answers",
    why=(
        "The gradient is minus the probability that the model gives to the wrong order: a pair that is clearly right "
        "hardly pulls. Only the difference of rewards counts, so a constant may be added to all of them. It is the "
        "logistic regression of comparisons, and the first step of learning from human feedback."
    ),
    in_code=[
        ("torch.nn.functional.softplus(-(r_w - r_l))", "none"),
        ("optax.sigmoid_binary_cross_entropy(r_w - r_l, 1.0)", "none"),
    ],
    see_instead=[("dpo", "the same loss with log-ratios of the policy itself as rewards")],
)
