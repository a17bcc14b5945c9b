r"""Negative sampling

Word vectors: a context should fit the word that stood there, and not the words drawn at random. Here are the slopes in
a word drawn at random, in the word that stood there, and in the context.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Loss, Real, Size, Source, sigma

i, j, k, l, n, K, z = symbols("i j k l n K z")
c, o, U, s = map(IndexedBase, ("c", "o", "U", "s"))

loss = Loss(
    id="LP3G",
    expression=-log(sigma(z)) - Sum(log(sigma(-s[k])), (k, 1, K)),
    wrt=(U[l, j], o[j], c[j]),
    definitions=[(z, Sum(o[i] * c[i], (i, 1, n))), (s[k], Sum(U[k, i] * c[i], (i, 1, n)))],
    symbols={
        c: Real("vector of the context", shape=(n,)),
        o: Real("vector of the word that stood there", shape=(n,)),
        U: Real("vectors of the words drawn at random, one a row", shape=(K, n)),
        z: Intermediate("score of the word that stood there"),
        s: Intermediate("score of random word $k$", shape=(K,)),
        l: Index("names the random word", last=K),
        j: Index("names the component", last=n),
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
            ((sigma(s[l]) - 1) * c[j], "the formula for the word that stood there: this pulls the random word in"),
            (-sigma(s[l]) * c[j], "the inner minus of $\\sigma(-s)$ was counted twice"),
            (sigma(s[l]) * U[l, j], "the variable itself stands where the context should"),
        ],
        o[j]: [(sigma(z) * c[j], "the formula for a random word: for the right one 1 is taken off the sigmoid")],
        c[j]: [((sigma(z) - 1) * o[j], "the random words were dropped: they depend on the context too")],
    },
    aliases=["word2vec", "SGNS", "skip-gram"],
    why=(
        "The gradient pushes a word that was drawn at random away from the context, in proportion to the probability "
        "$\\sigma(s_l)$ with which the model takes it for the word that stood there. A few such questions, each "
        "answered yes or no, take the place of a softmax over all words. That is what makes word vectors cheap to "
        "train."
    ),
    see_instead=[("info-nce", "lets the candidates compete in one softmax; here each is a question of its own")],
)
