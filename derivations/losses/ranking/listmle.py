r"""ListMLE loss

Minus the log-likelihood of the true order in the model of Plackett and Luce: the first item is drawn by a softmax over
all, the second by a softmax over the rest, and so on. The scores are in the true order, $s_1$ of the best item.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Index, Loss, Real, Size, Source

i, j, k, n = symbols("i j k n")
s = IndexedBase("s")
rest = Sum(exp(s[j]), (j, i, n))

loss = Loss(
    id="LWR5",
    expression=Sum(log(rest) - s[i], (i, 1, n)),
    wrt=s[k],
    symbols={
        s: Real("scores, in the true order", shape=(n,)),
        k: Index("index of the item, 1 for the best", last=n),
        n: Size("number of items"),
    },
    source=Source(
        "F. Xia, T.-Y. Liu, J. Wang, W. Zhang and H. Li, Listwise approach to learning to rank: theory and algorithm, "
        "ICML 2008",
        doi="10.1145/1390156.1390306",
    ),
    mistakes=[
        (
            exp(s[k]) / Sum(exp(s[j]), (j, 1, n)) - 1,
            "only the first draw was counted: that is the loss of the best item",
        ),
        (
            exp(s[k]) / Sum(exp(s[j]), (j, k, n)) - 1,
            "only the draw of the item itself was counted: it took part in all draws before",
        ),
    ],
    aliases=["Plackett-Luce loss", "Plackett-Luce likelihood"],
    used_for="whole orders of a list",
    why=(
        "An item takes part in its own draw and in every draw before it. In each of them it is pushed down by the "
        "probability of being drawn there, and once, in its own draw, pushed up by 1. The loss is a chain of softmax "
        "cross-entropies over ever shorter lists. It needs an order without ties."
    ),
    see_instead=[
        ("listnet", "looks at who stands on top alone"),
        ("cox-regression", "the same chain, with times of events instead of an order"),
    ],
)
