r"""ListNet loss

A softmax turns the scores of a list into probabilities of standing on top; another one does the same with the true
relevances. The loss is the cross-entropy between the two.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, j, k, n = symbols("i j k n")
s, y, p, q = map(IndexedBase, ("s", "y", "p", "q"))

loss = Loss(
    id="LNQX",
    expression=-Sum(q[i] * log(p[i]), (i, 1, n)),
    wrt=s[k],
    definitions=[
        (p[i], exp(s[i]) / Sum(exp(s[j]), (j, 1, n))),
        (q[i], exp(y[i]) / Sum(exp(y[j]), (j, 1, n))),
    ],
    symbols={
        s: Real("scores", shape=(n,)),
        y: Real("relevances, fixed", shape=(n,)),
        p: Intermediate("probability that item $i$ stands on top, by the scores", shape=(n,), within="(0, 1)"),
        q: Intermediate("the same by the relevances", shape=(n,), within="(0, 1)"),
        k: Index("index of the item", last=n),
        n: Classes("number of items"),
    },
    source=Source(
        "Z. Cao, T. Qin, T.-Y. Liu, M.-F. Tsai and H. Li, Learning to rank: from pairwise approach to listwise "
        "approach, ICML 2007, section 4"
    ),
    closing=[(p[k] - q[k], "what is added comes first")],
    mistakes=[
        (p[k] - y[k], "the relevance itself was subtracted, not the probability made of it"),
        (-q[k] * (1 - p[k]), "only the term of the item itself was differentiated: its score is in all probabilities"),
        (q[k] - p[k], "target and prediction changed places"),
    ],
    aliases=["listwise softmax loss", "top-one ranking loss", "ranking_softmax_loss"],
    used_for="ranked lists, as a whole",
    why=(
        "The slope is the difference of two probabilities, so items that stand too high are pushed down and others up, "
        "and the sum over the list is 0. Only differences of scores count. A list with $n$ items costs $n$ terms, "
        "where losses of pairs cost about $n^2$."
    ),
    in_code=[
        (
            "optax.losses.ranking_softmax_loss(s, jax.nn.softmax(y))",
            "mean",
            "takes any weights for $q$, and does not make them sum to 1",
        ),
    ],
    see_instead=[
        ("listmle", "the likelihood of a whole order, not of the top alone"),
        ("softmax-of-counts", "the weights need not sum to 1"),
    ],
)
