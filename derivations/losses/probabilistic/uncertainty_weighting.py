r"""Uncertainty weighting of several losses

A sum of losses, each with a weight that is learned: the weight $e^{-s_i}$ is small for a noisy task, and the term $s_i$
keeps the weights from vanishing.
"""

from sympy import IndexedBase, Integer, Sum, exp, symbols

from derivations.language import Index, Loss, Nonnegative, Real, Size, Source

i, k, n = symbols("i k n")
s, E = IndexedBase("s"), IndexedBase("E")

loss = Loss(
    id="LBM5",
    expression=Sum(exp(-s[i]) * E[i] + s[i], (i, 1, n)) / 2,
    wrt=(s[k], E[k]),
    symbols={
        s: Real("log-variances of the tasks, learned", shape=(n,)),
        E: Nonnegative("losses of the tasks", shape=(n,)),
        k: Index("index of the task", last=n),
        n: Size("number of tasks"),
    },
    source=Source(
        "A. Kendall, Y. Gal and R. Cipolla, Multi-task learning using uncertainty to weigh losses for scene geometry "
        "and semantics (2018)",
        arxiv="1705.07115",
    ),
    mistakes={
        s[k]: [
            (-exp(-s[k]) * E[k] / 2, "the second term was dropped: then a smaller weight would always be better"),
            ((exp(-s[k]) * E[k] + 1) / 2, "the inner minus of $e^{-s_k}$ is missing"),
            ((exp(-s[k]) - E[k] * exp(-2 * s[k])) / 2, "the slope with respect to the variance $e^{s_k}$"),
        ],
        E[k]: [
            (Integer(1), "the weight was dropped, and the half with it"),
            (exp(-s[k]), "the half in front of the sum was dropped"),
        ],
    },
    aliases=["multi-task uncertainty weighting", "homoscedastic uncertainty weighting", "Kendall multi-task loss"],
    used_for="several tasks whose losses have different sizes",
    why=(
        "Each variance $e^{s_k}$ is drawn to the loss of its task, and there the weight is one over that loss. So the "
        "network sees each loss in units of its own size: the sum acts like that of the logarithms of the losses. A "
        "task that cannot be learned loses its weight. A loss below 0 would break it: the weight would grow without "
        "end."
    ),
    see_instead=[("gaussian-log-variance", "the same for one target, with the squared error as the loss")],
)
