"""CQL penalty (conservative Q-learning)

By how much the soft maximum of the values of all actions exceeds the value of the action on record. Added to the TD
error it keeps values of untried actions low.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Loss, Real, Source

j, k, a, K = symbols("j k a K")
Q = IndexedBase("Q")

loss = Loss(
    id="LR2Y",
    expression=log(Sum(exp(Q[j]), (j, 1, K))) - Q[a],
    wrt=Q[k],
    symbols={
        Q: Real("values, scores of the actions in a state", shape=(K,)),
        a: Index("the action on record", last=K),
        k: Index("index of the action", last=K),
        K: Classes("number of actions"),
    },
    source=Source(
        "A. Kumar, A. Zhou, G. Tucker and S. Levine, Conservative Q-learning for offline reinforcement learning (2020)",
        arxiv="2006.04779",
    ),
    mistakes=[
        (exp(Q[k]) / Sum(exp(Q[j]), (j, 1, K)), "the action on record was forgotten: then all values would sink"),
        (-KroneckerDelta(a, k), "the soft maximum was dropped: then the value on record would rise for ever"),
        (
            KroneckerDelta(a, k) - exp(Q[k]) / Sum(exp(Q[j]), (j, 1, K)),
            "the two terms changed places",
        ),
    ],
    aliases=["conservative Q-learning", "CQL regulariser"],
    used_for="values learned from recorded actions, without wishful thinking",
    why=(
        "It is the softmax cross-entropy with values as logits: the value on record is raised, and those of the others "
        "are lowered, the largest most. Without it an action that nobody tried may be overrated, and the policy would "
        "choose just that one."
    ),
    in_code=[
        ("torch.nn.functional.cross_entropy(Q, a)", "mean"),
        ("optax.softmax_cross_entropy_with_integer_labels(Q, a)", "none"),
    ],
    see_instead=[("softmax-cross-entropy", "the same formula of logits")],
)
