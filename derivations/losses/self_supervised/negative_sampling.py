r"""Negative sampling

Word vectors: a context should fit the word that stood there, and not the words drawn at random. The page has the slopes
with respect to all three. In the source, the skip-gram model predicts a word $o$ of the context from the word $c$ in
the centre; the formula is the same whichever of the two is given.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, sigma

i, j, k, l, n, K, z = symbols("i j k l n K z")
c, o, U, s = map(IndexedBase, ("c", "o", "U", "s"))

loss = Loss(
    id="LP3G",
    former="vectors/negative-sampling",
    expression=-log(sigma(z)) - Sum(log(sigma(-s[k])), (k, 1, K)),
    wrt=(U[l, j], o[j], c[j]),
    definitions=[(z, Sum(o[i] * c[i], (i, 1, n))), (s[k], Sum(U[k, i] * c[i], (i, 1, n)))],
    symbols={
        c: Real("vector of the context", shape=(n,)),
        o: Real("vector of the word that stood there", shape=(n,)),
        U: Real("vectors of the words drawn at random, one per row", shape=(K, n)),
        z: Intermediate("score of the word that stood there"),
        s: Intermediate("score of random word $k$", shape=(K,)),
        l: Index("index of the random word", last=K),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        K: Size("number of random words"),
    },
    source=Source(
        "T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, Distributed representations of words and phrases "
        "and their compositionality, NIPS 2013, equation 4",
        arxiv="1310.4546",
    ),
    mistakes={
        U[l, j]: [
            ((sigma(s[l]) - 1) * c[j], "the formula for the word that stood there, whose label is 1"),
            (-sigma(s[l]) * c[j], "the inner minus of $\\sigma(-s)$ was missed"),
            (sigma(s[l]) * U[l, j], "$U$ itself was put where the context $c$ belongs"),
        ],
        o[j]: [(sigma(z) * c[j], "the formula for a random word, whose label is 0")],
        c[j]: [((sigma(z) - 1) * o[j], "the random words were dropped: they depend on the context too")],
    },
    aliases=["word2vec", "SGNS", "skip-gram"],
    used_for="word vectors, without a softmax over all words",
    why=(
        "Descent pushes a random word away from the context, in proportion to the probability $\\sigma(s_l)$ with "
        "which the model takes it for the word that stood there. It draws that word to the context, in proportion to "
        "$1-\\sigma(z)$. The context moves in both ways. A few yes-or-no questions take the place of a softmax over "
        "all words: that makes word vectors cheap to train."
    ),
    see_instead=[("info-nce", "lets the candidates compete in one softmax; here each is a question of its own")],
)
