"""RLOO (REINFORCE, leave one out)

The policy gradient of several answers to one question: the baseline of each is the mean reward of the others.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real, Source

i, j, k, G = symbols("i j k G")
ell, R, A = map(IndexedBase, ("ell", "R", "A"))

loss = Loss(
    id="LBRZ",
    expression=-Sum(A[i] * ell[i], (i, 1, G)) / G,
    wrt=ell[k],
    definitions=[(A[i], R[i] - (Sum(R[j], (j, 1, G)) - R[i]) / (G - 1))],
    symbols={
        ell: Real("log-probabilities of the answers under the policy, $\\log\\pi$", shape=(G,)),
        R: Real("rewards of the answers, fixed", shape=(G,)),
        A: Intermediate("advantage: the reward minus the mean of the others", shape=(G,)),
        k: Index("index of the answer", last=G),
        G: Classes("number of answers"),
    },
    source=Source(
        "A. Ahmadian et al., Back to basics: revisiting REINFORCE style optimization for learning from human feedback "
        "in LLMs (2024)",
        arxiv="2402.14740",
    ),
    other_forms=[
        (
            -(R[k] - Sum(R[j], (j, 1, G)) / G) / (G - 1),
            "the reward minus the mean of all, and $G-1$ below the line",
        )
    ],
    mistakes=[
        (-R[k] / G, "the baseline was dropped"),
        (-(R[k] - Sum(R[j], (j, 1, G)) / G) / G, "the answer was counted in its own baseline"),
        (A[k] / G, "the gradient of the gain: the loss is minus that"),
    ],
    aliases=["REINFORCE leave-one-out", "RLOOTrainer"],
    used_for="language models with a reward, without a value network",
    why=(
        "An answer that is better than the others is made likelier, one that is worse is made rarer; all together the "
        "weights add up to 0. The baseline leaves out the answer itself, so it is independent of it and the gradient "
        "has the right mean. With the mean of all the gradient is smaller by the factor $(G-1)/G$, which a learning "
        "rate takes up."
    ),
    see_instead=[("dr-grpo", "the mean of all as baseline"), ("policy-gradient", "one action, by its logits")],
)
