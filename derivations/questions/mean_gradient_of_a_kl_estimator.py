r"""k1, k2 or k3: whose mean gradient is that of the divergence?

A policy is held near a reference by an estimate of the divergence, made from answers that the policy drew. Three
estimates are in use: $k_1=\log(q/p)$, $k_2=k_1^2/2$ and $k_3=p/q-1-\log(p/q)$. As *values* $k_1$ and $k_3$ are right in
the mean; as *losses* only $k_2$ is. The gradient of an unbiased estimate need not be an unbiased gradient: the
policy also decides which answers are drawn, and a loss of drawn answers does not see that. (Here $q$ is the softmax of
the logits, and $p$ the reference.)
"""

from sympy import IndexedBase, Integer, KroneckerDelta, Sum, log, symbols

from derivations.language import Answer, Claim, Section

i, k, K = symbols("i k K")
p, q = IndexedBase("p"), IndexedBase("q")
score = KroneckerDelta(i, k) - q[k]  # of log q[i], with respect to the logit k

answer = Answer(
    id="QKM8",
    loss="reverse-kullback-leibler-of-logits",
    short="Only that of k2",
    claims=[
        Claim(
            Sum(q[i] * (1 - p[i] / q[i]) * score, (i, 1, K)),
            "wrong",
            "the mean gradient of $k_3$: it is $q_k-p_k$, that of the forward divergence",
        ),
        Claim(Sum(q[i] * log(q[i] / p[i]) * score, (i, 1, K)), "exact", "the mean gradient of $k_2$"),
        Claim(Integer(0), "wrong", "the mean gradient of $k_1$: the mean of all scores is 0"),
        Claim(
            q[k] - p[k], "exact", "what the gradient of $k_3$ makes smaller in truth", loss="kullback-leibler-of-logits"
        ),
    ],
    sections=[
        Section(
            "Where these come from",
            "The gradient at one answer is the slope of the estimate with respect to $\\log q_i$, which is 1 for "
            "$k_1$, $\\log(q_i/p_i)$ for $k_2$ and $1-p_i/q_i$ for $k_3$, times the slope of $\\log q_i$ with respect "
            "to the logit. The mean weights each answer with $q_i$, and holds these weights fixed.",
        ),
        Section(
            "Does it matter?",
            "Near the reference hardly: there $\\log(q/p)$ and $1-p/q$ agree to first order. Far from it they do not. "
            "Where the policy gives little to an answer that the reference likes, $p/q$ is huge, and so is the rare "
            "gradient of $k_3$. And $k_1$ as a loss does nothing at all but add noise.",
        ),
        Section(
            "What to do",
            "Put $k_1$ into the reward, take $k_2$ as a loss, or multiply $k_3$ by the ratio of the policy to the one "
            "that drew the answers, and differentiate that ratio too. All three have the right mean gradient.",
        ),
    ],
    see=["reverse-kullback-leibler", "policy-gradient"],
    source=[
        ("TRL, issue 4967", "https://github.com/huggingface/trl/issues/4967"),
        ("RLHF book, issue 489", "https://github.com/natolambert/rlhf-book/issues/489"),
    ],
)
