r"""Reverse Kullback-Leibler divergence of logits

The reverse Kullback-Leibler divergence of the softmax $q$ of logits from fixed probabilities $p$: the model's own
probabilities stand in front.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Simplex, Source

i, j, k, K, D = symbols("i j k K D")
z, p, q = map(IndexedBase, ("z", "p", "q"))

loss = Loss(
    id="L9F2",
    name="D",
    expression=Sum(q[i] * log(q[i] / p[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[
        (q[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K))),
        (D, Sum(q[i] * log(q[i] / p[i]), (i, 1, K))),
    ],
    symbols={
        z: Real("logits", shape=(K,)),
        q: Intermediate("predicted probability of outcome $i$, the softmax", shape=(K,), within="(0, 1)"),
        D: Intermediate("divergence"),
        p: Simplex("reference probabilities, fixed", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "Y. Gu, L. Dong, F. Wei and M. Huang, MiniLLM: Knowledge distillation of large language models (2023)",
        arxiv="2306.08543",
    ),
    closing=[(q[k] * (log(q[k] / p[k]) - D), "the sum is the divergence itself, by its name")],
    mistakes=[
        (q[k] - p[k], "the gradient of the forward divergence, in which the target stands in front"),
        (q[k] * log(q[k] / p[k]), "the divergence itself was not taken off: each logit moves all probabilities"),
        (log(q[k] / p[k]) + 1, "the gradient with respect to the probability: the slope of the softmax is missing"),
        (
            q[k] * (1 - q[k]) * (log(q[k] / p[k]) + 1),
            "only $q_k$ was differentiated: $z_k$ moves every other probability too",
        ),
    ],
    aliases=["reverse KL of logits", "KL penalty"],
    used_for="keeping a policy near a reference, and distillation on own samples",
    why=(
        "The gradient compares the log-ratio of one outcome with the mean log-ratio, which is the divergence itself, "
        "and weights the difference with $q_k$. An outcome to which the model gives next to no probability has next to "
        "no gradient, even where the reference has much: the model may leave out a mode of it for good. Reinforcement "
        "learning of language models takes this divergence as its penalty."
    ),
    see_instead=[("kullback-leibler-of-logits", "the forward divergence: its gradient is $q_k-p_k$")],
)
