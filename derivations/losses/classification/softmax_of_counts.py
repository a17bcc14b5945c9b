r"""Softmax cross-entropy of counts

Minus the log-likelihood of counts under the softmax, without the constant: how often each class was seen. The counts
sum to the number of observations, not to 1, and that number stays in the gradient.
"""

from sympy import IndexedBase, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Nonnegative, Real

j, k, i, K = symbols("j k i K")
z, p, t = map(IndexedBase, ("z", "p", "t"))

loss = Loss(
    id="LSNH",
    expression=-Sum(t[i] * log(p[i]), (i, 1, K)),
    wrt=z[k],
    definitions=[(p[i], exp(z[i]) / Sum(exp(z[j]), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the logits", shape=(K,), within="(0, 1)"),
        t: Nonnegative("counts or weights, fixed; they need not be whole", shape=(K,)),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source="P. McCullagh and J. A. Nelder, Generalized Linear Models (2nd ed., Chapman and Hall, 1989), chapter 5",
    mistakes=[
        (p[k] - t[k], "right only where the targets sum to 1"),
        (t[k] - p[k] * Sum(t[i], (i, 1, K)), "expected and observed counts changed places"),
        (-t[k] / p[k], "the gradient with respect to the probability: each logit moves all probabilities"),
    ],
    used_for="how often each class was seen",
    why=(
        "The gradient is the number of observations times the probability, minus the count: what was expected, "
        "against what was seen. It is 0 where each probability is the share of its class. Divide by the number of "
        "observations, and the cross-entropy of soft targets is left."
    ),
)
