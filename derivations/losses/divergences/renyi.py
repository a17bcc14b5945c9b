r"""Rényi divergence

A family of divergences. Its order $\alpha$ says how much the outcomes count to which the target gives more than the
prediction; as $\alpha\to1$ it is the Kullback-Leibler divergence.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Intermediate, Interval, Loss, Probability, Simplex, Source

i, k, K, a, s = symbols("i k K alpha s")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="L4XX",
    expression=log(s) / (a - 1),
    wrt=q[k],
    definitions=[(s, Sum(p[i] ** a * q[i] ** (1 - a), (i, 1, K)))],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        s: Intermediate("sum of the weighted ratios", within="(0, oo)"),
        a: Interval("order", within="(1, oo)"),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "T. van Erven and P. Harremoës, Rényi divergence and Kullback-Leibler divergence (2014)", arxiv="1206.2459"
    ),
    mistakes=[
        (-(p[k] ** a) * q[k] ** (-a), "the outer logarithm was left out: it divides by the sum"),
        (
            -(p[k] ** a) * q[k] ** (-a) / ((a - 1) * s),
            "of the exponent $1-\\alpha$ that comes down only the sign was kept",
        ),
        (p[k] ** a * q[k] ** (-a) / s, "the sign of the exponent $1-\\alpha$ was lost"),
        (-p[k] / q[k], "right in the limit $\\alpha\\to1$ only"),
    ],
    aliases=["Renyi divergence", "Renyi alpha divergence", "alpha-Renyi"],
    used_for="privacy bounds, and variational bounds with a dial",
    why=(
        "The gradient is minus the ratio $p_k/q_k$ to the power $\\alpha$, divided by the mean of that over the "
        "prediction. The larger the order, the more the worst outcome alone decides. Differential privacy counts "
        "losses of privacy with it, and variational inference takes it to choose between covering and picking modes."
    ),
    see_instead=[("kullback-leibler", "the limit $\\alpha\\to1$")],
)
