r"""Kullback-Leibler divergence of logits

The Kullback-Leibler divergence of target probabilities $p$ from the softmax $q$ of logits: the forward one, in which
the target stands in front.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Simplex, Source

i, j, k, l, K = symbols("i j k l K")
z, p, q = map(IndexedBase, ("z", "p", "q"))

loss = Loss(
    id="LB7B",
    expression=Sum(p[i] * log(p[i] / q[i]), (i, 1, K)),
    wrt=z[k],
    second=z[l],
    definitions=[(q[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        q: Intermediate("predicted probability of outcome $i$, the softmax", shape=(K,), within="(0, 1)"),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the logit", last=K),
        l: Index("index of the second logit", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source(
        "G. Hinton, O. Vinyals and J. Dean, Distilling the knowledge in a neural network (2015)", arxiv="1503.02531"
    ),
    mistakes=[
        (p[k] - q[k], "prediction and target changed places"),
        (-p[k] / q[k], "the gradient with respect to the probability: each logit moves all probabilities"),
        (-p[k] * (1 - q[k]), "only $q_k$ was differentiated: $z_k$ moves every other probability too"),
        (
            q[k] * (log(q[k] / p[k]) + 1),
            "the reverse divergence was differentiated, and that as if $z_k$ moved $q_k$ alone",
        ),
    ],
    aliases=["softmax KL", "distillation loss", "forward KL of logits"],
    used_for="teaching one model with the probabilities of another",
    why=(
        "The gradient is the error of the probabilities, $q_k-p_k$, as for the softmax cross-entropy: the two losses "
        "differ by the entropy of the target, which is constant. Only the value differs: the divergence is 0 when the "
        "model has copied its target, and the cross-entropy is not. A student learns from a teacher with it."
    ),
    in_code=[
        (
            "torch.nn.KLDivLoss(reduction='sum')(torch.log_softmax(z, -1), p)",
            "sum",
            "by itself the mean of the entries",
        ),
        ("optax.kl_divergence(jax.nn.log_softmax(z), p)", "none", "sums over the outcomes"),
    ],
    see_instead=[
        ("softmax-cross-entropy-of-soft-targets", "the same gradient; its value does not sink to 0"),
        ("reverse-kullback-leibler-of-logits", "the same two, the other way round: another gradient"),
    ],
)
