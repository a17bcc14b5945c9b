r"""Multi-class hinge loss, summed over the rivals

The hinge loss for several classes, after Weston and Watkins: every rival whose score comes within $m$ of that of the
right class adds the amount by which it does.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Classes, Index, Loss, Positive, Real, Source, positive_part, step

j, k, y, K, m = symbols("j k y K m")
s = IndexedBase("s")
inside = Sum((1 - KroneckerDelta(j, y)) * step(m - s[y] + s[j]), (j, 1, K))

loss = Loss(
    id="LK2Z",
    expression=Sum((1 - KroneckerDelta(j, y)) * positive_part(m - s[y] + s[j]), (j, 1, K)) / K,
    wrt=s[k],
    symbols={
        s: Real("scores, one for each class", shape=(K,)),
        m: Positive("margin that is asked for"),
        y: Index("the right class", last=K),
        k: Index("index of the score", last=K),
        K: Classes("number of classes"),
    },
    source=[
        Source("PyTorch documentation, torch.nn.MultiMarginLoss"),
        Source(
            "J. Weston and C. Watkins, Support vector machines for multi-class pattern recognition, ESANN 1999, "
            "219-224",
        ),
    ],
    mistakes=[
        (
            step(m - s[y] + s[k]) * (1 - KroneckerDelta(k, y)) / K,
            "the right class was forgotten: it has a slope of its own",
        ),
        (
            ((1 - KroneckerDelta(k, y)) * step(m - s[y] + s[k]) - KroneckerDelta(k, y)) / K,
            "the right class got $-1$ once: it gets it from every rival that is too close",
        ),
        (
            (1 - KroneckerDelta(k, y)) * step(m - s[y] + s[k]) - KroneckerDelta(k, y) * inside,
            "the division by the number of classes was dropped",
        ),
    ],
    aliases=["nn.MultiMarginLoss", "Weston-Watkins loss", "CS231n SVM loss"],
    used_for="several classes with a margin, every rival counted",
    why=(
        "A rival within the margin is pushed down, each with the same slope; the right class is pushed up once for "
        "each of them. So the slopes sum to 0. The course CS231n teaches this loss, without the division; PyTorch "
        "divides by the number of classes. That of Crammer and Singer counts the strongest rival alone."
    ),
    in_code=[("torch.nn.MultiMarginLoss(margin=m)(s, y)", "mean")],
    see_instead=[("multiclass-hinge", "counts the strongest rival only")],
)
