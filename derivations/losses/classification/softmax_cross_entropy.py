"""Softmax cross-entropy of a label

Minus the logarithm of the probability that the softmax gives to the right class $y$.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Real

j, k, i, y, K = symbols("j k i y K")
z, p = IndexedBase("z"), IndexedBase("p")

loss = Loss(
    id="L4D4",
    expression=-log(p[y]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,)),
        y: Index("the right class, fixed", last=K),
        k: Index("names the logit", last=K),
        K: Classes("number of classes"),
    },
    source="C. M. Bishop, Pattern Recognition and Machine Learning (Springer, 2006), section 4.3.4",
    mistakes=[
        (p[k] + KroneckerDelta(k, y), "the sign of the label is turned"),
        (p[k], "the label was dropped: this is the gradient of the logarithm of the sum alone"),
        (-(1 - p[k]), "right for the logit of the right class only"),
    ],
)
