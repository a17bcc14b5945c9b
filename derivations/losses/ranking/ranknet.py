r"""RankNet loss

Two scores, the first of an item that should be ranked higher: minus the logarithm of the probability
$\sigma(s_1-s_2)$ that the model gives to this order.
"""

from sympy import symbols

from derivations.language import Loss, Real, Source, sigma, softplus

s_1, s_2 = symbols("s_1 s_2")

loss = Loss(
    id="L4VY",
    expression=softplus(-(s_1 - s_2)),
    wrt=(s_1, s_2),
    symbols={
        s_1: Real("score of the item that should be higher"),
        s_2: Real("score of the item that should be lower"),
    },
    source=Source(
        "C. Burges, T. Shaked, E. Renshaw, A. Lazier, M. Deeds, N. Hamilton and G. Hullender, Learning to rank using "
        "gradient descent, ICML 2005, 89-96",
        doi="10.1145/1102351.1102363",
    ),
    mistakes={
        s_1: [
            (sigma(-(s_1 - s_2)), "the inner minus before the difference was lost"),
            (-sigma(s_1 - s_2), "the probability of the right order: it belongs in the loss, not in its slope"),
            (
                -sigma(s_1 - s_2) * (1 - sigma(s_1 - s_2)),
                "the slope of the sigmoid stands there once more: the logarithm has cancelled one of its factors",
            ),
        ],
        s_2: [(-sigma(-(s_1 - s_2)), "the slope with respect to the first score")],
    },
    aliases=["rank:pairwise", "BPR", "Bayesian personalised ranking", "Bayesian personalized ranking"],
    used_for="pairs of which one should score higher, with probabilities",
    why=(
        "The force on each score is the probability of the wrong order: near 1 where the two are swapped, fading as "
        "the right order becomes clear, and never quite 0. It is the logistic loss of a difference of scores. Sums of "
        "it over pairs train search engines and recommenders, and reward models for language models."
    ),
    in_code=[
        ("torch.nn.functional.softplus(s_2 - s_1)", "none"),
        ("optax.sigmoid_binary_cross_entropy(s_1 - s_2, 1)", "none"),
    ],
    see_instead=[
        ("margin-ranking", "exactly 0 once the scores are a margin apart"),
        ("logistic-of-a-score", "one score and a label"),
        ("lambdarank", "the sum over the pairs of a list, with weights"),
    ],
)
