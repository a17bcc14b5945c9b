r"""Hierarchical softmax

The words are the leaves of a binary tree. On the way to the right word a sigmoid decides at each node, left or right;
the loss is minus the log-probability of the whole way.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Index, Intermediate, Label01, Loss, Real, Size, Source, sigma

i, j, k, l, n, m = symbols("i j k l n m")
h, V, t, s = map(IndexedBase, ("h", "V", "t", "s"))

loss = Loss(
    id="LH8B",
    expression=-Sum(t[k] * log(sigma(s[k])) + (1 - t[k]) * log(1 - sigma(s[k])), (k, 1, m)),
    wrt=(V[l, j], h[j]),
    definitions=[(s[k], Sum(V[k, i] * h[i], (i, 1, n)))],
    symbols={
        h: Real("vector of the context", shape=(n,)),
        V: Real("vectors of the nodes on the way, one per row", shape=(m, n)),
        t: Label01(
            "target at each node: 1 if the way goes left there, 0 if it goes right; the formula holds between too",
            shape=(m,),
        ),
        s: Intermediate("score of node $k$", shape=(m,)),
        l: Index("index of the node", last=m),
        j: Index("index of the component", last=n),
        n: Size("number of components"),
        m: Size("number of nodes on the way"),
    },
    source=Source(
        "T. Mikolov, I. Sutskever, K. Chen, G. Corrado and J. Dean, Distributed representations of words and phrases "
        "and their compositionality, NIPS 2013, section 2.1",
        arxiv="1310.4546",
    ),
    mistakes={
        V[l, j]: [
            ((sigma(s[l]) - 1) * h[j], "right for nodes where the way goes left; where it goes right the target is 0"),
            ((t[l] - sigma(s[l])) * h[j], "prediction and target changed places"),
            ((sigma(s[l]) - t[l]) * V[l, j], "the node's own vector was put where the context belongs"),
        ],
        h[j]: [
            (-Sum((1 - sigma(s[k])) * V[k, j], (k, 1, m)), "right only if the way goes left at every node"),
            (
                Sum((sigma(s[k]) - t[k]) * sigma(s[k]) * (1 - sigma(s[k])) * V[k, j], (k, 1, m)),
                "the slope of the sigmoid was multiplied in once more, although it has cancelled",
            ),
        ],
    },
    aliases=["tree softmax", "word2vec hierarchical softmax"],
    used_for="a softmax over very many words",
    why=(
        "At each node the gradient is that of a logistic regression: probability minus target. Only the nodes on the "
        "way to the right word move, about as many as the logarithm of the number of words, not all words as in a "
        "softmax. Word2vec uses it with a Huffman tree, so that frequent words have short ways."
    ),
    see_instead=[
        ("negative-sampling", "another way round the large sum: a few words drawn at random"),
        ("softmax-cross-entropy", "the full sum over all words"),
    ],
)
