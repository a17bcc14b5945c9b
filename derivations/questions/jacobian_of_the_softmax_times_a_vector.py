r"""Softmax backwards: is it the incoming gradient times p(1 - p)?

No, that is the diagonal of the Jacobian alone. Each logit moves all probabilities, so from each incoming slope the mean
of all is subtracted, weighted with the probabilities, before it is multiplied by $p_k$.
"""

from sympy import IndexedBase, Sum, symbols

from derivations.language import Answer, Claim, Section

i, k, K = symbols("i k K")
p, t = map(IndexedBase, ("p", "t"))
incoming = 2 * (p[k] - t[k])

answer = Answer(
    id="Q7YR",
    loss="brier-of-a-softmax",
    short="No, a mean must be subtracted first",
    claims=[
        Claim(incoming * p[k] * (1 - p[k]), "wrong", "the diagonal alone, as for a sigmoid"),
        Claim(
            p[k] * (incoming - Sum(p[i] * 2 * (p[i] - t[i]), (i, 1, K))),
            "exact",
            "incoming slope minus the weighted mean of all, times the probability",
        ),
        Claim(incoming, "wrong", "the incoming slope, passed on as if the softmax were not there"),
        Claim(
            p[k] - t[k],
            "exact",
            "for the cross-entropy the incoming slope is $-t_k/p_k$: its mean is $-1$, and this is left",
            loss="softmax-cross-entropy-of-soft-targets",
        ),
    ],
    sections=[
        Section(
            "A check that costs nothing",
            "The slopes with respect to all logits sum to 0, because to add the same number to all logits changes no "
            "probability. With the mean subtracted they do; with the diagonal alone they do not.",
        ),
        Section(
            "In code",
            "With the incoming slopes g and the probabilities p, it is p * (g - (g * p).sum()): no matrix is needed.",
        ),
    ],
    see=["softmax"],
)
