"""Reward model with a margin

The Bradley-Terry loss, which asks that the chosen answer be ahead by a margin: the clearer people's preference, the
larger.
"""

from sympy import log, symbols

from derivations.language import Loss, Nonnegative, Real, Source, sigma

r_w, r_l, m = symbols("r_w r_l m")

loss = Loss(
    id="L6TV",
    expression=-log(sigma(r_w - r_l - m)),
    wrt=(r_w, r_l),
    symbols={
        r_w: Real("reward of the chosen answer, a score"),
        r_l: Real("reward of the rejected answer"),
        m: Nonnegative("margin that is asked for, by how clear the preference is", varies=True),
    },
    source=Source("H. Touvron et al., Llama 2: open foundation and fine-tuned chat models (2023)", arxiv="2307.09288"),
    mistakes={
        r_w: [
            (-sigma(r_l - r_w), "the margin was dropped: it is constant, but stands in the sigmoid"),
            (-sigma(r_l - r_w - m), "the margin got the wrong sign: it makes the task harder, not easier"),
            (sigma(r_l - r_w + m), "the gradient with respect to the rejected answer"),
        ],
        r_l: [(-sigma(r_l - r_w + m), "the gradient with respect to the chosen answer")],
    },
    aliases=["margin ranking of rewards", "Llama 2 reward loss"],
    used_for="a reward model from pairs with graded preferences",
    why=(
        "The margin shifts the sigmoid: a pair pulls with half of the full slope where it is ahead by just the margin. "
        "Clear preferences so get rewards that lie further apart. The margin is data, not a parameter that is learned: "
        "else it would go to 0."
    ),
    see_instead=[("bradley-terry", "the same without a margin")],
)
