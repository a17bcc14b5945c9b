r"""Entropy penalty

Minus the entropy of the probabilities that a softmax gives: it is small where they are spread out, so that a policy or
a classifier does not become sure too early.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, j, k, K, H = symbols("i j k K H")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LPWZ",
    expression=-H,
    wrt=z[k],
    definitions=[
        (p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K))),
        (H, -Sum(p[i] * log(p[i]), (i, 1, K))),
    ],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        H: Intermediate("entropy of the probabilities", within="(0, oo)"),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes, or of actions"),
    },
    source=Source(
        "V. Mnih et al., Asynchronous methods for deep reinforcement learning, ICML 2016, section 4",
        arxiv="1602.01783",
    ),
    mistakes=[
        (1 + log(p[k]), "the gradient with respect to the probabilities: the softmax was left out"),
        (-p[k] * (log(p[k]) + H), "the gradient of the entropy itself: the penalty is minus that"),
        (p[k] * log(p[k]), "the entropy is missing: the logits change all probabilities, as these sum to 1"),
    ],
    aliases=["entropy bonus", "entropy regularisation", "entropy regularization"],
    used_for="policies and classifiers that become sure too early",
    why=(
        "A class whose log-probability lies above the mean, $-H$, has a positive slope, so descent lowers its logit; "
        "rare classes are raised. The sum over all classes is 0: a constant added to all logits changes nothing. In "
        "reinforcement learning it keeps a policy trying other actions; there it is added with a small factor."
    ),
)
