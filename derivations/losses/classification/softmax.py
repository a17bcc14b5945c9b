"""The softmax and its Jacobian

Not a loss, but part of many: the softmax turns logits into probabilities. All logits share one sum, so each logit moves
every probability.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real

i, j, k, K = symbols("i j k K")
z, p, s = IndexedBase("z"), IndexedBase("p"), symbols("s")

loss = Loss(
    id="LM7B",
    name="p_i",
    expression=exp(z[i]) / s,
    wrt=z[j],
    definitions=[(s, Sum(exp(z[k]), (k, 1, K))), (p[i], exp(z[i]) / Sum(exp(z[k]), (k, 1, K)))],
    closing=[(p[i] * (KroneckerDelta(i, j) - p[j]), "$e^{z_i}/s=p_i$ and $e^{z_j}/s=p_j$; $p_i$ taken out")],
    symbols={
        z: Real("logits", shape=(K,)),
        s: Intermediate("sum of the exponentials", within="(0, oo)"),
        p: Intermediate("probability of class $i$", shape=(K,), within="(0, 1)"),
        i: Index("index of the probability", last=K),
        j: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (p[i] * (1 - p[i]), "the sigmoid's derivative: right for $i=j$ only, because all logits share one sum"),
        (p[i] * KroneckerDelta(i, j), "the sum in the denominator was treated as a constant"),
        (p[i] * (p[j] - KroneckerDelta(i, j)), "the two terms in the bracket changed places"),
    ],
    used_for="turning scores into probabilities",
    why=(
        "A logit raises its own probability and lowers all others, each by the product of two probabilities. Every "
        "row and every column of the Jacobian sums to 0, as the probabilities go on summing to 1. It is the middle "
        "factor of the chain rule for every loss of a softmax."
    ),
)
