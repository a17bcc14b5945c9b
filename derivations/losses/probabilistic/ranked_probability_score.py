r"""Ranked probability score

How far the probabilities of ordered classes are from the class that came: the squared differences of the cumulative
sums. To be off by one class costs less than to be off by two.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, ClosedSimplex, Index, Intermediate, Loss, Probability

i, j, k, K = symbols("i j k K")
p, t, P = map(IndexedBase, ("p", "t", "P"))

loss = Loss(
    id="LND5",
    expression=Sum(P[i] ** 2, (i, 1, K)),
    wrt=p[k],
    definitions=[(P[i], Sum(p[j] - t[j], (j, 1, i)))],
    symbols={
        p: Probability("predicted probabilities", shape=(K,)),
        t: ClosedSimplex("target for each class, 1 for the one that came", shape=(K,)),
        P: Intermediate("difference of the cumulative sums up to class $i$", shape=(K,)),
        k: Index("index of the class, in order", last=K),
        K: Classes("number of classes"),
    },
    source=(
        "E. S. Epstein, A scoring system for probability forecasts of ranked categories, Journal of Applied "
        "Meteorology 8 (1969), 985-987"
    ),
    mistakes=[
        (2 * P[k], "only one cumulative sum was differentiated: $p_k$ stands in all from $k$ on"),
        (2 * Sum(P[i], (i, 1, k)), "the sum runs over the classes before, but $p_k$ stands in those from $k$ on"),
        (2 * (p[k] - t[k]), "the gradient of the Brier score, which knows no order"),
        (Sum(P[i], (i, k, K)), "the 2 of the square was dropped"),
    ],
    aliases=["RPS", "squared earth mover distance"],
    used_for="classes with an order, such as ratings and scores of matches",
    why=(
        "A probability stands in its own cumulative sum and in all after it, and so the gradient is a sum from $k$ on. "
        "It makes probability wander from class to class towards the one that came, a little more for every class on "
        "the way. For two classes it is the Brier score. It rates forecasts of rain and of football alike."
    ),
    see_instead=[
        ("brier-of-a-logit", "two classes"),
        ("crps-of-a-gaussian", "a number instead of a class"),
    ],
)
