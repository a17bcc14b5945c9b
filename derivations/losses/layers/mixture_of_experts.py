r"""Mixture of experts, backwards

The outputs of several experts, averaged with weights that a gate computes by a softmax. Given are the slopes $g_c$ of a
loss with respect to the mixed outputs; sought are those with respect to a logit of the gate and to an expert's output.
"""

from sympy import IndexedBase, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Size, Source

a, c, i, j, k, m, n = symbols("a c i j k m n")
z, f, p, y, g = map(IndexedBase, ("z", "f", "p", "y", "g"))

loss = Loss(
    id="LNRF",
    expression=Sum(g[c] * y[c], (c, 1, m)),
    wrt=(z[k], f[k, a]),
    backward=True,
    definitions=[
        (p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, n))),
        (y[c], Sum(p[i] * f[i, c], (i, 1, n))),
    ],
    closing={z[k]: [(p[k] * Sum(g[c] * (f[k, c] - y[c]), (c, 1, m)), "$\\sum_ip_if_{ic}=y_c$")]},
    symbols={
        z: Real("logits of the gate, one for each expert", shape=(n,)),
        f: Real("inputs, the outputs of the experts, a row for each", shape=(n, m)),
        p: Intermediate("weight of expert $i$", shape=(n,), within="(0, 1)"),
        y: Intermediate("mixed output", shape=(m,)),
        g: Real("slopes of the loss with respect to the mixed outputs, given", shape=(m,)),
        k: Index("index of the expert", last=n),
        a: Index("index of the output", last=m),
        n: Classes("number of experts"),
        m: Size("number of outputs"),
    },
    source=Source(
        "N. Shazeer et al., Outrageously large neural networks: the sparsely-gated mixture-of-experts layer (ICLR, "
        "2017)",
        arxiv="1701.06538",
    ),
    mistakes={
        z[k]: [
            (p[k] * Sum(g[c] * f[k, c], (c, 1, m)), "the mixed output was not subtracted: the weights sum to 1"),
            (Sum(g[c] * (f[k, c] - y[c]), (c, 1, m)), "the weight of the expert is missing"),
            (
                p[k] * (1 - p[k]) * Sum(g[c] * f[k, c], (c, 1, m)),
                "the other experts were left out: a logit also takes weight from them",
            ),
        ],
        f[k, a]: [
            (g[a], "the weight of the expert is missing"),
            (p[k] * Sum(g[c], (c, 1, m)), "the slopes of all outputs were added"),
        ],
    },
    aliases=["MoE", "mixture of experts gate", "gating network"],
    used_for="large models of which each input uses a part",
    why=(
        "The gate learns by how much an expert does better than the mixture; an expert receives the slopes by its "
        "weight. An expert that the gate hardly uses learns hardly anything, and stays unused: that is why a further "
        "loss balances the load. If only the best few are computed, the sums run over those."
    ),
    in_code=[
        ("torch.dot(g, torch.softmax(z, dim=0) @ f)", "none"),
        ("jax.numpy.dot(g, jax.nn.softmax(z) @ f)", "none"),
    ],
    see_instead=[("attention", "the same mean of values, with weights from a query and keys")],
)
