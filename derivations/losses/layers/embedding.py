r"""Embedding, backwards

A table with a row of learnt numbers for each word; the layer looks up the rows of the words of a text. Given are the
slopes of a loss with respect to what was looked up; sought is the slope with respect to an entry of the table.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Classes, Index, Loss, Real, Size, Source

t, k, l, r, n, d, V = symbols("t k l r n d V")
E, g, c = map(IndexedBase, ("E", "g", "c"))

loss = Loss(
    id="L5YB",
    expression=Sum(g[t, k] * E[c[t], k], (k, 1, d), (t, 1, n)),
    wrt=E[r, l],
    symbols={
        E: Real("weights, a row for each word of the vocabulary", shape=(V, d)),
        g: Real("slopes of the loss with respect to the rows that were looked up, given", shape=(n, d)),
        c: Index("words of the text, as numbers of rows", shape=(n,), last=V),
        r: Index("index of the row", last=V),
        l: Index("index of the feature", last=d),
        n: Size("number of words of the text"),
        d: Size("number of features of a row"),
        V: Classes("number of words of the vocabulary"),
    },
    source=Source("PyTorch, torch.nn.Embedding (documentation)"),
    mistakes=[
        (g[1, l] * KroneckerDelta(r, c[1]), "only the first word: a word that occurs again adds its slope each time"),
        (Sum(g[t, l], (t, 1, n)), "every row got the slopes of all words: a row receives those of its own word only"),
        (Sum(E[c[t], l] * KroneckerDelta(r, c[t]), (t, 1, n)), "the rows themselves were added, not their slopes"),
    ],
    aliases=["embedding lookup", "word embedding", "lookup table"],
    used_for="words, tokens and other things that are no numbers",
    why=(
        "The slopes go to the rows from which the numbers came, and are added where a word occurs several times. All "
        "other rows receive 0, which is why libraries keep such gradients sparse. It is a dense layer whose input is "
        "one-hot, without the multiplication."
    ),
    see_instead=[("dense-layer", "the same, with any input in place of a one-hot one")],
)
