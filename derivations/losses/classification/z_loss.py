r"""z-loss

The square of the logarithm of the softmax's denominator, times a small weight: it keeps the logits from drifting.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

j, k, i, K, zeta = symbols("j k i K zeta")
z, p = IndexedBase("z"), IndexedBase("p")
total = log(Sum(exp(z[j]), (j, 1, K)))

loss = Loss(
    id="LS6V",
    expression=zeta * total**2,
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
        zeta: Positive("weight, such as $10^{-4}$"),
    },
    source=Source(
        "B. Zoph, I. Bello, S. Kumar, N. Du, Y. Huang, J. Dean, N. Shazeer and W. Fedus, ST-MoE: designing stable and "
        "transferable sparse expert models (2022), section 3",
        arxiv="2202.08906",
    ),
    mistakes=[
        (2 * zeta * total, "the inner derivative is missing: that of the log-sum-exp is the softmax"),
        (2 * zeta * p[k], "the logarithm was lost: the square brings down its inner function"),
        (zeta * total * p[k], "the 2 of the square was lost"),
    ],
    aliases=["router z-loss", "auxiliary z-loss", "softmax z-loss"],
    used_for="large language models and mixtures of experts: stable logits",
    why=(
        "The softmax does not change if a constant is added to all logits, so the cross-entropy cannot keep them in "
        "place; this term can. Its gradient is the probability of each class, times twice the weighted logarithm of "
        "the denominator: zero where the denominator is 1, that is, where the logits are log-probabilities already."
    ),
    see_instead=[
        ("log-sum-exp", "the function that is squared here"),
        ("softmax-cross-entropy", "the loss that this term is added to"),
    ],
)
