r"""Noise-contrastive estimation (NCE)

Was a word seen, or drawn from a known noise distribution? The logit of that question is the score minus the logarithm
of the noise probability times the number of noise words, so that scores come out as log-probabilities.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Probability, Real, Size, Source, sigma, softplus

i, j, K, s_0, q_0, u_0 = symbols("i j K s_0 q_0 u_0")
s, q, u = map(IndexedBase, ("s", "q", "u"))

loss = Loss(
    id="L4VM",
    expression=softplus(-u_0) + Sum(softplus(u[i]), (i, 1, K)),
    wrt=(s_0, s[j]),
    definitions=[(u_0, s_0 - log(K * q_0)), (u[i], s[i] - log(K * q[i]))],
    symbols={
        s_0: Real("score of the word that was seen"),
        s: Real("score of each word drawn from the noise", shape=(K,)),
        q_0: Probability("probability of the word that was seen under the noise, fixed", varies=True),
        q: Probability("probability of each drawn word under the noise, fixed", shape=(K,)),
        u_0: Intermediate("logit of the word that was seen"),
        u: Intermediate("logit of drawn word $i$", shape=(K,)),
        j: Index("index of a drawn word", last=K),
        K: Size("number of drawn words"),
    },
    source=Source(
        "M. Gutmann and A. Hyvärinen, Noise-contrastive estimation: a new estimation principle for unnormalized "
        "statistical models, AISTATS 2010"
    ),
    mistakes={
        s_0: [
            (sigma(s_0) - 1, "the noise probability was dropped: that is negative sampling, and its scores mean less"),
            (sigma(u_0), "the label was dropped: the word that was seen has the label 1"),
            (-sigma(u_0), "$\\sigma(u)$ was taken where $1-\\sigma(u)$ belongs"),
        ],
        s[j]: [(sigma(u[j]) - 1, "the formula for the word that was seen, whose label is 1")],
    },
    aliases=["NCE", "tf.nn.nce_loss"],
    used_for="language models with too many words for a softmax",
    why=(
        "It is logistic regression between data and noise: the slope is the probability minus the label. The known "
        "noise probabilities anchor the scores, so that at the minimum they are log-probabilities that need no sum "
        "over all words. The more noise words, the closer to maximum likelihood."
    ),
    see_instead=[
        ("negative-sampling", "leaves out the noise probability"),
        ("info-nce", "asks which of several candidates is the right one"),
    ],
)
