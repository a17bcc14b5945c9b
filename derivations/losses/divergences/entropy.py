r"""Entropy

The mean surprise of an outcome that has the probabilities $p$: 0 where one outcome is certain, and $\log K$ where all
are alike.
"""

from sympy import IndexedBase, Sum, log, symbols

from derivations.language import Classes, Index, Loss, Probability

i, k, K = symbols("i k K")
p = IndexedBase("p")

loss = Loss(
    id="L2ZY",
    name="H",
    expression=-Sum(p[i] * log(p[i]), (i, 1, K)),
    wrt=p[k],
    symbols={
        p: Probability("probabilities", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source="C. E. Shannon, A mathematical theory of communication, Bell System Technical Journal 27 (1948), 379-423",
    mistakes=[
        (-log(p[k]), "the logarithm was treated as a constant: its slope $1/p_k$, times $p_k$, adds 1"),
        (-log(p[k]) + 1, "the minus in front of the sum was applied to one of the two terms only"),
        (-1 / p[k], "only the logarithm was differentiated, and its factor dropped"),
        (log(p[k]) + 1, "the minus in front of the sum was dropped"),
    ],
    aliases=["Shannon entropy"],
    used_for="how undecided a prediction is",
    why=(
        "Of $-\\log p_k-1$ only the first part matters on the simplex: the $-1$ is the same for every outcome, and "
        "probabilities that sum to 1 cannot all grow. Where all slopes are equal, all probabilities are. Decision "
        "trees lower the entropy with every question; reinforcement learning adds it to keep a policy undecided, and "
        "semi-supervised learning subtracts it to make a classifier decide."
    ),
    in_code=[("torch.special.entr(p).sum()", "sum", "without `.sum()` one term for each outcome")],
    see_instead=[("kullback-leibler", "the entropy relative to another distribution")],
)
