r"""Logit-adjusted cross-entropy

The softmax cross-entropy of logits to which, while one trains, $\tau$ times the logarithm of the frequency of each
class is added: the frequent classes get a head start, and so the model need not learn it.
"""

from sympy import IndexedBase, KroneckerDelta, Sum, exp, log, symbols

from derivations.language import Classes, Index, Intermediate, Loss, Nonnegative, Real, Simplex, Source

j, k, i, y, K, tau = symbols("j k i y K tau")
z, p, r = map(IndexedBase, ("z", "p", "r"))

loss = Loss(
    id="L9D4",
    expression=-log(p[y]),
    wrt=z[k],
    definitions=[(p[i], exp(z[i] + tau * log(r[i])) / Sum(exp(z[j] + tau * log(r[j])), (j, 1, K)))],
    symbols={
        z: Real("logits", shape=(K,)),
        p: Intermediate("probability of class $i$, the softmax of the adjusted logits", shape=(K,), within="(0, 1)"),
        r: Simplex("frequencies of the classes in the data, fixed", shape=(K,)),
        tau: Nonnegative("strength of the adjustment, usually 1"),
        y: Index("the right class, fixed", last=K),
        k: Index("index of the logit", last=K),
        K: Classes("number of classes"),
    },
    source=Source(
        "A. K. Menon, S. Jayasumana, A. S. Rawat, H. Jain, A. Veit and S. Kumar, Long-tail learning via logit "
        "adjustment, ICLR 2021",
        arxiv="2007.07314",
    ),
    mistakes=[
        (
            exp(z[k]) / Sum(exp(z[j]), (j, 1, K)) - KroneckerDelta(k, y),
            "the adjustment was dropped from the probabilities",
        ),
        (
            r[k] * (p[k] - KroneckerDelta(k, y)),
            "the frequency was taken for a weight of the class: it acts inside the softmax only",
        ),
        (p[k], "the label was dropped: at the right class 1 is subtracted"),
    ],
    aliases=["logit adjustment", "balanced softmax", "long-tail cross-entropy"],
    used_for="several classes, some of them rare, judged class by class",
    why=(
        "The gradient is again probability minus label, with the adjusted probabilities: a rare class has a low one, "
        "so its examples pull harder, and as a wrong class it is pushed down less. When the model is used, the "
        "adjustment is left out. Class weights change the length of each gradient; this changes its direction too."
    ),
    in_code=[("torch.nn.functional.cross_entropy(z + tau * torch.log(r), y)", "mean")],
    see_instead=[
        ("softmax-cross-entropy-of-labels", "gives each class a weight instead"),
        ("softmax-cross-entropy", "without the adjustment"),
    ],
)
