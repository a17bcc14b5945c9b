"""Advantage-weighted regression

The cross-entropy of the action that was taken, weighted by the exponential of its advantage: imitation that imitates
good actions more.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

i, j, k, a, K, A, beta = symbols("i j k a K A beta")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LPSS",
    expression=-exp(A / beta) * log(p[a]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits of the actions", shape=(K,)),
        p: Intermediate("probability of action $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        A: Real("advantage of the action taken, held fixed"),
        beta: Positive("temperature: the smaller, the more only the best actions count"),
        a: Index("the action taken", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of actions"),
    },
    source=Source(
        "X. B. Peng, A. Kumar, G. Zhang and S. Levine, Advantage-weighted regression: simple and scalable off-policy "
        "reinforcement learning (2019)",
        arxiv="1910.00177",
    ),
    mistakes=[
        (A * (p[k] - KroneckerDelta(a, k)), "the gradient of the policy gradient: here the weight is an exponential"),
        (exp(A / beta) * (KroneckerDelta(a, k) - p[k]), "the gradient of the log-likelihood: the loss is minus that"),
        (p[k] - KroneckerDelta(a, k), "the weight was dropped: plain imitation"),
    ],
    aliases=["AWAC", "exponentially weighted imitation", "IQL policy loss"],
    used_for="policies learned from recorded actions",
    why=(
        "The weight is positive also for a bad action: its probability is raised too, only by less. So the loss is a "
        "weighted cross-entropy, convex in the logits, and safe with actions of another policy. It is what comes of "
        "asking for the best policy near the one that acted. Code cuts the weight off above."
    ),
    see_instead=[("policy-gradient", "the weight is the advantage itself, and may be negative")],
)
