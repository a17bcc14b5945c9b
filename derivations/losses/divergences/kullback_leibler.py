r"""Kullback-Leibler divergence

How far predicted probabilities $q$ are from target probabilities $p$: the mean, under the target, of the logarithm of
the ratio $p_i/q_i$. This way round it is called forward. Each $q_k$ moves alone here; that all of them sum to 1 is for
the model to see to.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Loss, Probability, Simplex, Source

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")

loss = Loss(
    id="LNQC",
    expression=Sum(p[i] * log(p[i] / q[i]), (i, 1, K)),
    wrt=q[k],
    symbols={
        q: Probability("predicted probabilities", shape=(K,)),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "S. Kullback and R. A. Leibler, On information and sufficiency, Annals of Mathematical Statistics 22 (1951), "
        "79-86",
        doi="10.1214/aoms/1177729694",
    ),
    mistakes=[
        (p[k] / q[k], "the minus of the logarithm of a quotient was forgotten: $q_k$ stands below the line"),
        (log(p[k] / q[k]) - 1, "the probability in front was taken for $q_k$: it is that of the target"),
        (log(q[k] / p[k]) + 1, "the gradient of the reverse divergence, in which $q$ stands in front"),
        (q[k] - p[k], "the gradient with respect to the logits of a softmax: here $q_k$ itself is the variable"),
    ],
    aliases=["KL divergence", "KL", "KLD", "forward KL", "relative entropy", "keras.losses.KLDivergence"],
    used_for="probabilities that must cover all of a target distribution",
    why=(
        "The gradient is minus the ratio $p_k/q_k$: it grows beyond all bounds where the model calls impossible what "
        "the target has. So a minimiser spreads over all of the target, rather than miss a part of it. The loss is the "
        "cross-entropy minus the entropy of the target, a constant, and so both have the same gradient."
    ),
    in_code=[
        ("keras.losses.KLDivergence()(p, q)", "sum_over_batch_size", "clips both to $[10^{-7},1]$"),
        (
            "torch.nn.KLDivLoss(reduction='sum')(torch.log(q), p)",
            "sum",
            "takes $\\log q$; its default is the mean of the entries",
        ),
    ],
    see_instead=[
        ("reverse-kullback-leibler", "the same two, the other way round: another gradient, and another minimiser"),
        ("kullback-leibler-of-logits", "the same loss as a function of logits: its gradient is $q_k-p_k$"),
    ],
)
