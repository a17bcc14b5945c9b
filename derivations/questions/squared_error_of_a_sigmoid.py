r"""Why cross-entropy and not the squared error, if the output is a sigmoid?

Because of the gradient. That of the cross-entropy is the error itself. That of the squared error has the slope of the
sigmoid as a factor, and this is nearly 0 where the node is sure, also where it is sure and wrong.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, symbols

from derivations.language import Answer, Claim, Section, sigma

i, j, k, K, y, z, t, o_k = symbols("i j k K y z t o_k")
o, T, p = map(IndexedBase, ("o", "t", "p"))

answer = Answer(
    id="Q4H3",
    loss="sigmoid-node",
    short="A squared error learns slowly where it is most wrong",
    claims=[
        Claim(
            2 * (o_k - T[k]) * o[j],
            "wrong",
            "the slope of the sigmoid was left out, as if it had cancelled",
        ),
        Claim(
            2 * (o_k - T[k]) * o_k * (1 - o_k) * o[j],
            "exact",
            "squared error: the slope of the sigmoid stays, and is at most $\\frac14$",
        ),
        Claim(sigma(z) - t, "exact", "cross-entropy: it has cancelled", loss="binary-cross-entropy-with-logit"),
        Claim(
            2 * p[k] * ((p[k] - T[k]) - Sum(p[i] * (p[i] - T[i]), (i, 1, K))),
            "exact",
            "several classes: the squared error of a softmax keeps the factor $p_k$",
            loss="brier-of-a-softmax",
        ),
        Claim(
            p[k] - KroneckerDelta(k, y),
            "exact",
            "several classes: in the cross-entropy it has cancelled",
            loss="softmax-cross-entropy",
        ),
    ],
    sections=[
        Section(
            "In numbers",
            "A node with target 1 and logit $-5$ puts out about 0.007. The cross-entropy has the slope $-0.99$ with "
            "respect to the logit. The squared error has $-2\\cdot0.99\\cdot0.007\\cdot0.99$, about $-0.013$: it "
            "learns 75 times more slowly.",
        ),
        Section(
            "Is the squared error wrong, then?",
            "No: it is a fair measure of probabilities, known as the Brier score, and its minimiser is honest too. As "
            "a function of the logit it is not convex, though, while the cross-entropy is.",
        ),
    ],
    see=["binary-cross-entropy", "sigmoid"],
)
