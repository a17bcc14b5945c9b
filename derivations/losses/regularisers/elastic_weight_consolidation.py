r"""Elastic weight consolidation (EWC)

A spring from each weight to its value after an earlier task. Weights that mattered then, by their Fisher information,
have a stiff spring.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Index, Loss, Nonnegative, Positive, Real, Size, Source

i, j, n, lam = symbols("i j n lambda")
w, v, F = map(IndexedBase, ("w", "v", "F"))

loss = Loss(
    id="L2VZ",
    expression=lam * Sum(F[i] * (w[i] - v[i]) ** 2, (i, 1, n)) / 2,
    wrt=w[j],
    symbols={
        w: Real("weights", shape=(n,)),
        v: Real("weights after the earlier task, fixed", shape=(n,)),
        F: Nonnegative("Fisher information of each weight on the earlier task, fixed", shape=(n,)),
        lam: Positive("how much the earlier task counts"),
        j: Index("index of the weight", last=n),
        n: Size("number of weights"),
    },
    source=Source(
        "J. Kirkpatrick et al., Overcoming catastrophic forgetting in neural networks, Proceedings of the National "
        "Academy of Sciences 114 (2017), 3521-3526",
        doi="10.1073/pnas.1611835114",
        arxiv="1612.00796",
    ),
    mistakes=[
        (lam * (w[j] - v[j]), "the Fisher information was dropped: all springs would be equally stiff"),
        (lam * F[j] * w[j], "the pull goes to 0 instead of to the earlier weights, as in weight decay"),
        (2 * lam * F[j] * (w[j] - v[j]), "the half before the sum was forgotten"),
    ],
    aliases=["EWC", "continual learning penalty"],
    used_for="a second task that must not erase the first",
    why=(
        "Each weight is drawn back to its earlier value in proportion to how far it has gone, and to how much the "
        "earlier task depended on it. Up to a constant it is minus the logarithm of a normal approximation to the "
        "posterior of the earlier task. Where the Fisher information is 0 a weight may move freely."
    ),
    see_instead=[("half-squared-l2-norm", "the same with all springs equal and tied to 0")],
)
