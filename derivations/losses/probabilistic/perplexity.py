r"""Perplexity

The exponential of the mean cross-entropy of a text: among how many words that are equally likely the model seems to
guess.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Size, Source

i, j, k, m, n, K, P = symbols("i j k m n K P")
z, p, y = map(IndexedBase, ("z", "p", "y"))

loss = Loss(
    id="L2CD",
    name="P",
    expression=exp(-Sum(log(p[i, y[i]]), (i, 1, n)) / n),
    wrt=z[m, k],
    definitions=[
        (p[i, k], exp(z[i, k]) / Sum(exp(z[i, j]), (j, 1, K))),
        (P, exp(-Sum(log(p[i, y[i]]), (i, 1, n)) / n)),
    ],
    symbols={
        z: Real("logits: word $k$ at place $i$", shape=(n, K)),
        p: Intermediate("probability of word $k$ at place $i$", shape=(n, K), within="(0, 1)"),
        P: Intermediate("perplexity", within="(1, oo)"),
        y: Index("the word that stood at place $i$", shape=(n,), last=K),
        m: Index("index of the place", last=n),
        k: Index("index of the word", last=K),
        n: Size("number of places"),
        K: Classes("number of words"),
    },
    source=Source(
        "F. Jelinek, R. L. Mercer, L. R. Bahl and J. K. Baker, Perplexity: a measure of the difficulty of speech "
        "recognition tasks, Journal of the Acoustical Society of America 62 (1977), S63",
        doi="10.1121/1.2016299",
    ),
    mistakes=[
        (
            (p[m, k] - KroneckerDelta(k, y[m])) / n,
            "the gradient of the mean cross-entropy: the exponential was left out",
        ),
        (P * (p[m, k] - KroneckerDelta(k, y[m])), "the $1/n$ of the mean was dropped"),
        (P / n * p[m, k], "the word that stood there was dropped"),
        (-P / n / p[m, y[m]], "the gradient with respect to the probability of the word that stood there"),
    ],
    aliases=["PPL"],
    used_for="language models, to compare and report",
    why=(
        "The gradient is that of the mean cross-entropy, times the perplexity: all words of a text share one factor, "
        "and a step along either goes the same way. But where the model is bad, the factor is large, and it couples "
        "all places: the mean of several perplexities is not the perplexity of all. So one descends the cross-entropy, "
        "and reports its exponential, which reads as a number of words."
    ),
    see_instead=[("softmax-cross-entropy-of-labels", "its logarithm, which is what one descends")],
)
