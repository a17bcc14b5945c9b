r"""Kullback-Leibler divergence of log-probabilities

The Kullback-Leibler divergence of target probabilities $p$ from a model that gives the logarithms
$\ell_i=\log q_i$ of its probabilities. That all $e^{\ell_i}$ sum to 1 is for the model to see to.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Interval, Loss, Simplex, Source

i, k, K = symbols("i k K")
p, l = IndexedBase("p"), IndexedBase("ell")

loss = Loss(
    id="L2DH",
    expression=Sum(p[i] * (log(p[i]) - l[i]), (i, 1, K)),
    wrt=l[k],
    symbols={
        l: Interval("predicted log-probabilities", shape=(K,), within="(-oo, 0)"),
        p: Simplex("target probabilities, fixed", shape=(K,)),
        k: Index("index of the outcome", last=K),
        K: Classes("number of outcomes"),
    },
    source=Source("PyTorch documentation, torch.nn.KLDivLoss (2025)"),
    mistakes=[
        (-p[k] / l[k], "the variable is $\\log q_k$ already: no logarithm is left to differentiate"),
        (-p[k] / exp(l[k]), "the gradient with respect to the probability $q_k$, not with respect to its logarithm"),
        (exp(l[k]) - p[k], "the gradient with respect to the logits, which contains the slope of the softmax"),
        (p[k], "the minus in front of the log-probability was forgotten"),
    ],
    aliases=["nn.KLDivLoss", "F.kl_div"],
    used_for="distillation, where the model gives log-probabilities",
    why=(
        "The loss is linear in the log-probabilities, and its gradient does not depend on the model at all. So it "
        "makes sense only behind a log-softmax, whose own slope adds the $q_k$ that is missing here. Libraries take "
        "the logarithm because it is known more precisely than the logarithm of a rounded probability."
    ),
    in_code=[
        (
            "torch.nn.KLDivLoss(reduction='sum')(ell, p)",
            "sum",
            "`mean`, its default, divides by the number of entries; `batchmean` by that of examples",
        ),
        ("optax.kl_divergence(ell, p)", "none", "sums over the outcomes"),
    ],
    see_instead=[
        ("kullback-leibler", "the same loss, with the probabilities as variables"),
        ("kullback-leibler-of-logits", "the same loss behind a softmax"),
    ],
)
