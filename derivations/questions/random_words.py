r"""Negative sampling: is it σ - 1 for the random words too?

No, for them it is $\sigma$. The word that stood there has the label 1, a word drawn at random has the label 0; and the
slope is probability minus label for both. With $\sigma-1$, descent would draw a random word to the context like the
right one.
"""

from sympy import IndexedBase, symbols

from derivations.language import Answer, Claim, Section, sigma

j, l, z, t = symbols("j l z t")
c, U, s = map(IndexedBase, ("c", "U", "s"))

answer = Answer(
    id="QFQY",
    loss="negative-sampling",
    short="No: σ, without the 1",
    claims=[
        Claim((sigma(s[l]) - 1) * c[j], "wrong", "the formula for the word that stood there"),
        Claim(sigma(s[l]) * c[j], "exact", "probability minus the label 0"),
        Claim((1 - sigma(-s[l])) * c[j], "exact", "the same, because $\\sigma(-u)=1-\\sigma(u)$"),
        Claim((sigma(-s[l]) - 1) * c[j], "negated", "the inner minus of the score was forgotten"),
        Claim(
            sigma(s[l]) * U[l, j], "wrong", "the slope with respect to a word is along the context, not along the word"
        ),
        Claim(sigma(z) - t, "exact", "one rule for both labels", loss="binary-cross-entropy-with-logit"),
    ],
    sections=[
        Section(
            "How to tell",
            "Picture the vectors. A step downhill must bring the right word nearer to the context and move the random "
            "ones away. So the slope of a random word is a *positive* multiple of the context.",
        ),
        Section(
            "A word that was drawn twice",
            "Then it stands in the loss twice, and its slopes add up. Code that writes slopes to rows by an index "
            "keeps only the last one.",
        ),
    ],
    see=["info-nce"],
)
