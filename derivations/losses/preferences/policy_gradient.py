r"""Policy gradient of a softmax

Minus the log-probability of the action that was taken, times its advantage, which is held fixed: what code minimises to
make good actions more likely. It is the softmax cross-entropy with a weight that may be negative.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real

i, j, k, a, K, A = symbols("i j k a K A")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="LD9G",
    former="classification/policy-gradient",
    expression=-A * log(p[a]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits of the actions", shape=(K,)),
        p: Intermediate("probability of action $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        A: Real("advantage of the action taken, held fixed"),
        a: Index("the action taken", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of actions"),
    },
    source=(
        "R. J. Williams, Simple statistical gradient-following algorithms for connectionist reinforcement learning, "
        "Machine Learning 8 (1992), 229-256"
    ),
    mistakes=[
        (
            A * (KroneckerDelta(a, k) - p[k]),
            "the gradient of $A\\log p_a$: the loss is minus that",
        ),
        (p[k] - KroneckerDelta(a, k), "the advantage was dropped: this makes bad actions more likely too"),
        (-A * (1 - p[k]), "right for the logit of the action taken only"),
    ],
    aliases=["REINFORCE", "score function estimator", "log-derivative trick", "policy gradient theorem", "log pi"],
    used_for="policies over a few actions, from rewards",
    why=(
        "The gradient is that of the softmax cross-entropy, times the advantage: a good action is made likelier at the "
        "cost of all others, a bad one rarer. Its mean over the policy's own actions is the gradient of minus the "
        "expected reward, so the actions must be drawn by the policy as it is now. A baseline that does not depend on "
        "the action changes the noise, and not the mean."
    ),
    see_instead=[
        ("surrogate", "for actions that an older policy took"),
        ("awr", "a weight that is never negative"),
    ],
)
