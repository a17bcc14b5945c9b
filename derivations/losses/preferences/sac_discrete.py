r"""Soft actor-critic, discrete actions

Minus the mean value of the actions, minus an entropy with the weight $\alpha$: actions should be good, and the choice
among good ones random.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Positive, Real, Source

i, j, k, K, alpha = symbols("i j k K alpha")
z, p, Q, u = map(IndexedBase, ("z", "p", "Q", "u"))

loss = Loss(
    id="L6KX",
    expression=Sum(p[i] * (alpha * log(p[i]) - Q[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits of the actions", shape=(K,)),
        p: Intermediate("probability of action $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        Q: Real("values of the actions, held fixed", shape=(K,)),
        alpha: Positive("temperature: weight of the entropy"),
        k: Index("index of the logit", last=K),
        K: Classes("number of actions"),
    },
    source=[
        Source("T. Haarnoja et al., Soft actor-critic (2018)", arxiv="1801.01290"),
        Source("P. Christodoulou, Soft actor-critic for discrete action settings (2019)", arxiv="1910.07207"),
    ],
    mistakes=[
        (
            p[k] * (alpha * log(p[k]) - Q[k]),
            "the normalisation of the softmax was overlooked: the mean over all actions is missing",
        ),
        (
            p[k] * (Sum(p[i] * Q[i], (i, 1, K)) - Q[k]),
            "the entropy was dropped",
        ),
        (
            alpha * (log(p[k]) + 1) - Q[k],
            "the gradient with respect to the probability: the slope of the softmax is missing",
        ),
    ],
    aliases=["SAC", "soft actor-critic", "maximum entropy policy loss"],
    used_for="policies over a few actions, with an incentive to explore",
    why=(
        "Each action is compared with the mean of all, and weighted by its probability. The loss is, up to a constant, "
        "$\\alpha$ times the divergence of the policy from the softmax of $Q/\\alpha$: there the gradient is 0. All "
        "actions are summed over, so nothing is drawn at random, and no score function is needed."
    ),
    see_instead=[("policy-gradient", "sees the action taken only")],
)
