r"""KL behind a softmax: is the gradient -p/q or q - p?

With respect to a logit it is $q_k-p_k$. With respect to a probability it is $-p_k/q_k$. Between the two stands the
slope of the softmax: one logit moves all probabilities, as these must sum to 1.
"""

from sympy import IndexedBase, log, symbols

from derivations.language import Answer, Claim, Section

k = symbols("k")
p, q = IndexedBase("p"), IndexedBase("q")

answer = Answer(
    id="QBSH",
    loss="kullback-leibler-of-logits",
    short="q - p for the logits",
    claims=[
        Claim(-p[k] / q[k], "wrong", "the gradient with respect to the probability"),
        Claim(q[k] - p[k], "exact", "prediction minus target, as for the cross-entropy"),
        Claim(-p[k] * (1 - q[k]), "wrong", "only $q_k$ was followed, but $z_k$ lowers all other probabilities"),
        Claim(p[k] - q[k], "negated", "target minus prediction"),
        Claim(-p[k] / q[k], "exact", "here the probability itself is the variable", loss="kullback-leibler"),
        Claim(
            q[k] * log(q[k] / p[k]),
            "wrong",
            "the other way round the divergence itself is taken off the logarithm, before $q_k$ multiplies it",
            loss="reverse-kullback-leibler-of-logits",
        ),
    ],
    sections=[
        Section(
            "How the sum disappears",
            "Each $p_i$ is multiplied by $[i=k]-q_k$, the slope of $\\log q_i$. The bracket leaves $-p_k$; the rest "
            "is $q_k$ times the sum of the targets, which is 1. If your targets do not sum to 1, their sum stays.",
        ),
        Section(
            "How to notice",
            "Add the components of the gradient. With respect to logits they sum to 0, because a number that is added "
            "to all logits changes nothing. $-p_k/q_k$ does not pass that test.",
        ),
    ],
    see=["kullback-leibler-of-log-probabilities", "softmax"],
    goes_on=["targets-that-do-not-sum-to-one"],
)
